"""Stationary equilibrium against the numbers of an independent solution and of the source."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.reallocation.certificate import certify_stationary
from frictions.reallocation.errors import BeyondNaturalLimit, MarketError, NoClearing, NoTrade
from frictions.reallocation.markets import Prices
from frictions.reallocation.natural_limit import natural_limit
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.responses import steady_state_quantities
from frictions.reallocation.stationary import solve_stationary

PUBLISHED = {
    "Y": 0.557,
    "C": 0.480,
    "I": 0.077,
    "K": 1.190,
    "N": 0.262,
    "p": 0.944,
    "lambda_M": 0.0684,
    "reallocation": 0.035,
}


def quantities(found):
    return steady_state_quantities(found.economy, found.prices, found.aggregates)


def test_every_line_of_the_certificate_holds(benchmark):
    failing = [check for check in certify_stationary(benchmark) if not check.holds]
    assert failing == []


def test_benchmark_is_within_the_accepted_distance_of_table_2_2(benchmark):
    found = quantities(benchmark)
    for name in ("Y", "C", "I", "K", "N", "reallocation"):
        assert found[name] == pytest.approx(PUBLISHED[name], rel=0.04), name
    assert found["p"] == pytest.approx(PUBLISHED["p"], rel=0.003)
    assert found["lambda_M"] == pytest.approx(PUBLISHED["lambda_M"], rel=0.015)


@pytest.mark.slow
def test_narrower_tauchen_grid_reproduces_the_level_of_table_2_2():
    found = quantities(solve_stationary(Economy(tauchen_width=1.88)))
    for name in ("Y", "C", "K", "N"):
        assert found[name] == pytest.approx(PUBLISHED[name], rel=0.003), name
    assert found["I"] == pytest.approx(PUBLISHED["I"], rel=0.01)
    assert found["p"] == pytest.approx(PUBLISHED["p"], rel=0.006)
    assert found["lambda_M"] == pytest.approx(PUBLISHED["lambda_M"], rel=0.025)
    expected = {"Y": 0.5576, "C": 0.4801, "I": 0.0774, "K": 1.1889, "N": 0.2620, "p": 0.9489, "lambda_M": 0.06984}
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=1.2e-3), name


def test_one_percent_lower_productivity_gives_its_tabulated_equilibrium():
    found = quantities(solve_stationary(Economy(aggregate_productivity=0.99)))
    expected = {
        "Y": 0.5570, "C": 0.4794, "I": 0.0777, "K": 1.1923, "N": 0.2618, "p": 0.9453, "lambda_M": 0.06909,
        "reallocation": 0.0345, "used_share": 0.3148, "w": 1.1701, "R": 1.0216, "rho": 1.0060,
    }  # fmt: skip
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=1e-3), name


CONVERGED = [
    (
        {},
        {
            "p": 0.946206, "lambda_M": 0.069282, "w": 1.179338, "R": 1.021428, "rho": 1.006340, "Y": 0.572528,
            "K": 1.225242, "N": 0.267006, "G": 0.112560, "S_g": 0.032919, "I": 0.079806, "reallocation": 0.035369,
            "C_h": 0.314890, "c": 0.177831,
        },
    ),
    (
        {"lemon_rate": 0.0},
        {"p": 0.937736, "w": 1.182161, "R": 1.020351, "rho": 0.980252, "Y": 0.577339, "K": 1.246166, "S_g": 0.040836},
    ),
    (
        {"substitution": 3.5},
        {"p": 0.945021, "lambda_M": 0.070148, "Y": 0.572525, "K": 1.225518, "reallocation": 0.034941},
    ),
    (
        {"borrowing_limit": 0.25},
        {"p": 0.962189, "lambda_M": 0.072608, "R": 1.017013, "Y": 0.568611, "K": 1.215679, "reallocation": 0.033486},
    ),
]  # fmt: skip


def all_quantities(found):
    aggregates = found.aggregates
    return quantities(found) | {
        "G": float(aggregates.purchases),
        "S_g": float(aggregates.good_sales),
        "C_h": float(aggregates.household_consumption),
        "c": float(aggregates.entrepreneur_consumption),
    }


@pytest.mark.parametrize(("changes", "expected"), CONVERGED)
@pytest.mark.slow
def test_default_grid_is_within_a_fifth_of_a_percent_of_the_converged_solution(changes, expected):
    found = all_quantities(solve_stationary(Economy(**changes)))
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=2e-3), name


@pytest.mark.slow
@pytest.mark.parametrize(("changes", "expected"), CONVERGED)
def test_fine_grid_reaches_the_converged_solution_to_five_digits(changes, expected):
    found = all_quantities(solve_stationary(Economy(**changes), Resolution(alignment=3, bond_points=200)))
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=2e-5, abs=1e-6), name


@pytest.mark.slow
def test_shares_of_investing_disinvesting_and_constrained_entrepreneurs_on_the_fine_grid():
    solved = solve_stationary(Economy(), Resolution(alignment=3, bond_points=200))
    policies, mass, space = solved.policies, solved.distribution, solved.space
    change = policies.capital_next / space.capital[:, None] - (1.0 - solved.economy.depreciation)
    assert mass[change > 1e-9].sum() == pytest.approx(0.657, abs=5e-4)
    assert mass[change < -1e-9].sum() == pytest.approx(0.077, abs=5e-4)
    assert mass[policies.bonds_next <= space.bonds[0]].sum() == pytest.approx(0.527, abs=5e-4)


@pytest.mark.slow
@pytest.mark.parametrize("first", [(0.85, 0.2, 1.1, 1.03), (1.0, 0.03, 1.25, 1.01), (0.97, 0.12, 1.2, 1.0)])
def test_dispersed_starts_reach_the_same_equilibrium(benchmark, first):
    again = solve_stationary(Economy(), first=Prices(*first))
    assert again.prices.as_array() == pytest.approx(benchmark.prices.as_array(), abs=1e-9)


def test_equilibrium_does_not_depend_on_the_household_s_risk_aversion(small):
    again = solve_stationary(Economy(risk_aversion=5.0), Resolution(bond_points=30))
    assert again.prices == small.prices


def test_warm_start_reaches_the_same_equilibrium_in_fewer_evaluations(benchmark):
    economy = Economy(substitution=2.6)
    cold, warm = solve_stationary(economy), solve_stationary(economy, near=benchmark)
    assert warm.prices.as_array() == pytest.approx(cold.prices.as_array(), abs=1e-9)
    assert warm.evaluations < cold.evaluations


@pytest.mark.slow
def test_excess_lemons_end_trade_with_an_error_that_names_the_market():
    with pytest.raises(NoTrade, match="used capital") as failure:
        solve_stationary(Economy(lemon_rate=0.06), Resolution(bond_points=24))
    assert failure.value.market == "used capital"
    assert np.isfinite(failure.value.residual)


@pytest.mark.parametrize("limit", [0.5, 0.6, 1.0])
def test_borrowing_limit_beyond_the_natural_one_is_refused(limit):
    with pytest.raises(BeyondNaturalLimit, match="natural limit") as failure:
        solve_stationary(Economy(borrowing_limit=limit), Resolution(bond_points=24))
    assert failure.value.market == "bonds"
    assert failure.value.residual > 0.0


@pytest.mark.slow
def test_market_that_cannot_clear_is_named_with_its_residual():
    with pytest.raises(MarketError) as failure:
        solve_stationary(Economy(new_weight=0.999), Resolution(bond_points=24))
    assert isinstance(failure.value, NoClearing | NoTrade)
    assert "used capital" in failure.value.market
    assert abs(failure.value.residual) > 1e-4


def test_natural_limit_is_the_debt_that_the_worst_state_can_just_roll_over(benchmark):
    economy, space, prices = benchmark.economy, benchmark.space, benchmark.prices
    limit = natural_limit(economy, space, prices)
    capital = np.geomspace(1e-3, 10.0, 200_001)
    boost = np.exp(space.log_productivity[0] / (1.0 - economy.labor_exponent))
    income = (
        benchmark.scale * boost * capital**economy.profit_exponent + prices.price_used * economy.lemon_rate * capital
    )
    flow = income - benchmark.bundle_price * economy.depreciation * capital
    assert limit * (1.0 - 1.0 / prices.gross_rate) == pytest.approx(flow.max(), rel=1e-8)
    assert limit < income.max() / (prices.gross_rate - 1.0)
    assert natural_limit(economy, space, replace(prices, gross_rate=0.99)) == float("inf")


@pytest.mark.slow
def test_perfect_substitutes_without_lemons_leave_one_price_of_capital():
    found = solve_stationary(
        Economy(substitution=float("inf"), lemon_rate=0.0), Resolution(bond_points=40, bond_highest=20.0)
    )
    assert found.prices.price_used == pytest.approx(1.0, abs=1e-9)
    assert found.bundle_price == pytest.approx(1.0, abs=1e-9)
    assert all(check.holds for check in certify_stationary(found, deviations=False))


def test_solution_is_bit_identical_when_repeated(small):
    again = solve_stationary(Economy(), Resolution(bond_points=30))
    assert again.prices == small.prices
    assert np.array_equal(again.distribution, small.distribution)
