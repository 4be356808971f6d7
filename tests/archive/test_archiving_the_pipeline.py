"""The real pipeline, with few draws: archived by `snakemake archive`, verified by rebuilding offline."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.archive.conftest import commit, git
from tests.pipeline.conftest import SMALL, copied_project

pytestmark = pytest.mark.slow

TARGETS = ["data_and_economy"]
INCLUDE = 'include: "workflow/rules/archive.smk"\n'
RULE = """
rule data_and_economy:
    input:
        "results/data/provenance.json",
        "results/var/baseline/point.csv",
        "results/inventory/comparative_statics.npz",
        "results/production_economy/yields.csv",
        "results/figures/figure_production_economy_yields.svg",
    localrule: True


"""


@pytest.fixture(scope="module")
def archived(project, tmp_path_factory):
    """A committed copy of the project, run and archived with an overlay that git does not know."""
    copy = copied_project(project, tmp_path_factory.mktemp("archived") / "a project")
    for name in ("pyproject.toml", "requirements.lock", "LICENSE", "CITATION.cff", "Makefile", "docs", ".gitignore"):
        path = project / name
        (shutil.copytree if path.is_dir() else shutil.copy2)(path, copy.folder / name)
    workflow = copy.folder / "Snakefile"
    workflow.write_text(workflow.read_text(encoding="utf-8").replace(INCLUDE, RULE + INCLUDE), encoding="utf-8")
    with (copy.folder / ".gitignore").open("a", encoding="utf-8") as stream:
        stream.write("my_series/\noverlay.yaml\n")
    copy.configure({**SMALL, "archive": {"targets": TARGETS}})
    git(copy.folder, "init", "--quiet")
    commit(copy.folder)
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", "archive", "--cores", "1", "--configfile", "overlay.yaml"],
        cwd=copy.folder,
        env=copy.environment(),
        capture_output=True,
        text=True,
        timeout=3600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (package,) = (path for path in (copy.folder / "results/archive").iterdir() if path.is_dir())
    return package


def verify(package, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program in the package as on a bare machine, with this interpreter for the rebuild alone."""
    environment = {"PATH": os.environ.get("PATH", os.defpath)}
    command = [sys.executable, "-I", "-S", str(package / "verify.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=3600)


def test_package_of_a_run_from_own_files_gives_every_number_back_offline(archived, confinable):
    overlay = json.loads((archived / "data/run/overlay.json").read_text())
    assert overlay["data"]["source"] == "directory"
    assert overlay["samples"] == {"post_volcker": None, "extended": None}
    assert (archived / "data/inputs/series/GDP.csv").is_file()
    done = verify(archived, "--environment", sys.executable, "--cores", "1")
    assert done.returncode == 0, done.stderr + done.stdout
    assert done.stdout.splitlines()[-1].startswith("verified: ")
    assert "problem" not in done.stdout and "differs" not in done.stdout


def test_its_checklist_has_no_failure(archived):
    done = verify(archived, "audit")
    assert done.returncode == 0, done.stdout


def test_a_target_that_is_no_rule_is_refused_by_name(project, tmp_path):
    copy = copied_project(project, tmp_path / "a project")
    copy.configure({**SMALL, "archive": {"targets": ["inventorys"]}})
    done = copy.run("--dry-run")
    assert done.returncode != 0
    assert copy.error_lines(done) == [
        "error: setting archive.targets: no rule 'inventorys'; did you mean 'inventories'?"
    ]
