"""Jacobians and transitions against another package, differences of the non-linear model, and tabulated responses."""

import numpy as np
import pytest

from frictions.reallocation.distribution import advance, build_lottery
from frictions.reallocation.efficiency import endogenous_productivity
from frictions.reallocation.errors import InvalidParameter, NoClearing
from frictions.reallocation.experiments import certify_transition, run_experiment
from frictions.reallocation.fake_news import block_jacobians
from frictions.reallocation.linearisation import linearise
from frictions.reallocation.markets import price_of_bundle
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.policies import step_back
from frictions.reallocation.responses import percent_deviations
from frictions.reallocation.simulation import PricePaths, simulate
from frictions.reallocation.transition import solve_transition

from .conftest import SHOCK
from .economy_block import model, oracle_steady_state

# Percent deviations in the first three years: (experiment, lemons) -> variable.
TABULATED = {
    ("benchmark", "0.002"): {
        "price_used": (-0.37, -0.32, -0.03), "lemon_share": (4.21, 3.48, -0.89), "reallocation": (-4.04, -3.65, 0.35),
        "investment": (-4.47, -4.05, 0.19), "output": (-1.642, -1.617, -0.25),
    },
    ("benchmark", "0"): {
        "price_used": (-0.46, -0.39, -0.00), "reallocation": (-3.09, -2.88, 0.15), "investment": (-4.21, -3.83, 0.14),
        "output": (-1.642, -1.604, -0.23),
    },
    ("high_elasticity", "0.002"): {
        "price_used": (-0.36, -0.32, -0.02), "lemon_share": (4.20, 3.46, -0.99), "reallocation": (-4.03, -3.63, 0.46),
        "investment": (-4.48, -4.06, 0.19), "output": (-1.642, -1.618, -0.25),
    },
    ("high_elasticity", "0"): {
        "price_used": (-0.44, -0.37, -0.00), "reallocation": (-2.74, -2.58, 0.15), "investment": (-4.23, -3.84, 0.14),
        "output": (-1.642, -1.603, -0.23),
    },
    ("tight_credit", "0.002"): {
        "price_used": (-0.40, -0.34, -0.02), "lemon_share": (4.14, 3.45, -0.88), "reallocation": (-3.97, -3.62, 0.35),
        "investment": (-4.47, -4.05, 0.19), "output": (-1.642, -1.615, -0.25),
    },
    ("tight_credit", "0"): {
        "price_used": (-0.48, -0.40, -0.01), "reallocation": (-3.06, -2.86, 0.17), "investment": (-4.22, -3.84, 0.14),
        "output": (-1.642, -1.602, -0.23),
    },
}  # fmt: skip
OUTPUTS = ["p", "lam_m", "w", "R", "Y", "reallocation", "investment"]
MPK_PEAK = dict(zip(TABULATED, (0.24, 0.20, 0.24, 0.19, 0.22, 0.18), strict=True))
TFP_TROUGH = dict(zip(TABULATED, (-0.025, -0.020, -0.024, -0.018, -0.023, -0.018), strict=True))


def constant_prices(found, horizons):
    return PricePaths(*(np.full(horizons, value) for value in found.prices.as_array()))


def test_constant_prices_leave_the_economy_where_it_is(benchmark):
    simulation = simulate(benchmark, constant_prices(benchmark, 50), np.ones(50))
    assert np.max(np.abs(simulation.residuals)) < 1e-8
    assert np.max(np.abs(simulation.final_distribution - benchmark.distribution)) < 1e-10
    assert np.ptp(np.asarray(simulation.aggregates.capital)) < 1e-8


