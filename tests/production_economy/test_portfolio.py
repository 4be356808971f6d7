"""Portfolio conditions and the errata of the source, by exact rational algebra.

The Bellman objective is a quadratic polynomial in the two shares. A central difference of a quadratic is its exact
derivative, and an identity between rational functions that holds at random rationals holds identically.
"""

import random
from fractions import Fraction

import numpy as np
import pytest

from frictions.production_economy.collocation import solve_equilibrium
from frictions.production_economy.comparative_statics import existence_margins, sweep_correlation
from frictions.production_economy.economy import Economy, local_coefficients
from frictions.production_economy.portfolio import Opportunities, optimal_portfolio
from frictions.production_economy.prices import equilibrium_prices

HALF = Fraction(1, 2)


def _rational(source: random.Random) -> Fraction:
    return Fraction(source.choice([-1, 1]) * source.randint(1, 97), source.randint(1, 89))


def _draw(source: random.Random) -> dict[str, Fraction]:
    names = ["g_r", "mu_r", "xi", "s1", "s2", "v1", "v2", "JW", "JWW", "JWx", "W"]
    return {name: _rational(source) for name in names}


def _objective(alpha: Fraction, pi: Fraction, d: dict[str, Fraction], complete: bool) -> Fraction:
    """Terms of the Bellman equation in the shares; `complete` adds the product the source leaves out."""
    wealth_common = alpha * d["xi"] + pi * d["s1"]
    cross = d["v1"] * wealth_common + (d["v2"] * pi * d["s2"] if complete else 0)
    return (
        d["JW"] * d["W"] * (alpha * d["g_r"] + pi * d["mu_r"])
        + HALF * d["JWW"] * d["W"] ** 2 * (wealth_common**2 + (pi * d["s2"]) ** 2)
        + d["JWx"] * d["W"] * cross
    )


def _gradient(alpha: Fraction, pi: Fraction, d: dict[str, Fraction], complete: bool) -> tuple[Fraction, Fraction]:
    return (
        HALF * (_objective(alpha + 1, pi, d, complete) - _objective(alpha - 1, pi, d, complete)),
        HALF * (_objective(alpha, pi + 1, d, complete) - _objective(alpha, pi - 1, d, complete)),
    )


def _portfolio(d: dict[str, Fraction]) -> tuple[Fraction, Fraction]:
    opportunities = Opportunities(d["g_r"], d["mu_r"], d["xi"], d["s1"], d["s2"], d["v1"], d["v2"])
    return optimal_portfolio(opportunities, -d["JW"] / (d["W"] * d["JWW"]), -d["JWx"] / (d["W"] * d["JWW"]))


def test_printed_portfolio_solves_the_first_order_conditions_with_the_complete_cross_term():
    source = random.Random(1)
    for _ in range(200):
        d = _draw(source)
        assert _gradient(*_portfolio(d), d, complete=True) == (0, 0)


def test_printed_bellman_equation_contradicts_the_printed_portfolio():
    # Erratum: the cross term lacks J_Wx W v2 pi sigma2; without it pi* has no hedging term and lambda2 vanishes.
    source = random.Random(2)
    for _ in range(200):
        d = _draw(source)
        alpha, pi = _portfolio(d)
        assert _gradient(alpha, pi, d, complete=False)[1] != 0
        hedging = -d["JWx"] / (d["W"] * d["JWW"])
        corrected_alpha = alpha + hedging * d["s1"] * d["v2"] / (d["xi"] * d["s2"])
        assert _gradient(corrected_alpha, pi - hedging * d["v2"] / d["s2"], d, complete=False) == (0, 0)


def test_second_line_of_the_unit_share_display_needs_the_risk_tolerance_in_the_denominator():
    # Erratum: the fraction before sigma2 v2 is printed H/H; it must be H/A = J_Wx/J_W.
    source = random.Random(3)
    for _ in range(200):
        d = _draw(source)
        tolerance, hedging = -d["JW"] / (d["W"] * d["JWW"]), -d["JWx"] / (d["W"] * d["JWW"])

        def first_line(fraction: Fraction, d=d, tolerance=tolerance, hedging=hedging) -> Fraction:
            xi, s1, s2 = d["xi"], d["s1"], d["s2"]
            bracket = d["g_r"] * (s1**2 + s2**2) / (xi**2 * s2**2) - s1 / xi * s1 / (xi * s2**2) * d["g_r"]
            bracket += fraction * s2 * d["v2"] * s1 / (xi * s2**2)
            return tolerance * bracket + hedging * (s2 * d["v1"] - s1 * d["v2"]) / (xi * s2)

        second_line = tolerance * d["g_r"] / d["xi"] ** 2 + hedging * d["v1"] / d["xi"]
        assert first_line(hedging / tolerance) == second_line
        gap = -d["s1"] * d["v2"] * (d["JW"] - d["JWx"]) / (d["JWW"] * d["W"] * d["s2"] * d["xi"])
        assert first_line(Fraction(1)) - second_line == gap


