"""Beyond the source: the split by friction, unravelling, variants, the coarse choice, and business-cycle moments."""

import math
from dataclasses import replace

import numpy as np
import pytest
from statsmodels.tsa.filters.hp_filter import hpfilter

from frictions.reallocation.business_cycle import (
    business_cycle,
    cycle_responses,
    linearise_cycle,
    reallocation_facts,
    second_moments,
)
from frictions.reallocation.channels import FRICTIONS, decompose, loose_limit, shapley_parts
from frictions.reallocation.discrete_choice import CoarseGrid, coarse_budget, coarse_space, solve_coarse
from frictions.reallocation.errors import InvalidParameter, MarketError
from frictions.reallocation.experiments import SHOCK
from frictions.reallocation.linearisation import linearise
from frictions.reallocation.natural_limit import natural_limit
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.responses import percent_deviations, steady_state_quantities
from frictions.reallocation.stationary import solve_stationary
from frictions.reallocation.transition import solve_transition
from frictions.reallocation.unravelling import lemon_gap
from frictions.reallocation.variant_economies import solve_pair, solve_widths
from frictions.reallocation.variants import coarse_grid_variant, replication_variants


@pytest.fixture(scope="module")
def cycle_linear(small):
    return linearise_cycle(small, 120)


def test_shapley_parts_add_up_and_respect_precedence():
    rng = np.random.default_rng(np.random.SeedSequence(15))
    sets = [frozenset(f for i, f in enumerate(FRICTIONS) if bits >> i & 1) for bits in range(8)]
    responses = {active: rng.standard_normal(6) for active in sets if "lemons" not in active or "specificity" in active}
    parts = shapley_parts(responses)
    total = responses[frozenset(FRICTIONS)] - responses[frozenset()]
    assert sum(parts.values()) == pytest.approx(total, abs=1e-14)
    # Three orders are left: lemons last twice, credit last once.
    all_three, two = frozenset(FRICTIONS), frozenset({"specificity", "credit"})
    one = frozenset({"specificity"})
    by_hand = (2.0 * (responses[all_three] - responses[two]) + responses[one | {"lemons"}] - responses[one]) / 3.0
    assert parts["lemons"] == pytest.approx(by_hand, abs=1e-14)


def test_shapley_parts_of_additive_effects_are_the_effects_themselves():
    effects = {name: np.full(3, float(i + 1)) for i, name in enumerate(FRICTIONS)}
    sets = [frozenset(f for i, f in enumerate(FRICTIONS) if bits >> i & 1) for bits in range(8)]
    responses = {active: np.zeros(3) + sum((effects[f] for f in active), np.zeros(3)) for active in sets}
    for name, part in shapley_parts(responses).items():
        assert part == pytest.approx(effects[name], abs=1e-14)


@pytest.mark.slow
def test_loose_limit_sits_at_its_share_of_the_natural_one():
    found = loose_limit(solve_stationary(Economy(lemon_rate=0.0), Resolution(bond_points=24)), share=0.8)
    limit = natural_limit(found.economy, found.space, found.prices)
    assert 0.797 < found.economy.borrowing_limit / limit <= 0.8


@pytest.mark.slow
def test_lemons_without_specificity_unravel_at_every_price():
    gap = lemon_gap(Economy(), np.linspace(0.99, 0.75, 9), Resolution(bond_points=30))
    assert gap.unravels
    assert np.max(gap.residual) < 1e-6
    with pytest.raises(MarketError, match="used capital"):
        solve_stationary(Economy(substitution=math.inf), Resolution(bond_points=24))


@pytest.mark.slow
def test_lemons_without_specificity_can_trade_where_they_are_fewer():
    gap = lemon_gap(Economy(lemon_rate=0.0005), np.linspace(0.99, 0.95, 5), Resolution(bond_points=30))
    assert not gap.unravels


@pytest.mark.slow
def test_parts_of_the_frictions_add_up_to_the_response():
    channels = decompose(Economy(), resolution=Resolution(bond_points=40, bond_highest=15.0))
    assert {tuple(sorted(active)) for active in channels.infeasible} == {("lemons",), ("credit", "lemons")}
    assert all(check.holds for checks in channels.checks.values() for check in checks)
    for variable, parts in channels.parts.items():
        total = channels.frictionless[variable] + sum(parts.values())
        assert total == pytest.approx(channels.full[variable], abs=1e-12), variable
    # Specificity turns reallocation from countercyclical to procyclical; lemons deepen the fall, credit hardly matters.
    assert channels.frictionless["reallocation"][0] > 0.0
    parts = channels.parts["reallocation"]
    assert parts["specificity"][0] < -3.0 < parts["lemons"][0] < -0.5
    assert abs(parts["credit"][0]) < 0.1


