"""The steady state against the source, against integrals over the taste shock and against the profit function."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import lognorm

from frictions.errors import FrictionsError
from frictions.inventory.demand import stock_out
from frictions.inventory.steady_state import NoSteadyState, solve_threshold, steady_state
from tests.inventory.numerical_profit import firm_at, gradient


def taste(sigma):
    return lognorm(s=sigma, scale=np.exp(-(sigma**2) / 2))


@given(st.floats(0.3, 4.0), st.floats(2.0, 12.0), st.floats(0.1, 0.8))
@settings(max_examples=25, deadline=None)
def test_demand_functions_equal_integrals_over_the_taste_shock(threshold, theta, sigma):
    demand = stock_out(threshold, theta, sigma)
    shock = taste(sigma)
    served = quad(lambda v: v * shock.pdf(v), 0, threshold, epsabs=1e-13, epsrel=1e-12)[0]
    # A rationed good carries the shadow price at which demand would just be met, (v/v*)^(1/theta) times its price.
    shadow = quad(
        lambda x: np.exp((x - np.log(threshold)) * (1 - theta) / theta) * np.exp(x) * shock.pdf(np.exp(x)) * np.exp(x),
        np.log(threshold),
        12 * sigma + abs(np.log(threshold)),
        epsabs=1e-13,
        epsrel=1e-11,
        limit=200,
    )[0]
    assert demand.served_demand == pytest.approx(served, abs=1e-10)
    assert demand.stock_out_probability == pytest.approx(shock.sf(threshold), abs=1e-12)
    assert demand.expected_sales == pytest.approx(served + threshold * shock.sf(threshold), abs=1e-10)
    assert demand.price_aggregate == pytest.approx(served + shadow, abs=1e-9)


@given(st.floats(0.5, 3.0), st.floats(2.0, 12.0), st.floats(0.15, 0.8))
@settings(max_examples=25, deadline=None)
def test_elasticities_equal_differences(threshold, theta, sigma):
    step = 1e-6
    up, here, down = (stock_out(threshold * np.exp(k * step), theta, sigma) for k in (1, 0, -1))

    def slope(name):
        return (np.log(getattr(up, name)) - np.log(getattr(down, name))) / (2 * step)

    assert here.sales_elasticity == pytest.approx(slope("expected_sales"), abs=1e-7)
    assert here.stock_out_elasticity == pytest.approx(slope("stock_out_probability"), rel=1e-6)
    assert (theta - 1) / theta * here.rationed_share == pytest.approx(slope("price_aggregate"), abs=1e-7)
    assert here.served_density == pytest.approx(threshold * here.stock_out_density, rel=1e-12)


def test_steady_state_of_the_rational_inattention_column(inattentive):
    steady = steady_state(inattentive)
    expected = {
        "threshold": 1.460272,
        "price": 0.994891,
        "marginal_cost": 0.784995,
        "stock_out_probability": 1 - 0.905298,
        "unserved_demand_share": 1 - 0.837034,
        "markup": 1.267384,
    }
    quantities = steady.quantities()
    for name, value in expected.items():
        assert quantities[name] == pytest.approx(value, abs=1e-6), name
    assert steady.demand.expected_sales == pytest.approx(0.975326, abs=1e-6)
    assert steady.demand.price_aggregate == pytest.approx(0.979719, abs=1e-6)
    assert steady.demand.rationed_share == pytest.approx(0.1456, abs=5e-5)
    levels = (steady.final_good, steady.output, steady.consumption, steady.stock, steady.inventories)
    assert levels == pytest.approx((2.1002, 2.1190, 1.7504, 3.1464, 1.0462), abs=5e-5)


def test_steady_state_ratios_of_the_calvo_column(calvo):
    steady = steady_state(calvo)
    assert steady.demand.threshold == pytest.approx(1.4602723, abs=1e-7)
    assert steady.demand.expected_sales == pytest.approx(0.9753255, abs=1e-6)
    assert steady.demand.stock_out_probability == pytest.approx(0.0947023, abs=1e-7)
    assert steady.demand.demand_elasticity == pytest.approx(4.2910510, abs=1e-7)
    assert steady.price == pytest.approx(0.9948906, abs=1e-7)
    assert steady.marginal_cost == pytest.approx(0.7849952, abs=1e-7)
    assert steady.demand.price_aggregate == pytest.approx(0.9797186, abs=1e-7)
    assert 0.8 * steady.demand.rationed_share == pytest.approx(0.1165104, abs=1e-7)
    assert steady.demand.sales_elasticity == pytest.approx(0.1417898, abs=1e-7)
    assert steady.demand.stock_out_elasticity == pytest.approx(-5.3957928, abs=1e-7)
    assert steady.markup_curvature == pytest.approx(0.2277935, abs=1e-7)
    assert steady.stock / steady.final_good == pytest.approx(1.4981564, abs=1e-7)
    assert steady.inventories / steady.final_good == pytest.approx(0.49816, abs=5e-6)
    assert steady.output / steady.final_good == pytest.approx(1.0089668, abs=1e-7)
    assert steady.consumption / steady.output == pytest.approx(0.826049, abs=5e-7)


def test_published_inventory_sales_ratio_and_depreciation_share(inattentive):
    quantities = steady_state(inattentive).quantities()
    assert quantities["inventory_sales_ratio"] == pytest.approx(0.498, abs=5e-4)
    assert quantities["inventory_depreciation_share"] == pytest.approx(0.009, abs=5e-4)


def test_exact_accounting_changes_quantities_by_less_than_a_percent(inattentive):
    steady = steady_state(inattentive, "exact")
    assert (steady.final_good, steady.stock) == pytest.approx((2.0902, 3.1314), abs=5e-5)
    assert steady.sales / steady.final_good == pytest.approx(1.000629, abs=1e-6)


@pytest.mark.parametrize("alpha", [1.0, 0.8633, 0.5])
def test_the_steady_state_maximises_the_profit_function(inattentive, alpha):
    """The gradient comes from 50-digit differences of (1.14), which share no formula with the package."""
    parameters = replace(inattentive, alpha=alpha)
    firm = firm_at(parameters, steady_state(parameters, "exact"))
    assert np.abs(gradient(firm)).max() < 1e-14


def test_the_steady_state_averages_prices_and_shadow_prices_to_one(inattentive):
    steady = steady_state(inattentive)
    shock, theta, threshold = taste(inattentive.sigma_v), inattentive.theta, steady.demand.threshold

    def term(v):
        shadow = max(v / threshold, 1.0) ** (1.0 / theta)
        return v * (steady.price * shadow) ** (1.0 - theta) * shock.pdf(v)

    total = quad(term, 0, threshold, epsabs=1e-13)[0] + quad(term, threshold, 12.0, epsabs=1e-13)[0]
    assert total == pytest.approx(1.0, abs=1e-10)


def test_labor_weight_and_union_power_move_levels_only(calvo):
    base, other = steady_state(calvo), steady_state(replace(calvo, psi_l=3.0, theta_w=9.0))
    assert other.final_good != pytest.approx(base.final_good, rel=1e-3)
    assert other.inventories / other.final_good == pytest.approx(base.inventories / base.final_good, rel=1e-14)
    assert other.price == base.price


@given(
    beta=st.floats(0.9, 0.9999),
    delta=st.floats(0.0, 0.3),
    theta=st.floats(1.2, 40.0),
    sigma=st.floats(0.02, 2.0),
    alpha=st.floats(0.2, 1.0),
    sigma_c=st.floats(0.01, 20.0),
    sigma_l=st.floats(0.0, 20.0),
)
@settings(max_examples=150, deadline=None)
def test_every_steady_state_satisfies_its_conditions_or_is_refused(
    inattentive, beta, delta, theta, sigma, alpha, sigma_c, sigma_l
):
    parameters = replace(
        inattentive,
        beta=beta,
        delta_z=delta,
        theta=theta,
        sigma_v=sigma,
        alpha=alpha,
        sigma_c=sigma_c,
        sigma_l=sigma_l,
    )
    try:
        steady = steady_state(parameters)
    except FrictionsError:
        return
    assert max(abs(value) for value in steady.residuals.values()) < 1e-8
    assert steady.demand.demand_elasticity > 1.0
    assert steady.price > steady.marginal_cost


@given(st.floats(0.85, 0.999), st.floats(1.5, 30.0), st.floats(0.05, 1.5))
@settings(max_examples=60, deadline=None)
def test_the_threshold_is_the_only_root(carry, theta, sigma):
    root = solve_threshold(carry, theta, sigma)
    for distance in np.linspace(0.05, 6.0, 60) * sigma:
        for sign in (-1, 1):
            demand = stock_out(root * np.exp(sign * distance), theta, sigma)
            excess = theta * demand.served_demand - demand.expected_sales
            gap = carry * demand.stock_out_probability * demand.expected_sales - (1 - carry) * excess
            assert np.sign(gap) == -sign


def test_government_that_leaves_nothing_is_refused_by_name(inattentive):
    with pytest.raises(NoSteadyState, match="g_star"):
        steady_state(replace(inattentive, g_star=0.999))
