"""Durable capital: the envelope result, the level effect and how good the linear dividend is."""

import numpy as np
import pytest

from frictions.efficiency.dynamic_capital import (
    Durability,
    dividend_linearity,
    productivity_for_unit_income,
    solve_dynamic_capital,
    steady_state,
)
from frictions.efficiency.parameters import InvalidParameter, Parameters

LEVELS = {"gamma": 0.5, "log_demand": -0.25, "log_productivity": -0.25}


def test_investment_channel_cancels_when_the_firm_discounts_at_the_market_rate():
    informativeness = []
    for eta in np.linspace(0.1, 0.9, 9):
        durability = Durability(1 / 1.03)
        p = productivity_for_unit_income(Parameters(eta=eta, gamma=0.5, log_demand=1.0), durability)
        informativeness.append(solve_dynamic_capital(p, durability).equilibria[-1].I)
    assert np.ptp(informativeness) < 1e-10
    assert informativeness[0] == pytest.approx(1.6219773, abs=1e-7)


@pytest.mark.parametrize(("eta", "expected"), [(0.1, 1.59580866), (0.9, 1.11258331)])
def test_benchmark_channel_survives_an_impatient_firm(eta, expected):
    durability = Durability(0.9)
    p = productivity_for_unit_income(Parameters(eta=eta, gamma=0.5, log_demand=1.0), durability)
    assert steady_state(p, durability).income == pytest.approx(1.0, abs=1e-12)
    assert pytest.approx(expected, abs=1e-8) == solve_dynamic_capital(p, durability).equilibria[-1].I


@pytest.mark.parametrize(
    ("eta", "expected"), [(0.1, 1.8624), (0.3, 1.7499), (0.5, 1.4673), (0.7, 0.9795), (0.8, 0.6240)]
)
def test_level_effect_at_given_productivity(eta, expected):
    found = solve_dynamic_capital(Parameters(eta=eta, **LEVELS), Durability(1 / 1.03))
    assert pytest.approx(expected, abs=6e-5) == found.equilibria[-1].I
    assert found.root_count == 2


def test_level_effect_leaves_no_equilibrium_at_high_efficiency():
    assert solve_dynamic_capital(Parameters(eta=0.9, **LEVELS), Durability(1 / 1.03)).root_count == 0


def test_market_clearing_and_envelope_hold_to_rounding():
    for discount in (0.85, 0.9, 1 / 1.03):
        for information in ("exogenous", "endogenous"):
            found = solve_dynamic_capital(Parameters(eta=0.5, **LEVELS), Durability(discount), information)
            for equilibrium in found.equilibria:
                assert abs(equilibrium.residual) < 1e-12 * max(1.0, equilibrium.Sigma)
                assert abs(equilibrium.envelope_gap) < 1e-13


def test_steady_state_solves_the_euler_equation():
    p, durability = Parameters(eta=0.6), Durability(0.93, 0.07)
    steady = steady_state(p, durability)
    b = 0.45
    # One more unit of capital costs R and returns its marginal income and what is left of it, discounted.
    gain = durability.discount_factor * (b * steady.income / steady.capital + p.gross_rate * (1 - 0.07))
    assert gain == pytest.approx(p.gross_rate, rel=1e-13)


@pytest.mark.parametrize(("capital_above", "eta"), [(True, 0.5), (False, 0.5)])
def test_income_rises_with_efficiency_only_where_capital_exceeds_one_over_e(capital_above, eta):
    p = Parameters(eta=eta, log_productivity=3.0 if capital_above else -3.0)
    q = Parameters(eta=eta + 1e-6, log_productivity=p.log_productivity)
    low, high = (steady_state(x, Durability()) for x in (p, q))
    assert (low.capital > np.exp(-1.0)) == capital_above
    assert (high.income > low.income) == capital_above
    # d ln V / d b = (ln K + 1) / (1 - b), b = 0.75 eta.
    slope = (np.log(high.income) - np.log(low.income)) / 0.75e-6
    assert slope == pytest.approx((np.log(low.capital) + 1.0) / (1.0 - 0.75 * eta), rel=1e-4)


@pytest.mark.parametrize(("eta", "expected"), [(0.1, 0.98), (0.9, 0.90)])
def test_linear_dividend_explains_most_of_the_exact_one(eta, expected):
    durability = Durability(1 / 1.03)
    p = productivity_for_unit_income(Parameters(eta=eta, gamma=0.5, log_demand=1.0), durability)
    equilibrium = solve_dynamic_capital(p, durability).equilibria[-1]
    fit = dividend_linearity(p, durability, equilibrium, 100_000, np.random.SeedSequence(5))
    assert fit == pytest.approx(expected, abs=0.006)


def test_invalid_durability_is_named():
    with pytest.raises(InvalidParameter, match="discount_factor"):
        Durability(0.0)
    with pytest.raises(InvalidParameter, match="depreciation"):
        Durability(0.9, 1.5)
    with pytest.raises(InvalidParameter, match="user cost"):
        steady_state(Parameters(), Durability(1.0, 0.0))
    with pytest.raises(InvalidParameter, match="input_error"):
        solve_dynamic_capital(Parameters(input_error=0.1), Durability())
