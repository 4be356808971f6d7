"""Confidence sets against closed forms, and their coverage where nothing is identified."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from frictions.matching.confidence_rows import Bootstrapped, confidence_tables
from frictions.matching.confidence_sets import (
    NoLaw,
    bootstrap_p_value,
    criteria_of_errors,
    criterion_p_value,
    criterion_quantile,
    difference_law,
    projected_set,
    upper_quantile,
)
from frictions.matching.criterion import build_criterion
from frictions.matching.parameters import Parameter
from frictions.matching.problem import MatchingProblem

SIZE = 6


def random_covariance(seed):
    root = np.random.default_rng(seed).standard_normal((SIZE, SIZE))
    return root @ root.T + 0.1 * np.eye(SIZE)


def test_under_the_optimal_weight_the_law_is_chi_square():
    covariance = random_covariance(1)
    criterion = build_criterion(np.zeros(SIZE), [covariance], ["x"])
    for level in (0.5, 0.9, 0.95, 0.99):
        assert criterion_quantile(criterion, covariance, level) == pytest.approx(chi2.ppf(level, SIZE), rel=1e-6)
    responses = np.random.default_rng(2).standard_normal(SIZE)
    statistic = float(responses @ np.linalg.solve(covariance, responses))
    assert criterion_p_value(criterion, responses, covariance) == pytest.approx(chi2.sf(statistic, SIZE), abs=1e-7)


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_under_any_weight_the_set_covers_the_truth_though_nothing_is_identified(seed):
    """A model whose responses do not move at all: 4,000 samples, standard error of the coverage 0.0034."""
    covariance = random_covariance(seed)
    criterion = build_criterion(np.zeros(SIZE), [np.diag(np.diag(covariance))], ["x"])
    errors = np.random.default_rng(seed).multivariate_normal(np.zeros(SIZE), covariance, 4000)
    covered = criteria_of_errors(criterion, errors) <= criterion_quantile(criterion, covariance, 0.95)
    assert covered.mean() == pytest.approx(0.95, abs=4 * 0.0034)


def linear_problem(seed, slopes):
    """Responses slopes @ theta, an optimal weight, the truth at 0.5."""
    covariance = random_covariance(seed)
    names = [Parameter(f"p{i}", "p", 0.0, 1.0, 0.0, 1.0) for i in range(slopes.shape[1])]
    psi = slopes @ np.full(slopes.shape[1], 0.5)
    criterion = build_criterion(psi, [covariance], ["x"])
    return MatchingProblem(
        lambda theta: slopes @ theta, criterion, tuple(names), covariance, np.full(slopes.shape[1], 0.9)
    )


def test_the_difference_has_a_chi_square_law_of_the_identified_parameters():
    """In a linear model the difference is the projection on the slopes: 4,000 draws against quantiles of chi-square."""
    slopes = np.random.default_rng(6).standard_normal((SIZE, 2))
    problem = linear_problem(6, slopes)
    truth = problem.criterion.target
    errors = np.random.default_rng(7).multivariate_normal(np.zeros(SIZE), problem.omega, 4000)
    root = np.linalg.inv(np.linalg.cholesky(problem.omega))
    basis, _ = np.linalg.qr(root @ slopes)
    whitened = errors @ root.T
    minima = ((whitened - whitened @ basis @ basis.T) ** 2).sum(axis=1)
    law = difference_law(problem.criterion, truth, truth + errors, minima)
    assert (np.diff(law) >= 0.0).all()
    # Standard error of an empirical 95 percent quantile: sqrt(.95 .05 / 4000) over the density there.
    error = np.sqrt(0.95 * 0.05 / 4000) / chi2.pdf(chi2.ppf(0.95, 2), 2)
    assert upper_quantile(law, 0.95) == pytest.approx(chi2.ppf(0.95, 2), abs=4 * error)
    with pytest.raises(NoLaw, match="did not descend"):
        difference_law(problem.criterion, truth, truth + errors, minima + 100.0)
    with pytest.raises(NoLaw, match="4000 bootstrap targets and 3999 minima"):
        difference_law(problem.criterion, truth, truth + errors, minima[1:])


def test_quantiles_and_p_values_of_a_bootstrap_count_the_draw_to_come():
    law = np.arange(1.0, 20.0)
    assert upper_quantile(law, 0.95) == 19.0 and upper_quantile(law[:-1], 0.95) == np.inf
    assert bootstrap_p_value(law, 19.0) == 2 / 20 and bootstrap_p_value(law, 99.0) == 1 / 20


@given(st.floats(0.1, 5.0), st.floats(-2.0, 2.0), st.floats(0.01, 4.0), st.integers(5, 60))
def test_a_quadratic_profile_gives_its_interval_to_the_accuracy_of_the_grid(curvature, centre, height, points):
    grid = np.linspace(-6.0, 6.0, points)
    half = np.sqrt(height / curvature)
    with_centre = np.unique(np.append(grid, centre))
    found = projected_set(with_centre, curvature * (with_centre - centre) ** 2, height)
    spacing = 12.0 / (points - 1)
    assert found.pieces == 1
    # A chord lies above the parabola, so the set is never too wide; it misses less than a spacing at either end.
    low, high = max(centre - half, -6.0), min(centre + half, 6.0)
    assert low - 1e-9 <= found.lower <= min(low + spacing, centre) + 1e-9
    assert max(high - spacing, centre) - 1e-9 <= found.upper <= high + 1e-9


def test_a_set_in_two_pieces_and_an_empty_one_are_said_to_be():
    grid = np.arange(5.0)
    assert projected_set(grid, [0.0, 2.0, 2.0, 0.0, 2.0], 1.0) == projected_set(grid, [0.0, 2.0, 2.0, 0.0, 2.0], 1.0)
    found = projected_set(grid, [0.0, 2.0, 2.0, 0.0, 2.0], 1.0)
    assert (found.lower, found.upper, found.pieces) == (0.0, 3.5, 2)
    empty = projected_set(grid, np.full(5, 3.0), 1.0)
    assert np.isnan(empty.lower) and empty.pieces == 0


def test_tables_say_whether_the_sources_vector_is_inside(seed=8):
    slopes = np.random.default_rng(seed).standard_normal((SIZE, 2))
    slopes[:, 1] = 0.0
    problem = linear_problem(seed, slopes)
    errors = np.random.default_rng(9).multivariate_normal(np.zeros(SIZE), problem.omega, 400)
    whitened = errors @ np.linalg.inv(np.linalg.cholesky(problem.omega)).T
    estimate = np.array([0.5, 0.5])
    grid = np.linspace(0.0, 1.0, 41)
    curvature = float(slopes[:, 0] @ np.linalg.solve(problem.omega, slopes[:, 0]))
    profile = pd.concat(
        [
            pd.DataFrame({"parameter": "p0", "value": grid, "criterion": curvature * (grid - 0.5) ** 2}),
            pd.DataFrame({"parameter": "p1", "value": grid, "criterion": 0.0}),
            pd.DataFrame({"parameter": "other", "value": grid, "criterion": 0.0}),
        ]
    )
    unit = np.linalg.qr(np.linalg.inv(np.linalg.cholesky(problem.omega)) @ slopes[:, :1])[0]
    minima = (whitened**2).sum(axis=1) - (whitened @ unit[:, 0]) ** 2
    targets = problem.criterion.target + errors
    sets, tests = confidence_tables(problem, estimate, profile, Bootstrapped(targets, minima, errors), 0.95)
    found = sets.set_index(["statistic", "parameter"])
    # What does not move the responses may have any value.
    assert (found.loc[("criterion", "p1"), ["lower", "upper"]] == [0.0, 1.0]).all()
    values = tests.set_index(["statistic", "quantity"])["value"]
    half = np.sqrt(values["criterion", "bound"] / curvature)
    assert found.loc[("criterion", "p0"), "upper"] == pytest.approx(min(0.5 + half, 1.0), abs=0.025)
    at_source = curvature * 0.4**2
    assert values["criterion", "at_published"] == pytest.approx(at_source)
    assert values["criterion", "p_value_of_published"] == pytest.approx(chi2.sf(at_source, SIZE), abs=1e-6)
    assert (
        values["criterion", "coverage"] == (criteria_of_errors(problem.criterion, errors) <= chi2.ppf(0.95, 6)).mean()
    )
    assert values["difference", "re_estimates"] == 400
