"""The Calvo firm solved again as a Markov-jump linear-quadratic problem, without any first-order condition.

A firm carries last period's price and stock. Each period a draw decides whether it may reset the price; the stock is
always chosen. The quadratic terms are 50-digit differences of the profit function. The equilibrium paths of wages,
final good, marginal utility and inflation are fed to this firm, and its decisions, averaged over draws, must give back
the stock, the price and the inventories of the aggregate model.
"""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from frictions.inventory.calvo import solve_calvo
from frictions.inventory.calvo_rules import firm_rules
from frictions.inventory.steady_state import steady_state
from frictions.rational_expectations.solution import impulse_responses
from tests.inventory.numerical_profit import firm_at, hessian_blocks, inventory_gradient

PRICE, STOCK = np.eye(2)


@dataclass(frozen=True)
class BellmanFirm:
    """Blocks of the quadratic problem and its stationary solution."""

    beta: float
    xi: float
    blocks: dict
    inventories: np.ndarray
    curvature: np.ndarray
    reset: np.ndarray
    keep: np.ndarray


def choices(blocks, beta, curvature):
    """Responses of (price, stock) to last period's (price, stock) when the price is reset and when it is kept."""
    value = blocks["own"] + beta * curvature
    link = blocks["lead"] / beta
    reset = -np.linalg.solve(value, link.T)
    keep = np.outer(PRICE, PRICE)
    keep = keep + np.outer(STOCK, -(link.T[1] + value[1, 0] * PRICE) / value[1, 1])
    return value, link, reset, keep


def solve_bellman(parameters):
    firm = firm_at(parameters, steady_state(parameters, "exact"))
    blocks, beta, xi = hessian_blocks(firm), parameters.beta, parameters.xi_p
    curvature = np.zeros((2, 2))
    for _ in range(20_000):
        value, link, reset, keep = choices(blocks, beta, curvature)
        new = sum(weight * (k.T @ value @ k + link @ k + k.T @ link.T) for weight, k in ((1 - xi, reset), (xi, keep)))
        change, curvature = np.abs(new - curvature).max(), new
        if change < 1e-15:
            break
    _, _, reset, keep = choices(blocks, beta, curvature)
    return BellmanFirm(beta, xi, blocks, inventory_gradient(firm), curvature, reset, keep)


def average_decisions(firm, outside, drift):
    """Average price and stock over all firms along the paths of what is exogenous to them.

    ``outside`` holds wage, final good, marginal utility and technology; ``drift`` is how far a kept price falls
    behind the price index in each period.
    """
    horizon = outside.shape[1]
    before = np.hstack([np.zeros((4, 1)), outside[:, :-1]])
    after = np.hstack([outside[:, 1:], np.zeros((4, 1))])
    pull = (
        firm.blocks["exogenous_lag"] @ before
        + firm.blocks["exogenous"] @ outside
        + firm.blocks["exogenous_lead"] @ after
    ).T
    value, link, reset, keep = choices(firm.blocks, firm.beta, firm.curvature)
    slope = np.zeros(2)
    reset_shift, keep_shift = np.zeros((2, horizon, 2))
    for t in reversed(range(horizon)):
        force = pull[t] + firm.beta * slope
        reset_shift[t] = -np.linalg.solve(value, force)
        kept_stock = -(force[1] + value[1, 0] * drift[t]) / value[1, 1]
        keep_shift[t] = drift[t], kept_stock
        slope = sum(
            weight * (k.T @ (value @ shift + force) + link @ shift)
            for weight, k, shift in ((1 - firm.xi, reset, reset_shift[t]), (firm.xi, keep, keep_shift[t]))
        )
    path, state = np.empty((horizon, 2)), np.zeros(2)
    for t in range(horizon):
        state = (1 - firm.xi) * (reset @ state + reset_shift[t]) + firm.xi * (keep @ state + keep_shift[t])
        path[t] = state
    return path


