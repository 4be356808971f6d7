"""The entrepreneurs' problem: compiled kernels against plain numpy, optimality, concavity, budget."""

from dataclasses import replace

import mpmath
import numpy as np
import pytest

from frictions.reallocation.backward import backward_step
from frictions.reallocation.certificate import euler_errors, mean_log10
from frictions.reallocation.deviations import deviation_gains
from frictions.reallocation.distribution import build_lottery, expectation_step, forward_step, lottery_shift
from frictions.reallocation.errors import InvalidParameter
from frictions.reallocation.household import labor_supply, profit_scale
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.policies import first_guess
from frictions.reallocation.productivity import stationary_weights, tauchen_chain
from frictions.reallocation.state_space import build_state_space
from frictions.reallocation.stationary import solve_stationary

from .plain_twin import plain_backward_step, plain_expectation, plain_forward, plain_lottery


def compiled_step(found, bond, capital, scale, price_used, cost, gross_rate):
    economy, space = found.economy, found.space
    return backward_step(
        bond,
        capital,
        space.transition,
        space.capital,
        space.bonds,
        space.revenue,
        space.alignment,
        economy.discount_factor,
        economy.depreciation,
        economy.lemon_rate,
        economy.profit_exponent,
        scale,
        price_used,
        cost,
        gross_rate,
    )


@pytest.mark.parametrize("changes", [{}, {"price_used": 0.94}, {"cost": 1.02}, {"gross_rate": 1.01}, {"scale": 0.17}])
def test_compiled_backward_step_equals_plain_numpy(benchmark, changes):
    given = {
        "scale": benchmark.scale,
        "price_used": benchmark.prices.price_used,
        "cost": benchmark.bundle_price,
        "gross_rate": benchmark.prices.gross_rate,
    } | changes
    bond, capital = benchmark.policies.marginal_bond, benchmark.policies.marginal_capital
    fast = compiled_step(benchmark, bond, capital, **given)
    plain = plain_backward_step(benchmark, bond, capital, **given)
    for a, b in zip(fast[:3], plain[:3], strict=True):
        assert np.max(np.abs(a - b)) < 1e-12
    # Marginal values are 1 / c: where c is a millionth, rounding of c itself is a millionth of a millionth of them.
    for a, b in zip(fast[3:], plain[3:], strict=True):
        assert np.max(np.abs(a / b - 1.0) * np.minimum(fast[2], 1.0)) < 1e-12


def test_compiled_distribution_steps_equal_plain_numpy(benchmark):
    space, policies = benchmark.space, benchmark.policies
    lottery = build_lottery(policies.capital_next, policies.bonds_next, space.capital, space.bonds)
    node_k, share_k = plain_lottery(policies.capital_next, space.capital)
    node_b, share_b = plain_lottery(policies.bonds_next, space.bonds)
    assert np.array_equal(lottery.capital_node, node_k)
    assert np.array_equal(lottery.bond_node, node_b)
    parts = (lottery.capital_node, lottery.bond_node, lottery.capital_share, lottery.bond_share, space.transition)
    ahead = forward_step(benchmark.distribution, *parts)
    plain = plain_forward(benchmark.distribution, node_k, node_b, share_k, share_b, space.transition)
    assert np.max(np.abs(ahead - plain)) < 1e-15
    values = policies.consumption
    expected = expectation_step(values, *parts)
    assert (
        np.max(np.abs(expected - plain_expectation(values, node_k, node_b, share_k, share_b, space.transition))) < 1e-12
    )
    assert np.vdot(ahead, values) == pytest.approx(np.vdot(benchmark.distribution, expected), rel=1e-13)


def test_derivative_of_the_lottery_equals_a_difference_of_plain_lotteries(benchmark):
    space, lottery = benchmark.space, benchmark.lottery
    rng = np.random.default_rng(np.random.SeedSequence(2006))
    move_k, move_b = rng.standard_normal((2, *space.shape))
    shift = lottery_shift(
        benchmark.distribution,
        lottery.capital_node,
        lottery.bond_node,
        lottery.capital_share,
        lottery.bond_share,
        move_k,
        move_b,
        space.capital,
        space.bonds,
        space.transition,
    )
    per_k = move_k / np.diff(space.capital)[lottery.capital_node]
    per_b = move_b / np.diff(space.bonds)[lottery.bond_node]
    moved = [
        plain_forward(
            benchmark.distribution,
            lottery.capital_node,
            lottery.bond_node,
            lottery.capital_share + h * per_k,
            lottery.bond_share + h * per_b,
            space.transition,
        )
        for h in (1e-3, -1e-3)
    ]
    assert np.max(np.abs(shift - (moved[0] - moved[1]) / 2e-3)) < 1e-12
    assert abs(shift.sum()) < 1e-12


def test_tauchen_probabilities_equal_multiple_precision_normal_integrals():
    nodes, transition = tauchen_chain(5, 0.9, 0.11, 2.0)
    mpmath.mp.dps = 30
    top = 2 * mpmath.mpf("0.11") / mpmath.sqrt(1 - mpmath.mpf("0.9") ** 2)
    exact = [top * (mpmath.mpf(i) / 2 - 1) for i in range(5)]
    assert nodes == pytest.approx([float(x) for x in exact], abs=1e-14)
    for i in range(5):
        edges = (
            [0]
            + [mpmath.ncdf((exact[j] + top / 4 - mpmath.mpf("0.9") * exact[i]) / mpmath.mpf("0.11")) for j in range(4)]
            + [1]
        )
        assert transition[i] == pytest.approx([float(edges[j + 1] - edges[j]) for j in range(5)], abs=1e-14)
    weights = stationary_weights(transition)
    assert weights @ transition == pytest.approx(weights, abs=1e-15)


