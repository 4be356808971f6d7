"""The same bytes whatever the number of cores, jobs and interruptions."""

import os
import random
import shutil
import signal
import subprocess

import pytest

from tests.pipeline.conftest import SMALL, wait_for

pytestmark = pytest.mark.slow

KILLS = 20
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def with_chunks(chunks: int) -> dict:
    return {
        **SMALL,
        "bootstrap": {**SMALL["bootstrap"], "chunks": chunks},
        "monte_carlo": {**SMALL["monte_carlo"], "chunks": chunks},
    }


def assert_same_bytes(project, built_once):
    """Hold everything that a project made against the same files of the shared build; there are some."""
    made, reference = project.results(), built_once.results()
    assert "results/figures/figure_1_6.svg" in made
    assert {path: reference.get(path) for path in made} == made
    assert not list((project.folder / "results").rglob(".*.part"))


@pytest.mark.parametrize(("chunks", "cores"), [(1, 1), (20, 2), (5, 1)])
def test_draws_do_not_depend_on_cores_and_chunks(built, built_once, chunks, cores):
    """The shared build had two jobs at a time and split its draws in two."""
    built.configure(with_chunks(chunks))
    targets = ["results/var/baseline/irf.csv", "results/var/baseline/target.npz", "results/var/baseline/draws.csv"]
    assert built.planned(*targets)["draw_responses"] == 2 * chunks
    built.build(*targets, cores=cores)
    assert built.results() == built_once.results()


@pytest.mark.parametrize(("chunks", "cores"), [(1, 1), (3, 2)])
def test_re_estimates_do_not_depend_on_cores_and_chunks(built, built_once, chunks, cores):
    built.configure({**SMALL, "matching": {"chunks": chunks}})
    targets = ["results/calvo/estimates/six/estimates.csv", "results/attention/estimates/estimates.csv"]
    planned = built.planned(*targets)
    assert (planned["re_estimate_calvo"], planned["re_estimate_attention"]) == (chunks, chunks)
    built.build(*targets, cores=cores)
    assert built.results() == built_once.results()


def test_a_rebuild_from_nothing_gives_the_same_bytes(fresh, built_once):
    fresh.build(cores=1)
    assert "results/tables/table_1_3.csv" in fresh.results()
    assert_same_bytes(fresh, built_once)


def test_killed_runs_end_in_the_same_bytes(fresh_chain, built_once):
    """Kill the whole run without warning, twenty times at random moments, and start it again each time."""
    rng = random.Random(20190101)
    killed = 0
    while killed < KILLS:
        process = subprocess.Popen(
            fresh_chain.command(),
            cwd=fresh_chain.folder,
            env=fresh_chain.environment(),
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
            shutil.rmtree(fresh_chain.folder / "results/var")
    fresh_chain.build()
    assert_same_bytes(fresh_chain, built_once)


def test_two_runs_at_once_are_refused_without_harm(fresh_chain, built_once):
    first = subprocess.Popen(fresh_chain.command(), cwd=fresh_chain.folder, env=fresh_chain.environment(), **SILENT)
    try:
        wait_for((fresh_chain.folder / ".frictions.lock").exists)
        assert fresh_chain.run("--dry-run").returncode == 0
        second = fresh_chain.run()
        assert second.returncode == 1
        assert fresh_chain.error_lines(second)[0].startswith(f"error: another run (process {first.pid}) works in")
        assert first.wait(timeout=3600) == 0
    finally:
        first.kill()
        first.wait()
    assert_same_bytes(fresh_chain, built_once)


def as_from_a_terminal():
    """A process group of its own, and Ctrl-C heard even where the tests themselves run in the background of a shell."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupted_run_stops_in_good_order(fresh_chain, built_once):
    process = subprocess.Popen(
        fresh_chain.command(),
        cwd=fresh_chain.folder,
        env=fresh_chain.environment(),
        **SILENT,
        preexec_fn=as_from_a_terminal,
    )
    # While it works: the first results are there, the figure is not.
    wait_for(lambda: any((fresh_chain.folder / "results/data/pulled").glob("*.csv")))
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=1200) != 0
    fresh_chain.build()
    assert_same_bytes(fresh_chain, built_once)
