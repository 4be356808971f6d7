"""The same bytes whatever the number of cores, jobs and interruptions."""

import os
import random
import shutil
import signal
import subprocess
import time

import pytest

from tests.pipeline.conftest import CHAPTER_1, SMALL, Project

pytestmark = pytest.mark.slow

KILLS = 20
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def with_chunks(chunks: int) -> dict:
    return {
        **SMALL,
        "bootstrap": {"draws": 1000, "chunks": chunks},
        "monte_carlo": {"draws": 1000, "chunks": chunks},
    }


@pytest.fixture(scope="module")
def reference(built_once, tmp_path_factory):
    """Results of one core and one job for all draws."""
    folder = tmp_path_factory.mktemp("reference") / "a project"
    shutil.copytree(built_once.folder, folder, symlinks=True)
    project = Project(folder, CHAPTER_1)
    project.configure(with_chunks(1))
    project.build(cores=1)
    return project.results()


@pytest.mark.parametrize(("chunks", "cores"), [(5, 2), (20, 2), (5, 1)])
def test_results_do_not_depend_on_cores_and_chunks(built, reference, chunks, cores):
    built.configure(with_chunks(chunks))
    built.build(cores=cores)
    assert built.results() == reference


def test_a_rebuild_from_nothing_gives_the_same_bytes(fresh, built_once):
    fresh.build(cores=1)
    assert fresh.results() == built_once.results()


def test_killed_runs_end_in_the_same_bytes(fresh, built_once):
    """Kill the whole run without warning, twenty times at random moments, and start it again each time."""
    rng = random.Random(20190101)
    killed = 0
    while killed < KILLS:
        process = subprocess.Popen(
            fresh.command(),
            cwd=fresh.folder,
            env=fresh.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(timeout=rng.uniform(1.0, 5.0))
        except subprocess.TimeoutExpired:
            # The main process only: its jobs live on for a moment, as after a real crash.
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        else:
            assert process.returncode == 0
            # Finished before it could be killed: throw away a part and go on.
            shutil.rmtree(fresh.folder / "results/var")
    fresh.build()
    assert fresh.results() == built_once.results()
    assert not list((fresh.folder / "results").rglob(".*.part"))


def test_two_runs_at_once_are_refused_without_harm(fresh, built_once):
    first = subprocess.Popen(fresh.command(), cwd=fresh.folder, env=fresh.environment(), **SILENT)
    try:
        deadline = time.monotonic() + 60
        while not (fresh.folder / ".frictions.lock").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert fresh.run("--dry-run").returncode == 0
        second = fresh.run()
        assert second.returncode == 1
        assert fresh.error_lines(second)[0].startswith(f"error: another run (process {first.pid}) works in")
        assert first.wait(timeout=600) == 0
    finally:
        first.kill()
        first.wait()
    assert fresh.results() == built_once.results()


def as_from_a_terminal():
    """A process group of its own, and Ctrl-C heard even where the tests themselves run in the background of a shell."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupted_run_stops_in_good_order(fresh, built_once):
    process = subprocess.Popen(
        fresh.command(),
        cwd=fresh.folder,
        env=fresh.environment(),
        **SILENT,
        preexec_fn=as_from_a_terminal,
    )
    time.sleep(4)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=120) != 0
    fresh.build()
    assert fresh.results() == built_once.results()
