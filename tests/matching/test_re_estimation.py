"""Bootstrap re-estimation: closed form, independence of the split, intervals."""

import numpy as np
import pytest

from frictions.errors import FrictionsError
from frictions.matching.bootstrap import (
    InvalidBootstrap,
    bootstrap_estimates,
    known_point,
    percentile_intervals,
    re_estimate,
    recentred_targets,
)
from frictions.matching.criterion import build_criterion
from frictions.matching.estimation import EveryStartFailed, estimate
from frictions.matching.inference import jacobian_at
from frictions.matching.parameters import Parameter
from frictions.matching.secant_descent import SecantDescent
from frictions.matching.trials import Tally


def draws(problem, count):
    rng = np.random.default_rng(17)
    return problem.target + rng.standard_normal((count, 15)) @ np.linalg.cholesky(problem.sampling_covariance).T


def test_linear_model_is_re_estimated_by_generalised_least_squares(linear_problem):
    targets = draws(linear_problem, 20)
    found = bootstrap_estimates(
        linear_problem.responses, linear_problem.criterion, linear_problem.parameters, np.zeros(4), targets
    )
    weight = np.linalg.inv(linear_problem.weight_covariance)
    design = linear_problem.design
    expected = np.linalg.solve(design.T @ weight @ design, design.T @ weight @ targets.T).T
    assert found.estimates == pytest.approx(expected, abs=1e-7)
    gaps = targets - expected @ design.T
    assert found.criteria == pytest.approx(np.einsum("bi,ij,bj->b", gaps, weight, gaps), rel=1e-9)
    assert not found.at_bound.any()


def test_any_split_over_jobs_gives_the_same_bits(decay_model):
    responses, parameters, truth = decay_model
    criterion = build_criterion(responses(truth), [np.eye(8), np.eye(8)], ("a", "b"))
    targets = responses(truth) + 0.2 * np.random.default_rng(3).standard_normal((7, 16))
    whole = bootstrap_estimates(responses, criterion, parameters, truth, targets)
    pieces = [bootstrap_estimates(responses, criterion, parameters, truth, part) for part in np.array_split(targets, 3)]
    reversed_order = bootstrap_estimates(responses, criterion, parameters, truth, targets[::-1])
    assert np.concatenate([piece.estimates for piece in pieces]).tobytes() == whole.estimates.tobytes()
    assert np.concatenate([piece.criteria for piece in pieces]).tobytes() == whole.criteria.tobytes()
    assert reversed_order.estimates[::-1].tobytes() == whole.estimates.tobytes()


def test_further_starts_never_raise_the_criterion():
    def responses(theta):
        return np.array([theta[0] ** 2 - 1.0, 0.3 * theta[0]])

    parameters = [Parameter("a", "a", -2.0, 2.0, -2.0, 2.0)]
    criterion = build_criterion(np.zeros(2), [np.eye(2)], ["all"])
    target = np.array([0.0, -0.3])
    descent = SecantDescent(responses, criterion, parameters, Tally())
    free = np.ones(1, dtype=bool)
    right, left = (descent.differentiate(descent.at(np.array([at])), free, central=True) for at in (0.9, -0.9))
    one = re_estimate(responses, criterion, parameters, [right], target, Tally())
    two = re_estimate(responses, criterion, parameters, [right, left], target, Tally())
    assert one.estimate[0] > 0.0
    assert two.estimate[0] == pytest.approx(-1.0, abs=1e-8)
    assert two.criterion < one.criterion


