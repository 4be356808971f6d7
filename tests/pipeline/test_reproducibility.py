"""The same bytes whatever the number of cores, jobs and interruptions."""

import os
import random
import shutil
import signal
import subprocess

import pandas as pd
import pytest

from tests.pipeline.conftest import CHAIN, SMALL, wait_for

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


@pytest.mark.parametrize(("chunks", "cores"), [(2, 1), (9, 2)])
def test_draws_do_not_depend_on_cores_and_chunks(built, built_once, chunks, cores):
    """The shared build had two jobs at a time and drew everything of a kind in one."""
    built.configure(with_chunks(chunks))
    targets = ["results/var/baseline/irf.csv", "results/var/baseline/target.npz", "results/var/baseline/draws.csv"]
    assert built.planned(*targets)["draw_responses"] == 3 * chunks
    built.build(*targets, cores=cores)
    assert built.results() == built_once.results()


def test_the_stable_band_is_that_of_a_run_which_rejects_explosive_draws(built, built_once):
    def bands(project):
        return pd.read_csv(project.folder / "results/var/baseline/bands.csv").set_index("band")

    built.configure({**SMALL, "bootstrap": {**SMALL["bootstrap"], "explosive": "reject"}})
    built.build("results/var/baseline/bands.csv", "results/var/baseline/draws.csv")
    counted = pd.read_csv(built.folder / "results/var/baseline/draws.csv").set_index("quantity")["value"]
    assert 0 < counted["explosive"] < counted["draws"] == counted["kept"] + counted["explosive"]
    rejecting, both = bands(built), bands(built_once)
    for band in ("percentile", "hall"):
        own = both.loc[f"{band}_stable"].reset_index(drop=True)
        pd.testing.assert_frame_equal(rejecting.loc[band].reset_index(drop=True), own)
        assert not both.loc[band].reset_index(drop=True).equals(own)


@pytest.mark.parametrize(("chunks", "cores"), [(1, 1), (3, 2)])
def test_re_estimates_do_not_depend_on_cores_and_chunks(built, built_once, chunks, cores):
    built.configure({**SMALL, "matching": {"chunks": chunks}})
    targets = ["results/calvo/estimates/six/estimates.csv", "results/attention/estimates/estimates.csv"]
    planned = built.planned(*targets)
    assert (planned["re_estimate_calvo"], planned["re_estimate_attention"]) == (chunks, chunks)
    built.build(*targets, cores=cores)
    assert built.results() == built_once.results()


def test_a_rebuild_from_nothing_gives_the_same_bytes(fresh, built_once):
    """By one job at a time, and with every rule of chapter 1 that computes numbers; the shared build ran two."""
    targets = [
        *(CHAIN, "results/inventory/steady_state.csv", "results/inventory/comparative_statics.npz"),
        *(f"results/var/baseline/{file}.csv" for file in ("unit_roots", "lag_selection")),
        "results/calvo/table_1_1/marginal/irf.csv",
        *(f"results/{solved}/criterion.csv" for solved in ("calvo/table_1_1/marginal", "attention/published_path")),
        *(f"results/attention/benchmark/{mode}/criterion.csv" for mode in ("optimal_separate", "reconstruction")),
        *(f"results/calvo/estimates/six/{file}.csv" for file in ("estimates", "confidence_sets", "irf")),
        *(f"results/attention/estimates/{file}.csv" for file in ("estimates", "irf")),
    ]
    left_out = set(fresh.planned()) - set(fresh.planned(*targets))
    assert all(rule.startswith(("draw_", "tabulate_")) for rule in left_out), left_out
    fresh.build(*targets, cores=1)
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
