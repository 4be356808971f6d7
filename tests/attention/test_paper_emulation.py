"""The reconstruction of the published equilibrium, and its distance from an optimum."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.attention.arma import ArmaProblem, best_rules, default_starts
from frictions.attention.cross_term import tracking_form
from frictions.attention.economy import given_targets
from frictions.attention.equilibrium import search
from frictions.attention.firm_loss import firm_loss
from frictions.attention.reconstruction_economy import NoReconstruction, emulate, emulation_map, published_path
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.responses import reported_responses
from frictions.inventory.sequence_space import aggregate_responses
from frictions.matching.moments import business_cycle_moments

from .conftest import HORIZON, QUARTERLY_VARIANCE, exact_value

FITTED = 3.05e-5 / QUARTERLY_VARIANCE
PUBLISHED = {
    "corr_IS_S": -0.881,
    "corr_IS_Y": -0.787,
    "corr_Y_dI": 0.120,
    "corr_Y_S": 0.970,
    "corr_Y_pi": -0.291,
    "autocorr_dpi": -0.491,
    "sd_w_over_y": 0.622,
}


@pytest.fixture(scope="module")
def emulation(inattentive, steady):
    return emulate(inattentive, steady, emulation_map(inattentive, steady, HORIZON), FITTED)


@pytest.fixture(scope="module")
def responses(inattentive, steady, emulation):
    paths = aggregate_responses(emulation.sequence, emulation.decisions.reshape(-1), 0.15)
    return reported_responses(paths, inattentive, steady)


def test_moments_of_the_recovered_path(inattentive):
    """Four numbers imposed on average decisions, everything else from the model."""
    _, responses, decisions = published_path(inattentive)
    moments = business_cycle_moments(responses)
    expected = {
        "corr_IS_S": -0.826,
        "corr_IS_Y": -0.721,
        "corr_Y_dI": 0.201,
        "corr_Y_S": 0.962,
        "corr_Y_pi": -0.286,
        "autocorr_dpi": -0.492,
        "sd_pi_over_y": 0.012,
        "sd_IS_over_S": 1.097,
        "sd_w_over_y": 0.649,
    }
    for name, value in expected.items():
        assert moments[name] == exact_value(value, 2e-3), name
    assert decisions["stock"][0].min() == exact_value(-1.03, 6e-3)
    assert decisions["price"][0].min() == exact_value(-0.080, 6e-4)
    assert responses["output"][0] == exact_value(-0.20, 6e-3)


@pytest.mark.slow
def test_moments_of_the_construction_are_near_the_published_ones(responses):
    moments = business_cycle_moments(responses)
    reference = {
        "corr_IS_S": -0.900,
        "corr_IS_Y": -0.811,
        "corr_Y_dI": 0.120,
        "corr_Y_S": 0.955,
        "corr_Y_pi": -0.312,
        "autocorr_dpi": -0.504,
        "sd_pi_over_y": 0.018,
        "sd_IS_over_S": 1.52,
        "sd_w_over_y": 0.669,
    }
    for name, value in reference.items():
        assert moments[name] == exact_value(value, 5e-3), name
    for name, value in PUBLISHED.items():
        assert moments[name] == exact_value(value, 0.05), name


@pytest.mark.slow
def test_information_and_loss_of_the_construction(inattentive, emulation, responses):
    rules = emulation.rules
    assert rules.bits == pytest.approx([0.187, 0.096], abs=1e-3)
    assert rules.flow == exact_value(0.248, 1e-3)
    assert rules.profit * QUARTERLY_VARIANCE / (1.0 - inattentive.beta) == exact_value(0.0019, 6e-5)
    assert rules.interaction_share == exact_value(-0.30, 0.01)
    assert 0.15 * emulation.first_best[1].min() == exact_value(-1.01, 6e-3)
    assert responses["output"][0] == exact_value(-0.199, 1e-3)
    assert emulation.residual < 1e-5


@pytest.mark.slow
def test_the_construction_loses_a_quarter_of_what_an_optimum_would(inattentive, steady, emulation):
    """Objective at its own targets: ARMA (1,0), (1,1), (2,1) and the optimum."""
    form = tracking_form(profit_hessian(inattentive, steady), inattentive.beta)
    values = [emulation.rules.objective]
    for orders in ((1, 1), (2, 1)):
        problem = ArmaProblem(emulation.first_best, form.weight, FITTED, *orders)
        values.append(best_rules(problem, default_starts(problem, 2, np.random.SeedSequence(1)), 1e-6).objective)
    firm = given_targets(emulation.first_best, form, 1.0, "joint", lags=80)
    values.append(firm_loss(search(firm, cost_ratio=FITTED, permanent=False)).objective)
    np.testing.assert_allclose(
        np.array(values) * QUARTERLY_VARIANCE, [2.658e-5, 2.522e-5, 2.385e-5, 2.130e-5], atol=1.5e-8
    )


@pytest.mark.slow
def test_halving_the_cost_moves_attention_as_published_in_sign(inattentive, steady, emulation):
    cheaper = emulate(inattentive, steady, emulation.sequence, 0.5 * FITTED)
    assert np.all(cheaper.rules.bits > emulation.rules.bits)
    assert cheaper.rules.profit < emulation.rules.profit
    assert cheaper.decisions[1, 0] < emulation.decisions[1, 0] < 0.0


@pytest.mark.slow
def test_longer_polynomials_leave_the_published_equilibrium(inattentive, steady, emulation):
    """With ARMA(1, 1) rules the construction no longer gives the published responses."""
    longer = emulate(inattentive, steady, emulation.sequence, FITTED, ma=1, tolerance=1e-4)
    assert np.abs(longer.decisions[1] - emulation.decisions[1]).max() > 0.05 * np.abs(emulation.decisions[1]).max()


def test_the_construction_does_not_apply_to_money_or_decreasing_returns(inattentive, steady):
    with pytest.raises(NoReconstruction, match="money_growth"):
        emulation_map(inattentive, steady, HORIZON, "money_growth")
    with pytest.raises(NoReconstruction, match="constant returns"):
        emulate(replace(inattentive, alpha=0.9), steady, emulation_map(inattentive, steady, 40), FITTED)
