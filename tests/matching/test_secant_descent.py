"""Descents, with a model's derivatives and without, against closed forms and the solvers of scipy."""

import numpy as np
import pytest
from scipy.optimize import least_squares, lsq_linear

from frictions.errors import FrictionsError
from frictions.matching.criterion import build_criterion
from frictions.matching.estimation import estimate
from frictions.matching.parameters import Parameter
from frictions.matching.searches import SearchSettings, StartFailed
from frictions.matching.secant_descent import SecantDescent, bounded_step
from frictions.matching.settling import search, settle
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
    found = search(lambda t: design @ t, criterion, parameters, np.full(4, 0.1), tally, EVERY)
    settled = settle(lambda t: design @ t, criterion, parameters, found, tally, EVERY)
    expected = lsq_linear(design, target, bounds=(-0.3, 0.5), method="bvls", tol=1e-14).x
    assert settled.estimate == pytest.approx(expected, abs=1e-8)
    sides = ["lower" if abs(x + 0.3) < 1e-12 else "upper" if abs(x - 0.5) < 1e-12 else "" for x in expected]
    assert list(settled.at_bound) == sides
    assert settled.decrement < 1e-9
    assert settled.converged


class Decay:
    """A sum of two decays whose derivatives are known; ``with_derivatives`` counts its calls."""

    def __init__(self, periods: int = 12) -> None:
        self.periods, self.calls = np.arange(periods), 0

    def __call__(self, theta):
        return theta[0] * theta[1] ** self.periods + theta[2] * theta[3] ** self.periods

    def with_derivatives(self, theta):
        self.calls += 1
        powers = [decay**self.periods for decay in (theta[1], theta[3])]
        slopes = [self.periods * decay ** np.maximum(self.periods - 1, 0) for decay in (theta[1], theta[3])]
        columns = [powers[0], theta[0] * slopes[0], powers[1], theta[2] * slopes[1]]
        return self(theta), np.column_stack(columns)


DECAYS = [
    Parameter(name, name, *bounds, *bounds)
    for name, bounds in {"a": (-2.0, 2.0), "d": (0.05, 0.95), "b": (-2.0, 2.0), "e": (0.05, 0.95)}.items()
]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("derivatives", [True, False])
def test_a_descent_ends_no_higher_than_scipys_reflective_search(seed, derivatives):
    """From the same start, with residuals that do not vanish at the minimum."""
    rng = np.random.default_rng(seed)
    model = Decay()
    target = model(np.array([1.0, 0.8, -0.5, 0.3])) + 0.1 * rng.standard_normal(12)
    criterion = build_criterion(target, [np.eye(12)], ["all"])
    responses = model if derivatives else (lambda theta: model(theta))
    start = np.array([0.5, 0.7, -0.2, 0.4])
    lower, upper = (np.array([getattr(one, side) for one in DECAYS]) for side in ("lower", "upper"))
    other = least_squares(
        lambda theta: model(theta) - target, start, bounds=(lower, upper), xtol=1e-14, ftol=1e-14, gtol=1e-14
    )
    found = estimate(responses, criterion, DECAYS, start[None])
    # Twice the reflective method's cost is J; its ends hold the derivatives' error, hence the last digits.
    assert found.best.criterion <= 2.0 * other.cost * (1.0 + 1e-9)
    assert found.best.converged and found.best.decrement < 1e-8 * found.best.criterion
    assert (model.calls > 0) == derivatives


def test_own_derivatives_and_differences_find_the_same_minimum():
    model = Decay()
    criterion = build_criterion(model(np.array([1.0, 0.8, -0.5, 0.3])) + 0.05, [np.eye(12)], ["all"])
    start = np.array([[0.5, 0.7, -0.2, 0.4]])
    own = estimate(model, criterion, DECAYS, start)
    differences = estimate(lambda theta: model(theta), criterion, DECAYS, start)
    assert own.best.criterion == pytest.approx(differences.best.criterion, rel=1e-9)
    assert own.evaluations < differences.evaluations


def test_a_model_with_derivatives_leaves_a_region_without_solution():
    class Limited(Decay):
        def with_derivatives(self, theta):
            if theta[0] > 0.5:
                raise Indeterminate
            return super().with_derivatives(theta)

    model = Limited()
    criterion = build_criterion(model(np.array([1.0, 0.8, -0.5, 0.3])), [np.eye(12)], ["all"])
    tally = Tally()
    found = search(model, criterion, DECAYS, np.array([0.2, 0.7, -0.2, 0.4]), tally, EVERY)
    assert tally.failures["Indeterminate"] > 0
    assert found.estimate[0] <= 0.5
    start = SecantDescent(model, criterion, DECAYS, Tally(), EVERY).at(np.array([0.2, 0.7, -0.2, 0.4]))
    assert found.criterion < start.criterion


@pytest.mark.parametrize("derivatives", [True, False])
def test_a_bound_on_which_the_model_has_no_solution_is_approached(derivatives):
    """The target lies beyond the first bound; the model is solved everywhere but on it."""

    class Open(Decay):
        def __call__(self, theta):
            if theta[0] == 2.0:
                raise Indeterminate
            return super().__call__(theta)

    model = Open()
    target = Decay()(np.array([2.5, 0.8, -0.5, 0.3]))
    quick = [*DECAYS[:3], Parameter("e", "e", 0.05, 0.5, 0.05, 0.5)]
    criterion = build_criterion(target, [np.eye(12)], ["all"])
    responses = model if derivatives else (lambda theta: model(theta))
    found = estimate(responses, criterion, quick, np.array([[0.5, 0.7, -0.2, 0.4]])).best
    assert found.at_bound[0] == "upper" and found.estimate[0] < 2.0
    held = [Parameter("a", "a", -2.0, 1.999998, -2.0, 1.0), *quick[1:]]
    beside = estimate(Decay(), criterion, held, np.array([[0.5, 0.7, -0.2, 0.4]])).best
    # The two stop a millionth of the bounds' width from each other, and J falls by less than one per unit there.
    assert found.criterion == pytest.approx(beside.criterion, abs=1e-5)


@pytest.mark.parametrize("seed", range(10))
def test_a_bounded_step_is_the_minimum_of_the_linearised_problem(seed):
    """Against scipy's active-set method on the full problem, boxes with and without room on either side."""
    rng = np.random.default_rng(seed)
    design, residuals = rng.standard_normal((20, 5)), 3.0 * rng.standard_normal(20)
    low, high = -rng.uniform(0.0, 0.5, 5), rng.uniform(0.0, 0.5, 5)
    low[0], high[1] = 0.0, 0.0
    low[2] = high[2] = 0.0
    step = bounded_step(design, residuals, low, high)
    others = [0, 1, 3, 4]
    expected = lsq_linear(design[:, others], residuals, bounds=(low[others], high[others]), method="bvls").x
    assert step[2] == 0.0
    assert step[others] == pytest.approx(expected, abs=1e-10)


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
    found = search(responses, criterion, parameters, np.array([-0.5, -0.5]), tally, EVERY)
    settled = settle(responses, criterion, parameters, found, tally, EVERY)
    assert settled.estimate == pytest.approx([0.5, 0.3], abs=1e-3)
    assert settled.decrement == pytest.approx(9.0, rel=0.02)
    assert tally.failures["Indeterminate"] > 0
    with pytest.raises(StartFailed, match="no solution"):
        search(responses, criterion, parameters, np.array([0.9, 0.0]), tally, EVERY)
