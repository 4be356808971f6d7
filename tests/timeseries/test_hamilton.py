import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.filters.hamilton_filter import hamilton_filter

from frictions.timeseries.hamilton import hamilton_cycle
from frictions.timeseries.var import SampleTooShort


def random_walk(seed: int, periods: int) -> np.ndarray:
    return 800 + np.cumsum(0.5 + np.random.default_rng(seed).standard_normal(periods))


def rounding_of_a_residual(series: np.ndarray, horizon: int = 8, lags: int = 4) -> float:
    """Bound on the rounding error of a least-squares residual.

    A backward stable solver answers for a regression whose columns are perturbed by a few roundings for each of the n
    rows; coefficients move by that times the condition number, and fitted values by the norm of a row times as much.
    The level of the series makes columns nearly collinear with the constant, which the condition number measures.
    """
    rows = np.arange(horizon + lags - 1, len(series))
    regressors = np.column_stack([np.ones(len(rows)), *(series[rows - horizon - lag] for lag in range(lags))])
    perturbation = np.finfo(float).eps * len(rows)
    return float(perturbation * np.linalg.cond(regressors) * np.abs(series).max())


@given(seed=st.integers(0, 10_000), periods=st.integers(60, 300))
@settings(max_examples=25, deadline=None)
def test_cycle_agrees_with_statsmodels(seed, periods):
    series = random_walk(seed, periods)
    expected = hamilton_filter(series, h=8, p=4).cycle
    np.testing.assert_allclose(hamilton_cycle(series), expected, rtol=0, atol=2 * rounding_of_a_residual(series))


def test_eleven_quarters_are_lost_and_the_cycle_averages_to_zero():
    cycle = hamilton_cycle(random_walk(1, 120))
    assert np.isnan(cycle[:11]).all()
    assert not np.isnan(cycle[11:]).any()
    assert cycle[11:].mean() == pytest.approx(0, abs=1e-10)


def test_a_linear_trend_has_no_cycle():
    trend = 3.0 + 0.7 * np.arange(60.0)
    # Lags of a trend are collinear with the constant: one lag is all a trend identifies.
    np.testing.assert_allclose(hamilton_cycle(trend, horizon=8, lags=1)[8:], 0, atol=1e-10)


def test_missing_quarters_before_and_after_stay_missing():
    series = np.concatenate([np.full(7, np.nan), random_walk(2, 80), np.full(3, np.nan)])
    cycle = hamilton_cycle(series)
    np.testing.assert_array_equal(cycle[7:-3], hamilton_cycle(random_walk(2, 80)))
    assert np.isnan(cycle[:18]).all() and np.isnan(cycle[-3:]).all()


def test_a_short_series_is_refused_with_its_length():
    with pytest.raises(SampleTooShort, match="the series has 16"):
        hamilton_cycle(random_walk(3, 16))
