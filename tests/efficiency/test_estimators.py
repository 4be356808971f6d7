"""Estimators against statsmodels, plain least squares and their sampling theory."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS

from frictions.efficiency.cross_section import TooFewFirms, four_columns, regress, winsorise
from frictions.efficiency.firm_regression import regress_by_firm
from frictions.efficiency.informativeness import (
    InformativenessSettings,
    estimate_informativeness,
    feedback_adjusted,
    lag_price,
    payoff_growth,
    price_changes,
    relative_informativeness,
    winsorise_by_firm,
)
from frictions.efficiency.parameters import InvalidParameter
from frictions.efficiency.sensitivity import controlled_slope, growth_slope, input_share, investment_rate, log_growth


def _panel(seed, firms=30, periods=60, missing=0.1):
    generator = np.random.default_rng(seed)
    outcome = generator.standard_normal((firms, periods))
    regressors = generator.standard_normal((firms, periods, 2)) * np.array([1.0, 1e4])
    outcome += 0.5 * regressors[:, :, 0] + 3.0
    outcome[generator.random(outcome.shape) < missing] = np.nan
    regressors[generator.random(regressors.shape) < missing / 2] = np.nan
    return outcome, regressors


@pytest.mark.parametrize("seasons", [None, 4])
def test_regressions_by_firm_equal_statsmodels(seasons):
    outcome, regressors = _panel(1)
    season = None if seasons is None else np.arange(60) % seasons
    found = regress_by_firm(outcome, regressors, season)
    for firm in range(30):
        used = np.isfinite(outcome[firm]) & np.isfinite(regressors[firm]).all(axis=1)
        constants = np.ones((60, 1)) if season is None else np.eye(seasons)[season]
        design = np.column_stack([regressors[firm], constants])[used]
        reference = OLS(outcome[firm][used], design, hasconst=True).fit()
        np.testing.assert_allclose(found.coefficients[firm], reference.params[:2], rtol=1e-10)
        assert found.r_squared[firm] == pytest.approx(reference.rsquared, abs=1e-12)
        assert found.residual_variance[firm] == pytest.approx(reference.scale, rel=1e-11)
        assert found.observations[firm] == used.sum()
        hat = np.diag(design @ np.linalg.pinv(design))
        assert found.max_leverage[firm] == pytest.approx(hat.max(), abs=1e-11)


def test_firms_that_cannot_be_estimated_are_missing_and_the_rest_unharmed():
    outcome, regressors = _panel(2, firms=5)
    reference = regress_by_firm(outcome, regressors)
    outcome[1] = np.nan
    regressors[2, :, 1] = 2.0 * regressors[2, :, 0]
    outcome[3] = 7.0
    found = regress_by_firm(outcome, regressors)
    assert np.isnan(found.r_squared[[1, 2, 3]]).all()
    np.testing.assert_array_equal(found.coefficients[[0, 4]], reference.coefficients[[0, 4]])


def _one_firm(price, payoff, share=0.025):
    """The authors' recipe for one firm, written out: winsorise, log changes, growth by cases, two regressions."""
    price = np.clip(price, *np.quantile(price, [share, 1 - share]))
    payoff = np.clip(payoff, *np.quantile(payoff, [share, 1 - share]))
    rows = []
    for t in range(1, len(price) - 1):
        growth = []
        for later, base in ((payoff[t], payoff[t - 1]), (payoff[t + 1], payoff[t])):
            growth.append(later / base - 1.0 if base > 0 else later / abs(base) + 1.0)
        rows.append([np.log(price[t]) - np.log(price[t - 1]), 1.0, *growth])
    rows = np.array(rows)
    y, long, short = rows[:, 0], rows[:, 1:], rows[:, 1:3]
    fits = [x @ np.linalg.lstsq(x, y, rcond=None)[0] for x in (long, short)]
    squares = [np.sum((y - f) ** 2) for f in fits]
    total = np.sum((y - y.mean()) ** 2)
    r_long, r_short = (1 - s / total for s in squares)
    beta = np.linalg.lstsq(long, y, rcond=None)[0][2]
    leverage = max(np.diag(x @ np.linalg.pinv(x)).max() for x in (long, short))
    return (r_long - r_short) / (1 - r_short), beta**2 / (squares[0] / (len(y) - 3)), leverage


