"""The Calvo model in the matching engine: recovery, and the source's estimates on the VAR of the embedded data."""

from dataclasses import replace

import numpy as np
import pytest
import yaml

from frictions.inventory.calvo_kernel import CalvoResponses
from frictions.inventory.calvo_matching import calvo_problem
from frictions.inventory.parameters import InvalidParameter
from frictions.matching.criterion import criterion_parts, with_target
from frictions.matching.problem import estimate_from_everywhere, free_parameters_of
from frictions.matching.target import MATCHED_VARIABLES, MatchingTarget, OtherShock, matched_rows, require_shock

# Plausible standard deviations of the six responses, in percent; correlation 0.92 from one quarter to the next.
SPREAD = np.array([0.085, 0.02, 0.06, 0.13, 0.15, 0.06])


@pytest.fixture(scope="module")
def plausible_target() -> MatchingTarget:
    quarters = np.arange(15)
    correlation = 0.92 ** np.abs(quarters[:, None] - quarters)
    sigma = SPREAD[:, None, None] ** 2 * correlation
    omega = np.zeros((90, 90))
    for i in range(6):
        omega[15 * i : 15 * i + 15, 15 * i : 15 * i + 15] = sigma[i]
    return MatchingTarget(psi=np.zeros(90), sigma=sigma, omega=omega, shock=0.15)


def settings(project, name):
    return yaml.safe_load((project / f"config/experiments/calvo_estimates/{name}.yaml").read_text())


def problem_of(project, name, target, mc_mode="marginal"):
    experiment = settings(project, name)
    return calvo_problem(
        experiment["fixed"], experiment["free"], experiment["variables"], mc_mode, experiment["shock"], target
    )


def test_settings_hold_the_seven_estimated_parameters_within_their_bounds(project):
    parameters, source = free_parameters_of(settings(project, "six")["free"])
    assert [p.name for p in parameters] == ["xi_p", "iota_p", "xi_w", "iota_w", "sigma_c", "sigma_l", "alpha"]
    assert all(p.lower <= value <= p.upper for p, value in zip(parameters, source, strict=True))


def test_four_variables_are_rows_of_six(project, plausible_target):
    six, four = (problem_of(project, name, plausible_target) for name in ("six", "four"))
    rows = matched_rows(["output", "inflation", "consumption", "unit_labor_cost"])
    np.testing.assert_array_equal(four.responses(six.source), six.responses(six.source)[rows])
    assert four.criterion.target.size == 60 and six.criterion.target.size == 90


def test_a_model_is_not_matched_to_responses_to_a_shock_of_another_size(project, plausible_target):
    doubled = replace(plausible_target, psi=2 * plausible_target.psi, shock=0.30)
    with pytest.raises(OtherShock, match=r"shock of 0\.3 .*var\.shock_percentage_points is 1\.2 a year.*one of 0\.15"):
        problem_of(project, "six", doubled)
    require_shock(replace(plausible_target, shock=0.60 / 4), 0.15)
    require_shock(replace(plausible_target, shock=None), 0.15)


def test_a_parameter_outside_its_domain_is_refused_by_name(project):
    experiment = settings(project, "six")
    function = CalvoResponses(experiment["fixed"], list(experiment["free"]), MATCHED_VARIABLES, "marginal", 0.15)
    with pytest.raises(InvalidParameter, match="alpha"):
        function(np.array([0.5, 0.1, 0.5, 0.1, 1.0, 1.0, 1.5]))


@pytest.mark.slow
@pytest.mark.parametrize("parameters", ["six", "four"])
@pytest.mark.parametrize("mc_mode", ["marginal", "average"])
def test_truth_is_recovered_from_noise_free_targets_from_every_start(project, plausible_target, parameters, mc_mode):
    """Both of the source's parameter sets; six variables, because four identify the second set too weakly."""
    truth = problem_of(project, parameters, plausible_target, mc_mode).source
    problem = problem_of(project, "six", plausible_target, mc_mode)
    exact = with_target(problem.criterion, problem.responses(truth))
    found = estimate_from_everywhere(
        type(problem)(problem.responses, exact, problem.parameters, problem.omega, problem.source), 16, seed=1
    )
    reached = sum(minimum.starts for minimum in found.minima if minimum.criterion < 1e-12)
    assert reached == found.starts == 17
    np.testing.assert_allclose(found.best.estimate, truth, atol=1e-4)
    assert found.best.criterion < 1e-16


# Parts in the order of MATCHED_VARIABLES from a program of somebody else's, with 1,500 draws.
INDEPENDENT_CRITERION = {
    "average": [49.0, 41.3, 17.6, 26.6, 40.5, 22.8],
    "marginal": [47.9, 42.0, 17.8, 23.0, 38.4, 22.4],
}


@pytest.mark.slow
@pytest.mark.parametrize("mc_mode", ["marginal", "average"])
def test_criterion_at_the_sources_estimates_agrees_with_an_independent_program(project, embedded_target, mc_mode):
    """Within the noise of either side's draws: five percent for the sum, ten for a part."""
    problem = problem_of(project, "six", embedded_target, mc_mode)
    parts = criterion_parts(problem.criterion, problem.responses(problem.source))
    expected = dict(zip(MATCHED_VARIABLES, INDEPENDENT_CRITERION[mc_mode], strict=True))
    assert sum(parts.values()) == pytest.approx(sum(expected.values()), rel=0.05)
    for variable, value in expected.items():
        assert parts[variable] == pytest.approx(value, rel=0.10), variable
