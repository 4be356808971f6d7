"""Re-estimation on bootstrap targets.

Every target is a separate problem with the same start, so that any split over jobs gives the same numbers to the last
bit. The metric V is held at its estimate: the spread of the estimates is that caused by the responses alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, with_target
from frictions.matching.estimation import EveryStartFailed
from frictions.matching.gauss_newton import Descent, KnownMinimum, descend, known_minimum
from frictions.matching.least_squares import QUICK_SETTINGS, SearchSettings
from frictions.matching.parameters import Parameter
from frictions.matching.trials import Responses, Tally

SCOUTING_EVALUATIONS = 60
"""Model evaluations, from each start, before the starts are compared."""

CLOSE = 0.05
"""Share of the lowest J reached by then within which a start is followed further."""

MAX_EVALUATIONS = 400
"""Model evaluations after that, from each start that is followed."""


class InvalidBootstrap(FrictionsError):
    """Draws or level of a bootstrap are not admissible."""


@dataclass(frozen=True, eq=False)
class BootstrapEstimates:
    """Estimates on bootstrap targets, in the order of the targets.

    Attributes
    ----------
    estimates : (targets, p) array
    criteria : (targets,) array
        J of every target at its own estimate.
    at_bound : (targets, p) boolean array
    failures : mapping of str to int
        Evaluations without a solution over all targets, by type of error.
    """

    estimates: Array
    criteria: Array
    at_bound: npt.NDArray[np.bool_]
    failures: Mapping[str, int]


def re_estimate(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    starts: Sequence[KnownMinimum],
    target: Array,
    tally: Tally,
    settings: SearchSettings = QUICK_SETTINGS,
) -> Descent:
    """Estimate on one other target by descents from known minima, keeping the lowest J.

    A short descent from each start decides which of them lead on: noise moves the lowest minimum to another valley.

    Parameters
    ----------
    responses, criterion, parameters, settings
        As :func:`~frictions.matching.gauss_newton.descend`.
    starts : sequence of KnownMinimum
        The point estimate, and further local minima.
    target : (n,) array
        The bootstrap target.
    tally : Tally
        Takes the evaluations and failures.

    Returns
    -------
    Descent
    """
    shifted = with_target(criterion, target)

    def lower_from(start: KnownMinimum, evaluations: int) -> Descent:
        return descend(responses, shifted, parameters, start, tally, max_evaluations=evaluations, settings=settings)

    scouted = [lower_from(start, SCOUTING_EVALUATIONS) for start in starts]
    lowest = min(end.criterion for end in scouted)
    ends = []
    for end in scouted:
        if end.promised >= settings.tolerance and end.criterion <= (1.0 + CLOSE) * lowest:
            try:
                known = known_minimum(responses, shifted, parameters, end.estimate, tally, settings)
            except FrictionsError:
                ends.append(end)
            else:
                ends.append(lower_from(known, MAX_EVALUATIONS))
        else:
            ends.append(end)
    return min(ends, key=lambda end: end.criterion)


def bootstrap_estimates(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    starts: Array,
    targets: Iterable[Array],
    settings: SearchSettings = QUICK_SETTINGS,
) -> BootstrapEstimates:
    """Estimate on every target, each independently of the others.

    Parameters
    ----------
    responses, criterion, parameters, settings
        As :func:`~frictions.matching.estimation.estimate`.
    starts : (p,) or (starts, p) array
        Starts of every search: the point estimate, and the other local minima, between which noise may decide.
    targets : iterable of (n,) arrays
        Draws of the stacked responses; a job may take any part of them.

    Returns
    -------
    BootstrapEstimates

    Raises
    ------
    EveryStartFailed
        If the model has no solution, or no derivatives, at any of the starts.
    InvalidBootstrap
        If there is no target.
    """
    tally = Tally()
    known = []
    for start in np.atleast_2d(starts):
        try:
            known.append(known_minimum(responses, criterion, parameters, start, tally, settings))
        except FrictionsError:
            continue
    if not known:
        raise EveryStartFailed(len(np.atleast_2d(starts)), dict(tally.failures))
    minima = [re_estimate(responses, criterion, parameters, known, target, tally, settings) for target in targets]
    if not minima:
        raise InvalidBootstrap("no target to re-estimate on")
    return BootstrapEstimates(
        estimates=np.array([minimum.estimate for minimum in minima]),
        criteria=np.array([minimum.criterion for minimum in minima]),
        at_bound=np.array([[side != "" for side in minimum.at_bound] for minimum in minima]),
        failures=dict(sorted(tally.failures.items())),
    )


def recentred_targets(draws: Array, fitted: Array) -> Array:
    """Shift draws (draws, n) so that their mean is the fitted responses (n,): targets on which the model is true.

    The bootstrap distribution of J on them is its distribution under the null of correct specification.
    """
    return draws - draws.mean(axis=0) + fitted


def percentile_intervals(estimates: Array, level: float = 0.95) -> Array:
    """Equal-tailed percentile intervals of bootstrap estimates.

    Parameters
    ----------
    estimates : (targets, p) array
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    (2, p) array
        Lower and upper ends. Also valid as a description where estimates pile up on a bound.

    Raises
    ------
    InvalidBootstrap
        If there are fewer than two estimates or the level is not between 0 and 1.
    """
    if estimates.ndim != 2 or len(estimates) < 2 or not 0.0 < level < 1.0:
        raise InvalidBootstrap(f"need two estimates or more and a level in (0, 1), got {estimates.shape} and {level}")
    tail = 0.5 * (1.0 - level)
    return np.quantile(estimates, [tail, 1.0 - tail], axis=0)
