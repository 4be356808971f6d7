"""Printed tables judged as a whole: variants, excess over the optimum, near-optimal flows."""

import numpy as np
import pytest
from scipy.optimize import NonlinearConstraint, minimize

from frictions.attention.arma_search import RulesObjective
from frictions.attention.experiments import RECONSTRUCTION_COST, AttentionExperiment
from frictions.attention.printed_attention import (
    NoRulesWithFlows,
    excess_over_columns,
    excess_percent,
    loose_search_ends,
    near_optimal_set,
    rules_with_flows,
)
from frictions.attention.printed_tables import agreement, printed_flows, printed_numbers
from frictions.attention.reconstruction import RuleFamily, reconstruct
from frictions.attention.reconstruction_economy import reconstruction_map
from frictions.attention.reconstruction_variants import Variant, all_variants, fit_variants, variant_row
from frictions.attention.table_columns import columns_of
from frictions.data.printed import read_printed
from frictions.data.yaml_files import read_yaml

COST_COLUMNS = ("benchmark", "mu_0.000263", "mu_0.000132")
SIZE_COLUMNS = ("benchmark", "sigma_20bp", "sigma_22bp", "sigma_25bp")


@pytest.fixture(scope="module")
def numbers(project):
    return printed_numbers(read_printed(project / "config/published.yaml"), COST_COLUMNS, SIZE_COLUMNS)


@pytest.fixture(scope="module")
def columns(project):
    names = COST_COLUMNS + SIZE_COLUMNS[1:]
    return columns_of({name: read_yaml(project / f"config/experiments/attention/{name}.yaml") for name in names})[2]


@pytest.fixture(scope="module")
def equilibrium(inattentive, steady):
    return reconstruct(inattentive, steady, reconstruction_map(inattentive, steady), 24.0)


def test_every_number_of_the_three_tables_is_there_once(numbers):
    assert [sum(one.table == table for one in numbers) for table in ("1.3", "1.4", "1.5")] == [9, 9, 13]
    flows = printed_flows(numbers)
    assert flows["benchmark"] == (0.0768, 0.0596)
    assert flows["sigma_25bp"] == (0.1164, 0.1039)
    assert len(flows) == 6


def test_agreement_counts_what_it_says(numbers):
    values = np.array([one.value for one in numbers])
    same = agreement(numbers, values)
    assert (same.exact, same.within_5, same.sign, same.mean_deviation) == (31, 31, 31, 0.0)
    off = agreement(numbers, 1.15 * values)
    assert (off.within_10, off.within_20, off.sign) == (0, 31, 31)
    assert off.mean_deviation == pytest.approx(0.15)
    # What is wildly off counts once, and so does what is missing.
    wild = agreement(numbers, np.append(values[:-2], [100.0 * values[-2], np.nan]))
    assert wild.mean_deviation == pytest.approx(2.0 / 31.0)
    assert (wild.sign, wild.exact) == (30, 29)


def test_at_least_forty_variants_are_tried_and_no_two_are_the_same():
    variants = all_variants()
    assert len(variants) == len(set(variants)) >= 40
    assert {one.family.noise for one in variants} == {"shared", "independent"}
    assert {one.interaction for one in variants} == {"counted", "counted_without_noise", "ignored"}


def test_the_reading_with_one_noise_gives_the_tables(inattentive, columns, numbers):
    """Cost fitted to Table 1.3 alone; against the best construction known before."""
    readings = [Variant(RuleFamily(), "stock_out_term", noise_product=False)]
    readings.append(Variant(RuleFamily(flow="joint", noise="independent"), "stock_out_term"))
    best, other = fit_variants(readings, inattentive, columns, numbers, 160)
    assert best.variant == readings[0]
    assert best.tables["1.3"].within_5 >= 6
    assert best.tables["1.5"].within_20 >= 11
    assert best.total.sign == 31
    assert other.tables["1.3"].mean_deviation > 1.5 * best.tables["1.3"].mean_deviation
    assert other.tables["1.5"].within_20 == 0
    # The default experiment has the cost that is found here.
    assert AttentionExperiment().cost_ratio * RECONSTRUCTION_COST == pytest.approx(best.cost_ratio, rel=0.01)
    row = variant_row(best)
    assert list(row)[:6] == ["ar", "ma", "flow", "noise", "interaction", "closure"]
    assert row["mean_deviation"] == best.tables["1.3"].mean_deviation


def test_rules_with_given_flows_have_them_and_agree_with_another_optimiser(equilibrium):
    problem, flows = equilibrium.problem, (0.0768, 0.0596)
    found = rules_with_flows(problem, flows, [equilibrium.rules.point])
    np.testing.assert_allclose(found.bits, flows, rtol=1e-8)
    assert found.objective >= equilibrium.rules.objective
    # Interior-point method with differences for the flows, from other coordinates.
    objective = RulesObjective(problem, found.noise_correlation)

    def both(point):
        return [objective(point, np.eye(2)[d], np.zeros((2, 2)), added_up=True)[0] for d in range(2)]

    ignorant = problem.ignorant_loss
    start = equilibrium.rules.point + 0.1
    end = minimize(
        lambda point: objective(point)[0] / ignorant,
        start,
        jac=lambda point: objective(point)[1] / ignorant,
        method="trust-constr",
        constraints=NonlinearConstraint(both, flows, flows),
        options={"gtol": 1e-9, "xtol": 1e-12, "maxiter": 2000},
    )
    assert end.fun * ignorant == pytest.approx(found.objective, rel=1e-6)


def test_flows_at_the_optimum_cost_nothing(equilibrium):
    flows = tuple(float(one) for one in equilibrium.rules.bits)
    assert excess_percent(equilibrium, flows) == pytest.approx(0.0, abs=1e-7)
    assert excess_percent(equilibrium, (2.0 * flows[0], flows[1])) > 1.0


def test_printed_flows_are_jointly_near_an_optimum_for_one_cost(inattentive, columns, numbers):
    printed = printed_flows(numbers)
    rows = excess_over_columns(inattentive, RuleFamily(), [24.0], columns, printed, 160)
    assert len(rows) == 6
    assert max(one.excess_percent for one in rows) < 3.0
    assert min(one.excess_percent for one in rows) > 0.0
    corrected = printed | {"mu_0.000263": (0.1264, 0.1038)}
    rows = excess_over_columns(inattentive, RuleFamily(), [28.0], columns, corrected, 160)
    assert max(one.excess_percent for one in rows) == pytest.approx(1.36, abs=0.05)


def test_the_near_optimal_set_surrounds_the_optimum(equilibrium):
    price, stock = equilibrium.rules.bits
    rows = near_optimal_set(equilibrium, [0.7 * price, price, 1.3 * price], [0.7 * stock, stock, 1.3 * stock])
    excess = np.array([row[2] for row in rows]).reshape(3, 3)
    assert excess[1, 1] == pytest.approx(0.0, abs=1e-6)
    assert excess.argmin() == 4
    assert excess.max() < 3.0


def test_a_loose_search_ends_above_the_optimum_and_is_repeatable(equilibrium):
    ends = loose_search_ends(equilibrium, 5, np.random.SeedSequence(1))
    assert ends == loose_search_ends(equilibrium, 5, np.random.SeedSequence(1))
    assert all(excess >= -1e-9 for _, _, excess in ends)


def test_flows_that_are_not_positive_are_refused(equilibrium):
    with pytest.raises(NoRulesWithFlows, match="positive"):
        rules_with_flows(equilibrium.problem, (0.0, 0.1))
