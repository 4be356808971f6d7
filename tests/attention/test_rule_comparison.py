"""The optimum against restricted rules, and attention against its cost, as the results files hold them."""

import numpy as np
import pytest

from frictions.attention.arma import ArmaProblem, evaluate_rules
from frictions.attention.arma_search import default_starts
from frictions.attention.experiments import AttentionExperiment, Uncertified, require_certificate
from frictions.attention.rule_comparison import (
    _embed,
    comparison_certificate,
    comparison_rows,
    demand_rows,
    optimum_at,
    uninformed_targets,
)
from frictions.inventory.sequence_space import first_best


@pytest.fixture(scope="module")
def targets(inattentive):
    return uninformed_targets(inattentive, 120)


def test_targets_are_those_of_an_uninformed_economy(targets, sequence):
    np.testing.assert_array_equal(targets[0], first_best(sequence, np.zeros(2 * sequence.horizon)).reshape(2, -1))


def test_embedded_rules_are_the_same_rules(targets):
    short = ArmaProblem(targets[0], targets[1].weight, 12.0, 1, 0)
    long = ArmaProblem(targets[0], targets[1].weight, 12.0, 2, 1)
    point = default_starts(short, 2, np.random.SeedSequence(5))[1]
    same = evaluate_rules(long, _embed(point, short, long))
    np.testing.assert_allclose(same.responses, evaluate_rules(short, point).responses, rtol=1e-12)
    assert same.objective == pytest.approx(evaluate_rules(short, point).objective, rel=1e-12)


@pytest.mark.slow
def test_longer_rules_come_closer_to_the_optimum_but_never_below(targets):
    rows = comparison_rows("benchmark", *targets, AttentionExperiment(), [(1, 0), (1, 1), (2, 1)], 1)
    for kind in ("separate", "joint"):
        excess = [row["excess_percent"] for row in rows if row["rule"] == f"arma_{kind}"]
        assert excess[0] > excess[1] > excess[2] > 0.0
    joint, separate = (
        next(row["objective"] for row in rows if row["rule"] == f"optimal_{kind}") for kind in ("joint", "separate")
    )
    assert joint < separate


def test_bits_fall_with_their_cost_and_the_certificate_sees_it_if_not(targets):
    demand = demand_rows(*targets, [2e-4, 6e-4, 1.2e-3, 2.2e-3], 0.006)
    flow = [row["value"] for row in demand if row["quantity"] == "info_flow" and row["information"] == "separate"]
    assert flow[0] > flow[1] > flow[2] > flow[3] == 0.0
    rules = [{"excess_percent": 3.0}]
    certificate = comparison_certificate(rules, demand)
    require_certificate("comparison", certificate)
    reversed_costs = [row | {"cost": -row["cost"]} for row in demand]
    with pytest.raises(Uncertified, match="rise_of_bits_with_cost"):
        require_certificate("comparison", comparison_certificate(rules, reversed_costs))
    with pytest.raises(Uncertified, match="restricted_below_optimum"):
        require_certificate("comparison", comparison_certificate([{"excess_percent": -1.0}], demand))


def test_the_best_choice_of_separate_signals_is_found_where_one_decision_is_not_worth_a_signal(targets):
    """Between the thresholds of both decisions only the price is attended to."""
    found = optimum_at(*targets, 1.2e-3 / 0.006**2, "separate")
    assert found.bits[0] > 0.0 == found.bits[1]