def test_informativeness_equals_the_authors_recipe_firm_by_firm():
    generator = np.random.default_rng(3)
    payoff = generator.standard_normal((40, 60)).cumsum(axis=1) + 3.0
    price = np.exp(0.1 * generator.standard_normal((40, 60)).cumsum(axis=1))
    found = estimate_informativeness(price, payoff, InformativenessSettings())
    for firm in range(40):
        relative, absolute, leverage = _one_firm(price[firm], payoff[firm])
        assert found.relative[firm] == pytest.approx(relative, abs=1e-12)
        assert found.absolute[firm] == pytest.approx(absolute, rel=1e-9)
        assert found.max_leverage[firm] == pytest.approx(leverage, abs=1e-11)
        assert found.kept[firm] == (leverage < 0.95)


def test_informativeness_recovers_what_the_price_knows():
    """Price changes load on current and next growth of a payoff whose learnable part has a known share."""
    generator = np.random.default_rng(4)
    growth = generator.standard_normal((50, 4001))
    change = np.full(growth.shape, np.nan)
    change[:, :-1] = 0.4 * growth[:, :-1] + 0.8 * growth[:, 1:] + 1.5 * generator.standard_normal((50, 4000))
    found = relative_informativeness(change, growth, InformativenessSettings())
    assert found.relative.mean() == pytest.approx(0.8**2 / (0.8**2 + 1.5**2), abs=0.003)
    assert found.absolute.mean() == pytest.approx((0.8 / 1.5) ** 2, abs=0.004)
    assert found.future_slope.mean() == pytest.approx(0.8, abs=0.005)


@pytest.mark.parametrize("periods", [22, 42])
def test_uninformative_prices_do_not_average_zero(periods):
    generator = np.random.default_rng(5)
    growth = generator.standard_normal((20_000, periods))
    change = generator.standard_normal((20_000, periods))
    found = relative_informativeness(change, growth, InformativenessSettings(minimum_observations=15))
    # One row is lost to next growth; 1/(T-2) on the rest.
    assert found.null_mean[0] == pytest.approx(1.0 / (periods - 1 - 2))
    assert found.relative.mean() == pytest.approx(found.null_mean[0], rel=0.03)


def test_uninformative_quarterly_prices_have_the_stated_mean_with_seasons():
    generator = np.random.default_rng(6)
    growth, change = generator.standard_normal((2, 20_000, 41))
    found = relative_informativeness(change, growth, InformativenessSettings(), np.arange(41) % 4)
    assert found.relative.mean() == pytest.approx(found.null_mean[0], rel=0.03)


def test_published_informativeness_is_the_ratio_of_its_two_r_squared(external_data):
    rows = np.genfromtxt(external_data / "firms" / "dp_annual_informativeness_by_permno.csv", delimiter=",", names=True)
    assert rows.size == 2440
    single = rows[rows["n_windows"] == 1]
    ratio = (single["R2_long_mean"] - single["R2_short_mean"]) / (1.0 - single["R2_short_mean"])
    # Six printed decimals, divided by what the short regression leaves.
    assert np.max(np.abs(ratio - single["tau_pi_R_mean"]) * (1.0 - single["R2_short_mean"])) < 2e-6


