import os
import subprocess
import sys

import pytest
import run_lock

HOLDER = """
import sys, time
sys.path.insert(0, sys.argv[1])
import run_lock, pathlib
run_lock.acquire(pathlib.Path(sys.argv[2]))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(project, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(project / "workflow"), str(tmp_path / "lock")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_run_is_refused_with_the_number_of_the_first(holder, tmp_path):
    with pytest.raises(run_lock.AnotherRun, match=f"process {holder.pid}"):
        run_lock.acquire(tmp_path / "lock")


def test_a_killed_run_leaves_no_lock(holder, tmp_path):
    holder.kill()
    holder.wait()
    run_lock.acquire(tmp_path / "lock")
    assert (tmp_path / "lock").read_text() == str(os.getpid())


def test_leftovers_of_a_killed_run_are_removed_and_results_are_not(tmp_path):
    folder = tmp_path / "results/var"
    folder.mkdir(parents=True)
    (folder / ".irf.csv.abc.part").write_text("half")
    (folder / "irf.csv").write_text("whole")
    run_lock.remove_leftovers(tmp_path / "results")
    assert [path.name for path in folder.iterdir()] == ["irf.csv"]
