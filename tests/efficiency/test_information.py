"""The choice of information as a best reply, by Monte Carlo."""

import numpy as np
import pytest

from frictions.efficiency.information import ex_ante_utility, frontier, prior_return_variance
from frictions.efficiency.parameters import Parameters
from frictions.efficiency.stationary import select_equilibrium, solve_stationary


def test_best_reply_to_the_equilibrium_is_the_equilibrium():
    p = Parameters()
    equilibrium = select_equilibrium(solve_stationary(p, "endogenous"))
    angles = np.linspace(0.01, 1.55, 20001)
    best = angles[np.argmax(ex_ante_utility(p, equilibrium, *frontier(p, angles)))]
    chosen = np.arctan(equilibrium.solution.tau_g / equilibrium.solution.tau_x)
    assert best == pytest.approx(chosen, abs=1e-4)
    assert chosen == pytest.approx(0.828, abs=6e-4)


def test_frontier_uses_all_capacity():
    p = Parameters(chi=0.3, capacity=5.0)
    tau_x, tau_g = frontier(p, np.linspace(0.0, 1.5, 50))
    np.testing.assert_allclose(tau_x**2 + p.chi * tau_g**2, p.capacity, rtol=1e-12)


@pytest.mark.slow
def test_simulated_investors_confirm_utility_clearing_and_risk():
    """Two million draws of one period; deviators use the same draws."""
    p = Parameters()
    equilibrium = select_equilibrium(solve_stationary(p, "endogenous"))
    sol = equilibrium.solution
    draws = 2_000_000
    generator = np.random.default_rng(17)

    def normal(precision):
        return generator.standard_normal(draws) / np.sqrt(precision)

    a, es, eps, n = normal(p.tau_a), normal(p.tau_s), normal(p.tau_epsilon), normal(p.tau_n)
    nxt = normal(p.tau_epsilon) + sol.beta2 * (normal(p.tau_a) + normal(p.tau_s)) + sol.beta3 * normal(p.tau_n)
    zx, zg = generator.standard_normal(draws), generator.standard_normal(draws)

    e, b = 0.75, 0.375
    s, signal = a + es, eps + n / sol.I
    gain = p.tau_n * sol.I**2 / (p.tau_epsilon + p.tau_n * sol.I**2)
    k = (e * 0.5 * s + gain * signal / p.theta) / (1 - b)
    constant_k = np.log(b / p.gross_rate) + e * 0.5 + 0.5 * e**2 / 50 + 0.125 + 0.5 / 16 / (4 + 4 * sol.I**2)
    v = e * (0.5 + a + 0.5 * (constant_k / (1 - b) + k)) + (0.5 + eps) / p.theta
    price = sol.beta0 + sol.beta1 * (signal + sol.beta2 * s)
    dividend = p.mu + p.alpha * v
    resale = sol.beta0 + sol.beta1 * nxt + sol.beta4 * (dividend - p.mu)
    payoff = dividend + resale - p.gross_rate * price

    angles = np.array([0.4, 0.7, 0.828, 0.95, 1.3])
    utilities = []
    for tau_x, tau_g in zip(*frontier(p, angles), strict=True):
        x, g = eps + zx / np.sqrt(tau_x), n + zg / np.sqrt(tau_g)
        tau_q = (p.tau_n + tau_g) * sol.I**2
        total = p.tau_epsilon + tau_x + tau_q
        belief = (tau_x * x + tau_q * signal - tau_g * sol.I * g) / total
        mean_v = v - e * (a - 0.5 * s) - (eps - belief) / p.theta
        mean = (1 + sol.beta4) * p.alpha * mean_v + p.mu + sol.beta0 - p.gross_rate * price
        risk = ((1 + sol.beta4) * p.alpha) ** 2 * (e**2 / 50 + 1 / (p.theta**2 * total)) + sol.resale_variance
        demand = mean / (p.gamma * risk)
        # Given its information an investor's payoff is normal: the last expectation is exact.
        utilities.append(np.mean(-np.exp(-0.5 * mean**2 / risk)))
        if abs(tau_x - sol.tau_x) < 2e-3:
            assert np.mean(demand + n) == pytest.approx(1.0, abs=2e-3)
            assert np.var(payoff - mean) / sol.Sigma == pytest.approx(1.0, abs=1e-3)
    exact = ex_ante_utility(p, equilibrium, *frontier(p, angles))
    np.testing.assert_allclose(utilities, exact, atol=4e-4)
    assert int(np.argmax(utilities)) == 2
    assert np.var(payoff) == pytest.approx(prior_return_variance(p, equilibrium), rel=5e-3)