def test_variance_from_spectra_equals_the_sum_of_squares():
    rng = np.random.default_rng(np.random.SeedSequence(3))
    responses = {"output": rng.standard_normal(50), "other": rng.standard_normal(50)}
    moments = second_moments(responses)
    y, x = responses["output"], responses["other"]
    assert moments["other"].relative_sd == pytest.approx(np.sqrt((x @ x) / (y @ y)), rel=1e-12)
    assert moments["other"].correlation == pytest.approx((x @ y) / np.sqrt((x @ x) * (y @ y)), rel=1e-12)
    assert moments["other"].autocorrelation == pytest.approx((x[1:] @ x[:-1]) / (x @ x), rel=1e-12)
    assert moments["other"].elasticity == pytest.approx((x @ y) / (y @ y), rel=1e-12)


def test_autoregression_has_its_textbook_moments():
    moments = second_moments({"output": 0.8 ** np.arange(400.0), "other": -3.0 * 0.8 ** np.arange(400.0)})
    assert moments["output"].autocorrelation == pytest.approx(0.8, abs=1e-12)
    assert moments["other"].correlation == pytest.approx(-1.0, abs=1e-12)


def test_filtered_moments_equal_those_of_a_long_filtered_simulation(cycle_linear):
    cycle = business_cycle(cycle_linear, 0.8, smoothing=100.0)
    shocks = np.random.default_rng(np.random.SeedSequence(2006)).standard_normal(60_000)
    series = {
        name: hpfilter(np.convolve(shocks, cycle.responses[name])[: shocks.size], 100.0)[0][200:-200]
        for name in ("output", "reallocation", "mpk_dispersion")
    }
    for name in ("reallocation", "mpk_dispersion"):
        sampled = np.corrcoef(series[name], series["output"])[0, 1]
        assert cycle.moments[name].correlation == pytest.approx(sampled, abs=0.02)
        ratio = series[name].std() / series["output"].std()
        assert cycle.moments[name].relative_sd == pytest.approx(ratio, rel=0.02)


def test_first_order_responses_equal_a_small_nonlinear_transition(small, cycle_linear):
    size = 1e-5
    path = 1.0 + size * 0.7 ** np.arange(120)
    deviations = percent_deviations(solve_transition(cycle_linear, path, tolerance=1e-10))
    responses = cycle_responses(cycle_linear, 0.7)
    pairs = {"output": "output", "investment": "investment", "reallocation": "reallocation", "mpk_ratio": "mpk_ratio"}
    for ours, theirs in (pairs | {"consumption": "consumption", "capital": "capital", "tfp_end": "tfp_end"}).items():
        scaled = deviations[theirs][:60] / (100.0 * size)
        assert np.max(np.abs(responses[ours][:60] - scaled)) < 5e-3 * max(np.max(np.abs(scaled)), 0.05), ours


def test_dispersion_along_a_nonlinear_path_follows_its_first_order_response(small, cycle_linear):
    size = 1e-5
    path = 1.0 + size * 0.7 ** np.arange(120)
    up = solve_transition(cycle_linear, path, tolerance=1e-10).simulation.log_dispersion
    down = solve_transition(cycle_linear, 2.0 - path, tolerance=1e-10).simulation.log_dispersion
    response = cycle_responses(cycle_linear, 0.7)["mpk_dispersion"]
    assert np.max(np.abs(response[:60] - (up - down)[:60] / (2.0 * size))) < 5e-3 * np.max(np.abs(response))


def test_reallocation_is_procyclical_and_its_cost_countercyclical(cycle_linear):
    for persistence in (0.0, 0.5, 0.9):
        cycle = business_cycle(cycle_linear, persistence, smoothing=100.0)
        assert cycle.truncation < 1e-3
        assert cycle.moments["reallocation"].correlation > 0.9
        assert cycle.moments["reallocation_cost"].correlation < -0.9
    assert business_cycle(cycle_linear, 0.9, smoothing=100.0).moments["mpk_dispersion"].correlation < -0.2


def test_facts_of_reallocation_have_the_cited_signs_but_not_the_cited_cost(small, cycle_linear):
    facts = reallocation_facts(small, business_cycle(cycle_linear, 0.9, smoothing=100.0))
    assert facts["reallocation_share"] == pytest.approx(0.307, abs=2e-3)
    assert facts["reallocation_correlation"] > 0.9
    assert facts["dispersion_correlation"] < 0.0
    assert 1.0 < facts["cost_in_recession"] < 1.2


