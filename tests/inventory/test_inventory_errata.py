"""Errors in the source that can be proved; each test would fail if the printed version were right.

The Phillips curve of Table A.1 and the average cost in the stock condition are rejected in test_calvo_firm_bellman.py.
"""

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import lognorm, norm

from frictions.inventory.calvo_rules import firm_rules
from frictions.inventory.demand import stock_out
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.steady_state import steady_state
from tests.inventory.numerical_profit import derivative, firm_at, gradient, hessian_blocks, mp, two_period_profit


@pytest.fixture(scope="module")
def decreasing(inattentive):
    return replace(inattentive, alpha=0.8633)


@pytest.fixture(scope="module")
def steady(decreasing):
    return steady_state(decreasing, "exact")


@pytest.fixture(scope="module")
def numerical(decreasing, steady):
    return hessian_blocks(firm_at(decreasing, steady))


def test_published_stock_out_frequency_is_not_a_stock_out_frequency(inattentive):
    """The reported 16.3 percent is 1 - F(log v* - sigma^2/2); stock-outs happen in 9.47 percent of quarters."""
    demand, sigma = steady_state(inattentive).demand, inattentive.sigma_v
    taste = lognorm(s=sigma, scale=np.exp(-(sigma**2) / 2))
    assert taste.sf(demand.threshold) == pytest.approx(0.0947, abs=5e-5)
    assert demand.stock_out_probability == pytest.approx(taste.sf(demand.threshold), rel=1e-12)
    wrong_sign = norm.sf((np.log(demand.threshold) - sigma**2 / 2) / sigma)
    assert wrong_sign == pytest.approx(0.163, abs=5e-4)


def test_published_demand_elasticity_has_the_wrong_sign_before_the_variance(inattentive):
    """(A.29) has 1 - F(log v* - sigma^2/2) where the definition (1.20) gives a plus."""
    theta, sigma = inattentive.theta, inattentive.sigma_v
    demand = steady_state(inattentive).demand
    v = demand.threshold
    taste = lognorm(s=sigma, scale=np.exp(-(sigma**2) / 2))
    defined = theta * quad(lambda x: x * taste.pdf(x), 0, v)[0] / demand.expected_sales
    plus, minus = (
        theta * (1 - v * norm.sf((np.log(v) + sign * sigma**2 / 2) / sigma) / demand.expected_sales) for sign in (1, -1)
    )
    assert plus == pytest.approx(defined, rel=1e-9)
    assert demand.demand_elasticity == pytest.approx(defined, rel=1e-9)
    assert abs(minus - defined) > 0.4


def test_published_markup_of_twenty_percent_is_the_inverse_elasticity(inattentive):
    steady = steady_state(inattentive)
    assert 1.0 / inattentive.theta == pytest.approx(0.20)
    assert steady.price / steady.marginal_cost - 1.0 == pytest.approx(0.267, abs=5e-4)


def test_published_price_to_stock_sensitivity_contradicts_the_published_matrix(inattentive):
    """The text says 34 times; its own matrix gives 38.8 and the exact one 39.5."""
    hessian = profit_hessian(inattentive, steady_state(inattentive)).own
    assert pytest.approx(38.8, abs=0.05) == 3.418 / 0.088
    assert hessian[0, 0] / hessian[1, 1] == pytest.approx(39.5, abs=0.05)


def test_published_cross_derivative_has_the_wrong_sign_before_the_density(decreasing, steady, numerical):
    """A_pz: the bracket times the density must be subtracted."""
    demand, b = steady.demand, decreasing.carry
    pivot = decreasing.theta * (steady.price - b * steady.marginal_cost) * demand.served_density
    ours = profit_hessian(decreasing, steady).own[0, 1]
    assert ours == pytest.approx(numerical["own"][0, 1], rel=1e-10)
    assert abs(ours + 2.0 * pivot - numerical["own"][0, 1]) > 1.0


def test_published_hessian_needs_the_marginal_cost_where_it_has_lambda_over_alpha(decreasing, steady, numerical):
    """By (1.13) lambda is the marginal cost; dividing it by alpha once more misses the derivative."""
    demand, b = steady.demand, decreasing.carry
    expected = decreasing.theta * b * steady.marginal_cost * demand.served_demand
    assert numerical["exogenous_lead"][0, 0] == pytest.approx(expected, rel=1e-10)
    assert abs(expected / decreasing.alpha - numerical["exogenous_lead"][0, 0]) > 0.1


def test_published_steady_state_conditions_need_the_marginal_cost_where_they_have_lambda_over_alpha(decreasing, steady):
    """(A.11) with lambda/alpha for the marginal cost of (1.13) and (A.17) is not where profit is at its maximum."""
    assert np.abs(gradient(firm_at(decreasing, steady))).max() < 1e-13

    class Printed:
        """The same state, except that lambda = alpha m is taken for the marginal cost in the wage (A.17)."""

        demand, price = steady.demand, steady.price
        marginal_cost = decreasing.alpha * steady.marginal_cost

    assert np.abs(gradient(firm_at(decreasing, Printed))).max() > 0.01


