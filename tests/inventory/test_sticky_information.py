"""Section 1.4.2: the stock-sales ratio under sporadic updating."""

import numpy as np
import pytest

from frictions.inventory.calvo import stock_condition
from frictions.inventory.parameters import InvalidParameter
from frictions.inventory.steady_state import steady_state
from frictions.inventory.sticky_information import cost_gap, sticky_information_ratio

T = 25


@pytest.fixture(scope="module")
def steady(inattentive):
    return steady_state(inattentive)


@pytest.fixture(scope="module")
def paths():
    random = np.random.default_rng(8)
    return {
        "marginal_cost": random.normal(size=T + 1),
        "real_rate": random.normal(size=T),
        "final_good": random.normal(size=T),
    }


def test_full_information_is_the_log_linear_stock_condition(inattentive, steady, paths):
    ratio = sticky_information_ratio(inattentive, steady, 0.0, **paths)
    condition = stock_condition(inattentive, steady, steady.marginal_cost)
    gap = (
        condition.current["stock"] * ratio
        + condition.current["real_marginal_cost"] * paths["marginal_cost"][:-1]
        + condition.lead["real_marginal_cost"] * paths["marginal_cost"][1:]
        + condition.current["nominal_rate"] * paths["real_rate"]
    )
    assert np.abs(gap).max() < 1e-11


def test_the_ratio_is_the_average_over_cohorts_that_heard_at_different_dates(inattentive, steady, paths):
    """Each cohort plans with what it knew when it last updated; cohorts are drawn one by one."""
    phi = 0.4
    eta = -steady.demand.stock_out_elasticity
    target = paths["final_good"] - cost_gap(inattentive, steady, paths["marginal_cost"], paths["real_rate"]) / eta
    for t in range(T):
        stock = 0.0
        for age in range(300):
            knows = t - age >= 0
            stock += (1 - phi) * phi**age * (target[t] if knows else 0.0)
        ratio = sticky_information_ratio(inattentive, steady, phi, **paths)[t]
        assert ratio == pytest.approx(stock - paths["final_good"][t], abs=1e-12)


def test_firms_that_never_update_keep_their_stock(inattentive, steady, paths):
    ratio = sticky_information_ratio(inattentive, steady, 1.0, **paths)
    np.testing.assert_allclose(ratio, -paths["final_good"], atol=1e-15)


def test_stickier_information_makes_the_stock_respond_less_to_costs(inattentive, steady):
    """A rise in the real rate alone: the larger phi, the smaller the response (section 1.4.2)."""
    calm = np.zeros(T)
    paths = {"marginal_cost": np.zeros(T + 1), "real_rate": 0.8 ** np.arange(T), "final_good": calm}
    ratios = [sticky_information_ratio(inattentive, steady, phi, **paths) for phi in (0.0, 0.3, 0.6, 0.9)]
    for less, more in zip(ratios[1:], ratios[:-1], strict=True):
        assert (np.abs(less) < np.abs(more)).all()
    assert (ratios[0] < 0.0).all()


def test_stickiness_outside_the_unit_interval_is_refused(inattentive, steady, paths):
    with pytest.raises(InvalidParameter, match="stickiness"):
        sticky_information_ratio(inattentive, steady, 1.1, **paths)
