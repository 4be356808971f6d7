"""Every program of the benchmarks runs, with small sizes, on the results of a small build."""

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
