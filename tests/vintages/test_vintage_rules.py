"""Vintages compared by the workflow: the embedded data and a folder in which one series differs."""

import shutil

import numpy as np
import pandas as pd
import pytest
import yaml

from frictions.data.tables import read_quarterly, read_tidy
from tests.embedded import embedded_panel
from tests.pipeline.conftest import SMALL, Project, copied_project
from tests.pipeline.test_contract import pattern_of, promised
from tests.vintages.conftest import perturbed

pytestmark = pytest.mark.slow

ENTRIES = {"first": {"source": "embedded"}, "second": {"source": "directory", "directory": "my_series"}}
ONE_JOB = {"bootstrap": {"draws": 200, "chunks": 1}, "monte_carlo": {"draws": 200, "chunks": 1}}
OF_ONE_VINTAGE = {
    "assemble_vintage_series",
    "build_vintage_variables",
    "filter_vintage_trends",
    "estimate_vintage_var",
    "project_vintage_locally",
    "draw_vintage_responses",
    "gather_vintage_draws",
    "summarise_vintage_responses",
    "build_vintage_target",
    "evaluate_vintage_criterion",
}
COMPARISON = {"rank_revisions", "compare_conclusions", "tabulate_vintages", "draw_vintages"}
JOBS = {"draw_vintage_responses": 3, "gather_vintage_draws": 3, "evaluate_vintage_criterion": 2}
"""All schemes of draws, and both kinds of cost; every other rule has one job a vintage."""


def with_vintages(entries=ENTRIES, **settings):
    return {**SMALL, **ONE_JOB, "vintages": {"entries": entries, **settings}}


@pytest.fixture(scope="module")
def compared_once(project, tmp_path_factory):
    copy = Project(
        copied_project(project, tmp_path_factory.mktemp("vintages") / "a project").folder, "compare_vintages"
    )
    path = copy.folder / "my_series/GDPC1.csv"
    path.write_text(perturbed(path.read_text(), 0.002))
    copy.configure(with_vintages())
    copy.build()
    return copy


@pytest.fixture
def compared(compared_once, tmp_path):
    shutil.copytree(compared_once.folder, tmp_path / "a project", symlinks=True)
    return Project(tmp_path / "a project", "compare_vintages")


def test_the_changed_series_is_the_only_one_revised_and_ranks_first(compared_once):
    folder = compared_once.folder / "results/vintages/all_vintages"
    assert pd.read_csv(folder / "revisions.csv")["series"].tolist() == ["GDPC1"]
    effects = pd.read_csv(folder / "effects.csv")
    assert effects["series"].tolist() == ["all revisions", "GDPC1"]
    # The VAR of each vintage, run by its own rules, differs by exactly what the effects say.
    first, second = (
        read_tidy(compared_once.folder / f"results/vintages/{name}/var/baseline/point.csv") for name in ENTRIES
    )
    place = (first["variable"] == effects["variable"][0]) & (first["horizon"] == effects["horizon"][0])
    change = (second["point"] - first["point"])[place].item()
    assert change == pytest.approx(effects["change"][0], rel=1e-9)


def test_a_vintage_runs_as_its_data_would_by_themselves(project, compared_once):
    settings = yaml.safe_load((project / "config/config.yaml").read_text())["data"]
    for name, source in (("first", settings), ("second", settings | ENTRIES["second"])):
        panel = embedded_panel(compared_once.folder, **source)
        path = compared_once.folder / f"results/vintages/{name}/var/baseline/transformed.csv"
        np.testing.assert_allclose(read_quarterly(path), panel, rtol=1e-12, atol=1e-12)


def test_every_file_of_a_comparison_is_promised_and_there(project, compared_once):
    contract = promised([project / "docs/contract_vintages.md"])
    results = [path for path in compared_once.results() if path.startswith("results/vintages")]
    for name, columns in contract.items():
        if "estimates" in name or "fred_qd" in name or "unit_roots" in name:
            continue
        files = [path for path in results if pattern_of(name).fullmatch(path)]
        assert files, name
        for path in files:
            if columns and path.endswith(".csv"):
                header = (compared_once.folder / path).read_text().splitlines()[0]
                assert header == columns or (columns.endswith(",...") and header.startswith(columns[:-3])), path
    assert not [path for path in results if not any(pattern_of(name).fullmatch(path) for name in contract)]


def test_a_swapped_series_reruns_its_dependents_in_its_vintage_and_nothing_else(compared):
    assert compared.planned() == {}
    path = compared.folder / "my_series/M2SL.csv"
    path.write_text(perturbed(path.read_text(), 0.001))
    planned = compared.planned()
    assert planned.pop("pull_vintage_series") == 1
    assert planned == {rule: JOBS.get(rule, 1) for rule in OF_ONE_VINTAGE | COMPARISON}


def test_another_vintage_leaves_those_that_are_there(compared):
    shutil.copytree(compared.folder / "my_series", compared.folder / "more_series")
    entries = {**ENTRIES, "third": {"source": "directory", "directory": "more_series"}}
    compared.configure(with_vintages(entries))
    planned = compared.planned()
    pulled = len(list((compared.folder / "results/vintages/second/data/pulled").glob("*.csv")))
    assert planned.pop("pull_vintage_series") == pulled
    assert planned == {rule: JOBS.get(rule, 1) for rule in OF_ONE_VINTAGE | COMPARISON}


def test_models_are_estimated_on_each_vintage_where_asked(compared):
    compared.configure(with_vintages(estimates=["calvo/six", "attention/separate"]))
    assert compared.planned() == {
        "estimate_vintage_calvo": 2,
        "estimate_vintage_attention": 2,
        "compare_conclusions": 1,
        "tabulate_vintages": 1,
    }


def test_pulls_of_two_dates_are_two_downloads_with_stores_of_their_own(compared):
    dated = {f"from_{month}": {"source": "live", "vintage": f"2020-{month}"} for month in ("02", "04")}
    compared.configure(with_vintages(dated))
    assert compared.planned()["download_fred_qd_vintage"] == 2


@pytest.mark.parametrize(
    ("vintages", "named"),
    [
        ({"entries": {"first": {"source": "embedded"}}}, "needs two vintages or more"),
        ({"entries": {"first": {"source": "folder"}}}, "vintages.entries.first.source"),
        (
            {"entries": {**ENTRIES, "third": {"source": "directory", "directory": "nowhere"}}},
            "setting vintages.entries.third: data.directory: nowhere does not exist",
        ),
        ({"entries": {}}, "docs/vintages.md"),
        ({"entries": ENTRIES, "estimates": ["calvo/seven"]}, "unknown 'calvo/seven'"),
    ],
)
def test_vintages_that_cannot_be_compared_stop_before_anything_runs(compared_once, vintages, named):
    before = compared_once.results()
    try:
        compared_once.configure({**SMALL, "vintages": vintages})
        done = compared_once.run()
    finally:
        compared_once.configure(with_vintages())
    assert done.returncode != 0
    assert named in compared_once.error_lines(done)[0]
    assert compared_once.results() == before
