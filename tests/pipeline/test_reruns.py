"""What runs again after a change, and what does not."""

import os
import shutil
import time

import pytest
import yaml

from tests.pipeline.conftest import SMALL, Project, revise

pytestmark = pytest.mark.slow

DEPENDENTS_OF_A_SERIES = {
    "assemble_series",
    "build_variables",
    "test_unit_roots",
    "filter_trends",
    "select_lags",
    "estimate_var",
    "project_locally",
    "draw_responses",
    "gather_draws",
    "summarise_responses",
    "build_target",
    "tabulate_moments",
    "draw_var_figure",
    "evaluate_criterion",
    "estimate_calvo",
    "solve_estimated_calvo",
    "profile_calvo",
    "form_calvo_sets",
    "re_estimate_calvo",
    "summarise_estimates",
    "tabulate_parameters",
    "estimate_attention",
    "solve_estimated_attention",
    "re_estimate_attention",
    "summarise_attention",
    "evaluate_attention_criterion",
    "evaluate_published_path",
    "tabulate_criterion",
    "draw_model_figure",
}
"""The VAR and what is matched to it; the solutions at given parameters stay as they are."""

UP_TO_THE_PANELS = {"pull_series", "assemble_series", "build_variables", "test_unit_roots", "filter_trends"}

AFTER_THE_BANDS = {"summarise_responses", "draw_var_figure", "draw_model_figure"}
AFTER_THE_TARGET = DEPENDENTS_OF_A_SERIES - {
    "assemble_series",
    "build_variables",
    "test_unit_roots",
    "filter_trends",
    "select_lags",
    "estimate_var",
    "project_locally",
    "draw_responses",
    "gather_draws",
    "summarise_responses",
    "tabulate_moments",
    "draw_var_figure",
}


def test_nothing_to_do_after_a_run(built):
    assert built.planned() == {}


def test_a_changed_series_reruns_its_dependents_and_nothing_else(built):
    # A revision of one percent: an absurd value would rightly be refused.
    revise(built.folder / "my_series/M2SL.csv", "2007-12-01", 1.01)
    planned = built.planned()
    assert planned.pop("pull_series") == 1
    assert set(planned) == DEPENDENTS_OF_A_SERIES
    built.build()
    assert built.planned() == {}


def test_a_new_observation_after_all_samples_reruns_nothing_behind_the_panels(built):
    """In two steps: panels first, then what new panels change; the bytes of all panels are the old ones."""
    path = built.folder / "my_series/M2SL.csv"
    before = built.results()
    last = path.read_text().rstrip().splitlines()[-1]
    date, value = last.split(",")
    year, month = int(date[:4]), int(date[5:7])
    after = f"{year + month // 12}-{month % 12 + 1:02d}-01,{1.001 * float(value):.6g}"
    path.write_text(path.read_text().rstrip() + f"\n{after}\n")
    first = built.planned("panels")
    assert sum(first.values()) <= 12
    built.build("panels")
    second = built.planned()
    assert not {"estimate_var", "draw_responses", "estimate_calvo", "estimate_attention"} & set(second)
    assert sum(second.values()) <= 6
    built.build()
    changed = {name for name, content in built.results().items() if content != before.get(name)}
    assert not any(name.startswith(("results/var", "var/")) for name in changed), changed


def test_a_revision_inside_one_sample_reruns_nothing_of_another(small_build, tmp_path):
    """An observation of 2010 is revised: the sample that ends in 2007 has the same panel, the one to 2015 has not."""
    shutil.copytree(small_build.folder, tmp_path / "a project", symlinks=True)
    project = Project(tmp_path / "a project")
    project.configure({"samples": {"extended": {"start": "1970Q1", "end": "2015Q4"}}})
    points = [f"results/var/{sample}/point.csv" for sample in ("baseline", "extended")]
    project.build(*points)
    before = [(project.folder / point).read_bytes() for point in points]
    revise(project.folder / "my_series/GDPC1.csv", "2010-04-01", 1.01)
    project.build("panels")
    assert project.planned(points[0]) == {}
    assert project.planned(*points) == {"estimate_var": 1}
    project.build(*points)
    after = [(project.folder / point).read_bytes() for point in points]
    assert after[0] == before[0] and after[1] != before[1]


