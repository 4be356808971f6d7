"""Sandwich errors and the overidentification test against closed forms, simulation and exact chi-squares."""

import numpy as np
import pytest
from scipy.stats import chi2, kstest

from frictions.matching.criterion import build_criterion, with_target
from frictions.matching.estimation import estimate
from frictions.matching.inference import InvalidCovariance, overidentification, sandwich
from frictions.matching.parameters import Parameter
from frictions.matching.starts import sobol_starts


def fit(problem, criterion=None):
    starts = sobol_starts(problem.parameters, 1, np.random.SeedSequence(0))
    return estimate(problem.responses, criterion or problem.criterion, problem.parameters, starts).best


def infer(problem, criterion, minimum, covariance):
    return sandwich(problem.responses, criterion, problem.parameters, minimum, covariance)


def test_sandwich_equals_its_closed_form_in_a_linear_model(linear_problem):
    inference = infer(linear_problem, linear_problem.criterion, fit(linear_problem), linear_problem.sampling_covariance)
    design, weight = linear_problem.design, np.linalg.inv(linear_problem.weight_covariance)
    bread = np.linalg.inv(design.T @ weight @ design)
    expected = bread @ design.T @ weight @ linear_problem.sampling_covariance @ weight @ design @ bread
    assert inference.jacobian == pytest.approx(design, abs=1e-8)
    assert inference.covariance == pytest.approx(expected, rel=1e-6)
    assert inference.standard_errors == pytest.approx(np.sqrt(np.diag(expected)), rel=1e-6)


def test_sandwich_under_the_optimal_weight_is_the_inverse_information(linear_problem):
    optimal = build_criterion(linear_problem.target, [linear_problem.sampling_covariance], ["all"])
    inference = infer(linear_problem, optimal, fit(linear_problem, optimal), linear_problem.sampling_covariance)
    design = linear_problem.design
    expected = np.linalg.inv(design.T @ np.linalg.solve(linear_problem.sampling_covariance, design))
    assert inference.covariance == pytest.approx(expected, rel=1e-6)


@pytest.mark.slow
def test_sandwich_errors_are_the_spread_of_estimates_over_samples(linear_problem):
    rng = np.random.default_rng(11)
    factor = np.linalg.cholesky(linear_problem.sampling_covariance)
    truth = np.array([1.0, -2.0, 0.5, 3.0])
    samples = 400
    estimates = np.empty((samples, 4))
    for i in range(samples):
        target = linear_problem.design @ truth + factor @ rng.standard_normal(15)
        estimates[i] = fit(linear_problem, with_target(linear_problem.criterion, target)).estimate
    inference = infer(linear_problem, linear_problem.criterion, fit(linear_problem), linear_problem.sampling_covariance)
    # A sample variance over 400 draws has a relative standard error of 7 percent, a standard deviation of 3.5.
    assert estimates.std(axis=0) == pytest.approx(inference.standard_errors, rel=4 * 0.035)


def test_nonlinear_jacobian_equals_the_analytic_derivative(decay_model):
    responses, parameters, truth = decay_model
    criterion = build_criterion(responses(truth), [np.eye(8), np.eye(8)], ("a", "b"))
    best = estimate(responses, criterion, parameters, truth[None]).best
    jacobian = sandwich(responses, criterion, parameters, best, np.eye(16)).jacobian
    rho, size, feedback = truth
    horizon = np.arange(8.0)
    decay, slope = rho**horizon, horizon * rho ** (horizon - 1.0)
    first = np.column_stack([size * slope, decay, np.zeros(8)])
    second = (horizon + 1.0)[:, None] * np.column_stack([feedback * size * slope, feedback * decay, size * decay])
    assert jacobian == pytest.approx(np.vstack([first, second]), abs=1e-8)


def test_parameter_on_a_bound_has_no_error_and_the_others_are_conditional_on_it(linear_problem):
    bounded = list(linear_problem.parameters)
    bounded[1] = Parameter("bounded", "b", -0.5, 20.0, 0.0, 10.0)
    starts = np.zeros((1, 4))
    best = estimate(linear_problem.responses, linear_problem.criterion, bounded, starts).best
    assert best.at_bound == ("", "lower", "", "")
    inference = sandwich(
        linear_problem.responses, linear_problem.criterion, bounded, best, linear_problem.sampling_covariance
    )
    design = np.delete(linear_problem.design, 1, axis=1)
    weight = np.linalg.inv(linear_problem.weight_covariance)
    bread = np.linalg.inv(design.T @ weight @ design)
    expected = bread @ design.T @ weight @ linear_problem.sampling_covariance @ weight @ design @ bread
    assert np.isnan(inference.standard_errors[1])
    assert np.isnan(inference.covariance[1]).all()
    assert np.delete(inference.standard_errors, 1) == pytest.approx(np.sqrt(np.diag(expected)), rel=1e-6)
    # The derivative at the bound is one-sided and still exact in a linear model.
    assert inference.jacobian == pytest.approx(linear_problem.design, abs=1e-8)


