"""Settings of the scoreboard, and the results of the checkout."""

import pandas as pd
import pytest
import yaml

from frictions.data.printed import read_printed
from frictions.report.scoreboard_items import read_items


@pytest.fixture(scope="session")
def listed(project):
    """Content of config/scoreboard.yaml."""
    return yaml.safe_load((project / "config/scoreboard.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def default_settings(project):
    return yaml.safe_load((project / "config/config.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def published(project):
    return read_printed(project / "config/published.yaml")


@pytest.fixture(scope="session")
def items(listed, default_settings):
    made = {"sample": list(default_settings["samples"]), "panel": list(default_settings["firms"]["panels"])}
    return read_items(listed, "baseline", made)


@pytest.fixture(scope="session")
def results(project):
    """The results of this checkout; the test is skipped where the main job has not been run."""
    folder = project / "results"
    if not (folder / "scoreboard.csv").is_file():
        pytest.skip("needs results/scoreboard.csv: run make first")
    return folder


@pytest.fixture(scope="session")
def board(results):
    """results/scoreboard.csv as it stands there, by item."""
    return pd.read_csv(results / "scoreboard.csv", dtype=str, keep_default_na=False).set_index("item")
