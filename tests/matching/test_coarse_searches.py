"""A first round of coarse searches, of whose ends only the lowest are refined; profiles that know other minima."""

import numpy as np
import pytest

from frictions.matching.criterion import build_criterion
from frictions.matching.estimation import estimate
from frictions.matching.inference import jacobian_at
from frictions.matching.model_race import Contestant, known_minimum, race_rows
from frictions.matching.parameters import Parameter
from frictions.matching.profile import profile_criterion
from frictions.matching.searches import SearchSettings

PARAMETERS = (
    Parameter("x", "x", lower=-2.0, upper=2.0, start_lower=-1.9, start_upper=1.9),
    Parameter("y", "y", lower=-1.0, upper=1.0, start_lower=-0.9, start_upper=0.9),
)
COARSE = SearchSettings(tolerance=1e-2, max_evaluations=6)
CRITERION = build_criterion(np.zeros(3), [np.eye(3)], ["output"])


def two_wells(theta: np.ndarray) -> np.ndarray:
    """Minima near x = 1 (lower) and x = -1."""
    x, y = theta
    return np.array([3.0 * (x**2 - 1.0), 0.3 * (x - 1.0) + 0.2, y - 0.25 * x])


STARTS = np.array([[x, y] for x in (-1.7, -0.6, 0.7, 1.6) for y in (-0.5, 0.5)])


def test_refined_ends_of_coarse_searches_are_the_minima_of_full_searches():
    full = estimate(two_wells, CRITERION, PARAMETERS, STARTS)
    coarse = estimate(two_wells, CRITERION, PARAMETERS, STARTS, search_settings=COARSE, level=0.05)
    assert [one.criterion for one in coarse.minima] == pytest.approx([one.criterion for one in full.minima])
    np.testing.assert_allclose(coarse.best.estimate, full.best.estimate, atol=1e-5)
    assert sum(one.starts for one in coarse.minima) == len(STARTS)
    assert coarse.evaluations < full.evaluations


def test_only_as_many_ends_as_asked_for_are_refined():
    few = estimate(two_wells, CRITERION, PARAMETERS, STARTS, search_settings=COARSE, level=0.05, polished=1)
    assert len(few.minima) == 1
    assert few.best.estimate[0] > 0.0


def test_a_profile_that_knows_the_other_minimum_finds_the_lower_branch():
    """At y = -0.4 the well at x = -1 is lower; a search from the estimate alone stays in the well at x = 1."""
    found = estimate(two_wells, CRITERION, PARAMETERS, STARTS)
    best, other = (one.estimate for one in found.minima[:2])
    grid = np.array([-1.0])
    alone = profile_criterion(two_wells, CRITERION, PARAMETERS, best, "y", grid)
    informed = profile_criterion(two_wells, CRITERION, PARAMETERS, best, "y", grid, others=other[None])
    x = np.linspace(-2.0, 2.0, 40_001)
    lowest = np.min((3.0 * (x**2 - 1.0)) ** 2 + (0.3 * (x - 1.0) + 0.2) ** 2 + (-1.0 - 0.25 * x) ** 2)
    assert informed.criteria[0] == pytest.approx(lowest, rel=1e-6)
    assert informed.criteria[0] < alone.criteria[0] - 0.1


def test_a_model_against_itself_with_a_parameter_fixed():
    """The race lists what each model is, and every pair once."""
    rng = np.random.default_rng(5)
    root = rng.normal(size=(3, 3))
    omega = root @ root.T + np.eye(3)

    def straight(theta):
        return np.array([theta[0], theta[0], 0.5]) + np.array([0.4, -0.2, 0.0])

    contestants = []
    for name, model, parameters in (("wells", two_wells, PARAMETERS), ("line", straight, PARAMETERS[:1])):
        best = estimate(model, CRITERION, parameters, np.full((1, len(parameters)), 0.5)).best
        again = known_minimum(best.estimate, best.responses, best.criterion, best.at_bound)
        jacobian = jacobian_at(model, CRITERION, parameters, best)
        contestants.append(Contestant(name, again, jacobian, rng.chisquare(3, 20 + len(parameters))))
    rows = race_rows(CRITERION, omega, contestants, observations=120, level=0.9)
    value = {(row["model"], row["against"], row["quantity"]): row["value"] for row in rows}
    assert value["wells", "", "parameters"] == 2.0
    assert value["line", "", "degrees_of_freedom"] == 2.0
    difference = contestants[0].minimum.criterion - contestants[1].minimum.criterion
    assert value["wells", "line", "difference"] == pytest.approx(difference)
    assert value["wells", "line", "bootstrap_targets"] == 21.0
    assert not any(row["model"] == "line" and row["against"] for row in rows)