@pytest.mark.parametrize("alignment", [1, 2, 3])
def test_depreciation_moves_capital_from_node_to_node(alignment):
    space = build_state_space(Economy(), Resolution(alignment=alignment))
    assert space.capital[alignment:] * (1.0 - 0.065) == pytest.approx(space.capital[:-alignment], rel=1e-13)
    assert space.bonds[0] == -0.35


def test_hiring_and_labor_supply_satisfy_their_first_order_conditions():
    economy, wage, productivity = Economy(), 1.18, 1.01
    capital, z = 1.3, 0.8
    hours = np.linspace(0.05, 2.0, 400_001)
    profit = z * productivity * capital**economy.capital_exponent * hours**economy.labor_exponent - wage * hours
    shape = (z * capital**economy.capital_exponent) ** (1.0 / (1.0 - economy.labor_exponent))
    assert profit.max() == pytest.approx(profit_scale(economy, wage, productivity) * shape, rel=1e-9)
    supply = labor_supply(economy, wage)
    assert wage == pytest.approx(economy.labor_disutility * supply**economy.inverse_frisch)


def test_every_budget_is_spent_exactly(benchmark):
    economy, space, policies = benchmark.economy, benchmark.space, benchmark.policies
    prices = benchmark.prices
    change = policies.capital_next - (1.0 - economy.depreciation) * space.capital[:, None]
    outlay = np.where(change > 0.0, benchmark.bundle_price, prices.price_used) * change
    income = benchmark.scale * space.revenue + prices.price_used * economy.lemon_rate * space.capital
    left_over = (
        income[:, :, None] + space.bonds - outlay - policies.bonds_next / prices.gross_rate - policies.consumption
    )
    assert np.max(np.abs(left_over[policies.consumption > 1e-7])) < 1e-12


def test_policies_rise_with_bonds_and_inaction_is_exact(benchmark):
    policies, space = benchmark.policies, benchmark.space
    assert np.all(np.diff(policies.capital_next, axis=2) >= -1e-9)
    assert np.all(np.diff(policies.bonds_next, axis=2) >= -1e-9)
    assert np.all(np.diff(policies.consumption, axis=2) >= 0.0)
    inactive = policies.capital_next[:, 1:] == space.capital[:-1, None]
    assert 0.2 < benchmark.distribution[:, 1:][inactive].sum() < 0.35


def test_marginal_value_of_capital_falls_in_capital_so_the_problem_is_concave(benchmark):
    space, policies = benchmark.space, benchmark.policies
    ahead_b = np.einsum("zy,ykb->zkb", space.transition, policies.marginal_bond)
    ahead_k = np.einsum("zy,ykb->zkb", space.transition, policies.marginal_capital)
    worth = ahead_k / ahead_b / benchmark.prices.gross_rate
    relevant = space.capital > 0.05
    assert np.all(np.diff(worth[:, relevant], axis=1) < 0.0)
    assert np.all(np.diff(policies.marginal_bond[:, relevant], axis=2) < 0.0)


@pytest.mark.slow
def test_euler_errors_are_small_and_fall_with_the_grid(benchmark):
    finer = solve_stationary(Economy(), Resolution(alignment=2, bond_points=120), near=None)
    sizes = []
    for found in (benchmark, finer):
        errors = euler_errors(found)
        sizes.append(
            (
                mean_log10(errors.bond, errors.unconstrained, found.distribution),
                mean_log10(errors.capital, errors.adjusting, found.distribution),
            )
        )
    assert sizes[0][0] < -4.1
    assert sizes[0][1] < -3.6
    assert sizes[1][0] < sizes[0][0] - 0.3
    assert sizes[1][1] < sizes[0][1] - 0.3


def test_no_one_year_deviation_pays(benchmark):
    gains, weights = deviation_gains(benchmark)
    assert gains @ weights / weights.sum() < 3e-5
    assert gains.max() < 4e-4


def test_a_policy_that_ignores_the_wedge_is_caught_by_the_deviation_search(benchmark):
    # The search must be able to fail: policies for a bundle that is 10 percent dearer than it is.
    economy, space, prices = benchmark.economy, benchmark.space, benchmark.prices
    bond, capital = first_guess(economy, space, prices)
    for _ in range(300):
        step = compiled_step(
            benchmark,
            bond,
            capital,
            benchmark.scale,
            prices.price_used,
            1.1 * benchmark.bundle_price,
            prices.gross_rate,
        )
        bond, capital = step[3], step[4]
    wrong = replace(
        benchmark,
        policies=type(benchmark.policies)(*step),
        lottery=build_lottery(step[0], step[1], space.capital, space.bonds),
    )
    gains, weights = deviation_gains(wrong)
    assert gains @ weights / weights.sum() > 1e-4


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lemon_rate", 0.07),
        ("capital_exponent", 0.5),
        ("borrowing_limit", 0.0),
        ("discount_factor", 1.0),
        ("productivity_states", 1),
        ("substitution", 0.0),
        ("persistence", 1.0),
    ],
)
def test_refused_parameter_of_the_economy_is_named(name, value):
    with pytest.raises(InvalidParameter, match=name) as failure:
        Economy(**{name: value})
    assert failure.value.parameter == name


@pytest.mark.parametrize(("name", "value"), [("alignment", 0), ("bond_points", 2), ("bond_highest", 0.0)])
def test_refused_resolution_is_named(name, value):
    with pytest.raises(InvalidParameter, match=name):
        Resolution(**{name: value})
