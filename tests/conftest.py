"""Fixtures shared by all tests."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

PROJECT = Path(__file__).resolve().parents[1]
EXTERNAL_DATA = "FRICTIONS_EXTERNAL_DATA"
"""The variable that names a folder of data that may not be shipped; docs/testing.md describes it."""

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


def pytest_report_header(config):
    """Say whether comparisons with data that may not be shipped are among the tests."""
    return f"external data: {os.environ.get(EXTERNAL_DATA) or 'none, comparisons with them are left out'}"


def pytest_collection_modifyitems(config, items):
    """Leave out comparisons with data that are not there; when fuzzing, keep the tests that generate their input."""
    if not os.environ.get(EXTERNAL_DATA):
        left_out = [item for item in items if "external_data" in item.fixturenames]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    if config.getoption("--hypothesis-profile") == "fuzz":
        keep_generating_tests(items)
    items[:] = in_good_order(items)


def in_good_order(items):
    """Files in the order in which workers that take one after the other are all busy to the end.

    The first file of those that need the shared build makes it. Meanwhile the others take files of slow tests that do
    not need it; then come those that do, and last the many quick ones, which even out what is left.
    """
    files = {}
    for item in items:
        files.setdefault(item.path, []).append(item)

    def turn(path):
        slow = sum(item.get_closest_marker("slow") is not None for item in files[path])
        needs_build = any("built_once" in item.fixturenames for item in files[path])
        return (1 if needs_build else 0 if slow else 2), -slow

    ordered = sorted(files, key=turn)
    builder = [path for path in ordered if turn(path)[0] == 1][-1:]
    ordered = builder + [path for path in ordered if path not in builder]
    return [item for path in ordered for item in files[path]]


def keep_generating_tests(items):
    """Keep the tests that generate their input, with as many examples as the profile asks for."""
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
    """The folder of data that may not be shipped; tests that use it are left out where its variable is not set."""
    folder = Path(os.environ[EXTERNAL_DATA])
    assert folder.is_dir(), f"{EXTERNAL_DATA}: {folder} is no folder"
    return folder.resolve()


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
