"""Vintages whose revisions are known: the embedded one of 2022, and copies of it with changed series."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from frictions.data.catalogue import Catalogue, load_catalogue
from frictions.data.plan import series_needed
from frictions.data.pulls import plan_pulls
from frictions.data.readers import read_series
from frictions.data.received import in_catalogue_unit, received_unit
from frictions.vintages.effects import PointVar, Vintage
from tests.embedded import OLDER


@pytest.fixture(scope="session")
def catalogue(project) -> Catalogue:
    return load_catalogue(yaml.safe_load((project / "config/series.yaml").read_text()))


@pytest.fixture(scope="session")
def baseline(project, catalogue) -> PointVar:
    """The VAR of the settings on the first sample."""
    config = yaml.safe_load((project / "config/config.yaml").read_text())
    return PointVar(
        filtered=frozenset(n for n, v in catalogue.variables.items() if v.published_decision == "filter"),
        start=pd.Period("1970Q1"),
        end=pd.Period("2007Q4"),
        filter_horizon=config["filter"]["horizon"],
        filter_lags=config["filter"]["lags"],
        window=config["filter"]["window"],
        lags=config["var"]["lags"],
        shock=config["var"]["shock_percentage_points"],
    )


def read_vintage(project: Path, catalogue: Catalogue, settings: dict) -> tuple[Vintage, pd.DataFrame]:
    """A vintage as the workflow assembles it."""
    pulls = plan_pulls(catalogue, settings, project)
    series = {}
    for code in series_needed(pulls.plan):
        info = catalogue.series[code]
        own = read_series(Path(pulls.pulls[code].path), info, catalogue.code_of)
        series[code] = in_catalogue_unit(own, info, received_unit(own, info, {}))
    frame = pd.DataFrame(series)
    return Vintage(pulls.plan, dict(frame.items())), frame


@pytest.fixture(scope="session")
def embedded(project, catalogue) -> tuple[Vintage, pd.DataFrame]:
    return read_vintage(project, catalogue, OLDER)


def perturbed(text: str, share: float, until: str = "9999", since: str = "0000") -> str:
    """A series file, ``date,value``, with noise on its values from one year to another."""
    rng = np.random.default_rng(8)
    lines = text.splitlines()
    for number, line in enumerate(lines[1:], start=1):
        date, value = line.split(",")
        if value not in ("", ".") and since <= date < until:
            lines[number] = f"{date},{float(value) * (1.0 + share * rng.standard_normal()):.6f}"
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(project, tmp_path) -> Path:
    """A copy of the embedded vintage as a user's folder."""
    source = project / "data/vintages/gretl-2022c"
    copy = tmp_path / "revised"
    copy.mkdir()
    for path in source.glob("*.csv"):
        (copy / path.name).write_text(path.read_text())
    return copy
