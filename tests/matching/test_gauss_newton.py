"""Gauss-Newton steps from known minima reach the minimum on a neighbouring target."""

import numpy as np
import pytest

from frictions.errors import FrictionsError
from frictions.matching.criterion import build_criterion, with_target
from frictions.matching.estimation import estimate
from frictions.matching.gauss_newton import KnownMinimum, descend, descend_on_targets
from frictions.matching.inference import jacobian_at
from frictions.matching.least_squares import SearchSettings
from frictions.matching.parameters import InvalidParameter, Parameter
from frictions.matching.trials import Tally

QUARTERS = np.arange(12)
PARAMETERS = (
    Parameter("impact", "a", lower=-5.0, upper=5.0, start_lower=-1.0, start_upper=1.0),
    Parameter("decay", "d", lower=0.0, upper=0.95, start_lower=0.2, start_upper=0.8),
)
SETTINGS = SearchSettings(difference_step=1e-4, tolerance=1e-10)


def decaying(theta: np.ndarray) -> np.ndarray:
    return theta[0] * theta[1] ** QUARTERS


@pytest.fixture
def criterion():
    rng = np.random.default_rng(3)
    noise = rng.normal(size=(12, 12))
    return build_criterion(decaying(np.array([1.0, 0.7])), [0.01 * (noise @ noise.T / 12 + np.eye(12))], ["output"])


def known(criterion, start: tuple[float, float]) -> KnownMinimum:
    found = estimate(decaying, criterion, PARAMETERS, np.array([start])).best
    return KnownMinimum(found.estimate, found.responses, jacobian_at(decaying, criterion, PARAMETERS, found))


def test_descents_agree_with_full_searches_on_noisy_targets(criterion):
    rng = np.random.default_rng(4)
    start = known(criterion, (0.5, 0.5))
    targets = [criterion.target + 0.15 * rng.normal(size=12) for _ in range(20)]
    found, tally = descend_on_targets(
        decaying, criterion, PARAMETERS, [start], targets, max_evaluations=40, settings=SETTINGS
    )
    for target, end in zip(targets, found, strict=True):
        full = estimate(decaying, with_target(criterion, target), PARAMETERS, start.estimate[None]).best
        # Forward differences over 1e-4 of the bounds are exact to about 1e-4.
        assert end.criterion == pytest.approx(full.criterion, rel=1e-6)
        np.testing.assert_allclose(end.estimate, full.estimate, atol=2e-3)
    assert tally.evaluations <= 40 * len(targets)


def test_parameters_stop_at_their_bounds(criterion):
    start = known(criterion, (0.5, 0.5))
    target = decaying(np.array([6.0, 0.7]))
    end = descend(
        decaying, with_target(criterion, target), PARAMETERS, start, Tally(), max_evaluations=60, settings=SETTINGS
    )
    assert end.estimate[0] == 5.0
    assert end.at_bound == ("upper", "")


def test_the_cap_is_kept_and_what_is_left_is_reported(criterion):
    start = known(criterion, (0.5, 0.5))
    target = decaying(np.array([2.0, 0.2]))
    shifted = with_target(criterion, target)
    few, many = Tally(), Tally()
    early = descend(decaying, shifted, PARAMETERS, start, few, max_evaluations=2, settings=SETTINGS)
    late = descend(decaying, shifted, PARAMETERS, start, many, max_evaluations=80, settings=SETTINGS)
    assert few.evaluations <= 2 < many.evaluations
    assert early.promised > 1e-3
    assert late.promised < 1e-9
    assert late.criterion < early.criterion


def test_the_lowest_of_several_known_minima_is_taken(criterion):
    """The second start is the right one for a target that falls instead of rising."""
    start = known(criterion, (0.5, 0.5))
    mirrored = KnownMinimum(-start.estimate * [1, -1], -start.responses, start.jacobian * [1, -1])
    found, _ = descend_on_targets(
        decaying, criterion, PARAMETERS, [start, mirrored], [-criterion.target], max_evaluations=1, settings=SETTINGS
    )
    assert found[0].criterion < 1e-12
    np.testing.assert_allclose(found[0].estimate, mirrored.estimate)


def test_a_region_without_solution_is_avoided(criterion):
    start = known(criterion, (0.5, 0.5))

    def limited(theta):
        if theta[0] > 1.5:
            raise FrictionsError("no solution")
        return decaying(theta)

    tally = Tally()
    shifted = with_target(criterion, decaying(np.array([2.0, 0.7])))
    end = descend(limited, shifted, PARAMETERS, start, tally, max_evaluations=60, settings=SETTINGS)
    assert tally.failures["FrictionsError"] > 0
    assert 1.2 < end.estimate[0] <= 1.5


def test_without_a_known_minimum_there_is_nothing_to_do(criterion):
    with pytest.raises(InvalidParameter):
        descend_on_targets(decaying, criterion, PARAMETERS, [], [criterion.target], max_evaluations=5)
