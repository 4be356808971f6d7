"""Profiles of J and identification."""

import numpy as np
import pytest

from frictions.errors import FrictionsError
from frictions.matching.criterion import build_criterion, criterion_value, whiten
from frictions.matching.estimation import estimate
from frictions.matching.parameters import InvalidParameter, Parameter
from frictions.matching.profile import identification, profile_criterion, profile_grid
from frictions.matching.searches import SearchSettings


class Indeterminate(FrictionsError):
    """A model without a unique solution."""


def test_profile_of_a_linear_model_is_the_parabola_of_its_marginal_precision(linear_problem):
    problem = linear_problem
    best = estimate(problem.responses, problem.criterion, problem.parameters, np.zeros((1, 4))).best
    grid = np.linspace(-6.0, 6.0, 9)
    profile = profile_criterion(
        problem.responses, problem.criterion, problem.parameters, best.estimate, "theta_2", grid
    )
    weight = np.linalg.inv(problem.weight_covariance)
    marginal = np.linalg.inv(problem.design.T @ weight @ problem.design)[2, 2]
    expected = best.criterion + (profile.values - best.estimate[2]) ** 2 / marginal
    assert profile.criteria == pytest.approx(expected, rel=1e-8)
    assert len(profile.values) == 10
    assert profile.gain == pytest.approx(0.0, abs=1e-9)
    for point, value in zip(profile.estimates, profile.criteria, strict=True):
        assert criterion_value(problem.criterion, problem.responses(point)) == pytest.approx(value, rel=1e-12)


@pytest.mark.slow
def test_profile_finds_the_lower_branch_that_the_estimate_missed_and_reports_the_gain():
    # For every |a| < 1 there are two branches in b, the negative one lower; they meet at |a| = 1. Outward from the
    # positive branch the profile crosses over, and on the way back it finds the lower branch.
    def responses(theta):
        a, b = theta
        return np.array([3.0 * (a * a + b * b - 1.0), 0.5 * (b + 1.0), a])

    parameters = [Parameter(name, name, -2.0, 2.0, -2.0, 2.0) for name in "ab"]
    criterion = build_criterion(np.zeros(3), [np.eye(3)], ["all"])
    poor = estimate(responses, criterion, parameters, np.array([[0.0, 0.9]])).best
    truth = estimate(responses, criterion, parameters, np.array([[0.0, -0.9]])).best
    assert poor.criterion > truth.criterion + 0.1
    grid = np.array([0.0, *profile_grid(parameters[0], 17)])
    exact = SearchSettings()
    from_poor = profile_criterion(responses, criterion, parameters, poor.estimate, "a", grid, settings=exact)
    from_truth = profile_criterion(responses, criterion, parameters, truth.estimate, "a", grid, settings=exact)
    assert from_poor.gain == pytest.approx(poor.criterion - truth.criterion, rel=1e-6)
    assert from_truth.gain == pytest.approx(0.0, abs=1e-9)
    lowest = dict(zip(from_truth.values.round(9), from_truth.criteria, strict=True))
    for value, found in zip(from_poor.values.round(9), from_poor.criteria, strict=True):
        if value in lowest:
            assert found == pytest.approx(lowest[value], abs=1e-7)


def test_points_without_solution_are_missing_and_do_not_stop_the_profile():
    def responses(theta):
        if 0.35 < theta[0] < 0.65:
            raise Indeterminate
        return np.array([theta[0], theta[1] - theta[0]])

    parameters = [Parameter(name, name, 0.0, 1.0, 0.0, 1.0) for name in "ab"]
    criterion = build_criterion(np.array([0.1, 0.2]), [np.eye(2)], ["all"])
    best = estimate(responses, criterion, parameters, np.array([[0.2, 0.2]])).best
    grid = profile_grid(parameters[0], 11)
    exact = SearchSettings()
    profile = profile_criterion(responses, criterion, parameters, best.estimate, "a", grid, settings=exact)
    missing = (profile.values > 0.35) & (profile.values < 0.65)
    assert np.array_equal(np.isnan(profile.criteria), missing)
    assert profile.failures["Indeterminate"] >= 3
    reached = profile.criteria[~missing]
    slack = np.maximum(profile.values[~missing] + 0.2 - 1.0, 0.0)
    assert reached == pytest.approx((profile.values[~missing] - 0.1) ** 2 + slack**2, abs=1e-9)


def test_profile_refuses_unknown_parameters_and_values_outside_the_bounds(linear_problem):
    problem = linear_problem
    for name, grid in (("markup", np.zeros(1)), ("theta_0", np.array([99.0]))):
        with pytest.raises(InvalidParameter, match=name):
            profile_criterion(problem.responses, problem.criterion, problem.parameters, np.zeros(4), name, grid)


def test_identification_equals_the_eigenvalues_of_the_scaled_information(linear_problem):
    problem = linear_problem
    scale = np.array([1.0, 10.0, 0.1, 3.0])
    weight = np.linalg.inv(problem.weight_covariance)
    information = problem.design.T @ weight @ problem.design * np.outer(scale, scale)
    values, vectors = np.linalg.eigh(information)
    found = identification(problem.criterion, problem.parameters, problem.design, scale)
    assert found.eigenvalues == pytest.approx(values, rel=1e-9)
    assert np.abs(np.sum(found.directions * vectors, axis=0)) == pytest.approx(np.ones(4), rel=1e-9)
    default = identification(problem.criterion, problem.parameters, problem.design)
    assert np.array_equal(default.scale, np.full(4, 40.0))


def test_weakest_direction_is_the_one_along_which_the_criterion_is_flat():
    parameters = [Parameter(name, name, 0.0, 1.0, 0.0, 1.0) for name in ("slope", "elasticity", "size")]
    design = np.array([[1.0, 1.0, 0.0], [2.0, 2.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 3.0]])
    criterion = build_criterion(np.zeros(4), [np.eye(4)], ["all"])
    found = identification(criterion, parameters, design)
    assert found.eigenvalues[0] == pytest.approx(0.0, abs=1e-20)
    assert list(found.weakest) == ["slope", "elasticity", "size"]
    assert found.weakest["slope"] == pytest.approx(-found.weakest["elasticity"], abs=1e-12)
    assert found.weakest["size"] == pytest.approx(0.0, abs=1e-12)
    assert np.linalg.norm(whiten(criterion, design) @ found.directions[:, 0]) < 1e-12