def test_explosive_productivity_is_refused(cycle_linear):
    with pytest.raises(InvalidParameter, match="persistence"):
        cycle_responses(cycle_linear, 1.0)


@pytest.mark.slow
def test_coarse_discrete_choice_moves_the_market_towards_table_2_2():
    economy = Economy(tauchen_width=1.88)
    coarse = solve_coarse(economy)
    assert np.max(np.abs(coarse.residuals)) < 2e-3
    found = steady_state_quantities(economy, coarse.prices, coarse.aggregates)
    exact = solve_stationary(economy)
    converged = steady_state_quantities(economy, exact.prices, exact.aggregates)
    # An independent emulation on its own grid; both clear markets to a few parts in a thousand.
    tabulated = {"Y": 0.5567, "C": 0.4789, "I": 0.0778, "K": 1.1938, "N": 0.2617, "p": 0.9414, "lambda_M": 0.06829}
    for name, value in tabulated.items():
        assert found[name] == pytest.approx(value, rel=0.01), name
    for name, published in {"p": 0.944, "lambda_M": 0.0684, "reallocation": 0.035, "used_share": 0.317}.items():
        assert abs(found[name] - published) < abs(converged[name] - published), name


@pytest.mark.slow
def test_coarse_grid_enlarges_the_response_of_marginal_products_but_does_not_give_the_factor_of_two():
    economy = Economy(tauchen_width=1.88)
    row, residual, _ = coarse_grid_variant(solve_pair(economy, horizons=30), horizons=30, corrections=4)
    assert residual < 6e-3
    assert row.reallocation == pytest.approx(-3.4, abs=1.0)
    assert row.reallocation_without_lemons == pytest.approx(-3.1, abs=0.6)
    assert row.ratio < 1.6
    converged = percent_deviations(solve_transition(linearise(solve_stationary(economy), 60), np.array(SHOCK)))
    assert row.mpk_ratio_peak > 1.3 * converged["mpk_ratio"].max()
    assert row.tfp_end_trough > -0.06


def test_cells_of_cash_are_those_of_a_plain_search_wherever_the_search_starts():
    economy, grid = Economy(), CoarseGrid(points=12, bond_points=10, cash_points=30)
    space = coarse_space(economy, grid)
    budget = coarse_budget(economy, grid, space, 0.3, 0.94, 1.0, 1.02)
    other = coarse_budget(economy, grid, space, 0.2, 0.90, 1.1, 1.01)
    left = budget.income[:, :, None, None] - budget.outlay[None, :, :, None] + space.bonds
    plain = np.clip(np.searchsorted(budget.cash, left, side="right") - 1, 0, grid.cash_points - 2)
    assert np.array_equal(budget.cells, plain)
    again = coarse_budget(economy, grid, space, 0.3, 0.94, 1.0, 1.02, near=other)
    assert not np.array_equal(other.cells, plain)
    assert np.array_equal(again.cells, plain)


def test_refused_coarse_grid_is_named():
    with pytest.raises(InvalidParameter, match="points"):
        CoarseGrid(points=2)


@pytest.mark.slow
def test_no_variant_gives_the_factor_of_two():
    resolution = Resolution(bond_points=40)
    wide = solve_widths(Economy(), (1.88, 3.0), resolution, horizons=80)
    rows = replication_variants(solve_pair(Economy(), resolution, horizons=80), wide, short=4)
    by_name = {row.variant: row for row in rows}
    solved = [row for row in rows if not row.failure]
    assert len(solved) == 5
    assert all(row.ratio < 1.5 for row in solved)
    assert all(row.mpk_ratio_peak < 0.4 and row.tfp_end_trough > -0.06 for row in solved)
    myopic, stuck = by_name["expecting the stationary equilibrium"], by_name["expecting today for ever"]
    assert (myopic.reallocation, myopic.reallocation_without_lemons) == pytest.approx((-4.63, -3.53), abs=0.03)
    assert (stuck.reallocation, stuck.reallocation_without_lemons) == pytest.approx((-4.6, -3.4), abs=0.06)
    assert by_name["tauchen width 1.88"].ratio == pytest.approx(1.34, abs=0.01)
    assert "natural limit" in by_name["tauchen width 3.0"].failure
    assert math.isnan(by_name["tauchen width 3.0"].ratio)


def test_economy_with_more_patient_entrepreneurs_pays_less_interest(small):
    patient = solve_stationary(replace(small.economy, discount_factor=0.96), small.resolution)
    assert patient.prices.gross_rate < small.prices.gross_rate
