"""Backward induction: reference numbers, limits of finite horizons and the sign of each effect."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frictions.efficiency.parameters import Parameters
from frictions.efficiency.path import (
    InvalidPath,
    finite_horizon,
    one_off_change,
    permanent_change,
    solve_path,
    worthless_continuation,
)
from frictions.efficiency.stationary import NoEquilibrium, select_equilibrium, solve_stationary


def test_one_off_change_matches_the_independent_program():
    path = one_off_change(Parameters(), 0.7, 20, 30)
    i, base = path.values("I"), 0.8922995698
    assert i[19] == pytest.approx(0.6865571, abs=1e-6)
    assert i[18] == pytest.approx(0.9033032, abs=1e-6)
    np.testing.assert_allclose(i[20:], base, rtol=1e-9)
    assert path.values("var_resale")[19] == pytest.approx(0.0766163, abs=1e-6)
    assert path.values("var_resale")[19] - path.values("var_resale")[0] == pytest.approx(0.0277, abs=6e-5)
    assert set(path.root_counts) == {1}


def test_permanent_change_matches_the_independent_program():
    i = permanent_change(Parameters(), 0.8, 10, 30).values("I")
    np.testing.assert_allclose(i[[9, 10, 8]], [0.59370, 0.59370, 0.90402], atol=6e-6)


def test_one_off_change_with_chosen_information_matches_the_independent_program():
    path = one_off_change(Parameters(), 0.7, 20, 30, "endogenous")
    np.testing.assert_allclose(path.values("I")[[19, 18]], [0.702026, 1.107458], atol=1e-6)
    np.testing.assert_allclose(path.values("tau_x")[[19, 18]], [1.79396, 1.26385], atol=6e-6)


@pytest.mark.parametrize(("information", "length"), [("exogenous", 400), ("endogenous", 150)])
def test_finite_horizons_lead_to_the_equilibrium_with_the_least_volatility(information, length):
    path = finite_horizon(Parameters(), length, information)
    selected = select_equilibrium(solve_stationary(Parameters(), information)).solution
    assert abs(path.values("I")[0] - selected.I) < 1e-12
    assert abs(path.values("beta4")[0] - selected.beta4) < 1e-12


def test_effect_dies_out_at_the_stability_slope():
    change = one_off_change(Parameters(), 0.5001, 20, 30).values("I") - 0.8922995698272672
    slope = select_equilibrium(solve_stationary(Parameters())).stability_slope
    np.testing.assert_allclose(change[16:19] / change[17:20], slope, rtol=1e-3)


@given(eta=st.floats(0.1, 0.85), gamma=st.floats(0.3, 2.5), tau_x=st.floats(0.5, 5.0), theta=st.floats(2.0, 8.0))
@settings(max_examples=25, deadline=None)
def test_more_efficiency_tomorrow_makes_the_resale_price_riskier_and_today_less_informative(eta, gamma, tau_x, theta):
    p = Parameters(eta=eta, gamma=gamma, tau_x=tau_x, theta=theta)
    if not solve_stationary(p).equilibria:
        return
    path = one_off_change(p, eta + 0.1, 5, 8)
    base = select_equilibrium(solve_stationary(p)).solution
    assert path.values("var_resale")[4] > base.var_resale
    assert path.values("I")[4] < base.I
    assert path.values("I")[5] == pytest.approx(base.I, rel=1e-9)


@pytest.mark.parametrize(
    ("p", "sign"), [(Parameters(), 1.0), (Parameters(gamma=2.0, theta=2.0, tau_x=1.0), -1.0)], ids=["above", "below"]
)
def test_two_periods_before_the_effect_has_the_opposite_sign_only_where_the_stability_slope_is_negative(p, sign):
    base = select_equilibrium(solve_stationary(p))
    change = one_off_change(p, 0.501, 5, 8).values("I") - base.solution.I
    assert change[4] < 0.0
    assert np.sign(change[3]) == sign == -np.sign(base.stability_slope)


def test_payoff_risk_identity_holds_off_the_stationary_state_but_not_near_a_finite_end():
    path = one_off_change(Parameters(), 0.7, 20, 30)
    assert max(abs(v) for v in path.values("payoff_risk_gap")) < 1e-12
    end = finite_horizon(Parameters(), 30)
    assert abs(end.values("payoff_risk_gap")[-1]) > 1e-3
    assert abs(finite_horizon(Parameters(), 300).values("payoff_risk_gap")[0]) < 1e-12


def test_every_period_of_a_path_clears_the_market():
    for information in ("exogenous", "endogenous"):
        path = one_off_change(Parameters(), 0.8, 12, 20, information)
        assert max(np.max(np.abs(period.residuals)) for period in path.periods) < 1e-11


def test_period_without_equilibrium_is_named():
    p = Parameters(tau_a=float("inf"), tau_g=10.0)
    with pytest.raises(NoEquilibrium, match="period 2"):
        solve_path([p] * 3, worthless_continuation())


def test_dates_outside_the_path_are_refused():
    with pytest.raises(InvalidPath, match="date"):
        one_off_change(Parameters(), 0.7, 30, 30)
    with pytest.raises(InvalidPath, match="empty"):
        solve_path([], worthless_continuation())


def test_path_of_constant_parameters_stays_where_it_starts():
    path = permanent_change(replace(Parameters(), eta=0.6), 0.6, 3, 6)
    assert np.ptp(path.values("I")) < 1e-12
