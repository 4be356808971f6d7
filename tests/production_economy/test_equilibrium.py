"""The CRRA equilibrium against limits, a second algorithm, marginal utility and reference numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frictions.production_economy.bonds import InvalidMaturity, yield_curve
from frictions.production_economy.chebyshev import chebyshev_grid
from frictions.production_economy.collocation import NoConvergence, solve_bellman, solve_equilibrium
from frictions.production_economy.economy import (
    Economy,
    InvalidEconomy,
    LocalCoefficients,
    feller_margin,
    local_coefficients,
    tail_probability,
)
from frictions.production_economy.existence import InfiniteValue, check_existence
from frictions.production_economy.finite_difference import (
    advance,
    difference_grid,
    pricing_operator,
    solve_log_ratio,
)
from frictions.production_economy.prices import (
    StateOutOfDomain,
    consumption_variance,
    equilibrium_prices,
    log_ratio,
    short_rate_from_consumption,
)
from frictions.production_economy.tables import certificate_table, equilibrium_table, yield_table

INNER = np.linspace(0.0, 3.0, 61)
RISK_AVERSIONS = [0.5, 1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("risk_aversion", "state", "expected"),
    [
        (0.5, 1.0, [0.01028387, 0.16024577, 0.04640215, 0.03597849, -0.02428596]),
        (1.0, 0.25, [0.03, 0.0, 0.01, 0.05, 0.0]),
        (4.0, 0.25, [0.02507882, -0.05737867, 0.00149587, 0.22008254, 0.03478397]),
        (4.0, 1.0, [0.02618083, -0.05729769, 0.00598916, 0.44010839, 0.06946976]),
    ],
)
def test_equilibrium_matches_the_independent_program(risk_aversion, state, expected):
    prices = equilibrium_prices(solve_equilibrium(Economy(risk_aversion=risk_aversion)), np.array([state]))
    found = [prices.consumption_wealth, prices.dh, prices.short_rate, prices.lambda1, prices.lambda2]
    np.testing.assert_allclose(np.concatenate(found), expected, rtol=0, atol=6e-9)


@pytest.mark.parametrize(
    ("risk_aversion", "state", "expected"),
    [
        (0.5, 1.0, [0.0463895, 0.0460747, 0.0457532, 0.0453792]),
        (1.0, 0.25, [0.0139725, 0.0237238, 0.0290618, 0.0342016]),
        (4.0, 0.25, [0.0020236, 0.0032014, 0.0037638, 0.0042517]),
        (4.0, 1.0, [0.0057304, 0.0051488, 0.0048697, 0.0046273]),
    ],
)
def test_yields_match_the_independent_program(risk_aversion, state, expected):
    equilibrium = solve_equilibrium(Economy(risk_aversion=risk_aversion))
    curve = yield_curve(equilibrium, np.array([1.0, 5.0, 10.0, 30.0]), np.array([state]))
    np.testing.assert_allclose(curve.yields[0], expected, rtol=0, atol=6e-8)


def test_unit_risk_aversion_gives_the_log_economy():
    economy = Economy(risk_aversion=1.0)
    equilibrium = solve_equilibrium(economy)
    prices = equilibrium_prices(equilibrium, INNER)
    local = local_coefficients(economy, INNER)
    assert np.max(np.abs(log_ratio(equilibrium, INNER) + np.log(0.03))) < 1e-9
    np.testing.assert_allclose(prices.short_rate, local.growth - local.volatility**2, atol=1e-12)
    np.testing.assert_allclose(prices.lambda1, local.volatility, atol=1e-12)
    np.testing.assert_allclose(prices.lambda2, 0.0, atol=1e-12)


@pytest.mark.parametrize("risk_aversion", [0.6, 2.0, 5.0])
def test_constant_opportunities_give_the_closed_form_consumption_rule(risk_aversion):
    grid = chebyshev_grid(32, 8.0)
    ones = np.ones(32)
    local = LocalCoefficients(0.05 * ones, 0.1 * ones, 0.3 * (1.0 - grid.nodes), 0.1 * ones, 0.2 * ones)
    solution = solve_bellman(local, grid, 0.04, risk_aversion)
    reward = (1.0 - risk_aversion) * (0.05 - 0.5 * risk_aversion * 0.01)
    assert np.max(np.abs(solution.log_ratio - np.log(risk_aversion / (0.04 - reward)))) < 1e-10


@pytest.mark.parametrize("risk_aversion", RISK_AVERSIONS)
def test_short_rate_and_risk_prices_are_those_of_marginal_utility(risk_aversion):
    equilibrium = solve_equilibrium(Economy(risk_aversion=risk_aversion))
    prices = equilibrium_prices(equilibrium, INNER)
    assert np.max(np.abs(prices.short_rate - short_rate_from_consumption(equilibrium, INNER))) < 1e-9
    squared = risk_aversion**2 * consumption_variance(equilibrium, INNER)
    assert np.max(np.abs(prices.lambda1**2 + prices.lambda2**2 - squared)) < 1e-13


@pytest.mark.parametrize("risk_aversion", RISK_AVERSIONS)
def test_solution_does_not_depend_on_nodes_or_domain(risk_aversion):
    economy = Economy(risk_aversion=risk_aversion)
    coarse, fine = solve_equilibrium(economy, 48, 6.0), solve_equilibrium(economy, 64, 8.0)
    assert np.max(np.abs(log_ratio(coarse, INNER) - log_ratio(fine, INNER))) < 1e-8


def test_slope_is_stable_over_nodes_and_domains():
    economy = Economy(risk_aversion=4.0)
    for size, limit in [(24, 6.0), (32, 8.0), (48, 12.0), (96, 8.0)]:
        slope = log_ratio(solve_equilibrium(economy, size, limit), np.array([1.0]), 1)[0]
        assert abs(slope + 0.057297694769) < 2e-11


@pytest.mark.parametrize("risk_aversion", [0.5, 2.0, 4.0])
def test_finite_differences_find_the_same_solution(risk_aversion):
    economy = Economy(risk_aversion=risk_aversion)
    grid = difference_grid(1200, 8.0)
    inner = grid.nodes <= 3.0
    equilibrium = solve_equilibrium(economy)
    h = solve_log_ratio(economy, grid)
    assert np.max(np.abs(h - log_ratio(equilibrium, grid.nodes))[inner]) < 1e-8
    bonds = advance(pricing_operator(economy, grid, h), np.ones(grid.nodes.size), 10.0)
    exact = yield_curve(equilibrium, np.array([10.0]), grid.nodes[inner]).prices[:, 0]
    assert np.max(np.abs(bonds[inner] - exact)) < 2e-6


def test_finite_differences_converge_at_second_order():
    economy = Economy(risk_aversion=4.0)
    equilibrium = solve_equilibrium(economy, 48)
    errors = []
    for size in (151, 301):
        grid = difference_grid(size, 8.0)
        gap = np.abs(solve_log_ratio(economy, grid) - log_ratio(equilibrium, grid.nodes))
        errors.append(np.max(gap[grid.nodes <= 3.0]))
    assert 3.5 < errors[0] / errors[1] < 4.5


def test_constant_opportunities_with_infinite_value_do_not_pass_for_a_solution():
    grid = chebyshev_grid(32, 8.0)
    ones = np.ones(32)
    local = LocalCoefficients(0.05 * ones, 0.2 * ones, 0.3 * (1.0 - grid.nodes), 0.1 * ones, 0.2 * ones)
    with pytest.raises(NoConvergence):
        solve_bellman(local, grid, 0.04, 5.0)


def test_without_the_outer_condition_the_equation_alone_leaves_a_nearly_null_direction():
    economy = Economy(risk_aversion=4.0)
    grid = chebyshev_grid(32, 8.0)
    local = local_coefficients(economy, grid.nodes)
    drift = local.drift + (1.0 - 4.0) * local.volatility * local.common
    slope = grid.first @ solve_equilibrium(economy).log_ratio
    jacobian = (drift + 4.0 * local.state_variance * slope)[:, None] * grid.first
    jacobian += 0.5 * local.state_variance[:, None] * grid.second - np.diag(np.full(32, 0.026))
    free = np.linalg.svd(jacobian, compute_uv=False)[-1]
    jacobian[-1] = grid.second[-1]
    assert free < 1e-3 * np.linalg.svd(jacobian, compute_uv=False)[-1]


def test_existence_margin_is_that_of_the_quadratic():
    assert check_existence(Economy(risk_aversion=0.5)).growth_rate == pytest.approx(0.0249, abs=5e-5)
    assert check_existence(Economy(risk_aversion=0.4)).growth_rate == pytest.approx(0.0305, abs=5e-5)


def test_infinite_value_is_refused_before_solving():
    with pytest.raises(InfiniteValue, match="discount_rate"):
        solve_equilibrium(Economy(risk_aversion=0.4))


def test_the_excluded_economy_has_growing_postponed_utility():
    from frictions.production_economy.terminal_wealth import affine_value, value_factor

    bad, good = Economy(risk_aversion=0.4), Economy(risk_aversion=0.5)
    assert value_factor(affine_value(bad, 2000.0), 1.0) > value_factor(affine_value(bad, 1000.0), 1.0)
    assert value_factor(affine_value(good, 2000.0), 1.0) < value_factor(affine_value(good, 1000.0), 1.0)


@given(
    risk_aversion=st.floats(0.7, 6.0),
    correlation=st.floats(-1.0, 1.0),
    growth=st.floats(0.02, 0.06),
    reversion=st.floats(0.25, 1.0),
)
@settings(max_examples=40, deadline=None)
def test_certificate_holds_wherever_the_value_is_finite(risk_aversion, correlation, growth, reversion):
    economy = Economy(risk_aversion=risk_aversion, correlation=correlation, growth=growth, reversion=reversion)
    if not check_existence(economy).margin > 0.003:
        return
    equilibrium = solve_equilibrium(economy)
    assert equilibrium.certificate.equation_residual < 1e-9
    assert equilibrium.certificate.refinement < 1e-8
    gap = equilibrium_prices(equilibrium, INNER).short_rate - short_rate_from_consumption(equilibrium, INNER)
    assert np.max(np.abs(gap)) < 1e-9


@pytest.mark.parametrize(
    ("name", "value"), [("variance", 0.0), ("risk_aversion", -1.0), ("correlation", 1.5), ("mean", float("nan"))]
)
def test_invalid_parameters_are_named(name, value):
    with pytest.raises(InvalidEconomy, match=name):
        Economy(**{name: value})


def test_states_and_maturities_outside_the_domain_are_refused():
    equilibrium = solve_equilibrium(Economy())
    with pytest.raises(StateOutOfDomain):
        equilibrium_prices(equilibrium, np.array([9.0]))
    with pytest.raises(InvalidMaturity):
        yield_curve(equilibrium, np.array([0.0]), np.array([1.0]))


def test_stationary_law_leaves_nothing_beyond_the_domain():
    assert feller_margin(Economy()) > 0.0
    assert tail_probability(Economy(), 8.0) == pytest.approx(8e-13, rel=0.1)


def test_tables_have_the_columns_of_the_contract_and_every_certificate_holds():
    equilibria = [solve_equilibrium(Economy(risk_aversion=g)) for g in RISK_AVERSIONS]
    states, maturities = np.array([0.25, 1.0, 2.0]), np.array([1.0, 5.0, 10.0, 30.0])
    table = equilibrium_table(equilibria, states)
    assert list(table.columns) == ["risk_aversion", "state", "quantity", "value"]
    assert set(table["quantity"]) == {"consumption_wealth", "dh", "short_rate", "lambda1", "lambda2"}
    assert len(table) == 4 * 3 * 5
    yields = yield_table(equilibria, states, maturities)
    assert list(yields.columns) == ["risk_aversion", "state", "maturity", "yield"]
    assert len(yields) == 4 * 3 * 4
    certificate = certificate_table(equilibria)
    assert list(certificate.columns) == ["risk_aversion", "quantity", "value", "bound"]
    assert (certificate["value"].abs() <= certificate["bound"]).all()
    assert "yield_less_closed_form" in set(certificate["quantity"])
