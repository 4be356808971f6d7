"""Runs that are killed, interrupted or started twice end in the same bytes as one that is left alone."""

import os
import random
import shutil
import signal
import subprocess

import pytest

from tests.pipeline.conftest import CHAIN, assert_same_bytes, wait_for

pytestmark = pytest.mark.slow

KILLS = 20
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


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
            # Finished before it could be killed: throw away a part, its end included, and go on.
            shutil.rmtree(fresh_chain.folder / "results/var")
            (fresh_chain.folder / CHAIN).unlink()
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
