"""Experiments of section 1.6, as the tables and figures read them."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.attention.cost_sweep import branch_rows, cost_sweep, equilibria_rows, threshold_rows
from frictions.attention.experiments import AttentionExperiment, InvalidExperiment, run_experiment
from frictions.attention.outcome_tables import outcome_tables
from frictions.attention.reconstruction_economy import NoReconstruction
from frictions.inventory.responses import REPORTED
from frictions.options import UnknownOption

from .conftest import exact_value


@pytest.fixture(scope="module")
def money(inattentive):
    """The money version of section 1.6.3."""
    return replace(inattentive, h=0.0, g_star=0.0, xi_w=0.90)


@pytest.fixture(scope="module")
def separate(inattentive):
    return run_experiment(inattentive, AttentionExperiment(), "optimal_separate")


@pytest.fixture(scope="module")
def joint(inattentive):
    return run_experiment(inattentive, AttentionExperiment(), "optimal_joint")


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        (7e-4, (-0.614, 0.611, 0.418, 1.375, 1.088, -0.845, 0.155, 0.23)),
        (8e-4, (-0.713, 0.623, 0.392, 1.41, 1.075, -1.007, -0.007, 0.24)),
    ],
)
def test_money_growth_under_joint_information_reference_values(money, cost, expected):
    experiment = AttentionExperiment(shock="money_growth", size=-0.6, mu=cost)
    outcome = run_experiment(money, experiment, "optimal_joint")
    assert list(outcome.moments.values()) == pytest.approx(expected, abs=6e-3)


def test_the_price_level_follows_money_in_the_end(money):
    outcome = run_experiment(money, AttentionExperiment(shock="money_growth", size=-0.6), "optimal_joint")
    assert outcome.responses["price_level"][-1] == pytest.approx(-0.6, abs=5e-3)
    assert "no_attention_cost" not in outcome.information


def test_outcomes_hold_what_the_contract_names(separate, joint):
    for outcome in (separate, joint):
        assert tuple(outcome.responses) == REPORTED
        tables = outcome_tables(outcome, "business_cycle", 40, {"sample_quarters": 200, "samples": 50, "seed": 1})
        assert list(tables["irf"][0]) == ["variable", "horizon", "response"]
        assert len(tables["irf"]) == 40 * len(REPORTED)
        assert list(tables["decisions"][0]) == ["decision", "horizon", "first_best", "actual"]
        assert {row["decision"] for row in tables["decisions"]} == {"price", "stock"}
        assert all(row["sampling_sd"] > 0.0 for row in tables["moments"])
        assert all(abs(row["value"]) <= row["bound"] for row in tables["certificate"])
        assert all(np.isfinite(list(outcome.information.values())))
        assert outcome.equilibria[0].stable
    assert {"info_flow_P", "info_flow_Z", "profit_deviation", "interaction_share_pct"} <= set(separate.information)
    assert "info_flow" in joint.information


def test_the_interaction_lowers_the_profit_deviation_as_in_table_1_5(separate):
    """Sign of the claim; the published share is -15.5 percent."""
    assert separate.information["interaction_share_pct"] < -10.0
    assert separate.information["profit_deviation"] == exact_value(0.0025, 3e-4)


def test_separate_attention_goes_first_to_the_price(separate):
    assert separate.information["info_flow_P"] > separate.information["info_flow_Z"] > 0.0


@pytest.mark.slow
def test_larger_shocks_get_more_attention_and_scale_the_responses(inattentive, separate):
    larger = AttentionExperiment(size=0.20, sigma_attention=0.008)
    outcome = run_experiment(inattentive, larger, "optimal_separate")
    assert outcome.information["info_flow_Z"] > separate.information["info_flow_Z"]
    scaled = run_experiment(inattentive, AttentionExperiment(size=0.30), "optimal_separate")
    np.testing.assert_allclose(scaled.responses["output"], 2.0 * separate.responses["output"], atol=1e-12)
    assert scaled.information["profit_deviation"] == pytest.approx(4.0 * separate.information["profit_deviation"])


def test_technology_lowers_prices_and_raises_output(inattentive):
    experiment = AttentionExperiment(shock="technology", size=1.0, persistence=0.9, sigma_attention=0.007, lags=60)
    outcome = run_experiment(inattentive, experiment, "optimal_joint")
    assert outcome.responses["price_level"][:20].max() < 0.0
    assert outcome.responses["consumption"][1:20].min() > 0.0


def test_the_selection_rule_decides_between_equilibria(inattentive):
    multiple = {"mu": 1.5e-4, "sigma_attention": 0.0015}
    attentive = run_experiment(inattentive, AttentionExperiment(**multiple), "optimal_joint")
    inattentive_one = run_experiment(
        inattentive, AttentionExperiment(**multiple, selection="inattentive"), "optimal_joint"
    )
    assert attentive.information["info_flow"] == exact_value(0.144, 1e-3)
    assert inattentive_one.information["info_flow"] == 0.0
    assert attentive.information["equilibria"] == inattentive_one.information["equilibria"] >= 2.0


@pytest.mark.slow
def test_the_literal_cost_at_fifteen_basis_points_buys_no_attention(inattentive):
    """mu of Table 1.1 and 15 basis points taken literally: nobody pays attention, at any start."""
    literal = AttentionExperiment(sigma_attention=0.0015)
    for mode in ("optimal_joint", "optimal_separate"):
        outcome = run_experiment(inattentive, literal, mode)
        assert outcome.information["info_flow"] == 0.0
        assert outcome.information["equilibria"] == 1.0


@pytest.mark.slow
def test_the_reconstruction_is_an_experiment_like_the_others(inattentive, money):
    outcome = run_experiment(inattentive, AttentionExperiment(), "reconstruction")
    assert outcome.mode == "reconstruction"
    assert outcome.information["excess_over_optimum_pct"] < 0.0
    assert not outcome.equilibria
    with pytest.raises(NoReconstruction):
        run_experiment(money, AttentionExperiment(shock="money_growth", size=-0.6), "reconstruction")


@pytest.mark.slow
def test_rows_over_the_cost_name_every_equilibrium(inattentive):
    sweep = cost_sweep(inattentive, AttentionExperiment(sigma_attention=0.0015, horizon=120), "joint")
    rows = equilibria_rows(sweep, [1e-4, 1.8e-4])
    assert list(rows[0]) == ["information", "cost", "equilibrium", "bits", "stable", "quantity", "value"]
    flows = [row for row in rows if row["quantity"] == "info_flow"]
    assert [(row["cost"], row["equilibrium"], row["stable"]) for row in flows] == [
        (1e-4, 0, True),
        (1.8e-4, 0, True),
        (1.8e-4, 1, False),
        (1.8e-4, 2, True),
    ]
    thresholds = {row["quantity"]: row["cost"] for row in threshold_rows(sweep)}
    assert thresholds["nobody_attends_above"] == pytest.approx(1.25e-4, rel=0.01)
    assert thresholds["attention_below"] == pytest.approx(2.0e-4, rel=0.01)
    traced = [(row["bits"], row["cost"]) for row in branch_rows(sweep) if row["quantity"] == "info_flow"]
    assert max(cost for _, cost in traced) <= thresholds["attention_below"]
    assert len({bits for bits, _ in traced}) == len(traced) > 20


def test_inadmissible_settings_are_refused(inattentive):
    with pytest.raises(InvalidExperiment, match="mu"):
        AttentionExperiment(mu=0.0)
    with pytest.raises(InvalidExperiment, match="size"):
        AttentionExperiment(size=0.0)
    with pytest.raises(UnknownOption, match="selection"):
        AttentionExperiment(selection="best")
    with pytest.raises(UnknownOption, match="mode"):
        run_experiment(inattentive, AttentionExperiment(), "optimal")
