"""A point of a sweep is the model at that point, and a point without a solution is not lost."""

import logging
from dataclasses import asdict

import numpy as np
import pytest
import yaml

from frictions.inventory.calvo import solve_calvo
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import matched_responses
from frictions.matching.target import MATCHED_HORIZONS
from frictions.rational_expectations.solution import Indeterminate
from frictions.sweeps.calvo import calvo_solver
from frictions.sweeps.grid import grid_points
from frictions.sweeps.settings import MODELS
from frictions.sweeps.solving import solve_points

SIMULATION = {"moment_horizons": 200, "sample_quarters": 100, "samples": 100, "seed": 1}
LOG = logging.getLogger("frictions.test")


@pytest.fixture(scope="module")
def config(project):
    return yaml.safe_load((project / "config/config.yaml").read_text())


@pytest.fixture(scope="module")
def calvo_base(project):
    return yaml.safe_load((project / "config/experiments/calvo/table_1_1.yaml").read_text())


def values_of(table, number):
    return table[table["point"] == number].set_index("quantity")["value"]


def test_a_point_of_the_calvo_model_is_the_model_at_these_parameters(calvo_base):
    points = dict(enumerate(grid_points("mine", {"xi_p": [0.3, 0.8], "h": [0.2, 0.6]})))
    solve = calvo_solver(calvo_base, "marginal", 16, SIMULATION, ())
    table = solve_points(solve, points, {"alpha": 0.9}, ["responses", "moments"], LOG)
    for number, point in points.items():
        expected = matched_responses(CalvoParameters(**{**calvo_base["parameters"], "alpha": 0.9, **point}))
        found = values_of(table, number)
        np.testing.assert_array_equal([found[f"responses.output.{t}"] for t in MATCHED_HORIZONS], expected[:15])
        assert (table.loc[table["point"] == number, ["xi_p", "h"]] == list(point.values())).all().all()
    assert (table["status"] == "ok").all()


def test_a_shock_twice_as_large_doubles_responses_and_leaves_moments(calvo_base):
    solve = calvo_solver(calvo_base, "average", 16, SIMULATION, ())
    table = solve_points(solve, {0: {"shock": 0.15}, 1: {"shock": 0.3}}, {}, ["responses", "moments"], LOG)
    once, twice = values_of(table, 0), values_of(table, 1)
    responses = once.index.str.startswith("responses.")
    np.testing.assert_allclose(twice[responses], 2 * once[responses], rtol=1e-12)
    np.testing.assert_allclose(twice[~responses], once[~responses], rtol=1e-12)


def test_the_spread_of_moments_over_samples_falls_with_their_length(calvo_base):
    def spread(quarters):
        simulation = {**SIMULATION, "sample_quarters": quarters}
        solve = calvo_solver(calvo_base, "marginal", 4, simulation, ("sampling",))
        table = solve_points(solve, {0: {"h": 0.5}, 1: {"h": 0.5}}, {}, ["sampling"], LOG)
        first, second = values_of(table, 0), values_of(table, 1)
        np.testing.assert_array_equal(first, second)
        return first["sampling.corr_Y_S"]

    assert 1.5 < spread(100) / spread(400) < 2.7, "half, but for sampling error"


def test_points_without_a_solution_are_recorded_with_their_error(calvo_base):
    points = {3: {"phi_pi": 2.0, "xi_p": 0.5}, 4: {"phi_pi": 0.8, "xi_p": 0.5}, 5: {"phi_pi": 2.0, "xi_p": 1.5}}
    with pytest.raises(Indeterminate):
        solve_calvo(CalvoParameters(**{**calvo_base["parameters"], **points[4]}), "marginal")
    solve = calvo_solver(calvo_base, "marginal", 4, SIMULATION, ())
    table = solve_points(solve, points, {}, ["moments", "certificate"], LOG)
    status = table.drop_duplicates("point").set_index("point")["status"]
    assert status.to_dict() == {3: "ok", 4: "Indeterminate", 5: "InvalidParameter"}
    failed = table[table["status"] != "ok"]
    assert len(failed) == 2 and failed["value"].isna().all() and (failed["quantity"] == "").all()
    assert failed[["phi_pi", "xi_p"]].to_numpy().tolist() == [[0.8, 0.5], [2.0, 1.5]]


