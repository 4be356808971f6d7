"""Fixtures shared by all tests."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

PROJECT = Path(__file__).resolve().parents[1]

# `make test` explores the same examples every time; `make fuzz` explores fresh ones and prints what repeats a failure.
settings.register_profile("default", derandomize=True, deadline=None, database=None)
settings.register_profile("seeded", deadline=None, database=None, print_blob=True)
settings.register_profile(
    "fuzz",
    max_examples=int(os.environ.get("FRICTIONS_FUZZ_EXAMPLES", "2000")),
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def pytest_configure(config):
    """Load the profile before a test module is imported, since its tests take their settings from it then."""
    settings.load_profile(config.getoption("--hypothesis-profile") or "default")


def pytest_collection_modifyitems(config, items):
    """Keep the tests that generate their input, and give each of them the examples of the profile, when fuzzing."""
    if config.getoption("--hypothesis-profile") != "fuzz":
        return
    items[:] = [item for item in items if is_hypothesis_test(getattr(item, "obj", None))]
    for function in {item.obj for item in items}:
        own = function._hypothesis_internal_use_settings
        function._hypothesis_internal_use_settings = settings(own, max_examples=settings.default.max_examples)


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the checkout under test."""
    return PROJECT


@pytest.fixture(scope="session")
def external_data() -> Path:
    """The folder of data that may not be shipped, where its variable names one; docs/testing.md describes it."""
    named = os.environ.get("FRICTIONS_EXTERNAL_DATA")
    if not named:
        pytest.skip("set FRICTIONS_EXTERNAL_DATA to a folder with the comparison data; docs/testing.md describes it")
    assert Path(named).is_dir(), f"FRICTIONS_EXTERNAL_DATA: {named} is no folder"
    return Path(named).resolve()


@pytest.fixture(scope="session")
def embedded_target():
    """Matching target of the baseline VAR on the embedded vintage, 5,000 draws."""
    from tests.embedded import embedded_matching_target

    return embedded_matching_target(PROJECT, draws=5000)


@pytest.fixture(scope="session")
def small_build(tmp_path_factory):
    """A copy of the project whose settings ask for few draws, with the results behind Figure 1.6; not to be changed."""
    import yaml

    from tests.pipeline.conftest import CHAIN, SMALL, Project, built_by_one_worker, copied_project

    def build(folder):
        copied_project(PROJECT, folder)
        config = folder / "config/config.yaml"
        settings = yaml.safe_load(config.read_text(encoding="utf-8"))
        config.write_text(yaml.safe_dump(_merged(settings, SMALL | {"bootstrap": {"draws": 400, "chunks": 2}})))
        small = Project(folder, CHAIN)
        small.configure({})
        small.build()

    return Project(built_by_one_worker(tmp_path_factory, "small", build), CHAIN)


def _merged(settings, overlay):
    """Settings with an overlay, as Snakemake merges them."""
    merged = {**settings}
    for key, value in overlay.items():
        both = isinstance(value, dict) and isinstance(settings.get(key), dict)
        merged[key] = _merged(settings[key], value) if both else value
    return merged
