"""Estimates against closed forms, known minima, and models that fail."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import lsq_linear

from frictions.errors import FrictionsError
from frictions.matching.criterion import InvalidCriterion, build_criterion, criterion_value, whiten
from frictions.matching.estimation import EveryStartFailed, estimate
from frictions.matching.parameters import InvalidParameter, Parameter
from frictions.matching.searches import InvalidSettings, SearchSettings
from frictions.matching.starts import sobol_starts


class Indeterminate(FrictionsError):
    """A model without a unique solution."""


class Explosive(FrictionsError):
    """A model without a stable solution."""


def seeds(number=0):
    return np.random.SeedSequence(number)


def closed_form(problem):
    weight = np.linalg.inv(problem.weight_covariance)
    return np.linalg.solve(problem.design.T @ weight @ problem.design, problem.design.T @ weight @ problem.target)


def test_linear_model_gives_generalised_least_squares_from_every_start(linear_problem):
    starts = sobol_starts(linear_problem.parameters, 16, seeds())
    found = estimate(linear_problem.responses, linear_problem.criterion, linear_problem.parameters, starts)
    expected = closed_form(linear_problem)
    assert len(found.minima) == 1
    assert found.best.starts == 16
    assert found.best.estimate == pytest.approx(expected, rel=1e-9)
    gap = linear_problem.target - linear_problem.design @ expected
    assert found.best.criterion == pytest.approx(
        gap @ np.linalg.solve(linear_problem.weight_covariance, gap), rel=1e-12
    )
    assert found.best.decrement < 1e-12
    assert found.best.at_bound == ("",) * 4
    assert sum(found.parts.values()) == pytest.approx(found.best.criterion, rel=1e-13)
    assert (found.failures, found.failed_starts) == ({}, 0)


# A minimum 1e-5 off its bound, about which the search for the binding bounds goes in a circle.
@example(seed=279)
@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 10_000))
def test_binding_bounds_are_found_exactly_and_flagged(seed):
    # A convex problem: scipy's active-set solver gives the same unique constrained minimum.
    rng = np.random.default_rng(seed)
    design, target = rng.standard_normal((12, 4)), 3.0 * rng.standard_normal(12)
    parameters = [Parameter(f"theta_{i}", "t", -0.3, 0.5, -0.2, 0.4) for i in range(4)]
    criterion = build_criterion(target, [np.eye(12)], ["all"])
    starts = sobol_starts(parameters, 2, seeds(seed))
    found = estimate(lambda theta: design @ theta, criterion, parameters, starts).best
    expected = lsq_linear(design, target, bounds=(-0.3, 0.5), method="bvls", tol=1e-14).x
    best = np.sum((target - design @ expected) ** 2)
    assert found.criterion == pytest.approx(best, rel=1e-9)
    # In the metric of J, the distance of the estimates is that of the criteria.
    assert np.sum((design @ (found.estimate - expected)) ** 2) < 1e-9 * best
    # The reference may miss its own bound by a rounding error.
    sides = ["lower" if abs(x + 0.3) < 1e-12 else "upper" if abs(x - 0.5) < 1e-12 else "" for x in expected]
    assert list(found.at_bound) == sides
    on_bound = np.array([side != "" for side in sides])
    assert np.all((found.estimate[on_bound] == -0.3) | (found.estimate[on_bound] == 0.5))
    assert found.decrement < 1e-10


def test_all_four_minima_of_a_known_surface_are_found_and_ordered():
    # Himmelblau's function is a sum of two squares with four zeros; the tilt makes their J differ.
    def responses(theta):
        x, y = theta
        return np.array([x * x + y - 11.0, x + y * y - 7.0, 0.01 * (x - 3.0), 0.01 * (y - 2.0)])

    zeros = [(3.0, 2.0), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126)]
    parameters = [Parameter(name, name, -6.0, 6.0, -5.0, 5.0) for name in "xy"]
    criterion = build_criterion(np.zeros(4), [np.eye(4)], ["all"])
    found = estimate(responses, criterion, parameters, sobol_starts(parameters, 32, seeds(4)))
    assert len(found.minima) == 4
    for zero in zeros:
        assert min(np.abs(minimum.estimate - zero).max() for minimum in found.minima) < 1e-3
    assert found.best.estimate == pytest.approx([3.0, 2.0], abs=1e-8)
    criteria = [minimum.criterion for minimum in found.minima]
    assert criteria == sorted(criteria)
    assert sum(minimum.starts for minimum in found.minima) == 32
    assert all(minimum.converged and minimum.decrement < 1e-10 for minimum in found.minima)


def test_noise_free_targets_return_the_truth_from_every_start(decay_model):
    responses, parameters, truth = decay_model
    blocks = [np.diag(np.linspace(0.01, 0.05, 8)), np.diag(np.linspace(0.02, 0.08, 8))]
    criterion = build_criterion(responses(truth), blocks, ("a", "b"))
    found = estimate(responses, criterion, parameters, sobol_starts(parameters, 16, seeds(1)))
    assert len(found.minima) == 1
    assert found.best.starts == 16
    assert found.best.estimate == pytest.approx(truth, abs=1e-10)
    assert found.best.criterion < 1e-20


def test_truth_on_a_bound_is_recovered_and_flagged(decay_model):
    responses, parameters, truth = decay_model
    truth = np.array([truth[0], 10.0, -3.0])
    criterion = build_criterion(responses(truth), [np.eye(8), np.eye(8)], ("a", "b"))
    found = estimate(responses, criterion, parameters, sobol_starts(parameters, 8, seeds(1))).best
    assert found.estimate == pytest.approx(truth, abs=1e-6)
    assert found.criterion < 1e-12
    assert found.at_bound == ("", "upper", "lower")


@settings(deadline=None, max_examples=25)
@given(scale=st.floats(1e-6, 1e6), shift=st.floats(-10.0, 10.0))
@pytest.mark.slow
def test_estimates_do_not_depend_on_units_or_origin_of_a_parameter(scale, shift):
    design = np.random.default_rng(8).standard_normal((10, 2))
    target = np.random.default_rng(9).standard_normal(10)
    criterion = build_criterion(target, [np.eye(10)], ["all"])

    def responses(theta):
        return np.tanh(design @ theta)

    plain = [Parameter(name, name, -2.0, 3.0, -1.0, 1.0) for name in "ab"]
    moved = [plain[0], Parameter("b", "b", *(scale * (bound + shift) for bound in (-2.0, 3.0, -1.0, 1.0)))]
    starts = sobol_starts(plain, 4, seeds(2))
    moved_starts = sobol_starts(moved, 4, seeds(2))
    first = estimate(responses, criterion, plain, starts)
    second = estimate(lambda t: responses(np.array([t[0], t[1] / scale - shift])), criterion, moved, moved_starts)
    assert len(first.minima) == len(second.minima)
    for a, b in zip(first.minima, second.minima, strict=True):
        assert b.criterion == pytest.approx(a.criterion, rel=1e-9)
        assert b.at_bound == a.at_bound
        assert [b.estimate[0], b.estimate[1] / scale - shift] == pytest.approx(a.estimate, abs=1e-6)


def test_same_seed_gives_the_same_bits_and_starts_lie_in_their_box(decay_model):
    responses, parameters, truth = decay_model
    criterion = build_criterion(responses(truth) + 0.1, [np.eye(8), np.eye(8)], ("a", "b"))
    first, second = (
        estimate(responses, criterion, parameters, sobol_starts(parameters, 6, seeds(3))) for _ in range(2)
    )
    assert [m.estimate.tobytes() for m in first.minima] == [m.estimate.tobytes() for m in second.minima]
    assert first.evaluations == second.evaluations
    starts = sobol_starts(parameters, 13, seeds(3))
    assert starts.shape == (13, 3)
    for column, parameter in zip(starts.T, parameters, strict=True):
        assert np.all((column >= parameter.start_lower) & (column <= parameter.start_upper))
    assert not np.array_equal(starts, sobol_starts(parameters, 13, seeds(4)))


def test_failing_evaluations_are_counted_by_type_and_never_become_the_estimate():
    # The criterion falls towards 0.8, but the model has no solution beyond 0.5; the feasible minimum is at the edge.
    def responses(theta):
        if theta[0] > 0.5:
            raise Indeterminate
        if theta[1] < -0.9:
            raise Explosive
        return np.array([10.0 * theta[0], theta[1]])

    parameters = [Parameter(name, name, -1.0, 1.0, -1.0, 1.0) for name in "ab"]
    criterion = build_criterion(np.array([8.0, 0.3]), [np.eye(2)], ["all"])
    starts = np.vstack([sobol_starts(parameters, 16, seeds()), [[0.9, 0.0], [0.0, -1.0]]])
    found = estimate(responses, criterion, parameters, starts)
    assert set(found.failures) == {"Indeterminate", "Explosive"}
    assert found.failed_starts >= 2
    assert found.failed_starts + sum(minimum.starts for minimum in found.minima) == 18
    for minimum in found.minima:
        assert minimum.criterion == criterion_value(criterion, responses(minimum.estimate))
    assert found.best.estimate[0] == pytest.approx(0.5, abs=1e-3)
    # Stopped by the edge, not at a minimum: the certificate says so.
    assert found.best.decrement == pytest.approx(9.0, rel=0.01)


def test_a_region_without_solution_attracts_no_search_however_large_the_residuals():
    # J at the start is 1e16: a penalty that stood for the missing values would have to be larger still.
    def responses(theta):
        if theta[0] > 0.5:
            raise Indeterminate
        return np.array([1e8 * (1.0 + theta[0])])

    parameters = [Parameter("a", "a", -1.0, 1.0, -1.0, 1.0)]
    criterion = build_criterion(np.array([3e8]), [np.eye(1)], ["all"])
    found = estimate(responses, criterion, parameters, np.array([[0.0]]))
    assert found.failures["Indeterminate"] > 0
    assert 0.0 < found.best.estimate[0] <= 0.5
    assert found.best.criterion == criterion_value(criterion, responses(found.best.estimate))


def test_responses_that_are_not_finite_count_as_failures():
    parameters = [Parameter("a", "a", -1.0, 1.0, -1.0, 1.0)]
    criterion = build_criterion(np.array([0.2]), [np.eye(1)], ["all"])

    def responses(theta):
        return np.array([np.nan]) if theta[0] < 0 else theta

    found = estimate(responses, criterion, parameters, np.array([[-0.5], [0.9]]))
    assert found.failed_starts == 1
    assert found.failures["NonFiniteResponses"] >= 1
    assert found.best.estimate[0] == pytest.approx(0.2, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10_000))
@example(seed=30)
def test_bounds_at_which_the_model_fails_are_approached_and_still_flagged(seed):
    rng = np.random.default_rng(seed)
    design, target = rng.standard_normal((12, 4)), 3.0 * rng.standard_normal(12)

    def responses(theta):
        if np.any((theta == -0.3) | (theta == 0.5)):
            raise Indeterminate
        return design @ theta

    parameters = [Parameter(f"theta_{i}", "t", -0.3, 0.5, -0.2, 0.4) for i in range(4)]
    criterion = build_criterion(target, [np.eye(12)], ["all"])
    found = estimate(responses, criterion, parameters, sobol_starts(parameters, 2, seeds(seed))).best
    expected = lsq_linear(design, target, bounds=(-0.3, 0.5), method="bvls", tol=1e-14).x
    sides = ["lower" if abs(x + 0.3) < 1e-12 else "upper" if abs(x - 0.5) < 1e-12 else "" for x in expected]
    assert list(found.at_bound) == sides
    assert found.estimate == pytest.approx(expected, abs=1e-6)
    assert np.all((found.estimate > -0.3) & (found.estimate < 0.5))


def test_every_start_failing_is_a_typed_error_that_says_why():
    def responses(theta):
        raise (Indeterminate if theta[0] > 0 else Explosive)

    parameters = [Parameter("a", "a", -1.0, 1.0, -1.0, 1.0)]
    criterion = build_criterion(np.ones(1), [np.eye(1)], ["all"])
    with pytest.raises(EveryStartFailed, match="Explosive 1, Indeterminate 1") as caught:
        estimate(responses, criterion, parameters, np.array([[0.5], [-0.5]]))
    assert caught.value.failures == {"Indeterminate": 1, "Explosive": 1}


def test_defects_and_wrong_lengths_are_not_swallowed():
    parameters = [Parameter("a", "a", -1.0, 1.0, -1.0, 1.0)]
    criterion = build_criterion(np.ones(2), [np.eye(2)], ["all"])
    start = np.array([[0.5]])
    with pytest.raises(ZeroDivisionError):
        estimate(lambda theta: theta / (1 // 0), criterion, parameters, start)
    with pytest.raises(InvalidCriterion, match="expected 2 responses"):
        estimate(lambda theta: theta, criterion, parameters, start)


def test_a_parameter_without_effect_does_not_disturb_the_others():
    # The second parameter has no effect: the criterion is still minimised and the flat direction promises nothing.
    parameters = [Parameter(name, name, -1.0, 1.0, -1.0, 1.0) for name in "ab"]
    criterion = build_criterion(np.array([0.2, 0.4]), [np.eye(2)], ["all"])
    found = estimate(lambda t: np.array([t[0], t[0]]), criterion, parameters, np.array([[0.9, 0.3]])).best
    assert found.estimate[0] == pytest.approx(0.3, abs=1e-9)
    assert found.decrement < 1e-15


def test_progress_is_reported_after_every_start(linear_problem):
    seen = []
    starts = sobol_starts(linear_problem.parameters, 4, seeds())
    estimate(
        linear_problem.responses,
        linear_problem.criterion,
        linear_problem.parameters,
        starts,
        progress=lambda done, total, best: seen.append((done, total, best)),
    )
    assert [entry[:2] for entry in seen] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert all(later <= earlier for (_, _, earlier), (_, _, later) in pairwise(seen))


def test_running_out_of_evaluations_is_reported():
    parameters = [Parameter(name, name, -2.0, 2.0, -2.0, 2.0) for name in "ab"]
    criterion = build_criterion(np.zeros(2), [np.eye(2)], ["all"])

    def rosenbrock(theta):
        return np.array([10.0 * (theta[1] - theta[0] ** 2), 1.0 - theta[0]])

    starved = SearchSettings(max_evaluations=2)
    found = estimate(rosenbrock, criterion, parameters, np.array([[-1.2, 1.0]]), settings=starved).best
    assert not found.converged
    assert found.decrement > 1e-3
    assert estimate(rosenbrock, criterion, parameters, np.array([[-1.2, 1.0]])).best.converged


@pytest.mark.parametrize("numbers", [(0.0, 1.0, -1.0, 1.0), (1.0, 1.0, 1.0, 1.0), (0.0, np.inf, 0.1, 0.2)])
def test_parameters_with_impossible_ranges_are_refused_by_name(numbers):
    with pytest.raises(InvalidParameter, match="curvature"):
        Parameter("curvature", "s", *numbers)


def test_starts_outside_the_bounds_and_bad_settings_are_refused():
    parameters = [Parameter("curvature", "s", 0.0, 1.0, 0.1, 0.9)]
    criterion = build_criterion(np.ones(1), [np.eye(1)], ["all"])
    for start in (1.5, np.nan):
        with pytest.raises(InvalidParameter, match="curvature"):
            estimate(lambda theta: theta, criterion, parameters, np.array([[start]]))
    with pytest.raises(InvalidParameter, match="more than once"):
        estimate(lambda theta: theta, criterion, parameters * 2, np.array([[0.5, 0.5]]))
    with pytest.raises(InvalidSettings, match="difference_step"):
        SearchSettings(difference_step=0.0)


def test_whitened_residuals_are_orthogonal_to_the_free_derivatives_at_the_estimate(linear_problem):
    starts = sobol_starts(linear_problem.parameters, 2, seeds())
    best = estimate(linear_problem.responses, linear_problem.criterion, linear_problem.parameters, starts).best
    residuals = whiten(linear_problem.criterion, linear_problem.target - best.responses)
    slopes = whiten(linear_problem.criterion, linear_problem.design)
    cosines = slopes.T @ residuals / (np.linalg.norm(slopes, axis=0) * np.linalg.norm(residuals))
    assert np.abs(cosines).max() < 1e-9
