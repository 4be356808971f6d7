"""Equilibria with inattentive firms: reference values, limits, another algorithm."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.attention.cross_term import tracking_form
from frictions.attention.economy import InvalidEconomy, attention_economy, given_targets
from frictions.attention.equilibrium import (
    attention_thresholds,
    search,
    solve_equilibrium,
    wants_attention,
    without_information,
)
from frictions.attention.firm_loss import alternative_choices, best_alternative, firm_loss
from frictions.attention.information import shift_matrix
from frictions.attention.riccati import solve_inattention
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.responses import reported_responses
from frictions.inventory.sequence_space import aggregate_responses, first_best, full_information, sequence_map
from frictions.inventory.steady_state import steady_state
from frictions.matching.moments import business_cycle_moments

from .conftest import QUARTERLY_VARIANCE, exact_value

KINDS = [("joint", "counted"), ("separate", "counted"), ("separate", "ignored")]
LITERAL = 5.25e-4 / 0.006**2
"""Cost of information over the variance of the shock, both as section 1.6 has them."""


def ratio(cost: float) -> float:
    return cost / QUARTERLY_VARIANCE


def test_joint_equilibrium_reference_values(economy):
    found = solve_equilibrium(economy("joint"), cost_ratio=ratio(1e-4))
    assert found.bits[0] == exact_value(0.21216, 6e-6)
    assert firm_loss(found).profit * QUARTERLY_VARIANCE == pytest.approx(2.4632e-5, abs=6e-10)
    assert 0.15 * found.decisions[1, 0] == exact_value(-0.1491, 6e-5)
    assert 0.15 * found.decisions[0, 24] == exact_value(-0.1223, 6e-5)


@pytest.mark.parametrize(
    ("cost", "price", "stock", "deviation"),
    [(4e-5, 0.267, 0.050, 0.0024), (2e-5, 0.353, 0.228, 0.0013), (1e-5, 0.448, 0.457, 0.0007)],
)
def test_separate_equilibria_without_interaction_reference_values(inattentive, economy, cost, price, stock, deviation):
    found = solve_equilibrium(economy("separate", "ignored"), cost_ratio=ratio(cost))
    assert found.bits == pytest.approx([price, stock], abs=6e-4)
    deviated = firm_loss(found).profit * QUARTERLY_VARIANCE / (1.0 - inattentive.beta)
    assert deviated == exact_value(deviation, 6e-5)


def test_moments_of_a_separate_equilibrium_reference_values(inattentive, steady, sequence, economy):
    found = solve_equilibrium(economy("separate", "ignored"), cost_ratio=ratio(4e-5))
    responses = aggregate_responses(sequence, found.decisions.reshape(-1), 0.15)
    moments = business_cycle_moments(reported_responses(responses, inattentive, steady))
    expected = {
        "corr_IS_S": -0.879,
        "corr_IS_Y": -0.867,
        "corr_Y_dI": -0.346,
        "corr_Y_S": 0.994,
        "corr_Y_pi": 0.973,
        "autocorr_dpi": 0.434,
        "sd_pi_over_y": 0.180,
        "sd_IS_over_S": 1.327,
        "sd_w_over_y": 0.334,
    }
    for name, value in expected.items():
        assert moments[name] == exact_value(value, 6e-4), name


@pytest.mark.parametrize(("information", "interaction"), KINDS)
def test_only_the_ratio_of_cost_to_variance_matters(economy, information, interaction):
    """(sigma, mu) and (4 sigma, 16 mu): the same bits, and profit lost in proportion to the variance."""
    one = solve_equilibrium(economy(information, interaction), cost_ratio=1e-4 / 0.0015**2)
    other = solve_equilibrium(economy(information, interaction), cost_ratio=1.6e-3 / 0.006**2)
    np.testing.assert_allclose(one.bits, other.bits, atol=1e-9)
    np.testing.assert_allclose(one.decisions, other.decisions, atol=1e-7)


@pytest.mark.parametrize("alpha", [1.0, 0.8633])
@pytest.mark.parametrize(("information", "interaction"), [("joint", "counted"), ("separate", "ignored")])
@pytest.mark.slow
def test_an_equilibrium_survives_the_general_algorithm(inattentive, alpha, information, interaction):
    """From the decisions alone: aggregates, targets, the dense inattention problem, Kalman gain, beliefs, decisions."""
    parameters = replace(inattentive, alpha=alpha)
    steady = steady_state(parameters)
    sequence = sequence_map(parameters, steady, 120)
    found = solve_equilibrium(
        attention_economy(parameters, steady, sequence, information, interaction), cost_ratio=LITERAL
    )
    form, lags = found.economy.form, found.economy.lags
    targets = first_best(sequence, found.decisions.reshape(-1)).reshape(2, -1)
    lagged = np.concatenate([np.zeros((2, 1)), targets[:, :-1]], axis=1)
    actions = targets + form.carry @ lagged
    loadings = actions[:, : lags + 1].copy()
    loadings[1, -1] = form.carry[1, 0] / (1.0 + form.carry[0, 0]) * loadings[0, -1]
    transition, innovation = shift_matrix(lags), np.zeros((lags + 1, lags + 1))
    innovation[0, 0] = 1.0
    start = np.eye(lags + 1)
    start[-1, -1] = 200.0
    root = np.linalg.cholesky(form.weight)
    groups = [(loadings.T @ root, [0, 1])] if information == "joint" else []
    if information == "separate":
        groups = [(np.sqrt(form.weight[d, d]) * loadings[d][:, None], [d]) for d in range(2)]
    made = np.zeros_like(actions)
    for weighted, decided in groups:
        last = lags + 1 if weighted[-1].any() else lags
        general = solve_inattention(
            transition[:last, :last],
            innovation[:last, :last],
            weighted[:last],
            LITERAL / np.log(2.0),
            parameters.beta,
            prior=start[:last, :last],
            tolerance=1e-10,
        )
        gain = np.eye(last) - general.posterior @ np.linalg.inv(general.prior)
        belief, state = np.zeros(last), np.eye(last)[0]
        for t in range(actions.shape[1]):
            expected = transition[:last, :last] @ belief
            belief = expected + gain @ (state - expected)
            made[decided, t] = loadings[decided, :last] @ belief
            state = transition[:last, :last] @ state
    np.testing.assert_allclose(made, found.linear.actions, atol=3e-5 * np.abs(found.linear.actions).max())


@pytest.mark.parametrize(("information", "interaction"), KINDS)
def test_cheap_information_gives_full_information(economy, sequence, information, interaction):
    found = solve_equilibrium(economy(information, interaction), cost_ratio=1e-4)
    best = full_information(sequence).reshape(2, -1)
    for d in range(2):
        assert np.abs(found.decisions[d] - best[d]).max() < 0.02 * np.abs(best[d]).max()


@pytest.mark.parametrize(("information", "interaction"), KINDS)
def test_dear_information_gives_none(economy, information, interaction):
    for start in ("attentive", "inattentive"):
        found = solve_equilibrium(economy(information, interaction), cost_ratio=ratio(3e-4), start=start)
        assert not found.bits.any()
        assert not found.decisions.any()


def test_costs_above_which_nobody_pays_attention(inattentive, economy):
    """Reference values in partial equilibrium: 1.25e-4 for both decisions or the price, 4.9e-5 for the stock."""
    nobody = without_information(economy("separate", "ignored"), 1.0)
    thresholds = attention_thresholds(nobody.economy, nobody.linear)
    assert thresholds * QUARTERLY_VARIANCE == pytest.approx([1.25e-4, 4.9e-5], rel=0.15)
    firm = given_targets(nobody.linear.first_best_actions, nobody.economy.form, inattentive.beta, "separate", "ignored")
    for d, threshold in enumerate(thresholds):
        assert search(firm, cost_ratio=0.99 * threshold, permanent=False).bits[d] > 0.0
        assert search(firm, cost_ratio=1.01 * threshold, permanent=False).bits[d] == 0.0
    joint = without_information(economy("joint"), 1.0)
    threshold = attention_thresholds(joint.economy, joint.linear)[0]
    assert threshold * QUARTERLY_VARIANCE == pytest.approx(1.25e-4, rel=0.02)
    assert wants_attention(without_information(economy("joint"), 0.999 * threshold)).all()
    assert not wants_attention(without_information(economy("joint"), 1.001 * threshold)).any()


@pytest.mark.parametrize(("information", "interaction"), KINDS)
def test_bits_fall_with_the_cost_at_given_targets(inattentive, steady, sequence, information, interaction):
    form = tracking_form(profit_hessian(inattentive, steady), inattentive.beta)
    targets = first_best(sequence, np.zeros(240)).reshape(2, -1)
    firm = given_targets(targets, form, inattentive.beta, information, interaction)
    total, loss = [], []
    for cost in np.geomspace(2e-6, 2e-4, 12):
        found = search(firm, cost_ratio=ratio(cost), permanent=False)
        total.append(found.bits.sum())
        loss.append(firm_loss(found).profit)
    assert np.all(np.diff(total) <= 1e-9)
    assert np.all(np.diff(loss) >= -1e-9)


def test_counting_the_interaction_is_what_minimises_the_objective(inattentive, steady, sequence):
    """Separate signals chosen as if errors did not interact cost the firm more, by the objective (1.34)."""
    form = tracking_form(profit_hessian(inattentive, steady), inattentive.beta)
    targets = first_best(sequence, np.zeros(240)).reshape(2, -1)
    for cost in (1e-5, 3e-5, 6e-5):
        value = {
            kind: firm_loss(
                search(given_targets(targets, form, 1.0, *kind), cost_ratio=ratio(cost), permanent=False)
            ).objective
            for kind in KINDS
        }
        assert value["joint", "counted"] < value["separate", "counted"] < 0.98 * value["separate", "ignored"]


@pytest.mark.parametrize(("information", "interaction"), KINDS)
def test_loss_of_a_firm_adds_up_to_the_posterior_variance(economy, information, interaction):
    """Where errors interact only through what is tracked, half the weighted posterior variance is the loss."""
    found = solve_equilibrium(economy(information, interaction), cost_ratio=LITERAL)
    structure, loss = found.information, firm_loss(found)
    losses = []
    for d in range(len(found.bits)):
        learned = 1.0 - structure.nat_cost / structure.eigenvalues[d]
        posterior = structure.priors[d] - learned * np.outer(structure.outward[d], structure.outward[d])
        losses.append(0.5 * np.sum(structure.values[d] * posterior))
    if information == "joint":
        assert loss.profit == pytest.approx(losses[0], rel=1e-5)
    elif interaction == "ignored":
        assert [loss.price, loss.stock] == pytest.approx(losses, rel=1e-5)
    else:
        assert loss.interaction < 0.0


@pytest.mark.parametrize(("information", "interaction"), KINDS)
def test_no_other_combination_of_signals_is_better_for_a_firm(economy, information, interaction):
    found = solve_equilibrium(economy(information, interaction), cost_ratio=LITERAL)
    assert best_alternative(found) == pytest.approx(0.0, abs=1e-8)
    choices = alternative_choices(found)
    own = min(choices, key=lambda choice: np.abs(choice.bits - found.bits).max())
    np.testing.assert_allclose(own.bits, found.bits, atol=1e-6)


def test_equilibrium_does_not_depend_on_lags_or_horizon(inattentive, steady):
    longer = sequence_map(inattentive, steady, 200)
    for information in ("joint", "separate"):
        short = solve_equilibrium(
            attention_economy(inattentive, steady, sequence_map(inattentive, steady, 80), information, lags=30),
            cost_ratio=LITERAL,
        )
        long = solve_equilibrium(
            attention_economy(inattentive, steady, longer, information, lags=80), cost_ratio=LITERAL
        )
        assert short.bits == pytest.approx(long.bits, abs=1e-5)
        np.testing.assert_allclose(short.decisions[:, :30], long.decisions[:, :30], atol=1e-4)
        assert long.truncation() < 1e-6
        assert long.information.second_eigenvalues().max() < 1.0


def test_a_warm_start_ends_where_a_cold_one_does(economy):
    cold = solve_equilibrium(economy(), cost_ratio=LITERAL)
    neighbour = solve_equilibrium(economy(), cost_ratio=1.1 * LITERAL)
    warm = solve_equilibrium(economy(), cost_ratio=LITERAL, start=neighbour)
    np.testing.assert_allclose(warm.bits, cold.bits, atol=1e-8)
    np.testing.assert_allclose(warm.decisions, cold.decisions, atol=1e-7)


def test_a_repeated_solution_is_the_same_to_the_last_bit(economy):
    first, second = (solve_equilibrium(economy(), cost_ratio=LITERAL) for _ in range(2))
    assert first.decisions.tobytes() == second.decisions.tobytes()


def test_exactly_one_of_cost_and_capacity_must_be_given(economy):
    for wrong in ({}, {"cost_ratio": 1.0, "capacity": 1.0}, {"cost_ratio": -1.0}, {"capacity": np.inf}):
        with pytest.raises(InvalidEconomy, match="one positive"):
            solve_equilibrium(economy(), **wrong)