@pytest.mark.parametrize("price", ["scale", "price_used", "bundle_price", "gross_rate"])
def test_fake_news_jacobian_equals_differences_of_the_nonlinear_block(small, price):
    horizons, year, step = 12, 5, 1e-6
    jacobian = block_jacobians(small, horizons, {}, step=1e-6)
    base = {
        "scale": small.scale,
        "price_used": small.prices.price_used,
        "bundle_price": small.bundle_price,
        "gross_rate": small.prices.gross_rate,
    }

    def capital_path(change):
        policies = []
        bond, capital = small.policies.marginal_bond, small.policies.marginal_capital
        for t in range(horizons - 1, -1, -1):
            given = {name: value + (change if name == price and t == year else 0.0) for name, value in base.items()}
            step_policies = step_back(
                small.economy,
                small.space,
                bond,
                capital,
                given["scale"],
                given["price_used"],
                given["bundle_price"],
                given["gross_rate"],
            )
            bond, capital = step_policies.marginal_bond, step_policies.marginal_capital
            policies.append(step_policies)
        distribution, path = small.distribution, []
        for chosen in reversed(policies):
            path.append((np.vdot(distribution, chosen.capital_next), np.vdot(distribution, chosen.bonds_next)))
            lottery = build_lottery(chosen.capital_next, chosen.bonds_next, small.space.capital, small.space.bonds)
            distribution = advance(distribution, lottery, small.space.transition)
        return np.array(path)

    difference = (capital_path(step) - capital_path(-step)) / (2.0 * step)
    for column, outcome in enumerate(("capital_next", "bonds_next")):
        exact = jacobian[outcome][price][:, year]
        assert np.max(np.abs(exact - difference[:, column])) < 2e-3 * np.max(np.abs(exact)), outcome


@pytest.mark.slow
def test_stationary_equilibrium_agrees_with_the_sequence_jacobian_package(small):
    oracle = oracle_steady_state(small)
    assert oracle["K"] == pytest.approx(float(small.aggregates.capital), abs=1e-7)
    assert oracle["B"] == pytest.approx(float(small.aggregates.bonds_next), abs=1e-6)
    assert oracle["SOLD"] == pytest.approx(float(small.aggregates.good_sales), abs=1e-8)
    assert max(abs(oracle[f"F{i}"]) for i in range(1, 5)) < 1e-6


@pytest.mark.slow
def test_linear_and_nonlinear_paths_agree_with_the_sequence_jacobian_package(small, small_linear):
    horizons = small_linear.horizons
    oracle = oracle_steady_state(small)
    unknowns, targets = ["p", "lam_m", "w", "R"], ["F1", "F2", "F3", "F4"]
    shock = {"Z": np.concatenate([SHOCK - 1.0, np.zeros(horizons - 2)])}

    linear = model.solve_impulse_linear(
        oracle, unknowns, targets, shock, outputs=OUTPUTS, options={"entrepreneurs": {"twosided": True, "h": 1e-5}}
    )
    ours = small_linear.price_response(shock["Z"]).reshape(4, -1)
    for row, name in zip(ours, unknowns, strict=True):
        assert np.max(np.abs(row - linear[name])) < 1e-5, name

    exact = model.solve_impulse_nonlinear(
        oracle, unknowns, targets, shock, outputs=OUTPUTS, tol=1e-8, verbose=False,
        ss_initial=None, options={"entrepreneurs": {"twosided": True, "h": 1e-5}},
    )  # fmt: skip
    transition = solve_transition(small_linear, SHOCK)
    paths = transition.simulation.prices
    for path, name in zip((paths.price_used, paths.lemon_share, paths.wage, paths.gross_rate), unknowns, strict=True):
        assert np.max(np.abs(path - oracle[name] - exact[name])) < 1e-6, name
    aggregates = transition.simulation.aggregates
    assert np.max(np.abs(aggregates.output - oracle["Y"] - exact["Y"])) < 1e-6
    assert np.max(np.abs(aggregates.reallocation - oracle["reallocation"] - exact["reallocation"])) < 1e-6
    assert np.max(np.abs(aggregates.new_investment - oracle["investment"] - exact["investment"])) < 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("key", list(TABULATED))
