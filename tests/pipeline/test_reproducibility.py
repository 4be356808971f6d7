"""The same bytes whatever the number of cores and jobs."""

import pandas as pd
import pytest

from tests.pipeline.conftest import CHAIN, SMALL, assert_same_bytes

pytestmark = pytest.mark.slow


def with_chunks(chunks: int) -> dict:
    return {
        **SMALL,
        "bootstrap": {**SMALL["bootstrap"], "chunks": chunks},
        "monte_carlo": {**SMALL["monte_carlo"], "chunks": chunks},
    }


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