def test_published_first_best_condition_has_the_wrong_sign(decreasing, steady):
    """(1.39): the decisions are minus the inverse Hessian times the pull of the exogenous variables."""
    hessian = profit_hessian(decreasing, steady)
    firm, step = firm_at(decreasing, steady), mp.mpf("1e-8")
    right = -np.linalg.solve(hessian.own, hessian.exogenous[:, 0])

    def gain(decision):
        """Profit from deciding, in a quarter with a higher wage, over deciding nothing."""
        moved, still = (
            two_period_profit(firm, 0, 0, 0, p, z, 0, step, 0, 0, 0, 0, 0, 0, 0, 0)
            for p, z in ((decision[0] * step, decision[1] * step), (0, 0))
        )
        return moved - still

    assert right[1] < 0.0
    assert gain(right) > 0
    assert gain(-right) < 0
    assert all(gain(right) > gain(right * [a, b]) for a, b in ((1.01, 1.0), (0.99, 1.0), (1.0, 1.01), (1.0, 0.99)))


def test_published_first_best_condition_lacks_a_transpose(decreasing, steady, numerical):
    """(1.39) has H_x1 x(t-1)/beta; the lag block is the transpose of the lead block over beta."""
    lead, lag = numerical["lead"], numerical["lag"]
    np.testing.assert_allclose(lag, lead.T / decreasing.beta, rtol=1e-12, atol=1e-13)
    assert np.abs(lag - lead / decreasing.beta).max() > 0.5


def test_published_marginal_cost_rises_with_technology(decreasing, steady):
    """Section A.6.3 has w + a + (1-alpha) l; more technology must save labour at the margin."""
    firm = firm_at(decreasing, steady)
    with_technology = derivative(firm, "z", "a")
    with_wage = derivative(firm, "z", "w")
    # One more unit costs marginal cost; its log derivative is 1 with respect to w and -1/alpha to a at given output,
    # which is -1 at given labour.
    assert with_technology / with_wage == pytest.approx(-1.0 / decreasing.alpha, rel=1e-10)
    labor_per_technology = -1.0 / decreasing.alpha
    right = -1.0 + (1.0 - decreasing.alpha) * labor_per_technology
    printed = +1.0 + (1.0 - decreasing.alpha) * labor_per_technology
    assert right == pytest.approx(-1.0 / decreasing.alpha)
    assert printed != pytest.approx(-1.0 / decreasing.alpha)


def test_published_accounting_sells_a_different_quantity_than_firms_do(inattentive):
    """(A.6) subtracts the final good; firms' sales exceed it by 0.06 percent."""
    steady = steady_state(inattentive)
    sold = steady.price**-inattentive.theta * stock_out(steady.demand.threshold, 5.0, 0.33).expected_sales
    assert sold - 1.0 == pytest.approx(0.00063, abs=5e-6)


def test_published_resource_constraint_leaves_out_the_rents_of_rationed_final_goods_firms(inattentive):
    """(1.29): households spend what firms earn and the rents on rationed goods, 0.45 percent of the final good.

    With zero profit of the final-goods firms' shadow problem the final good is worth the sum of (P_j + gamma_j) S_j.
    """
    theta, sigma = inattentive.theta, inattentive.sigma_v
    steady = steady_state(inattentive, "exact")
    v, price = steady.demand.threshold, steady.price
    taste = lognorm(s=sigma, scale=np.exp(-(sigma**2) / 2))
    shadow_value = quad(
        lambda x: taste.pdf(x) * v * price ** (1 - theta) * ((x / v) ** (1 / theta) - 1.0), v, 20.0, epsabs=1e-14
    )[0]
    revenue = price * steady.sales / steady.final_good
    assert revenue + shadow_value == pytest.approx(1.0, abs=1e-10)
    assert shadow_value == pytest.approx(0.0045, abs=1e-4)
    printed = steady_state(inattentive, "printed")
    assert (printed.consumption + 0.16 * printed.output) / printed.final_good == pytest.approx(price, rel=1e-12)


def test_b1_needs_its_leading_minus(calvo):
    """The rules that test_calvo_firm_bellman.py proves optimal satisfy (A.26) with the minus and not without."""
    steady = steady_state(calvo, "exact")
    rules = firm_rules(calvo, steady)
    b, price, cost = calvo.carry, steady.price, steady.marginal_cost
    bracket = b * cost / (price - b * cost) - b / (1 - b)
    pull = (1 - calvo.xi_p) * rules.reset_price
    ahead = (rules.marginal_cost[0] + rules.marginal_cost[1] * pull) * rules.inventories[0]
    left = rules.marginal_cost[0] / (1 - b) - steady.demand.stock_out_elasticity * rules.stock[0]
    assert left == pytest.approx(-bracket * ahead, rel=1e-9)
    assert left != pytest.approx(bracket * ahead, rel=1e-1)
