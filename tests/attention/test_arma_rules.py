"""Decision rules restricted to ARMA processes never beat the optimum."""

import numpy as np
import pytest

from frictions.attention.arma import ArmaProblem, InvalidArmaProblem, evaluate_rules
from frictions.attention.arma_search import best_rules, default_starts
from frictions.attention.cross_term import tracking_form
from frictions.attention.economy import given_targets
from frictions.attention.equilibrium import search
from frictions.attention.firm_loss import firm_loss
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.sequence_space import first_best

from .conftest import QUARTERLY_VARIANCE

SEED = np.random.SeedSequence(1)
TABLE_1_4 = tuple(cost / 0.006**2 for cost in (5.25e-4, 2.63e-4, 1.32e-4))
TABLE_1_5 = tuple(5.25e-4 / (0.006 * basis_points / 15.0) ** 2 for basis_points in (20.0, 22.0, 25.0))


@pytest.fixture(scope="module")
def targets(sequence):
    """First-best responses while nobody is informed; they die out, as ARMA rules do."""
    return first_best(sequence, np.zeros(2 * sequence.horizon)).reshape(2, -1)


@pytest.fixture(scope="module")
def form(inattentive, steady):
    return tracking_form(profit_hessian(inattentive, steady), inattentive.beta)


def optimum(targets, form, cost_ratio: float, information: str) -> float:
    """Without discounting, as the restricted problem."""
    firm = given_targets(targets, form, 1.0, information, "counted", lags=80)
    return firm_loss(search(firm, cost_ratio=cost_ratio, permanent=False)).objective


def restricted(targets, form, cost_ratio: float, orders: tuple[int, int], flow: str, starts: int = 1):
    problem = ArmaProblem(targets, form.weight, cost_ratio, *orders, flow)
    return best_rules(problem, default_starts(problem, starts, SEED), tolerance=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("cost_ratio", TABLE_1_4 + TABLE_1_5)
@pytest.mark.parametrize("orders", [(1, 0), (1, 1)])
def test_restricted_rules_cost_more_than_the_optimum_at_every_cost_of_tables_1_4_and_1_5(
    targets, form, cost_ratio, orders
):
    joint = optimum(targets, form, cost_ratio, "joint")
    separate = optimum(targets, form, cost_ratio, "separate")
    assert joint <= separate
    assert restricted(targets, form, cost_ratio, orders, "joint").objective > joint
    assert restricted(targets, form, cost_ratio, orders, "sum").objective > separate


@pytest.mark.slow
def test_separate_signals_that_ignore_the_interaction_are_worse_than_arma_rules(targets, form):
    """What proves that they are not the optimum of (1.34): an ARMA(1, 1) rule of the same kind does better."""
    cost_ratio = 3e-5 / QUARTERLY_VARIANCE
    firm = given_targets(targets, form, 1.0, "separate", "ignored", lags=80)
    ignoring = firm_loss(search(firm, cost_ratio=cost_ratio, permanent=False)).objective
    simple = restricted(targets, form, cost_ratio, (1, 1), "sum").objective
    assert optimum(targets, form, cost_ratio, "separate") < simple < ignoring


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cost", "orders", "flow", "value"),
    [
        (6e-5, (1, 0), "sum", 3.302e-5),
        (6e-5, (1, 1), "sum", 3.219e-5),
        (3e-5, (1, 0), "sum", 2.920e-5),
        (3e-5, (1, 1), "sum", 2.782e-5),
        (1e-5, (1, 0), "sum", 2.058e-5),
        (1e-5, (1, 1), "sum", 1.912e-5),
        (3e-5, (2, 2), "joint", 2.499e-5),
    ],
)
def test_restricted_objective_reference_values(targets, form, cost, orders, flow, value):
    found = restricted(targets, form, cost / QUARTERLY_VARIANCE, orders, flow, starts=2)
    assert found.objective * QUARTERLY_VARIANCE == pytest.approx(value, abs=1e-8)


@pytest.mark.parametrize(("cost", "value"), [(6e-5, 2.920e-5), (3e-5, 2.257e-5), (1e-5, 1.290e-5)])
def test_joint_optimum_reference_values(targets, form, cost, value):
    found = optimum(targets, form, cost / QUARTERLY_VARIANCE, "joint")
    assert found * QUARTERLY_VARIANCE == pytest.approx(value, abs=6e-9)


def test_flow_of_a_proportional_signal_is_the_capacity_of_a_gaussian_channel(targets, form):
    problem = ArmaProblem(targets, form.weight, 1.0, ar=1, ma=1, flow="sum")
    shape = [0.3, 0.2]
    point = np.array([0.5, *shape, np.log(2.0), *shape, 0.4, *shape, np.log(0.5), *shape])
    rules = evaluate_rules(problem, point)
    np.testing.assert_allclose(rules.bits, 0.5 * np.log2(1.0 + np.array([0.25, 4.0])), rtol=1e-12)
    assert rules.flow == pytest.approx(rules.bits.sum())
    np.testing.assert_allclose(np.abs(rules.noise[0]), 2.0 * np.abs(rules.responses[0]), rtol=1e-12)
    ratio = rules.responses[0][1] / rules.responses[0][0]
    assert ratio == pytest.approx(np.tanh(0.3) + 0.2)


def test_the_mutual_information_with_both_is_below_the_sum(targets, form):
    rng = np.random.default_rng(2)
    for _ in range(10):
        point = 0.5 * rng.normal(size=12)
        joint, total = (
            evaluate_rules(ArmaProblem(targets, form.weight, 1.0, 1, 1, flow), point) for flow in ("joint", "sum")
        )
        assert joint.flow < total.flow
        assert joint.profit == total.profit


def test_interaction_of_rules_is_the_cross_term_of_the_loss(targets, form):
    problem = ArmaProblem(targets, form.weight, 1.0)
    rules = evaluate_rules(problem, default_starts(problem, 1, SEED)[0])
    errors = rules.responses - targets
    whole = 0.5 * np.einsum("it,ij,jt->", errors, form.weight, errors)
    whole += 0.5 * float(np.diag(form.weight) @ (rules.noise**2).sum(axis=1))
    assert rules.profit == pytest.approx(whole)
    assert rules.interaction_share == pytest.approx(form.weight[0, 1] * (errors[0] @ errors[1]) / whole)


def test_inadmissible_problems_are_refused(targets, form):
    with pytest.raises(InvalidArmaProblem, match="shape"):
        ArmaProblem(targets[:1], form.weight, 1.0)
    with pytest.raises(InvalidArmaProblem, match="orders"):
        ArmaProblem(targets, form.weight, 1.0, ar=-1)
    with pytest.raises(InvalidArmaProblem, match="zero throughout"):
        ArmaProblem(np.zeros((2, 20)), form.weight, 1.0)
    problem = ArmaProblem(targets, form.weight, 1.0)
    with pytest.raises(InvalidArmaProblem, match="entries"):
        best_rules(problem, np.zeros((1, 3)))
