"""Other bootstraps, simultaneous bands, and how often bands hold a truth that is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.timeseries.band_coverage import Coverage, band_coverage, coverage_rows
from frictions.timeseries.bands import percentile_band, sup_t_band
from frictions.timeseries.resampling import artificial_panel, block_length, blocks_of, response_draws
from frictions.timeseries.var import estimate_var

SHOCK = {"position": 1, "size": 0.5, "horizons": 9}


@pytest.fixture(scope="module")
def small():
    """A stable VAR of three variables, estimated on 160 quarters."""
    rng = np.random.default_rng(11)
    matrix = np.array([[0.8, 0.1, 0.0], [0.1, 0.7, 0.0], [0.0, 0.2, 0.6]])
    panel = np.zeros((160, 3))
    for t in range(1, 160):
        panel[t] = matrix @ panel[t - 1] + rng.standard_normal(3)
    return estimate_var(panel, 1)


@given(st.integers(8, 300), st.integers(0, 99))
def test_blocks_are_runs_of_residuals_less_the_mean_of_their_position(observations, seed):
    errors = np.random.default_rng(seed).standard_normal((observations, 2))
    length = block_length(observations)
    assert 1 <= length <= observations / 2
    laid = blocks_of(errors, np.random.default_rng(seed + 1))
    assert laid.shape == errors.shape
    starts = np.random.default_rng(seed + 1).integers(observations - length + 1, size=-(-observations // length))
    for t in range(observations):
        block, position = divmod(t, length)
        mean = np.mean([errors[start + position] for start in range(observations - length + 1)], axis=0)
        np.testing.assert_allclose(laid[t], errors[starts[block] + position] - mean, atol=1e-12)


def test_the_wild_bootstrap_keeps_every_residual_in_its_place_up_to_its_sign(small):
    """Residuals that a draw was made with, taken back out of the sample."""
    from frictions.timeseries.resampling import _artificial_samples

    centre = small.panel.mean(axis=0)
    sample = _artificial_samples(small, centre, range(1), 4, "wild")[0] + centre
    made = sample[1:] - small.intercept - sample[:-1] @ small.lag_matrices[0].T
    errors = small.residuals - small.residuals.mean(axis=0)
    signs = made[:, 0] / errors[:, 0]
    np.testing.assert_allclose(np.abs(signs), 1.0, atol=1e-8)
    np.testing.assert_allclose(made, errors * np.sign(signs)[:, None], atol=1e-10)
    assert 50 < (signs > 0).sum() < 109


@pytest.mark.parametrize("innovations", ["wild", "moving_block"])
def test_draws_of_every_scheme_are_the_same_for_any_split_and_centre_on_the_estimate(small, innovations):
    whole = response_draws(small, range(400), entropy=3, innovations=innovations, **SHOCK).responses
    parts = [
        response_draws(small, part, entropy=3, innovations=innovations, **SHOCK) for part in (range(50), range(50, 400))
    ]
    np.testing.assert_array_equal(whole, np.concatenate([part.responses for part in parts]))
    residual = response_draws(small, range(400), entropy=3, **SHOCK).responses
    # Signs leave the mean where it is, to sampling error; blocks also keep what serial correlation the residuals have,
    # which moves it by less than the draws spread.
    spread = residual.std(axis=0).max()
    bound = 5 * np.sqrt(2.0 / 400) * spread if innovations == "wild" else spread
    np.testing.assert_allclose(whole.mean(axis=0), residual.mean(axis=0), atol=bound)


def test_a_simultaneous_band_holds_the_share_of_paths_that_it_says():
    rng = np.random.default_rng(5)
    draws = rng.standard_normal((4000, 8, 2)).cumsum(axis=1)
    draws[:, 0] = 0.0
    for coverage in (0.68, 0.95):
        lower, upper = sup_t_band(draws, coverage)
        inside = ((lower <= draws) & (draws <= upper)).all(axis=1)
        # The tail is one of 4,000 ranks: the share is met within a few of them.
        np.testing.assert_allclose(inside.mean(axis=0), coverage, atol=0.003)
        narrow_lower, narrow_upper = percentile_band(draws, coverage)
        assert (lower <= narrow_lower).all() and (upper >= narrow_upper).all()


def test_with_one_horizon_a_simultaneous_band_is_the_pointwise_one():
    draws = np.random.default_rng(6).standard_normal((999, 1, 3))
    for simultaneous, pointwise in zip(sup_t_band(draws, 0.9), percentile_band(draws, 0.9), strict=True):
        np.testing.assert_allclose(simultaneous, pointwise, atol=0.02)


def test_samples_do_not_depend_on_their_company_and_follow_the_process(small):
    settings = {"draws": 60, "coverage": 0.9, "entropy": 8} | SHOCK
    kinds = ["percentile", "hall", "sup_t", "bias_corrected", "wild", "moving_block"]
    whole = band_coverage(small, kinds, range(3), **settings)
    alone = band_coverage(small, kinds, range(2, 3), **settings)
    np.testing.assert_array_equal(whole.holds[2:], alone.holds)
    np.testing.assert_array_equal(whole.widths[2:], alone.widths)
    again = estimate_var(artificial_panel(small, 0, 8), 1)
    assert np.abs(again.lag_matrices - small.lag_matrices).max() < 0.3
    rows = coverage_rows(whole, ["a", "b", "c"])
    assert list(rows["band"].unique()) == kinds and len(rows) == 18
    # The impact of the variable before the shock is zero in truth and in every draw: it is no evidence.
    assert whole.holds[:, 0, 0, 0].all()


def test_rows_average_over_the_quarters_after_the_impact():
    holds = np.zeros((2, 1, 3, 1), dtype=bool)
    holds[0, 0, 1:] = True
    holds[1, 0, 1] = True
    rows = coverage_rows(Coverage(("percentile",), holds, np.ones((2, 1, 3, 1))), ["a"])
    assert rows[["pointwise", "paths", "width"]].iloc[0].tolist() == [0.75, 0.5, 1.0]


@pytest.mark.slow
def test_bands_of_a_small_var_cover_nearly_what_they_say(small):
    """120 samples: the standard error of a mean over quarters is at most that of 120 independent shares, 0.02."""
    found = band_coverage(
        small, ["percentile", "bias_corrected", "sup_t"], range(120), draws=200, coverage=0.95, entropy=9, **SHOCK
    )
    rows = coverage_rows(found, ["a", "b", "c"]).groupby("band")
    pointwise, paths = rows["pointwise"].mean(), rows["paths"].mean()
    assert pointwise["percentile"] > 0.95 - 0.08 and pointwise["bias_corrected"] > 0.95 - 0.06
    assert paths["sup_t"] > 0.95 - 0.10 and paths["percentile"] < paths["sup_t"]