@given(base=st.floats(-50, 50).filter(lambda x: abs(x) > 1e-3), later=st.floats(-50, 50))
def test_growth_rule_covers_every_sign(base, later):
    growth = payoff_growth(np.array([[base, later]]))[0]
    assert np.isnan(growth[0])
    assert growth[1] == pytest.approx(later / base - 1.0 if base > 0 else later / abs(base) + 1.0, rel=1e-12, abs=1e-12)
    # An improvement is positive growth whatever the sign of the base.
    if abs(later - base) > 1e-6:
        assert np.sign(growth[1]) == np.sign(later - base)


def test_growth_from_zero_or_across_a_gap_is_missing():
    growth = payoff_growth(np.array([[1.0, 0.0, 2.0, np.nan, 3.0, 6.0]]))[0]
    np.testing.assert_array_equal(np.isnan(growth), [True, False, True, True, True, False])
    assert growth[1] == -1.0
    assert growth[5] == 1.0


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_winsorising_uses_each_firms_own_quantiles(seed):
    generator = np.random.default_rng(seed)
    values = generator.standard_normal((4, 30))
    values[generator.random(values.shape) < 0.3] = np.nan
    values[3] = np.nan
    clipped = winsorise_by_firm(values, 0.025)
    for row, out in zip(values[:3], clipped[:3], strict=True):
        low, high = np.nanquantile(row, [0.025, 0.975])
        np.testing.assert_allclose(out, np.clip(row, low, high), rtol=1e-14)
    assert np.isnan(clipped[3]).all()


def test_price_lag_pairs_a_payoff_with_a_later_price():
    lagged = lag_price(np.array([[1.0, 2.0, 3.0]]), 1)[0]
    np.testing.assert_array_equal(lagged, [2.0, 3.0, np.nan])
    np.testing.assert_array_equal(lag_price(np.array([[1.0, 2.0]]), 0)[0], [1.0, 2.0])
    with pytest.raises(InvalidParameter, match="price_lag"):
        lag_price(np.ones((1, 2)), -1)


def test_price_changes_are_not_taken_across_a_gap():
    changes = price_changes(np.array([[1.0, np.e, np.nan, 1.0, 1.0]]))[0]
    np.testing.assert_allclose(changes, [np.nan, 1.0, np.nan, np.nan, 0.0])


def test_each_filter_is_marked():
    generator = np.random.default_rng(7)
    price = np.exp(0.1 * generator.standard_normal((4, 60)).cumsum(axis=1))
    payoff = np.exp(0.3 * generator.standard_normal((4, 60)))
    payoff[0, :30] = np.nan
    payoff[1] = 5.0
    payoff[2, 30] = 1e9
    found = estimate_informativeness(price, payoff, InformativenessSettings(winsorise=0.0))
    assert found.too_short.tolist() == [True, False, False, False]
    assert found.degenerate.tolist() == [False, True, False, False]
    assert found.high_leverage.tolist() == [False, False, True, False]
    assert found.kept.tolist() == [False, False, False, True]


def test_feedback_is_taken_off_the_payoff_with_its_sign_kept():
    payoff = np.array([[9.0, 8.0, -8.0, 8.0]])
    inputs = np.array([[4.0, 16.0, 0.0, 1.0]])
    adjusted = feedback_adjusted(payoff, inputs, np.array([0.5]))[0]
    np.testing.assert_allclose(adjusted, [np.nan, 4.0, -2.0, np.nan])


def test_sensitivities_pick_the_right_dates():
    income = np.array([[1.0, 2.0, 6.0, 3.0, 30.0, 30.0]])
    inputs = np.array([[1.0, 2.0, 2.0, 4.0, 8.0, 9.0]])
    assert input_share(income, inputs, 1.1)[0] == pytest.approx(1.1 * 17.0 / 71.0)
    slope = growth_slope(log_growth(income), log_growth(inputs))[0]
    x, y = np.diff(np.log(inputs[0]))[:-1], np.diff(np.log(income[0]))[1:]
    assert slope == pytest.approx(np.polyfit(x, y, 1)[0], rel=1e-10)
    rate = investment_rate(np.array([[1.0, 3.0, 5.0]]), np.array([[2.0, 0.0, 4.0]]))[0]
    np.testing.assert_array_equal(rate, [np.nan, 1.5, np.nan])
    assert np.isnan(input_share(-income, inputs, 1.1)[0])


