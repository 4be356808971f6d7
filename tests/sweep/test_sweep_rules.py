"""Sweeps run by the workflow."""

import shutil

import pandas as pd
import pytest

from tests.pipeline.conftest import SMALL, Project, copied_project
from tests.pipeline.test_contract import pattern_of, promised

pytestmark = pytest.mark.slow

SWEEPS = {
    "stickiness": {
        "model": "calvo",
        "base": "table_1_1",
        "grid": {"phi_pi": [0.8, 2.0], "xi_p": [0.3, 0.6]},
        "outputs": ["moments", "certificate"],
        "draw": ["moments.corr_IS_S"],
        "points_per_job": 1,
    },
    "risk": {
        "model": "production_economy",
        "grid": {"risk_aversion": [0.5, 2.0]},
        "outputs": ["equilibrium"],
        "draw": ["equilibrium.short_rate.1"],
        "points_per_job": 2,
    },
}


def with_sweeps(**sweeps):
    return {**SMALL, "sweep": sweeps}


def tables_of(project):
    """Checksums of what sweeps leave."""
    return {path: content for path, content in project.results().items() if path.startswith("results/sweep/")}


@pytest.fixture(scope="module")
def swept_once(project, tmp_path_factory):
    copy = Project(copied_project(project, tmp_path_factory.mktemp("sweep") / "a project").folder, "sweep")
    copy.configure(with_sweeps(**SWEEPS))
    copy.build()
    return copy


@pytest.fixture
def swept(swept_once, tmp_path):
    shutil.copytree(swept_once.folder, tmp_path / "a project", symlinks=True)
    return Project(tmp_path / "a project", "sweep")


def test_one_job_a_point_and_jobs_of_several_give_the_same_bytes(swept):
    before = tables_of(swept)
    swept.configure(with_sweeps(stickiness={**SWEEPS["stickiness"], "points_per_job": 3}))
    assert swept.planned()["sweep_calvo"] == 2
    swept.build(cores=1)
    assert tables_of(swept) == before


def test_the_table_is_tidy_and_keeps_points_without_a_solution(swept_once):
    table = pd.read_parquet(swept_once.folder / "results/sweep/stickiness.parquet")
    assert list(table) == ["point", "phi_pi", "xi_p", "quantity", "value", "status"]
    status = table.drop_duplicates("point").set_index(["phi_pi", "xi_p"])["status"]
    assert status.to_dict() == {
        (0.8, 0.3): "Indeterminate",
        (0.8, 0.6): "Indeterminate",
        (2.0, 0.3): "ok",
        (2.0, 0.6): "ok",
    }


def test_every_file_of_a_sweep_is_promised_and_there(project, swept_once):
    contract = promised([project / "docs/contract_sweep.md"])
    files = list(tables_of(swept_once))
    for name in contract:
        assert any(pattern_of(name).fullmatch(path) for path in files), name
    assert not [path for path in files if not any(pattern_of(name).fullmatch(path) for name in contract)]


def test_another_sweep_leaves_those_that_are_there(swept):
    assert swept.planned() == {}
    more = {**SWEEPS["risk"], "grid": {"correlation": [0.0, 0.5]}}
    swept.configure(with_sweeps(**SWEEPS, more=more))
    assert swept.planned() == {"sweep_production_economy": 1, "gather_sweep": 1, "draw_sweep": 1}


def test_an_edited_model_reruns_its_own_sweeps_only(swept):
    path = swept.folder / "src/frictions/production_economy/collocation.py"
    path.write_text(path.read_text() + "\n_UNUSED = 0\n")
    assert set(swept.planned()) == {"sweep_production_economy", "gather_sweep", "draw_sweep"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"model": "menu_costs"}, "setting sweep.stickiness.model: unknown 'menu_costs'"),
        ({"grid": {"xi_pp": [0.5]}}, "setting sweep.stickiness.grid: unknown 'xi_pp'; did you mean 'xi_p'?"),
    ],
)
def test_an_unknown_model_or_parameter_stops_before_anything_runs(swept, change, named):
    before = swept.results()
    swept.configure(with_sweeps(stickiness={**SWEEPS["stickiness"], **change}))
    done = swept.run()
    assert done.returncode != 0
    assert any(named in line for line in swept.error_lines(done))
    assert swept.results() == before


def test_without_a_sweep_the_target_says_what_to_set(swept):
    swept.configure(SMALL)
    done = swept.run()
    assert done.returncode != 0
    assert "docs/sweep.md" in swept.error_lines(done)[0]
