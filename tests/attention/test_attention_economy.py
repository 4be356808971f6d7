"""Beliefs first: given beliefs, the economy is one linear system."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.attention.cross_term import tracking_form
from frictions.attention.economy import (
    InvalidEconomy,
    actions_of,
    attention_economy,
    decisions_of,
    given_targets,
    solve_given_beliefs,
)
from frictions.attention.equilibrium import sticky_beliefs
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.sequence_space import first_best, full_information, sequence_map
from frictions.inventory.steady_state import steady_state
from frictions.options import UnknownOption

from .conftest import HORIZON


def test_beliefs_that_know_everything_give_full_information(economy, sequence):
    knowing = economy("joint", lags=100)
    beliefs = sticky_beliefs(knowing, informed=1.0)
    actions = solve_given_beliefs(knowing, (beliefs, beliefs)).actions
    np.testing.assert_allclose(actions.reshape(-1), full_information(sequence), atol=1e-6)


def test_without_beliefs_nobody_moves(economy, sequence):
    found = solve_given_beliefs(economy("joint"), (None, None))
    assert not found.actions.any()
    nobody = first_best(sequence, np.zeros(2 * HORIZON))
    np.testing.assert_allclose(found.first_best_actions.reshape(-1), nobody, atol=1e-14)


@pytest.mark.parametrize("alpha", [1.0, 0.8633])
@pytest.mark.parametrize(("information", "interaction"), [("joint", "counted"), ("separate", "ignored")])
def test_average_decisions_are_beliefs_about_the_targets_they_cause(inattentive, alpha, information, interaction):
    """The one linear solve against its definition, at any returns to scale."""
    parameters = replace(inattentive, alpha=alpha)
    steady = steady_state(parameters)
    sequence = sequence_map(parameters, steady, HORIZON)
    economy = attention_economy(parameters, steady, sequence, information, interaction)
    beliefs = sticky_beliefs(economy, 0.4), sticky_beliefs(economy, 0.25)
    found = solve_given_beliefs(economy, beliefs)
    decisions = decisions_of(economy.form, found.actions)
    targets = first_best(sequence, decisions.reshape(-1)).reshape(2, -1)
    actions = actions_of(economy.form, targets)
    np.testing.assert_allclose(found.first_best_actions, actions, atol=1e-10)
    for d in range(2):
        loadings = actions[d, : economy.lags + 1].copy()
        if d == 1:
            loadings[-1] = economy.permanent_ratio * actions[0, economy.lags]
        np.testing.assert_allclose(found.actions[d], beliefs[d] @ loadings, atol=1e-10)


def test_a_decision_that_counts_the_interaction_minimises_the_whole_loss(inattentive, steady):
    """Sticky information about both targets: the least squares response of one decision, the other's being given."""
    form = tracking_form(profit_hessian(inattentive, steady), inattentive.beta)
    rng = np.random.default_rng(4)
    targets = rng.normal(size=(2, 80)) * 0.8 ** np.arange(80)
    firm = given_targets(targets, form, inattentive.beta, "separate", "counted", lags=60)
    beliefs = sticky_beliefs(firm, 0.3), sticky_beliefs(firm, 0.5)
    found = solve_given_beliefs(firm, beliefs)
    shares = [1.0 - 0.7 ** np.arange(1.0, 81.0), 1.0 - 0.5 ** np.arange(1.0, 81.0)]
    weight = form.weight
    for t in range(60):
        # A share of firms knows; those decide by the first-order condition, the others do nothing.
        best = np.array([found.actions[d, t] / shares[d][t] for d in range(2)])
        gaps = found.actions[:, t] - targets[:, t]
        for d in range(2):
            assert weight[d, d] * (best[d] - targets[d, t]) + weight[0, 1] * gaps[1 - d] == pytest.approx(0.0, abs=1e-9)


def test_the_stock_has_a_permanent_action_only_under_decreasing_returns(inattentive, economy):
    assert economy().permanent_ratio == 0.0
    parameters = replace(inattentive, alpha=0.8633)
    steady = steady_state(parameters)
    decreasing = attention_economy(parameters, steady, sequence_map(parameters, steady, 60))
    assert decreasing.permanent_ratio != 0.0


def test_inputs_that_do_not_fit_are_refused(inattentive, steady, sequence):
    with pytest.raises(InvalidEconomy, match="lags"):
        attention_economy(inattentive, steady, sequence, lags=HORIZON)
    with pytest.raises(UnknownOption, match="information"):
        attention_economy(inattentive, steady, sequence, "shared")
    with pytest.raises(UnknownOption, match="interaction"):
        attention_economy(inattentive, steady, sequence, "separate", "forgotten")
    form = tracking_form(profit_hessian(inattentive, steady), inattentive.beta)
    with pytest.raises(InvalidEconomy, match="two paths"):
        given_targets(np.zeros(30), form, 0.99)
