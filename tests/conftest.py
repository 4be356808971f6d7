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
    """A copy of the project with the results behind Figure 1.6 from few draws, which no test may change."""
    from tests.pipeline.conftest import SMALL, Project, copied_project

    folder = copied_project(PROJECT, tmp_path_factory.mktemp("small") / "a project").folder
    small = Project(folder, "results/figures/figure_1_6.svg")
    small.configure({**SMALL, "bootstrap": {"draws": 400, "chunks": 2}})
    small.build()
    return small
