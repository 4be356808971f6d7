"""Runs with a name: results of their own, the same bytes for the others, and what differs between two."""

import json
import re
import shutil

import named_runs
import pandas as pd
import pytest

from frictions.archive.contract import read_promises
from tests.pipeline.conftest import CHAIN, Project


@pytest.fixture
def root(tmp_path):
    """A folder with a result, a record, an input and a file of settings."""
    for name in ("results/var/irf.csv", ".snakemake/metadata/a", "data/x.csv", "mine.yaml", "logs/old.log"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def test_a_new_run_starts_from_the_results_without_a_name_and_reads_the_same_files(root):
    folder = named_runs.enter(root, "mine")
    copy = folder / "results/var/irf.csv"
    assert copy.read_text() == "results/var/irf.csv" and not copy.is_symlink()
    assert copy.stat().st_mtime_ns == (root / "results/var/irf.csv").stat().st_mtime_ns
    assert (folder / ".snakemake/metadata/a").is_file() and not list((folder / "logs").iterdir())
    assert (folder / "data/x.csv").samefile(root / "data/x.csv") and (folder / "mine.yaml").samefile(root / "mine.yaml")
    assert (root / "results/mine").resolve() == (folder / "results").resolve()
    # The results without a name are copied once, and what is new or gone beside them is followed.
    (root / "results/var/irf.csv").write_text("other")
    (root / "mine.yaml").unlink()
    (root / "mine_too.yaml").write_text("")
    assert named_runs.enter(root, "mine") == folder
    assert copy.read_text() == "results/var/irf.csv"
    assert not (folder / "mine.yaml").is_symlink() and (folder / "mine_too.yaml").is_file()
    # The second run copies no first one, unless it is told to start from it.
    assert not (named_runs.enter(root, "other") / "results/mine").exists()
    (folder / "results/var/irf.csv").write_text("mine")
    later = named_runs.enter(root, "later", "mine")
    assert (later / "results/var/irf.csv").read_text() == "mine"
    assert copy.read_text() == "mine" and (root / "results/var/irf.csv").read_text() == "other"
    with pytest.raises(named_runs.WrongRun, match="setting run_starts_from: there is no run nobody; make it first"):
        named_runs.enter(root, "last", "nobody")
    assert not (root / "runs/last").exists()


def test_a_run_that_is_interrupted_while_it_starts_starts_afresh(root, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(named_runs.shutil, "copytree", interrupted)
        with pytest.raises(KeyboardInterrupt):
            named_runs.enter(root, "mine")
    assert not (root / "runs/mine").exists() and not (root / "results/mine").exists()
    assert (named_runs.enter(root, "mine") / "results/var/irf.csv").is_file()


def test_names_that_would_cover_results_are_refused(root, project):
    taken = {re.split(r"[/.]", row.pattern)[1] for row in read_promises(project / "docs") if row.pattern.count("/") > 1}
    assert taken <= named_runs.RESERVED
    for name in ("var", "default"):
        with pytest.raises(named_runs.WrongRun, match=f"{name!r} is the name of something else"):
            named_runs.enter(root, name)
    (root / "results/kept").mkdir()
    with pytest.raises(named_runs.WrongRun, match="kept is there and is not a run"):
        named_runs.enter(root, "kept")
    with pytest.raises(named_runs.WrongRun, match=r"setting data.directory: .* write '../x' as a full path"):
        named_runs.check_paths({"data": {"directory": ["a", "../x"]}})


@pytest.mark.slow
def test_a_run_with_a_name_makes_what_differs_and_leaves_the_default_alone(small_build, tmp_path):
    shutil.copytree(small_build.folder, tmp_path / "a project", symlinks=True)
    project = Project(tmp_path / "a project", CHAIN)
    before = project.results()
    whole = sum(project.planned("--forceall").values())
    project.configure({"run": "mine", "bootstrap": {"coverage": 0.8}})
    plan = project.planned()
    # The draws are as they were; only what is summed up and drawn of them is made anew.
    assert 0 < sum(plan.values()) <= 4 < whole and "draw_responses" not in plan and "estimate_var" not in plan
    project.build()
    assert project.planned() == {}
    mine = Project(project.folder / "runs/mine").results()
    own = {name: total for name, total in mine.items() if name in before}
    changed = {name for name, total in own.items() if total != before[name]}
    assert "results/figures/figure_1_6.svg" in changed and "results/var/baseline/point.csv" not in changed
    assert (project.folder / "results/mine/figures/figure_1_6.svg").is_file()
    refused = Project(project.folder, "archive").run("--dry-run")
    assert refused.returncode and "setting run: a package is made of the run without a name" in refused.stderr
    # Of the run without a name every byte and every date is as it was.
    assert project.results() == before
    project.configure({})
    assert project.planned() == {}


def finished(folder, lags, verdict):
    """The files of a run that came to its end, with one table beside them."""
    (folder / "report").mkdir(parents=True)
    (folder / "settings.json").write_text(json.dumps({"var": {"lags": lags}, "kept": [1, 2]}))
    board = {
        "item": ["a", "b"],
        "place": "text",
        "published": "1",
        "replicated": [lags, 2],
        "verdict": [verdict, "sign"],
    }
    pd.DataFrame(board).to_csv(folder / "scoreboard.csv", index=False)
    given = {"item": "a", "part": "p", "kind": "given", "name": "config/x.yaml", "value": ["1" * 64]}
    pd.DataFrame(given).to_csv(folder / "report/provenance.csv", index=False)
    pd.DataFrame({"quantity": ["x", "y"], "value": [1.0, float(lags)]}).to_csv(folder / "table.csv", index=False)


@pytest.mark.slow
def test_two_runs_are_compared_on_one_page(fresh, project):
    fresh = Project(fresh.folder, "compare_runs")
    results = fresh.folder / "results"
    finished(results, 3, "exact")
    finished(fresh.folder / "runs/mine/results", 4, "differs")
    (results / "mine").symlink_to("../runs/mine/results")
    (results / "mine/only.csv").write_text("a\n1\n")
    asked = ("--config", "compare_runs=[default,mine]")
    done = fresh.run(*asked)
    assert done.returncode == 0, done.stderr[-2000:]
    folder = results / "run_comparisons/default_and_mine"
    assert (folder / "settings.csv").read_text() == "setting,default,mine\nvar.lags,3,4\n"
    numbers = pd.read_csv(folder / "numbers.csv").set_index("file")
    assert numbers["state"].to_dict() == {
        "only.csv": "only in the second",
        "report/provenance.csv": "same",
        "scoreboard.csv": "texts differ",
        "table.csv": "numbers differ",
    }
    assert numbers.loc["table.csv", "differing"] == 1 and numbers.loc["table.csv", "largest_difference"] == 0.25
    verdicts = pd.read_csv(folder / "verdicts.csv")
    assert verdicts[["item", "default: verdict", "mine: verdict", "changes"]].values.tolist() == [
        ["a", "exact", "differs", "yes"]
    ]
    text = (folder / "comparison.html").read_text()
    assert "Items whose verdict changes: 1." in text and "var.lags" in text
    for row in read_promises(project / "docs"):
        if "run_comparisons" in row.pattern and row.pattern.endswith(".csv"):
            header = (folder / row.pattern.rsplit("/", 1)[1]).read_text().splitlines()[0]
            assert header == ",".join(row.columns).replace("<first>", "default").replace("<second>", "mine")
    # Nothing changed, so nothing is made again; a changed run is compared again.
    assert fresh.planned(*asked) == {}
    (results / "mine/table.csv").write_text("quantity,value\nx,1.0\ny,3.0\n")
    assert "tabulate_run_comparison" in fresh.planned(*asked)
    lacking = fresh.run("--config", "compare_runs=[default,other]")
    assert lacking.returncode and "run other has no results/other/settings.json; finish it first" in lacking.stderr