def test_known_derivatives_save_their_evaluations_and_change_nothing(decay_model):
    responses, parameters, truth = decay_model
    criterion = build_criterion(responses(truth) + 0.05, [np.eye(8), np.eye(8)], ("a", "b"))
    best = estimate(responses, criterion, parameters, truth[None]).best
    jacobian = jacobian_at(responses, criterion, parameters, best)
    targets = responses(truth) + 0.1 * np.random.default_rng(5).standard_normal((4, 16))
    known = known_point(criterion, parameters, best.estimate, best.responses, jacobian)
    reports = []
    told = bootstrap_estimates(
        responses, criterion, parameters, [known], targets, progress=lambda *done: reports.append(done)
    )
    found = bootstrap_estimates(responses, criterion, parameters, best.estimate, targets)
    # The start itself, and two evaluations a parameter for its derivatives.
    assert found.evaluations - told.evaluations == 1 + 2 * len(parameters)
    assert told.criteria == pytest.approx(found.criteria, rel=1e-7)
    assert told.converged.all()
    assert reports == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_estimates_on_bounds_are_flagged_target_by_target():
    parameters = [Parameter("a", "a", 0.0, 1.0, 0.2, 0.8)]
    criterion = build_criterion(np.array([0.5]), [np.eye(1)], ["all"])
    found = bootstrap_estimates(
        lambda theta: theta, criterion, parameters, np.array([0.5]), np.array([[-0.2], [0.4], [1.3]])
    )
    assert found.at_bound[:, 0].tolist() == [True, False, True]
    assert found.estimates[:, 0] == pytest.approx([0.0, 0.4, 1.0], abs=1e-9)


def test_recentred_targets_make_the_model_true_on_average(linear_problem):
    targets = draws(linear_problem, 50)
    fitted = linear_problem.responses(np.ones(4))
    shifted = recentred_targets(targets, fitted)
    assert shifted.mean(axis=0) == pytest.approx(fitted, abs=1e-12)
    assert np.cov(shifted.T) == pytest.approx(np.cov(targets.T), abs=1e-10)
    found = bootstrap_estimates(
        linear_problem.responses, linear_problem.criterion, linear_problem.parameters, np.ones(4), shifted
    )
    best = estimate(linear_problem.responses, linear_problem.criterion, linear_problem.parameters, np.ones((1, 4))).best
    # GLS is linear in the target: the recentred estimates average to the parameters that made them true.
    assert found.estimates.mean(axis=0) == pytest.approx(np.ones(4), abs=1e-7)
    assert not np.allclose(best.estimate, np.ones(4), atol=0.1)


def test_failed_evaluations_are_counted_over_targets():
    class Explosive(FrictionsError):
        pass

    def responses(theta):
        if theta[0] > 0.5:
            raise Explosive
        return theta

    parameters = [Parameter("a", "a", 0.0, 1.0, 0.2, 0.4)]
    criterion = build_criterion(np.array([0.3]), [np.eye(1)], ["all"])
    found = bootstrap_estimates(responses, criterion, parameters, np.array([0.3]), [np.array([0.2]), np.array([0.9])])
    assert found.failures["Explosive"] > 0
    assert found.estimates[0, 0] == pytest.approx(0.2, abs=1e-7)  # the tolerance of re-estimates
    assert found.estimates[1, 0] <= 0.5


def test_percentile_intervals_are_the_quantiles():
    estimates = np.column_stack([np.arange(101.0), np.full(101, 0.4)])
    assert percentile_intervals(estimates, 0.9) == pytest.approx(np.array([[5.0, 0.4], [95.0, 0.4]]))


def test_empty_or_failing_bootstraps_are_typed_errors():
    class Indeterminate(FrictionsError):
        pass

    def never(theta):
        raise Indeterminate

    parameters = [Parameter("a", "a", 0.0, 1.0, 0.2, 0.8)]
    criterion = build_criterion(np.array([0.5]), [np.eye(1)], ["all"])
    with pytest.raises(InvalidBootstrap):
        bootstrap_estimates(lambda theta: theta, criterion, parameters, np.array([0.5]), [])
    with pytest.raises(EveryStartFailed, match="Indeterminate"):
        bootstrap_estimates(never, criterion, parameters, np.array([0.5]), [np.array([0.1])])
    for level, estimates in ((1.0, np.ones((5, 1))), (0.9, np.ones((1, 1)))):
        with pytest.raises(InvalidBootstrap):
            percentile_intervals(estimates, level)