def test_controlled_slope_is_the_partial_slope():
    generator = np.random.default_rng(8)
    controls = generator.standard_normal((3, 50, 2))
    log_input = controls.sum(axis=2) + 0.3 * generator.standard_normal((3, 50))
    log_income = np.zeros((3, 50))
    log_income[:, 1:] = 0.4 * log_input[:, :-1] + controls[:, :-1] @ np.array([1.0, -2.0])
    np.testing.assert_allclose(controlled_slope(log_income, log_input, controls), 0.4, rtol=1e-10)


@pytest.fixture
def firms():
    generator = np.random.default_rng(9)
    size = generator.standard_normal(300) + 20.0
    sen = generator.standard_normal(300)
    info = 0.16 - 0.03 * sen + 0.01 * size + 0.1 * generator.standard_normal(300) * (1 + np.abs(sen))
    return info, sen, size


def test_cross_section_equals_statsmodels_with_classic_and_robust_errors(firms):
    info, sen, size = firms
    found = regress(info, {"production_efficiency": sen, "market_capitalization": size})
    model = OLS(info, np.column_stack([sen, size, np.ones(300)]))
    classic, robust = model.fit(), model.fit(cov_type="HC1", use_t=True)
    np.testing.assert_allclose(found.coefficients, classic.params, rtol=1e-10)
    np.testing.assert_allclose(found.classic_errors, classic.bse, rtol=1e-10)
    np.testing.assert_allclose(found.robust_errors, robust.bse, rtol=1e-10)
    assert found.r_squared == pytest.approx(classic.rsquared, abs=1e-12)


def test_columns_share_coefficients_and_differ_in_errors(firms):
    one, two, three, four = four_columns(*firms)
    np.testing.assert_array_equal(one.regression.coefficients, two.regression.coefficients)
    np.testing.assert_array_equal(three.regression.coefficients, four.regression.coefficients)
    assert np.all(one.t_values != two.t_values)
    assert three.regression.names == ("production_efficiency", "market_capitalization", "constant")
    assert [c.robust for c in (one, two, three, four)] == [False, True, False, True]


def test_standardised_regressors_leave_t_values_and_move_the_constant_to_the_mean(firms):
    info, sen, size = firms
    plain, scaled = (four_columns(info, sen, size, standardise=flag)[2] for flag in (False, True))
    np.testing.assert_allclose(plain.t_values[:2], scaled.t_values[:2], rtol=1e-9)
    assert scaled.regression.coefficients[-1] == pytest.approx(winsorise(info, 0.01).mean(), rel=1e-12)


def test_firms_with_a_missing_value_are_left_out(firms):
    info, sen, size = (x.copy() for x in firms)
    info[0], sen[1], size[2] = np.nan, np.nan, np.inf
    assert four_columns(info, sen, size)[0].regression.observations == 298
    assert four_columns(info, sen, size)[2].regression.observations == 297


def test_columns_without_enough_firms_or_with_collinear_regressors_are_refused(firms):
    info, sen, _ = firms
    with pytest.raises(TooFewFirms, match="production_efficiency"):
        regress(info[:2], {"production_efficiency": sen[:2]})
    with pytest.raises(TooFewFirms, match="collinear"):
        regress(info, {"a": sen, "b": 2.0 * sen + 1.0})


def test_invalid_settings_are_named():
    with pytest.raises(InvalidParameter, match="winsorise"):
        InformativenessSettings(winsorise=0.5)
    with pytest.raises(InvalidParameter, match="minimum_observations"):
        InformativenessSettings(minimum_observations=3)
    with pytest.raises(InvalidParameter, match="leverage_limit"):
        InformativenessSettings(leverage_limit=0.0)