def test_responses_equal_the_tabulated_ones(all_transitions, key):
    deviations = percent_deviations(all_transitions[key])
    for variable, expected in TABULATED[key].items():
        assert deviations[variable][:3] == pytest.approx(expected, abs=0.0125), variable
    assert deviations["mpk_ratio"].max() == pytest.approx(MPK_PEAK[key], abs=0.005)
    assert deviations["tfp_end"].min() == pytest.approx(TFP_TROUGH[key], abs=7.5e-4)


@pytest.mark.slow
@pytest.mark.parametrize("key", list(TABULATED))
def test_every_line_of_the_path_certificate_holds(all_transitions, key):
    assert [check for check in certify_transition(all_transitions[key]) if not check.holds] == []


@pytest.mark.slow
def test_impact_is_free_of_the_distribution(all_transitions):
    for transition in all_transitions.values():
        economy, simulation = transition.stationary.economy, transition.simulation
        deviations = percent_deviations(transition)
        multiplier = 1.0 / (1.0 - economy.labor_exponent / (1.0 + economy.inverse_frisch))
        output = multiplier * np.log(0.99)
        employment = output / (1.0 + economy.inverse_frisch)
        assert np.log1p(deviations["output"][0] / 100.0) == pytest.approx(output, abs=1e-8)
        assert np.log1p(deviations["labor"][0] / 100.0) == pytest.approx(employment, abs=1e-8)
        assert np.log1p(deviations["wage"][0] / 100.0) == pytest.approx(economy.inverse_frisch * employment, abs=1e-8)
        assert abs(deviations["mpk_ratio"][0]) < 1e-10
        assert abs(deviations["tfp_end"][0]) < 1e-10
        assert np.max(np.abs(simulation.residuals)) < 1e-7


@pytest.mark.slow
def test_claims_of_the_source_that_replicate(all_transitions):
    lemons = percent_deviations(all_transitions["benchmark", "0.002"])
    without = percent_deviations(all_transitions["benchmark", "0"])
    assert -0.5 < lemons["price_used"][0] < 0.0
    assert lemons["lemon_share"][0] == pytest.approx(4.0, rel=0.1)
    assert lemons["reallocation"][0] == pytest.approx(-4.0, rel=0.05)
    assert lemons["output"][1] < without["output"][1]
    assert lemons["mpk_ratio"].max() > without["mpk_ratio"].max() > 0.0
    assert lemons["tfp_end"].min() < without["tfp_end"].min() < 0.0
    assert lemons["capital"].min() == pytest.approx(-0.535, abs=1e-3)
    assert without["capital"].min() == pytest.approx(-0.507, abs=1e-3)
    assert np.all(lemons["capital"][2:12] < without["capital"][2:12])


@pytest.mark.slow
def test_claims_of_the_source_that_do_not_replicate(all_transitions):
    falls = {key: percent_deviations(transition)["reallocation"][0] for key, transition in all_transitions.items()}
    ratios = [falls[name, "0.002"] / falls[name, "0"] for name in ("benchmark", "high_elasticity", "tight_credit")]
    assert ratios == pytest.approx([1.31, 1.47, 1.30], abs=5e-3)
    assert falls["tight_credit", "0.002"] > falls["benchmark", "0.002"]
    assert max(percent_deviations(t)["mpk_ratio"].max() for t in all_transitions.values()) < 0.35
    assert min(percent_deviations(t)["tfp_end"].min() for t in all_transitions.values()) > -0.06


@pytest.mark.slow
def test_longer_horizon_gives_the_same_responses_and_a_closer_return(benchmark, all_transitions):
    short = all_transitions["benchmark", "0.002"]
    long = solve_transition(linearise(benchmark, 200), SHOCK)
    first, second = percent_deviations(short), percent_deviations(long)
    for variable in first:
        assert np.max(np.abs(first[variable][:60] - second[variable][:60])) < 1e-3, variable
    assert short.return_gap < 5e-5
    assert long.return_gap < 1e-7