def test_a_defect_is_not_taken_for_a_point_without_a_solution():
    def broken(changes):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        solve_points(broken, {0: {"a": 1.0}}, {}, ["moments"], LOG)


def test_log_utility_gives_the_closed_form_of_the_short_rate(config):
    from frictions.sweeps.production_economy import production_economy_solver

    solve = production_economy_solver(config["production_economy"], [0.25, 1.0], [1.0])
    grid = grid_points("mine", {"growth": [0.05, 0.08], "variance": [0.01, 0.02]})
    table = solve_points(solve, dict(enumerate(grid)), {"risk_aversion": 1.0}, ["equilibrium"], LOG)
    for number, point in enumerate(grid):
        found = values_of(table, number)
        for state in (0.25, 1.0):
            expected = (point["growth"] - point["variance"]) * state
            assert found[f"equilibrium.short_rate.{state:g}"] == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("information", ["exogenous", "endogenous"])
def test_the_efficiency_model_has_no_solution_exactly_beyond_the_largest_risk_aversion(config, information):
    from frictions.efficiency.parameters import Parameters
    from frictions.efficiency.stationary import largest_risk_aversion
    from frictions.sweeps.efficiency import efficiency_solver

    limit = largest_risk_aversion(Parameters(**config["efficiency"]["parameters"]), information)
    points = {0: {"gamma": 0.99 * limit}, 1: {"gamma": 1.01 * limit}}
    table = solve_points(
        efficiency_solver(config["efficiency"], information), points, {}, ["stationary", "information"], LOG
    )
    assert table.drop_duplicates("point")["status"].tolist() == ["ok", "NoEquilibrium"]


@pytest.mark.slow
def test_lemons_are_in_the_market_only_where_there_are_some_and_fewer_trade_with_them(project):
    from frictions.sweeps.reallocation import reallocation_solver

    base = yaml.safe_load((project / "config/experiments/reallocation/benchmark.yaml").read_text())
    base["resolution"]["bond_points"] = 30
    table = solve_points(
        reallocation_solver(base, 3), {0: {"lemon_rate": 0.0}, 1: {"lemon_rate": 0.002}}, {}, ["steady_state"], LOG
    )
    without, lemons = values_of(table, 0), values_of(table, 1)
    assert without["steady_state.lambda_M"] == 0.0 < lemons["steady_state.lambda_M"]
    assert lemons["steady_state.reallocation"] < without["steady_state.reallocation"]


@pytest.mark.slow
def test_responses_of_inattentive_firms_are_proportional_to_the_size_of_the_shock(calvo_base):
    from frictions.attention.experiments import AttentionExperiment
    from frictions.sweeps.attention import attention_solver

    parameters = {name: value for name, value in calvo_base["parameters"].items() if name not in ("xi_p", "iota_p")}
    base = {**asdict(AttentionExperiment(horizon=100, lags=30)), "parameters": parameters}
    table = solve_points(
        attention_solver(base, "optimal_joint", 8), {0: {"size": 0.15}, 1: {"size": -0.3}}, {}, ["responses"], LOG
    )
    np.testing.assert_allclose(values_of(table, 1), -2.0 * values_of(table, 0), rtol=1e-9, atol=1e-14)


def test_outputs_are_those_that_the_settings_promise(config, calvo_base):
    from frictions.sweeps.efficiency import efficiency_solver
    from frictions.sweeps.production_economy import production_economy_solver

    found = {
        "calvo": calvo_solver(calvo_base, "marginal", 4, SIMULATION, ("sampling",))({}),
        "efficiency": efficiency_solver(config["efficiency"], "endogenous")({}),
        "production_economy": production_economy_solver(config["production_economy"], [1.0], [1.0])({}),
    }
    for model, groups in found.items():
        assert tuple(groups) == MODELS[model].outputs
