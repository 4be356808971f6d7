"""Re-estimation on neighbouring targets by Gauss-Newton steps from minima whose derivatives are known.

A full search costs hundreds of evaluations. On a bootstrap target the minimum is close to one of those already found,
where derivatives are known, so that the first step costs one evaluation and a few steps suffice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import lsq_linear

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, whiten, whitened_residuals, with_target
from frictions.matching.differences import NoDerivative, unit_jacobian
from frictions.matching.least_squares import DEFAULT_SETTINGS, SearchSettings, on_unit_cube, unit_point
from frictions.matching.parameters import InvalidParameter, Parameter, bounds_of
from frictions.matching.polish import AtBound, bounds_held
from frictions.matching.trials import Responses, Tally, count_trials

SMALLEST_STEP = 1e-5
"""Radius of the trust region, in units of the width of the bounds, at which a descent gives up."""


@dataclass(frozen=True, eq=False)
class KnownMinimum:
    """A local minimum and the model's derivatives there.

    Attributes
    ----------
    estimate : (p,) array
    responses : (n,) array
    jacobian : (n, p) array
        Derivatives of the responses in the parameters' own units (:func:`~frictions.matching.inference.jacobian_at`).
    """

    estimate: Array
    responses: Array
    jacobian: Array


@dataclass(frozen=True, eq=False)
class Descent:
    """Where a descent ended.

    Attributes
    ----------
    estimate : (p,) array
    criterion : float
    at_bound : tuple of {'', 'lower', 'upper'}
    promised : float
        Fall of J over J that one more step promises: how far from a minimum it may have stopped.
    """

    estimate: Array
    criterion: float
    at_bound: tuple[AtBound, ...]
    promised: float


def descend(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    start: KnownMinimum,
    tally: Tally,
    *,
    max_evaluations: int,
    settings: SearchSettings = DEFAULT_SETTINGS,
) -> Descent:
    """Lower J by Gauss-Newton steps within the bounds and a trust region.

    Parameters
    ----------
    responses, criterion, parameters, settings
        As :func:`~frictions.matching.least_squares.search`; J is measured against the criterion's target.
    start : KnownMinimum
        Where to start.
    tally : Tally
        Takes the evaluations and failures.
    max_evaluations : int
        Model evaluations at most, those of the derivatives included.

    Returns
    -------
    Descent
        J is never above its value at the start.
    """
    lower, upper = bounds_of(parameters)
    model = on_unit_cube(count_trials(responses, tally), parameters)
    begun = tally.evaluations
    unit = unit_point(start.estimate, parameters)
    value = start.responses
    jacobian = whiten(criterion, start.jacobian * (upper - lower))
    residuals = whitened_residuals(criterion, value)
    objective = float(residuals @ residuals)
    radius = 1.0
    promised = 0.0
    current = True
    while True:
        low, high = np.maximum(-radius, -unit), np.minimum(radius, 1.0 - unit)
        step = bounded_step(jacobian, residuals, low, high)
        left = residuals - jacobian @ step
        promised = max(1.0 - float(left @ left) / objective, 0.0) if objective > 0.0 else 0.0
        used = tally.evaluations - begun
        if promised < settings.tolerance or radius < SMALLEST_STEP or used >= max_evaluations:
            break
        moved = np.clip(unit + step, 0.0, 1.0)
        try:
            trial = model(moved)
        except FrictionsError:
            radius = 0.25 * float(np.abs(step).max())
            continue
        trial_residuals = whitened_residuals(criterion, trial)
        trial_objective = float(trial_residuals @ trial_residuals)
        gained = (objective - trial_objective) / (promised * objective)
        if gained < 0.25:
            radius = 0.25 * float(np.abs(step).max())
        if gained > 0.0:
            unit, value, residuals, objective = moved, trial, trial_residuals, trial_objective
            current = False
        if not current and tally.evaluations - begun + len(parameters) < max_evaluations:
            try:
                slopes = unit_jacobian(model, unit, value, settings.difference_step, central=False)
            except NoDerivative:
                break
            jacobian, current = whiten(criterion, slopes), True
    estimate = np.where(unit == 1.0, upper, np.clip(lower + (upper - lower) * unit, lower, upper))
    return Descent(estimate, objective, bounds_held(estimate, parameters), promised)


def bounded_step(jacobian: Array, residuals: Array, low: Array, high: Array) -> Array:
    """Step within a box that lowers the linearised sum of squares most.

    Parameters
    ----------
    jacobian : (n, p) array
        Minus the derivatives of the residuals.
    residuals : (n,) array
    low, high : (p,) arrays
        The box; it holds zero. Coordinates without room stay.

    Returns
    -------
    (p,) array
    """
    step = np.zeros(len(low))
    free = high - low > 1e-14
    if free.any():
        solved = lsq_linear(jacobian[:, free], residuals, bounds=(low[free], high[free]), method="bvls")
        step[free] = solved.x
    return step


def _linearised(criterion: Criterion, parameters: Sequence[Parameter], start: KnownMinimum) -> float:
    """Lowest J within the bounds if the model were linear."""
    lower, upper = bounds_of(parameters)
    unit = unit_point(start.estimate, parameters)
    jacobian = whiten(criterion, start.jacobian * (upper - lower))
    residuals = whitened_residuals(criterion, start.responses)
    left = residuals - jacobian @ bounded_step(jacobian, residuals, -unit, 1.0 - unit)
    return float(left @ left)


def descend_on_targets(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    starts: Sequence[KnownMinimum],
    targets: Sequence[Array],
    *,
    max_evaluations: int,
    settings: SearchSettings = DEFAULT_SETTINGS,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Descent], Tally]:
    """Re-estimate on each target from the known minima, keeping the lowest J.

    Descents begin with the minimum whose linearisation reaches the lowest J on the target, which costs no evaluation;
    one whose linearisation does not get below the J already reached is left out.

    Parameters
    ----------
    starts : sequence of KnownMinimum
        Minima of the actual target, between which noise may decide.
    targets : sequence of (n,) arrays
        Bootstrap targets; a job may take any part of them.
    max_evaluations : int
        As for :func:`descend`, for each target and start.
    responses, criterion, parameters, settings
        As :func:`descend`.
    progress : callable, optional
        Called after every target with the number of targets done and of all targets.

    Returns
    -------
    descents : list of Descent
        In the order of the targets.
    tally : Tally
        Evaluations and failures.

    Raises
    ------
    InvalidParameter
        If there is no minimum to start from.
    """
    tally = Tally()
    found: list[Descent] = []
    for target in targets:
        shifted = with_target(criterion, target)
        foreseen = [_linearised(shifted, parameters, start) for start in starts]
        best: Descent | None = None
        for place in np.argsort(foreseen, kind="stable"):
            if best is None or foreseen[place] < best.criterion:
                end = descend(
                    responses,
                    shifted,
                    parameters,
                    starts[place],
                    tally,
                    max_evaluations=max_evaluations,
                    settings=settings,
                )
                best = end if best is None or end.criterion < best.criterion else best
        if best is None:
            raise InvalidParameter("no minimum to start from")
        found.append(best)
        if progress is not None:
            progress(len(found), len(targets))
    return found, tally
