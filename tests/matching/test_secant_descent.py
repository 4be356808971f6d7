"""Secant descents against closed forms, an active-set solver, and the reflective searches they stand in for."""

import numpy as np
import pytest
from scipy.optimize import lsq_linear

from frictions.errors import FrictionsError
from frictions.matching.criterion import build_criterion
from frictions.matching.estimation import estimate
from frictions.matching.least_squares import SearchSettings, StartFailed
from frictions.matching.parameters import Parameter
from frictions.matching.secant_descent import SecantDescent
from frictions.matching.settling import secant_search, settle
from frictions.matching.trials import Tally

EVERY = SearchSettings(tolerance=1e-10)
FREE = np.ones(4, dtype=bool)


class Indeterminate(FrictionsError):
    """A model without a unique solution."""


def parameters_between(lower, upper):
    return [Parameter(f"theta_{i}", "t", lower, upper, lower, upper) for i in range(4)]


@pytest.mark.parametrize("seed", range(8))
def test_the_constrained_minimum_of_a_linear_model_is_reached_exactly(seed):
    rng = np.random.default_rng(seed)
    design, target = rng.standard_normal((12, 4)), 3.0 * rng.standard_normal(12)
    parameters, criterion = parameters_between(-0.3, 0.5), build_criterion(target, [np.eye(12)], ["all"])
    tally = Tally()
    found = secant_search(lambda t: design @ t, criterion, parameters, np.full(4, 0.1), tally, EVERY)
    settled = settle(lambda t: design @ t, criterion, parameters, found, tally, EVERY)
    expected = lsq_linear(design, target, bounds=(-0.3, 0.5), method="bvls", tol=1e-14).x
    assert settled.estimate == pytest.approx(expected, abs=1e-8)
    sides = ["lower" if abs(x + 0.3) < 1e-12 else "upper" if abs(x - 0.5) < 1e-12 else "" for x in expected]
    assert list(settled.at_bound) == sides
    assert settled.decrement < 1e-9
    assert settled.converged


def test_a_descent_takes_fewer_evaluations_than_the_reflective_search_and_ends_no_higher(decay_model):
    responses, parameters, truth = decay_model
    criterion = build_criterion(responses(truth) + 0.05, [np.eye(8), np.eye(8)], ("a", "b"))
    start = np.array([[0.5 * (one.start_lower + one.start_upper) for one in parameters]])
    usual = estimate(responses, criterion, parameters, start)
    secant = estimate(responses, criterion, parameters, start, search_settings=SearchSettings(tolerance=1e-4))
    assert secant.evaluations < usual.evaluations
    assert secant.best.criterion <= usual.best.criterion * (1.0 + 1e-9)


def test_a_secant_update_reproduces_the_change_it_was_made_from(linear_problem):
    problem = linear_problem
    descent = SecantDescent(problem.responses, problem.criterion, problem.parameters, Tally())
    here = descent.at(np.zeros(4))
    there = descent.move(here, here.unit + np.array([0.1, 0.0, -0.2, 0.05]))
    step = there.unit - here.unit
    assert there.jacobian @ step == pytest.approx(here.residuals - there.residuals, rel=1e-10)


def test_the_move_of_a_linear_models_minimum_is_foreseen(linear_problem):
    problem = linear_problem
    descent = SecantDescent(problem.responses, problem.criterion, problem.parameters, Tally(), EVERY)
    best = descent.descend(descent.at(np.zeros(4)), FREE)
    held = np.array([True, True, False, True])
    coordinate = best.unit[2] + 0.05
    unit, level = descent.foreseen(best, 2, coordinate)
    moved = best.unit.copy()
    moved[2] = coordinate
    reached = descent.descend(descent.move(best, moved), held)
    assert unit == pytest.approx(reached.unit, abs=1e-7)
    assert level == pytest.approx(reached.criterion, rel=1e-8)


def test_an_end_above_what_is_known_is_not_verified(linear_problem):
    problem = linear_problem
    tallies = []
    for to_beat in (np.inf, 0.0):
        tally = Tally()
        descent = SecantDescent(problem.responses, problem.criterion, problem.parameters, tally, EVERY)
        end = descent.descend(descent.at(np.zeros(4)), FREE, to_beat=to_beat)
        tallies.append((tally.evaluations, end.exact))
    assert tallies[0][0] > tallies[1][0]
    assert [exact for _, exact in tallies] == [True, False]


def test_a_region_without_solution_is_left_and_a_start_in_it_refused():
    def responses(theta):
        if theta[0] > 0.5:
            raise Indeterminate
        return np.array([10.0 * theta[0], theta[1]])

    parameters = [Parameter(name, name, -1.0, 1.0, -1.0, 1.0) for name in "ab"]
    criterion = build_criterion(np.array([8.0, 0.3]), [np.eye(2)], ["all"])
    tally = Tally()
    found = secant_search(responses, criterion, parameters, np.array([-0.5, -0.5]), tally, EVERY)
    settled = settle(responses, criterion, parameters, found, tally, EVERY)
    assert settled.estimate == pytest.approx([0.5, 0.3], abs=1e-3)
    assert settled.decrement == pytest.approx(9.0, rel=0.02)
    assert tally.failures["Indeterminate"] > 0
    with pytest.raises(StartFailed, match="no solution"):
        secant_search(responses, criterion, parameters, np.array([0.9, 0.0]), tally, EVERY)
