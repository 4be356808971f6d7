import numpy as np
import pandas as pd
import pytest

from frictions.timeseries.detrending import MissingObservation, detrended_panel, observations
from frictions.timeseries.hamilton import hamilton_cycle
from frictions.timeseries.lag_selection import lag_criteria
from frictions.timeseries.unit_roots import UnitRootTestFailed, unit_root_test
from frictions.timeseries.var import SampleTooShort

from .conftest import simulated_panel

FILTER = {"horizon": 8, "lags": 4, "window": "history"}


def quarter(text: str) -> pd.Period:
    return pd.Period(text, freq="Q")


@pytest.fixture
def variables() -> pd.DataFrame:
    index = pd.period_range("1960Q1", "2007Q4", freq="Q", name="quarter")
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"trending": np.cumsum(rng.standard_normal(len(index))) + 100}, index=index)
    frame["stationary"] = rng.standard_normal(len(index))
    frame.loc[:"1966Q4", "stationary"] = np.nan
    return frame


def test_aic_and_bic_rank_lags_as_statsmodels_does(panel):
    from statsmodels.tsa.vector_ar.var_model import VAR

    ours = lag_criteria(panel[:, :4], longest=5)
    theirs = [VAR(panel[5 - p :, :4]).fit(p) for p in range(1, 6)]
    observations_used = len(panel) - 5
    for mine, fit in zip(ours, theirs, strict=True):
        assert mine.aic / observations_used == pytest.approx(fit.aic, abs=1e-9)
        assert mine.bic / observations_used == pytest.approx(fit.bic, abs=1e-9)


def test_the_corrected_criterion_is_hurvich_and_tsai_s_formula(panel):
    """N ln|S| + N n (N + k) / (N - k - n - 1), with S and k = n p + 1 from a regression of its own."""
    own, longest = panel[:, :4], 5
    observations, n = len(own) - longest, 4
    for row in lag_criteria(own, longest):
        regressors = [np.ones(observations), *(own[longest - k : len(own) - k] for k in range(1, row.lags + 1))]
        design = np.column_stack(regressors)
        residuals = own[longest:] - design @ np.linalg.lstsq(design, own[longest:], rcond=None)[0]
        determinant = np.linalg.det(residuals.T @ residuals / observations)
        k = n * row.lags + 1
        penalty = observations * n * (observations + k) / (observations - k - n - 1)
        assert row.aicc == pytest.approx(observations * np.log(determinant) + penalty, rel=1e-10)


def test_corrected_criterion_chooses_the_true_single_lag_where_akaike_runs_to_the_longest():
    """Seven lags of eleven variables use up nearly all of 95 observations: AIC then rewards the perfect fit."""
    criteria = lag_criteria(simulated_panel(seed=3, periods=98), longest=7)
    assert min(criteria, key=lambda row: row.aicc).lags == 1
    assert min(criteria, key=lambda row: row.aic).lags == 7


def test_corrected_criterion_tends_to_aic_up_to_a_constant_in_large_samples():
    criteria = lag_criteria(simulated_panel(seed=3, periods=60_000, variables=2), longest=3)
    gaps = [row.aicc - row.aic for row in criteria]
    np.testing.assert_allclose(gaps, gaps[0], atol=0.05)


def test_lags_that_a_short_sample_cannot_bear_are_left_out():
    short = simulated_panel(seed=3, periods=50)
    assert [row.lags for row in lag_criteria(short, longest=6)] == [1, 2, 3]
    with pytest.raises(SampleTooShort, match="20 quarters; 11 variables with 1 lags need 24"):
        lag_criteria(short[:20], longest=6)


def test_white_noise_is_stationary_and_a_random_walk_is_not():
    rng = np.random.default_rng(0)
    noise = rng.standard_normal(200)
    assert unit_root_test(noise, "constant").decision == "stationary"
    walk = unit_root_test(np.cumsum(noise), "constant_and_trend")
    assert walk.decision == "filter"
    assert walk.statistic > walk.critical_5pct


def test_a_constant_series_is_refused():
    with pytest.raises(UnitRootTestFailed, match="constant"):
        unit_root_test(np.ones(100), "constant")


def test_panel_holds_cycles_of_the_filtered_and_levels_of_the_rest(variables):
    panel = detrended_panel(variables, {"trending"}, quarter("1970Q1"), quarter("2007Q4"), **FILTER)
    assert (str(panel.index[0]), len(panel)) == ("1970Q1", 152)
    expected = hamilton_cycle(variables["trending"].to_numpy())[-152:]
    np.testing.assert_array_equal(panel["trending"], expected)
    np.testing.assert_array_equal(panel["stationary"], variables["stationary"].loc["1970Q1":])


def test_panel_begins_where_the_last_variable_does(variables):
    panel = detrended_panel(variables, {"trending"}, quarter("1960Q1"), quarter("2007Q4"), **FILTER)
    assert str(panel.index[0]) == "1967Q1"


def test_filter_window_sample_ignores_what_came_before(variables):
    panel = detrended_panel(
        variables, {"trending"}, quarter("1970Q1"), quarter("2007Q4"), horizon=8, lags=4, window="sample"
    )
    assert str(panel.index[0]) == "1972Q4"
    expected = hamilton_cycle(variables["trending"].loc["1970Q1":].to_numpy())[11:]
    np.testing.assert_array_equal(panel["trending"], expected)


def test_filter_never_looks_beyond_the_end_of_the_sample(variables):
    changed = variables.copy()
    changed.loc["1999Q1":] += 50
    arguments = ({"trending"}, quarter("1970Q1"), quarter("1998Q4"))
    pd.testing.assert_frame_equal(
        detrended_panel(variables, *arguments, **FILTER), detrended_panel(changed, *arguments, **FILTER)
    )


def test_a_gap_is_refused_with_variable_and_quarter(variables):
    variables.loc["1985Q2", "trending"] = np.nan
    with pytest.raises(MissingObservation, match="'trending' has no value in 1985Q2"):
        detrended_panel(variables, {"trending"}, quarter("1970Q1"), quarter("2007Q4"), **FILTER)


def test_a_series_that_ends_early_is_refused_with_its_last_quarter(variables):
    variables.loc["2005Q1":, "stationary"] = np.nan
    with pytest.raises(MissingObservation, match="'stationary' ends in 2004Q4, the sample in 2007Q4"):
        observations(variables["stationary"], quarter("1970Q1"), quarter("2007Q4"))


def test_a_sample_too_short_for_the_filter_names_the_variable(variables):
    with pytest.raises(SampleTooShort, match="variable 'trending' to 1963Q4"):
        detrended_panel(variables[["trending"]], {"trending"}, quarter("1960Q1"), quarter("1963Q4"), **FILTER)
