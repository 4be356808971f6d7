"""Every program of the benchmarks runs, with small sizes, on the results of a small build."""

import csv
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import PROJECT

PROGRAMS = sorted(path.name for path in (PROJECT / "benchmarks").glob("*.py"))


@pytest.fixture(scope="module")
def folder(built_once, tmp_path_factory):
    """A copy of the small build with the programs."""
    copy = tmp_path_factory.mktemp("benchmarks") / "a project"
    shutil.copytree(built_once.folder, copy, symlinks=True)
    (copy / "benchmarks").mkdir(exist_ok=True)
    shutil.copytree(PROJECT / "benchmarks/mutations", copy / "benchmarks/mutations")
    for name in PROGRAMS:
        shutil.copy2(PROJECT / "benchmarks" / name, copy / "benchmarks" / name)
    return copy


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_quick_run_ends_well_and_prints_its_figures(folder, built_once, program):
    environment = built_once.environment() | {"PYTHONPATH": str(folder / "src")}
    command = [sys.executable, f"benchmarks/{program}", "--quick"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=3600)
    assert done.returncode == 0, done.stderr[-3000:]
    assert any(character.isdigit() for character in done.stdout)


def test_the_table_of_mistakes_in_the_documentation_is_that_of_the_last_run():
    with (PROJECT / "benchmarks/mutations/results.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    text = (PROJECT / "docs/testing.md").read_text(encoding="utf-8")
    printed = re.findall(r"^\| (\w+) \| (\d+) \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    assert len(printed) == 6
    for module, mistakes, at_first, now in printed:
        own = [row for row in rows if row["module"] == module]
        found = [row for row in own if row["caught_by"] != "survived"]
        assert (len(own), len(found)) == (int(mistakes), int(now)), module
        assert int(at_first) <= int(now)
