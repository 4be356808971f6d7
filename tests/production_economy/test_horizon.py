"""Finite horizons and terminal wealth against closed forms and the stationary solution."""

import numpy as np
import pytest
from scipy.sparse import diags_array

from frictions.production_economy.chebyshev import chebyshev_grid, interpolate
from frictions.production_economy.collocation import bellman_residual, solve_equilibrium, twisted_drift
from frictions.production_economy.economy import Economy, local_coefficients
from frictions.production_economy.finite_difference import advance, difference_grid
from frictions.production_economy.finite_horizon import InvalidHorizon, horizon_prices, solve_horizons
from frictions.production_economy.prices import equilibrium_prices, log_ratio
from frictions.production_economy.terminal_wealth import ExplosiveValue, affine_value, value_factor

INNER = np.linspace(0.0, 3.0, 31)


def test_log_utility_has_the_closed_form_horizon():
    horizons = np.array([0.5, 10.0, 100.0])
    path = solve_horizons(Economy(), horizons)
    exact = np.log(-np.expm1(-0.03 * horizons) / 0.03)
    assert np.max(np.abs(path.log_ratio - exact[:, None])) < 1e-9


def test_long_horizons_reach_the_stationary_solution():
    economy = Economy(risk_aversion=4.0)
    stationary = log_ratio(solve_equilibrium(economy), INNER)
    horizons = np.array([10.0, 50.0, 200.0, 600.0])
    path = solve_horizons(economy, horizons)
    gaps = [np.max(np.abs(interpolate(h, 8.0, INNER) - stationary)) for h in path.log_ratio]
    np.testing.assert_allclose(gaps[:3], [1.48858, 0.32172, 0.0056946], rtol=2e-5)
    assert gaps[3] < 5e-7
    short_rate = horizon_prices(path, 3, INNER).short_rate
    np.testing.assert_allclose(short_rate, equilibrium_prices(solve_equilibrium(economy), INNER).short_rate, atol=1e-8)


@pytest.mark.slow
def test_implicit_euler_converges_to_the_same_horizon_at_first_order():
    economy = Economy(risk_aversion=4.0)
    exact = solve_horizons(economy, np.array([10.0])).log_ratio[0]
    errors = [np.max(np.abs(_implicit_euler(economy, 10.0, step) - exact)) for step in (0.05, 0.025, 0.0125)]
    # The start f = tau and the steps both err by order step, up to its logarithm.
    assert errors[0] / errors[1] == pytest.approx(1.75, abs=0.2)
    assert errors[1] / errors[2] == pytest.approx(1.8, abs=0.2)
    assert errors[2] < 0.005


def _implicit_euler(economy: Economy, horizon: float, step: float):
    """Algorithm of the independent program: f = tau after one step, then implicit Euler with Newton in h."""
    grid = chebyshev_grid(32, 8.0)
    local = local_coefficients(economy, grid.nodes)
    gamma = economy.risk_aversion
    drift, diffusion = twisted_drift(local, gamma), 0.5 * local.state_variance
    h = np.full(32, np.log(step))
    for _ in range(round(horizon / step) - 1):
        old = h
        for _ in range(20):
            slope = grid.first @ h
            residual = bellman_residual(local, economy.discount_rate, gamma, (h, slope, grid.second @ h))
            residual -= (h - old) / step
            jacobian = (drift + 2.0 * gamma * diffusion * slope)[:, None] * grid.first
            jacobian += diffusion[:, None] * grid.second - np.diag(np.exp(-h) + 1.0 / step)
            residual[-1], jacobian[-1] = grid.second[-1] @ h, grid.second[-1]
            change = np.linalg.solve(jacobian, -residual)
            h = h + change
            if np.max(np.abs(change)) < 1e-11:
                break
    return h


def test_constant_short_horizon_consumes_everything_evenly():
    path = solve_horizons(Economy(risk_aversion=4.0), np.array([1e-3]))
    np.testing.assert_allclose(np.exp(path.log_ratio[0]), 1e-3, rtol=1e-3)


@pytest.mark.parametrize("horizons", [[], [0.0], [2.0, 1.0]])
def test_bad_horizons_are_refused(horizons):
    with pytest.raises(InvalidHorizon):
        solve_horizons(Economy(), np.array(horizons))


def test_terminal_wealth_exponents_at_ten_years():
    value = affine_value(Economy(risk_aversion=4.0), 10.0)
    assert value.intercept == pytest.approx(-0.843109310, abs=1e-9)
    assert value.slope == pytest.approx(-0.239341524, abs=1e-9)


@pytest.mark.parametrize("risk_aversion", [0.5, 1.0, 4.0])
def test_terminal_wealth_solves_the_riccati_equations(risk_aversion):
    economy = Economy(risk_aversion=risk_aversion)
    tau, step = 7.0, 1e-4
    now, up, down = (affine_value(economy, tau + k * step) for k in (0, 1, -1))
    excess = 1.0 - risk_aversion
    reversion = 0.3 - excess * 0.5 * 0.35 * 0.1
    slope = excess * (0.05 - 0.5 * risk_aversion * 0.01) - reversion * now.slope + 0.5 * 0.35**2 * now.slope**2
    assert (up.slope - down.slope) / (2 * step) == pytest.approx(slope, abs=1e-9)
    assert (up.intercept - down.intercept) / (2 * step) == pytest.approx(-0.03 + 0.3 * now.slope, abs=1e-9)


@pytest.mark.parametrize("risk_aversion", [0.5, 4.0])
def test_finite_differences_on_the_linear_equation_give_the_terminal_wealth_value(risk_aversion):
    economy = Economy(risk_aversion=risk_aversion)
    grid = difference_grid(1200, 8.0)
    local = local_coefficients(economy, grid.nodes)
    reward = (1.0 - risk_aversion) * (local.growth - 0.5 * risk_aversion * local.volatility**2)
    operator = diags_array(0.5 * local.state_variance) @ grid.second
    operator = operator + diags_array(twisted_drift(local, risk_aversion)) @ grid.first + diags_array(reward - 0.03)
    solved = advance(operator.tocsr(), np.ones(grid.nodes.size), 10.0)
    value = affine_value(economy, 10.0)
    exact = np.array([value_factor(value, float(x)) for x in grid.nodes])
    inner = grid.nodes <= 3.0
    assert np.max(np.abs(solved / exact - 1.0)[inner]) < 1e-6


def test_explosive_terminal_wealth_is_refused():
    with pytest.raises(ExplosiveValue, match="risk_aversion"):
        affine_value(Economy(risk_aversion=0.1, growth=0.8), 10.0)
