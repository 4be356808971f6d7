"""Re-estimation on bootstrap targets.

Every target is a separate problem with the same start, so that any split over jobs gives the same numbers to the last
bit. The metric V is held at its estimate: the spread of the estimates is that caused by the responses alone.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, whiten, whitened_residuals, with_target
from frictions.matching.differences import NoDerivative
from frictions.matching.estimation import EveryStartFailed
from frictions.matching.minimum import bounds_held
from frictions.matching.parameters import Parameter, bounds_of
from frictions.matching.searches import QUICK_SETTINGS, SearchResult, SearchSettings, StartFailed, unit_point
from frictions.matching.secant_descent import Reached, SecantDescent
from frictions.matching.trials import Responses, Tally

RE_ESTIMATION = replace(QUICK_SETTINGS, max_evaluations=100)
"""Settings of the descents on bootstrap targets."""


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
    converged : (targets,) boolean array
        False where a search ran out of evaluations.
    evaluations : int
        Model evaluations over all targets.
    failures : mapping of str to int
        Evaluations without a solution over all targets, by type of error.
    """

    estimates: Array
    criteria: Array
    at_bound: npt.NDArray[np.bool_]
    converged: npt.NDArray[np.bool_]
    evaluations: int
    failures: Mapping[str, int]

    def arrays(self) -> dict[str, Array]:
        """The arrays by target under their names, as results hold them."""
        names = ("estimates", "criteria", "at_bound", "converged")
        return {name: getattr(self, name) for name in names}


def re_estimate(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    starts: Sequence[Reached],
    target: Array,
    tally: Tally,
    settings: SearchSettings = RE_ESTIMATION,
) -> SearchResult:
    """Estimate on one other target by descents from known minima, keeping the lowest J.

    All starts are followed: noise moves the lowest minimum to another valley, and how far a valley goes down cannot be
    foreseen from its derivatives.

    Parameters
    ----------
    responses, criterion, parameters, settings
        As for :class:`~frictions.matching.secant_descent.SecantDescent`.
    starts : sequence of Reached
        The point estimate, and further local minima, with derivatives; these do not depend on the target.
    target : (n,) array
        The bootstrap target.
    tally : Tally
        Takes the evaluations and failures.

    Returns
    -------
    SearchResult

    Raises
    ------
    EveryStartFailed
        If from no start the derivatives could be followed.
    """
    shifted = with_target(criterion, target)
    descent = SecantDescent(responses, shifted, parameters, tally, settings)
    free = np.ones(len(parameters), dtype=bool)
    best: Reached | None = None
    for start in starts:
        here = replace(start, residuals=whitened_residuals(shifted, start.responses))
        try:
            end = descent.descend(here, free, to_beat=np.inf if best is None else best.criterion)
        except NoDerivative:
            continue
        if best is None or end.criterion < best.criterion:
            best = end
    if best is None:
        raise EveryStartFailed(len(starts), dict(tally.failures))
    return descent.result(best)


def known_point(
    criterion: Criterion, parameters: Sequence[Parameter], estimate: Array, responses: Array, jacobian: Array
) -> Reached:
    """A start whose responses (n,) and derivatives (n, p), in the parameters' own units, are known already."""
    lower, upper = bounds_of(parameters)
    return Reached(
        unit=unit_point(estimate, parameters),
        responses=responses,
        residuals=whitened_residuals(criterion, responses),
        jacobian=whiten(criterion, jacobian * (upper - lower)),
        exact=True,
    )


def bootstrap_estimates(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    starts: Array | Sequence[Reached],
    targets: Sequence[Array],
    settings: SearchSettings = RE_ESTIMATION,
    progress: Callable[[int, int], None] | None = None,
) -> BootstrapEstimates:
    """Estimate on every target, each independently of the others.

    Parameters
    ----------
    responses, criterion, parameters, settings
        As :func:`~frictions.matching.estimation.estimate`.
    starts : (p,) or (starts, p) array, or sequence of Reached
        Starts of every search: the point estimate, and the other local minima, between which noise may decide; from
        :func:`known_point` where their derivatives are known.
    targets : sequence of (n,) arrays
        Draws of the stacked responses; a job may take any part of them.
    progress : callable, optional
        Called after every target with the number of targets done and of all targets.

    Returns
    -------
    BootstrapEstimates

    Raises
    ------
    EveryStartFailed
        If the model has no solution, or no derivatives, at any of the starts, or a target led to no estimate.
    InvalidBootstrap
        If there is no target.
    """
    tally = Tally()
    descent = SecantDescent(responses, criterion, parameters, tally, settings)
    free = np.ones(len(parameters), dtype=bool)
    known = []
    begun = np.atleast_2d(starts) if isinstance(starts, np.ndarray) else starts
    for start in begun:
        with suppress(StartFailed, NoDerivative):
            there = start if isinstance(start, Reached) else descent.at(start)
            known.append(there if there.exact else descent.differentiate(there, free, central=True))
    if not known:
        raise EveryStartFailed(len(begun), dict(tally.failures))
    if len(targets) == 0:
        raise InvalidBootstrap("no target to re-estimate on")
    ends = []
    for target in targets:
        ends.append(re_estimate(responses, criterion, parameters, known, target, tally, settings))
        if progress is not None:
            progress(len(ends), len(targets))
    return BootstrapEstimates(
        estimates=np.array([end.estimate for end in ends]),
        criteria=np.array([end.criterion for end in ends]),
        at_bound=np.array([[side != "" for side in bounds_held(end.estimate, parameters)] for end in ends]),
        converged=np.array([end.converged for end in ends]),
        evaluations=tally.evaluations,
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
