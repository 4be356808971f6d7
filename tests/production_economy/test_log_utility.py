"""The closed form of logarithmic utility against QuantLib, the numerical bonds and the Bellman equation."""

import numpy as np
import pytest
import QuantLib

from frictions.production_economy.bonds import yield_curve
from frictions.production_economy.collocation import solve_equilibrium
from frictions.production_economy.economy import Economy, local_coefficients
from frictions.production_economy.log_utility import (
    NonPositiveShortRate,
    bond_price,
    bond_yield,
    limiting_yield,
    log_value,
    short_rate_process,
)


@pytest.mark.parametrize("correlation", [-0.9, 0.0, 0.5])
def test_bond_prices_equal_quantlib(correlation):
    process = short_rate_process(Economy(correlation=correlation))
    for rate in (0.001, 0.01, 0.04, 0.1, 0.2):
        # QuantLib takes the initial rate, the mean, the speed and the volatility under the pricing measure.
        model = QuantLib.CoxIngersollRoss(rate, process.mean, process.reversion, process.volatility)
        for maturity in (0.25, 1.0, 5.0, 10.0, 30.0):
            assert abs(bond_price(process, rate, maturity) - model.discountBond(0.0, maturity, rate)) < 1e-13


def test_baseline_yields_and_their_limit():
    process = short_rate_process(Economy())
    assert process.reversion == pytest.approx(0.3175, abs=1e-15)
    assert process.mean == pytest.approx(0.0377952756, abs=1e-10)
    yields = [bond_yield(process, 0.04, maturity) for maturity in (1.0, 5.0, 10.0, 30.0)]
    np.testing.assert_allclose(yields, [0.0396584906, 0.0386179004, 0.0379523287, 0.0372780037], atol=6e-11)
    assert limiting_yield(process) == pytest.approx(0.0369188069, abs=6e-11)
    assert bond_yield(process, 0.04, 1e4) == pytest.approx(limiting_yield(process), abs=2e-5)


def test_numerical_bonds_reach_the_closed_form():
    states, maturities = np.linspace(0.0, 3.0, 13), np.array([0.25, 1.0, 10.0, 30.0])
    curve = yield_curve(solve_equilibrium(Economy()), maturities, states)
    process = short_rate_process(Economy())
    exact = np.array([[bond_price(process, 0.04 * x, t) for t in maturities] for x in states])
    assert np.max(np.abs(curve.prices - exact)) < 2e-9


def test_indirect_utility_solves_the_bellman_equation():
    economy = Economy()
    value = log_value(economy)
    x, log_wealth = np.linspace(0.0, 4.0, 9), 0.7
    local = local_coefficients(economy, x)
    utility = value.wealth_weight * log_wealth + value.intercept + value.slope * x
    log_consumption = log_wealth - np.log(value.wealth_weight)
    right = log_consumption + value.wealth_weight * (local.growth - 0.5 * local.volatility**2) - 1.0
    right = right + value.slope * local.drift
    np.testing.assert_allclose(economy.discount_rate * utility, right, atol=1e-12)


@pytest.mark.parametrize(("correlation", "sign"), [(0.5, -1.0), (-0.5, 1.0)])
def test_bonds_that_hedge_wealth_have_a_negative_term_premium(correlation, sign):
    process = short_rate_process(Economy(correlation=correlation))
    # At the mean of the rate under the physical measure only premia and convexity tilt the curve.
    premium = process.reversion * process.mean - process.reversion * 0.04
    assert np.sign(premium) == sign
    assert np.sign(bond_yield(process, 0.04, 5.0) - 0.04) == sign


def test_growth_below_variance_has_no_square_root_rate():
    with pytest.raises(NonPositiveShortRate, match="growth"):
        short_rate_process(Economy(growth=0.005))
