"""Fixtures shared by all tests."""

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the checkout under test."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of external data and specs beside the project; the test is skipped where it is absent."""
    folder = PROJECT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("needs ../shared/data, which is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def embedded_target():
    """Matching target of the baseline VAR on the embedded vintage, 5,000 draws."""
    from tests.embedded import embedded_matching_target

    return embedded_matching_target(PROJECT, draws=5000)


@pytest.fixture(scope="session")
def small_build(tmp_path_factory):
    """A copy of the project whose settings ask for few draws, with the results behind Figure 1.6; not to be changed."""
    import yaml

    from tests.pipeline.conftest import SMALL, Project, copied_project

    folder = copied_project(PROJECT, tmp_path_factory.mktemp("small") / "a project").folder
    config = folder / "config/config.yaml"
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    config.write_text(yaml.safe_dump(_merged(settings, SMALL | {"bootstrap": {"draws": 400, "chunks": 2}})))
    small = Project(folder, "results/figures/figure_1_6.svg")
    small.configure({})
    small.build()
    return small


def _merged(settings, overlay):
    """Settings with an overlay, as Snakemake merges them."""
    merged = {**settings}
    for key, value in overlay.items():
        both = isinstance(value, dict) and isinstance(settings.get(key), dict)
        merged[key] = _merged(settings[key], value) if both else value
    return merged
