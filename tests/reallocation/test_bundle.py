"""The bundle of new and used capital: identities, limits and cost minimisation."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from frictions.reallocation.bundle import (
    bundle_price,
    investment_bundle,
    new_per_bundle,
    power_mean,
    used_per_bundle,
)

prices = st.floats(0.3, 1.0)
rates = st.floats(0.0, 0.06)
shares = st.floats(0.0, 0.6)
weights = st.floats(0.05, 0.95)
elasticities = st.floats(0.05, 20.0)


@given(prices, rates, shares, weights, elasticities)
def test_spending_on_the_parts_equals_spending_on_the_bundle(p, rate, share, eta, eps):
    rho = bundle_price(p, share, rate, eta, eps)
    spending = new_per_bundle(rho, rate, eta, eps) + p * used_per_bundle(p, rho, share, eta, eps)
    assert spending == pytest.approx(float(rho), rel=1e-12)


@given(prices, rates, shares, weights, st.floats(0.2, 20.0))
def test_demands_put_back_into_the_bundle_return_one(p, rate, share, eta, eps):
    rho = bundle_price(p, share, rate, eta, eps)
    new, used = new_per_bundle(rho, rate, eta, eps), used_per_bundle(p, rho, share, eta, eps)
    assume(min(new, used) > 1e-200)
    assert float(investment_bundle(new, used, share, rate, eta, eps)) == pytest.approx(1.0, rel=1e-12)


@given(prices, rates, st.floats(0.0, 0.5), weights, elasticities)
def test_bundle_costs_more_than_used_capital_fetches(p, rate, extra, eta, eps):
    share = rate + extra * (1.0 - rate)
    rho = float(bundle_price(p, share, rate, eta, eps))
    assert rho >= p / (1.0 - rate) * (1.0 - 1e-12)


@given(prices, rates, shares, weights, elasticities)
def test_ratio_of_demands_is_that_of_the_first_order_conditions(p, rate, share, eta, eps):
    rho = bundle_price(p, share, rate, eta, eps)
    new, used = new_per_bundle(rho, rate, eta, eps), used_per_bundle(p, rho, share, eta, eps)
    expected = new / eta * p**-eps * ((1.0 - share) / (1.0 - rate)) ** (eps - 1.0)
    assert used / (1.0 - eta) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("eps", [0.0, 0.4, 1.0, 2.5, 9.0])
def test_bundle_price_is_the_least_cost_of_one_unit(eps):
    p, share, rate, eta = 0.9, 0.08, 0.002, 0.7

    def cost(log_ratio: float) -> float:
        used = math.exp(log_ratio)
        return (1.0 + p * used) / float(investment_bundle(1.0, used, share, rate, eta, eps))

    found = minimize_scalar(cost, bounds=(-6.0, 6.0), method="bounded", options={"xatol": 1e-12})
    assert found.fun == pytest.approx(float(bundle_price(p, share, rate, eta, eps)), rel=1e-7)


@pytest.mark.parametrize("distance", [1e-3, 1e-6, 1e-9, 1e-13])
def test_price_passes_smoothly_through_cobb_douglas(distance):
    exact = (1.0 / 0.998) ** 0.7 * (0.94 / 0.93) ** 0.3
    assert float(bundle_price(0.94, 0.07, 0.002, 0.7, 1.0)) == pytest.approx(exact, rel=1e-14)
    curvature = 0.5 * 0.7 * 0.3 * math.log((1.0 / 0.998) / (0.94 / 0.93)) ** 2
    above = math.log(float(bundle_price(0.94, 0.07, 0.002, 0.7, 1.0 + distance)) / exact)
    assert above == pytest.approx(-curvature * distance, abs=1e-15 + 1e-3 * curvature * distance)


def test_bundle_becomes_leontief_and_perfect_substitutes_in_the_limits():
    new, used, share, rate, eta = 0.5, 0.3, 0.07, 0.002, 0.7
    least = min((1.0 - rate) * new / eta, (1.0 - share) * used / (1.0 - eta))
    assert float(investment_bundle(new, used, share, rate, eta, 0.0)) == pytest.approx(least, rel=1e-14)
    assert float(investment_bundle(new, used, share, rate, eta, 1e-3)) == pytest.approx(least, rel=2e-3)
    total = (1.0 - rate) * new + (1.0 - share) * used
    assert float(investment_bundle(new, used, share, rate, eta, math.inf)) == pytest.approx(total, rel=1e-14)
    assert float(bundle_price(0.9, share, rate, eta, math.inf)) == min(1.0 / (1.0 - rate), 0.9 / (1.0 - share))


def test_power_mean_survives_exponents_that_overflow_naively():
    assert float(power_mean(2.0, 1.0, 0.5, 5000.0)) == pytest.approx(2.0 * 0.5 ** (1.0 / 5000.0), rel=1e-12)
    assert float(power_mean(2.0, 1.0, 0.5, -5000.0)) == pytest.approx(1.0 * 0.5 ** (-1.0 / 5000.0), rel=1e-12)
    assert np.all(np.isfinite(power_mean(np.geomspace(1e-8, 1e8, 9), 1.0, 0.3, 1e-14)))