def test_a_touched_series_with_the_same_content_reruns_nothing(built):
    time.sleep(0.05)
    os.utime(built.folder / "my_series/M2SL.csv")
    assert built.planned() == {}


def test_an_identical_pull_reruns_nothing(built):
    before = built.results()
    built.build("--forcerun", "pull_series", "--until", "pull_series")
    assert built.planned() == {}
    assert built.results() == before


def test_a_series_that_no_variable_uses_is_not_looked_at(built):
    (built.folder / "my_series/CPROFIT.csv").write_text("date,value\n1947-01-01,nonsense\n")
    assert built.planned() == {}


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("bootstrap", "coverage"), 0.9, AFTER_THE_BANDS),
        (("monte_carlo", "index_base"), 2, AFTER_THE_TARGET),
        (("unit_roots", "level"), 0.1, {"test_unit_roots"}),
        (("comparative_statics", "real_rate_rise"), 0.002, {"compare_statics", "draw_statics_figure"}),
    ],
)
def test_a_changed_setting_reruns_exactly_what_depends_on_it(built, path, value, expected):
    section, key = path
    built.configure({**SMALL, section: {**SMALL.get(section, {}), key: value}})
    assert set(built.planned()) == expected


def test_a_changed_experiment_reruns_what_reads_it(built):
    path = built.folder / "config/experiments/calvo/money_growth.yaml"
    path.write_text(path.read_text().replace("xi_p: 0.5059", "xi_p: 0.6"))
    assert set(built.planned()) == {
        "solve_steady_state",
        "solve_calvo",
        "draw_money_figure",
        "tabulate_impacts",
    }


def test_an_edited_module_reruns_the_rules_that_import_it(built):
    path = built.folder / "src/frictions/timeseries/lag_selection.py"
    path.write_text("# a comment\n" + path.read_text())
    assert built.planned() == {}
    path.write_text(path.read_text().replace("np.log(observations) * n * k", "np.log(observations) * k * n"))
    assert built.planned() == {"select_lags": 1}


def test_a_script_counts_by_what_it_does(built):
    """A touch and a comment re-run nothing, nor does a text that is written again; an edit does."""
    path = built.folder / "scripts/select_lags.py"
    text = path.read_text()
    path.write_text(text)
    assert built.planned() == {}
    path.write_text("# a comment\n" + text.replace('"""', '"""Other words. ', 1))
    assert built.planned() == {}
    path.write_text(text + "\nassert True\n")
    assert built.planned() == {"select_lags": 1}


def test_files_of_settings_count_by_what_they_say(built):
    """Comments, blank lines, another layout and dates of all settings re-run nothing; a new value does."""
    every = Project(built.folder)
    for path in sorted((built.folder / "config").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(f"# first a comment\n\n{text}\n# and one at the end\n", encoding="utf-8")
    assert every.planned() == {}
    experiment = built.folder / "config/experiments/calvo/table_1_1.yaml"
    content = yaml.safe_load(experiment.read_text(encoding="utf-8"))
    experiment.write_text(yaml.safe_dump(content, sort_keys=False, default_flow_style=None), encoding="utf-8")
    assert every.planned() == {}
    catalogue = built.folder / "config/series.yaml"
    text = catalogue.read_text(encoding="utf-8")
    title = '  GDPC1:\n    title: "Real gross domestic product'
    assert text.count(title) == 1
    catalogue.write_text(text.replace(title, f"{title}, revised"), encoding="utf-8")
    plan = built.planned("panels")
    # The series are pulled again, and what reads the catalogue as a whole up to the panels.
    assert plan["pull_series"] == 1 and set(plan) - {"panels"} <= UP_TO_THE_PANELS


def test_a_deleted_result_is_made_again(built):
    before = built.results()
    (built.folder / "results/var/baseline/bands.csv").unlink()
    assert "summarise_responses" in built.planned()
    built.build()
    assert built.results() == before