def test_linear_solution_is_the_derivative_of_the_nonlinear_one(small, small_linear):
    size = 1e-5
    up = solve_transition(small_linear, np.array([1.0 + size]), tolerance=1e-10)
    down = solve_transition(small_linear, np.array([1.0 - size]), tolerance=1e-10)
    derivative = (up.simulation.prices.stacked() - down.simulation.prices.stacked()) / (2.0 * size)
    impulse = np.zeros(small_linear.horizons)
    impulse[0] = 1.0
    linear = small_linear.price_response(impulse)
    assert np.max(np.abs(linear - derivative)) < 2e-3 * np.max(np.abs(derivative))


def test_fixed_wage_holds_the_wage_and_lets_employment_go(small):
    transition = solve_transition(linearise(small, 40).at_fixed_wage(), SHOCK)
    deviations = percent_deviations(transition)
    assert np.max(np.abs(deviations["wage"])) < 1e-8
    assert np.log1p(deviations["labor"][0] / 100.0) == pytest.approx(np.log(0.99) / 0.45, abs=1e-8)


def test_linearisation_cut_short_is_that_of_the_shorter_paths(small, small_linear):
    short, cut = linearise(small, 15), small_linear.truncated(15)
    assert cut.horizons == 15
    assert np.array_equal(cut.to_prices, short.to_prices)
    assert np.array_equal(cut.to_productivity, short.to_productivity)
    assert all(np.array_equal(cut.sums[name], block) for name, block in short.sums.items())


def test_linearisation_is_not_made_longer(small_linear):
    with pytest.raises(InvalidParameter, match="horizons"):
        small_linear.truncated(small_linear.horizons + 1)


def test_endogenous_productivity_is_zero_for_one_representative_firm():
    economy = Economy()
    output = 1.02 * 1.3**economy.capital_exponent * 0.4**economy.labor_exponent
    assert float(endogenous_productivity(economy, output, 1.3, 0.4, 1.02)) == pytest.approx(0.0, abs=1e-15)


def test_too_long_a_productivity_path_is_refused(small_linear):
    with pytest.raises(InvalidParameter, match="productivity"):
        solve_transition(small_linear, np.ones(41))


def test_path_that_cannot_be_corrected_in_time_names_market_and_residual(small_linear):
    with pytest.raises(NoClearing, match="year") as failure:
        solve_transition(small_linear, SHOCK, tolerance=1e-13, max_corrections=1)
    assert abs(failure.value.residual) > 1e-13


@pytest.mark.slow
def test_experiment_reports_the_contract_s_quantities_and_variables():
    experiment = run_experiment(Economy(), resolution=Resolution(bond_points=30), horizons=40)
    assert set(experiment.steady_state) == {
        "p", "lambda_M", "w", "R", "rho", "Y", "C", "I", "K", "N", "reallocation", "used_share",
        "borrowing_limit_share",
    }  # fmt: skip
    assert {
        "price_used", "lemon_share", "good_sales", "reallocation", "output", "investment", "labor", "capital", "wage",
        "mpk_ratio", "tfp_end",
    } <= set(experiment.deviations)  # fmt: skip
    assert all(path.shape == (40,) for path in experiment.deviations.values())


def test_paths_of_the_bundle_price_follow_its_index(small, small_linear):
    paths = solve_transition(small_linear, SHOCK).simulation.prices
    cost = price_of_bundle(small.economy, paths.price_used, paths.lemon_share)
    assert np.all(cost > paths.price_used)
    exact = (
        small.economy.new_weight * (1.0 / 0.998) ** -1.5 + 0.3 * (paths.price_used / (1.0 - paths.lemon_share)) ** -1.5
    )
    assert cost == pytest.approx(exact ** (-1.0 / 1.5), rel=1e-13)
