"""Section 1.4.1: what Figures 1.1 to 1.5 show, and that the curves are the firm's optimum."""

import numpy as np
import pytest

from frictions.inventory.comparative_statics import (
    NoFirmOptimum,
    curves,
    higher_real_rate,
    lower_marginal_cost,
    price_condition_gap,
    steady_environment,
    stock_condition_gap,
    surfaces,
)
from frictions.inventory.steady_state import steady_state
from tests.inventory.numerical_profit import firm_at as numerical_firm
from tests.inventory.numerical_profit import mp, period_profit


@pytest.fixture(scope="module")
def steady(inattentive):
    return steady_state(inattentive)


@pytest.fixture(scope="module")
def environment(steady):
    return steady_environment(steady)


def test_the_steady_state_is_where_both_curves_cross(inattentive, steady, environment):
    found = curves(inattentive, environment)
    assert found.optimum == pytest.approx((steady.stock, steady.price), rel=1e-12)


def test_points_of_the_curves_satisfy_their_conditions(inattentive, environment):
    for situation in (environment, higher_real_rate(environment, 0.002), lower_marginal_cost(environment, 0.01)):
        found = curves(inattentive, situation)
        assert np.abs(stock_condition_gap(inattentive, situation, *found.stock_line)).max() < 1e-13
        assert np.abs(price_condition_gap(inattentive, situation, *found.price_line)).max() < 1e-13


def test_a_higher_real_rate_lowers_the_stock_surface_everywhere(inattentive, steady, environment):
    """Figure 1.1."""
    surface = surfaces(inattentive, steady, higher_real_rate(environment, 0.0015), "stock")
    assert (surface.after < surface.before).all()
    assert (np.diff(surface.before, axis=1) < 0.0).all()


def test_a_lower_current_cost_raises_the_stock_surface_everywhere(inattentive, steady, environment):
    """Figure 1.2."""
    changed = lower_marginal_cost(environment, 0.0015, next_=False)
    surface = surfaces(inattentive, steady, changed, "stock")
    assert (surface.after > surface.before).all()


def test_a_lower_cost_raises_the_price_surface_everywhere(inattentive, steady, environment):
    """Figure 1.3: the price condition responds to next period's cost alone."""
    surface = surfaces(inattentive, steady, lower_marginal_cost(environment, 0.01), "price")
    assert (surface.after > surface.before).all()
    now_only = surfaces(inattentive, steady, lower_marginal_cost(environment, 0.01, next_=False), "price")
    np.testing.assert_array_equal(now_only.after, now_only.before)


def test_the_markup_falls_with_the_stock(inattentive, environment):
    """Section 1.4.1: the zero line of the price surface slopes down."""
    stock, price = curves(inattentive, environment).price_line
    assert (np.diff(stock) > 0.0).all()
    assert (np.diff(price) < 0.0).all()


def stock_at(line, price):
    """Stock on a curve at given prices; the curves are monotone."""
    order = np.argsort(line[1])
    return np.interp(price, line[1][order], line[0][order])


def test_a_higher_real_rate_moves_both_lines_left_and_lowers_the_stock(inattentive, steady, environment):
    """Figure 1.4."""
    before = curves(inattentive, environment)
    after = curves(inattentive, higher_real_rate(environment, 0.0015))
    prices = steady.price * np.linspace(0.999, 1.001, 5)
    assert (stock_at(after.stock_line, prices) < stock_at(before.stock_line, prices)).all()
    assert (stock_at(after.price_line, prices) < stock_at(before.price_line, prices)).all()
    assert after.optimum[0] < before.optimum[0]


def test_a_higher_real_rate_with_rigid_cost_can_raise_the_price(inattentive, environment):
    """The price puzzle of section 1.4.1, footnote 13: the rarer stock raises the optimal markup."""
    before = curves(inattentive, environment).optimum
    after = curves(inattentive, higher_real_rate(environment, 0.0015)).optimum
    assert after[1] > before[1]


def test_a_lower_cost_moves_the_stock_line_right_the_price_line_left_and_lowers_the_price(
    inattentive, steady, environment
):
    """Figure 1.5."""
    before = curves(inattentive, environment)
    after = curves(inattentive, lower_marginal_cost(environment, 0.002))
    prices = steady.price * np.linspace(0.999, 1.001, 5)
    assert (stock_at(after.stock_line, prices) > stock_at(before.stock_line, prices)).all()
    assert (stock_at(after.price_line, prices) < stock_at(before.price_line, prices)).all()
    assert after.optimum[1] < before.optimum[1]


def test_the_optimum_maximises_profit_in_a_changed_environment(inattentive, steady, environment):
    """Two-period profit, evaluated with 50 digits, is flat at the optimum and lower around it."""
    firm = numerical_firm(inattentive, steady)
    rate, fall = 0.001, 0.004
    changed = lower_marginal_cost(higher_real_rate(environment, rate), fall, now=True, next_=False)
    stock, price = curves(inattentive, changed).optimum
    here = (mp.log(price / steady.price), mp.log(stock / steady.stock))

    def profit(p, z):
        nothing = mp.mpf(0)
        now = period_profit(firm, nothing, nothing, nothing, p, z, mp.mpf(-fall), nothing, nothing, nothing)
        later = period_profit(firm, p, z, nothing, nothing, nothing, nothing, nothing, mp.mpf(-rate), nothing)
        return now + firm.beta * later

    assert abs(mp.diff(profit, here, (1, 0))) < 1e-12
    assert abs(mp.diff(profit, here, (0, 1))) < 1e-12
    for step in ((0.01, 0.0), (-0.01, 0.0), (0.0, 0.02), (0.0, -0.02)):
        assert profit(here[0] + step[0], here[1] + step[1]) < profit(*here)


@pytest.mark.parametrize("what", ["rate", "current cost", "future cost"])
def test_small_changes_agree_with_the_linear_rules(inattentive, steady, environment, what):
    """Around the steady state log v* = 5.6096 (d - w) and log p = d - 0.22779 log v*, d the discounted future cost."""
    step = 1e-6

    def moved(size):
        if what == "rate":
            changed = higher_real_rate(environment, size)
        else:
            changed = lower_marginal_cost(environment, size, now=what == "current cost", next_=what == "future cost")
        stock, price = curves(inattentive, changed).optimum
        log_price = np.log(price / steady.price)
        return np.array([np.log(stock / steady.stock) + inattentive.theta * log_price, log_price])

    threshold, log_price = (moved(step) - moved(-step)) / (2 * step)
    discounted = 0.0 if what == "current cost" else -1.0
    current = -1.0 if what == "current cost" else 0.0
    assert threshold == pytest.approx(5.6096 * (discounted - current), abs=1e-4)
    assert log_price == pytest.approx(discounted - 0.22779 * threshold, abs=5e-5)


def test_no_optimum_where_waiting_is_cheaper(inattentive, environment):
    with pytest.raises(NoFirmOptimum):
        curves(inattentive, lower_marginal_cost(environment, 0.05, next_=False))