def test_parameters_that_only_enter_as_a_sum_have_infinite_errors_and_the_rest_finite_ones():
    parameters = [Parameter(name, name, -5.0, 5.0, -1.0, 1.0) for name in "abc"]

    def responses(theta):
        return np.array([theta[0] + theta[1], 2.0 * (theta[0] + theta[1]), theta[2], -theta[2]])

    criterion = build_criterion(np.array([1.0, 2.5, 0.5, -0.4]), [np.eye(4)], ["all"])
    best = estimate(responses, criterion, parameters, np.array([[0.1, 0.2, 0.0]])).best
    inference = sandwich(responses, criterion, parameters, best, np.eye(4))
    assert np.isinf(inference.standard_errors[:2]).all()
    assert inference.standard_errors[2] == pytest.approx(np.sqrt(0.5), rel=1e-6)
    test = overidentification(criterion, best, inference.jacobian, np.eye(4))
    assert test.degrees_of_freedom == 2


def test_criterion_under_the_optimal_weight_is_referred_to_a_chi_square(linear_problem):
    optimal = build_criterion(linear_problem.target, [linear_problem.sampling_covariance], ["all"])
    best = fit(linear_problem, optimal)
    jacobian = infer(linear_problem, optimal, best, linear_problem.sampling_covariance).jacobian
    test = overidentification(optimal, best, jacobian, linear_problem.sampling_covariance)
    assert test.degrees_of_freedom == 11
    assert test.null_mean == pytest.approx(11.0, rel=1e-9)
    assert test.scaled_statistic == pytest.approx(best.criterion, rel=1e-9)
    assert test.p_value == pytest.approx(chi2.sf(best.criterion, 11), abs=1e-8)
    assert test.scaled_p_value == pytest.approx(test.p_value, abs=1e-8)


def test_a_metric_of_another_size_leaves_the_scaled_criterion_and_both_p_values(linear_problem):
    """With V four times the covariance J is a quarter of a chi-square, and scaling it by its mean undoes that."""
    optimal = build_criterion(linear_problem.target, [linear_problem.sampling_covariance], ["all"])
    larger = build_criterion(linear_problem.target, [4.0 * linear_problem.sampling_covariance], ["all"])
    tests = []
    for criterion in (optimal, larger):
        best = fit(linear_problem, criterion)
        jacobian = infer(linear_problem, criterion, best, linear_problem.sampling_covariance).jacobian
        tests.append(overidentification(criterion, best, jacobian, linear_problem.sampling_covariance))
    reference, scaled = tests
    assert scaled.statistic == pytest.approx(0.25 * reference.statistic, rel=1e-9)
    assert scaled.null_mean == pytest.approx(11.0 / 4.0, rel=1e-9)
    assert scaled.scaled_statistic == pytest.approx(reference.statistic, rel=1e-9)
    assert scaled.scaled_p_value == pytest.approx(reference.p_value, abs=1e-8)
    assert scaled.p_value == pytest.approx(reference.p_value, abs=1e-8)


@pytest.mark.slow
@pytest.mark.parametrize("optimal", [True, False])
def test_p_values_are_uniform_when_the_model_is_true(decay_model, optimal):
    # A nonlinear model with little noise, so that linearity holds; the distribution of J is that claimed.
    responses, parameters, truth = decay_model
    rng = np.random.default_rng(23)
    # Responses of neighbouring horizons are close to each other, as those of a vector autoregression are.
    root = rng.standard_normal((16, 20)).cumsum(axis=0) * np.geomspace(0.002, 0.004, 16)[:, None]
    omega = root @ root.T / 20
    factor = np.linalg.cholesky(omega)
    blocks = [omega] if optimal else [np.diag(np.diag(omega))]
    criterion = build_criterion(responses(truth), blocks, ["all"])
    p_values, criteria = [], []
    for _ in range(400):
        shifted = with_target(criterion, responses(truth) + factor @ rng.standard_normal(16))
        best = estimate(responses, shifted, parameters, truth[None]).best
        jacobian = sandwich(responses, shifted, parameters, best, omega).jacobian
        p_values.append(overidentification(shifted, best, jacobian, omega).p_value)
        criteria.append(best.criterion)
    assert kstest(p_values, "uniform").pvalue > 0.01
    chi_square = kstest(criteria, chi2(13).cdf).pvalue
    # Negative control: under another weight J itself is not chi-square, and the same test sees it.
    assert chi_square > 0.01 if optimal else chi_square < 1e-6


def test_covariances_that_do_not_fit_are_typed_errors(linear_problem):
    best = fit(linear_problem)
    lopsided = np.eye(15)
    lopsided[0, 1] = 0.5
    for covariance in (np.eye(14), np.full((15, 15), np.nan), lopsided, np.zeros((15, 15))):
        with pytest.raises(InvalidCovariance):
            infer(linear_problem, linear_problem.criterion, best, covariance)


def test_exactly_identified_models_have_nothing_to_test():
    parameters = [Parameter("a", "a", -1.0, 1.0, -1.0, 1.0)]
    criterion = build_criterion(np.array([0.3]), [np.eye(1)], ["all"])
    best = estimate(lambda theta: theta, criterion, parameters, np.array([[0.0]])).best
    with pytest.raises(InvalidCovariance, match="no overidentifying"):
        overidentification(criterion, best, np.eye(1), np.eye(1))