def largest_gap(parameters, horizon=900, **options):
    """Largest distance between the Bellman firm's averages and the model's, for a unit interest-rate shock."""
    solution = solve_calvo(parameters, accounting="exact", **options)
    model = impulse_responses(solution.linear, "interest_rate", 1.0, horizon)
    firm = solve_bellman(parameters)
    outside = np.array([model["real_wage"], model["final_good"], model["marginal_utility"], np.zeros(horizon)])
    drift = -(model["inflation"] - parameters.iota_p * np.append(0.0, model["inflation"][:-1]))
    average = average_decisions(firm, outside, drift)
    inventories = np.column_stack([average, model["final_good"]]) @ firm.inventories
    found = {"relative_price": average[:, 0], "stock": average[:, 1], "inventories": inventories}
    return max(np.abs(found[name] - model[name])[: horizon // 2].max() for name in found)


@pytest.fixture(scope="module")
def parameter_sets(calvo, four_variables):
    return {
        "Table 1.1": calvo,
        "Figure 1.9": four_variables,
        "nearly constant returns": replace(calvo, alpha=1.0 - 1e-9),
        "other": replace(calvo, alpha=0.7, xi_p=0.75, iota_p=0.4),
    }


CASES = ["Table 1.1", "Figure 1.9", "nearly constant returns", "other"]


@pytest.mark.parametrize("case", CASES)
def test_the_optimal_firm_has_the_rules_of_the_undetermined_coefficients(parameter_sets, case):
    parameters = parameter_sets[case]
    firm = solve_bellman(parameters)
    rules = firm_rules(parameters, steady_state(parameters, "exact"))
    by_inventories = firm.inventories[:2]
    # A kept price isolates the response of the stock to inventories and to the price.
    stock_on_inventories = firm.keep[1, 1] / by_inventories[1]
    stock_on_price = firm.keep[1, 0] - stock_on_inventories * by_inventories[0]
    assert rules.stock == pytest.approx((stock_on_inventories, stock_on_price), rel=1e-11, abs=1e-12)
    np.testing.assert_allclose(firm.reset[0], rules.reset_price * by_inventories, rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(
        firm.reset[1], rules.stock[0] * by_inventories + rules.stock[1] * firm.reset[0], rtol=1e-10, atol=1e-12
    )


@pytest.mark.parametrize("case", CASES)
def test_averaging_optimal_firms_gives_back_the_aggregate_model(parameter_sets, case):
    assert largest_gap(parameter_sets[case]) < 1e-12


@pytest.mark.parametrize("case", CASES)
def test_published_phillips_curve_is_not_what_optimal_firms_do(parameter_sets, case):
    """Erratum: Table A.1, (A.34) and (A.35) drop the change of the average relative price."""
    assert largest_gap(parameter_sets[case], phillips_curve="printed") > 1e-5


def test_average_cost_in_the_stock_condition_is_not_optimal(calvo):
    """Erratum: (A.26), (A.27) and B_1 need the marginal cost; the published numbers use the average cost."""
    steady = steady_state(calvo, "exact")
    firm = solve_bellman(calvo)
    stock_on_inventories = firm.keep[1, 1] / firm.inventories[1]
    stock_on_price = firm.keep[1, 0] - stock_on_inventories * firm.inventories[0]
    assert stock_on_price == pytest.approx(-2.4564, abs=5e-5)
    assert firm_rules(calvo, steady, "average").stock[1] == pytest.approx(-2.5966, abs=5e-5)
    assert largest_gap(calvo, mc_mode="average") > 0.1


def test_the_check_would_notice_a_wrong_slope_of_the_firm(calvo):
    """A negative control of the check itself: another stickiness for the firm than for the economy."""
    solution = solve_calvo(calvo, accounting="exact")
    model = impulse_responses(solution.linear, "interest_rate", 1.0, 300)
    firm = solve_bellman(replace(calvo, xi_p=calvo.xi_p + 1e-4))
    outside = np.array([model["real_wage"], model["final_good"], model["marginal_utility"], np.zeros(300)])
    drift = -(model["inflation"] - calvo.iota_p * np.append(0.0, model["inflation"][:-1]))
    gap = np.abs(average_decisions(firm, outside, drift)[:, 0] - model["relative_price"]).max()
    assert gap > 1e-6