def test_short_rate_formula_follows_from_unit_share_in_production():
    source = random.Random(4)
    for _ in range(100):
        d = _draw(source)
        aversion, ratio = -d["W"] * d["JWW"] / d["JW"], d["JWx"] / d["JW"]
        d["g_r"] = aversion * d["xi"] ** 2 - ratio * d["xi"] * d["v1"]
        lambda1, lambda2 = aversion * d["xi"] - ratio * d["v1"], -ratio * d["v2"]
        d["mu_r"] = d["s1"] * lambda1 + d["s2"] * lambda2
        assert _portfolio(d) == (1, 0)


@pytest.mark.parametrize("risk_aversion", [0.5, 4.0])
def test_solved_prices_clear_the_markets_for_any_asset(risk_aversion):
    economy = Economy(risk_aversion=risk_aversion)
    states = np.linspace(0.1, 3.0, 20)
    prices = equilibrium_prices(solve_equilibrium(economy), states)
    local = local_coefficients(economy, states)
    generator = np.random.default_rng(5)
    for _ in range(20):
        s1, s2 = generator.uniform(0.05, 0.4, 2)
        opportunities = Opportunities(
            local.growth - prices.short_rate,
            s1 * prices.lambda1 + s2 * prices.lambda2,
            local.volatility,
            s1,
            s2,
            local.common,
            local.own,
        )
        alpha, pi = optimal_portfolio(opportunities, 1.0 / risk_aversion, prices.dh)
        assert np.max(np.abs(alpha - 1.0)) < 1e-12
        assert np.max(np.abs(pi)) < 1e-12


@pytest.mark.parametrize(("risk_aversion", "sign"), [(2.0, -1), (4.0, -1), (0.5, 1), (0.8, 1)])
def test_marginal_utility_of_wealth_falls_in_good_states_only_above_unit_risk_aversion(risk_aversion, sign):
    # Erratum: the source takes J_Wx < 0 in general.
    prices = equilibrium_prices(solve_equilibrium(Economy(risk_aversion=risk_aversion)), np.linspace(0.0, 3.0, 31))
    assert np.all(np.sign(prices.dh) == sign)


@pytest.mark.parametrize(
    ("risk_aversion", "expected"),
    [(4.0, [0.015271, 0.010000, 0.005989]), (0.5, [0.043689, 0.045000, 0.046402])],
)
def test_short_rate_against_the_correlation_of_state_and_production(risk_aversion, expected):
    sweep = sweep_correlation(Economy(risk_aversion=risk_aversion), np.array([-0.5, 0.0, 0.5]), 1.0)
    np.testing.assert_allclose(sweep.short_rate, expected, atol=6e-7)


@pytest.mark.parametrize(("risk_aversion", "sign"), [(2.0, -1), (4.0, -1), (0.5, 1), (0.8, 1)])
def test_short_rate_falls_in_the_correlation_only_above_unit_risk_aversion(risk_aversion, sign):
    sweep = sweep_correlation(Economy(risk_aversion=risk_aversion), np.linspace(-0.8, 0.8, 9), 1.0)
    assert np.all(np.sign(np.diff(sweep.short_rate)) == sign)


def test_existence_map_agrees_with_the_sweep():
    economy = Economy(risk_aversion=0.5, discount_rate=0.0252)
    correlations = np.linspace(-1.0, 1.0, 9)
    margins = existence_margins(economy, np.array([0.5]), correlations)[0]
    sweep = sweep_correlation(economy, correlations, 1.0)
    assert np.any(margins > 0.0) and np.any(margins <= 0.0)
    np.testing.assert_array_equal(np.isnan(sweep.short_rate), margins <= 0.0)
