"""Jobs that are killed or fail: what they had made is put back, and they run again."""

import base64
import os
import signal
import subprocess
from pathlib import Path

import earlier_results
import pytest

from tests.pipeline.conftest import wait_for


def process_of_script(name: str, folder: Path) -> int | None:
    """Process that runs a script of the project in a folder."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_text().split("\0")
            if any(word.endswith(f".{name}.py") for word in command) and (entry / "cwd").readlink() == folder:
                # The shell that started it carries the name in a longer word.
                return int(entry.name)
        except OSError:
            continue
    return None


def run_until(project, script: str, *arguments: str) -> tuple[subprocess.Popen, int]:
    """Start a run and wait for a script of it."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run = subprocess.Popen(project.command(*arguments), cwd=project.folder, env=project.environment(), **silent)
    process = wait_for(lambda: process_of_script(script, project.folder) or run.poll() is not None)
    assert process is not True, f"{script} did not start"
    return run, process


@pytest.mark.slow
def test_a_killed_job_loses_nothing_and_runs_again(built):
    before = built.results()
    run, process = run_until(built, "summarise_responses", "--forcerun", "summarise_responses")
    os.kill(process, signal.SIGKILL)
    assert run.wait(timeout=1200) == 1
    assert built.results() == before
    assert built.planned() == {"summarise_responses": 1}
    built.build()
    assert built.results() == before


@pytest.mark.slow
def test_what_a_killed_run_was_making_is_put_back_and_made_again(built):
    before = built.results()
    run, process = run_until(built, "summarise_responses", "--forcerun", "summarise_responses")
    run.kill()
    run.wait()
    os.kill(process, signal.SIGKILL)
    # Another target: the results of the killed job come back without being made again.
    built.build("results/var/baseline/lag_selection.csv")
    added = {"results/var/baseline/lag_selection.csv"}
    assert {path: digest for path, digest in built.results().items() if path not in added} == before
    assert "summarise_responses" in built.planned()


@pytest.mark.slow
def test_a_failed_job_is_run_again_although_nothing_was_mended(built):
    before = built.results()
    path = built.folder / "my_series/GDPC1.csv"
    path.write_text(path.read_text().replace("1985-04-01,", "1985-04-01,n/a "))
    for _ in range(2):
        done = built.run()
        assert done.returncode == 1
        assert "GDPC1" in built.error_lines(done)[0]
        assert built.results() == before


def test_results_are_kept_by_a_second_name_and_put_back(tmp_path):
    results = tmp_path / "results"
    (results / "a").mkdir(parents=True)
    for name in ("a/kept.csv", "a/lost.csv", "other.csv"):
        (results / name).write_text(name)
    outside = tmp_path / "elsewhere.csv"
    wanted = [results / "a/lost.csv", results / "a/kept.csv", results / "never.csv", outside]
    earlier_results.keep(results, wanted)
    (results / "a/lost.csv").unlink()
    (results / "other.csv").unlink()
    assert earlier_results.put_back(results, wanted) == [results / "a/lost.csv"]
    assert (results / "a/lost.csv").read_text() == "a/lost.csv"
    assert not (results / "other.csv").exists()
    earlier_results.forget(results)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["results"]


def test_marks_of_snakemake_are_read_back_as_paths(tmp_path):
    long = "results/" + "x" * 400 + ".csv"
    for path in ("results/a b/ü.csv", long):
        name = base64.urlsafe_b64encode(path.encode()).decode()
        parts = [name[i : i + 254] for i in range(0, len(name), 254)]
        mark = tmp_path.joinpath(*(f"@{part}" for part in parts[:-1]), parts[-1])
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text("{}")
    (tmp_path / "not base64").write_text("")
    assert set(earlier_results.unfinished_outputs(tmp_path)) == {Path("results/a b/ü.csv"), Path(long)}
