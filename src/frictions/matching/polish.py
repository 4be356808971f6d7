"""The end of a search: parameters that run into a bound are put on it, and the result gets its certificate.

A reflective method stays in the interior and stops somewhere near a bound that holds the minimum. Here such parameters
are put on the bound, the others are optimised again with central differences, and the signs of the multipliers decide
which bounds are kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from frictions.arrays import Array
from frictions.matching.criterion import Criterion, whitened_residuals
from frictions.matching.differences import NoDerivative
from frictions.matching.least_squares import (
    DEFAULT_SETTINGS,
    INTERIOR,
    SearchResult,
    SearchSettings,
    StartFailed,
    search,
    slopes_at,
    unit_point,
)
from frictions.matching.parameters import Parameter, bounds_of
from frictions.matching.trials import Responses, Tally

AtBound: TypeAlias = Literal["", "lower", "upper"]
"""The bound a parameter is on, or none."""

ON_BOUND = 1e-6
"""Distance, in units of the width of the bounds, within which a parameter counts as on a bound."""


PULL = 1e-7
"""Share of the steepest possible slope of J from which on a parameter counts as pulled towards its bound."""


@dataclass(frozen=True, eq=False)
class LocalMinimum:
    """A local minimum of J and its certificate.

    Attributes
    ----------
    estimate : (p,) array
        Parameters, in their own units.
    criterion : float
        J.
    responses : (n,) array
        The model's responses.
    at_bound : tuple of {'', 'lower', 'upper'}
        The bound each parameter is on.
    decrement : float
        Fall of J that one Gauss-Newton step in the parameters off their bounds still promises, in units of J. Zero at
        a minimum whatever the units of the parameters; large where a search was stopped by a region without solution.
    converged : bool
        False if the search ran out of evaluations.
    starts : int
        How many starts reached it.
    """

    estimate: Array
    criterion: float
    responses: Array
    at_bound: tuple[AtBound, ...]
    decrement: float
    converged: bool
    starts: int = 1


def bounds_held(theta: Array, parameters: Sequence[Parameter]) -> tuple[AtBound, ...]:
    """Return the bound each parameter is on, within ``ON_BOUND`` of the width of its bounds."""
    held: list[AtBound] = []
    for coordinate in unit_point(theta, parameters):
        held.append("lower" if coordinate <= ON_BOUND else "upper" if coordinate >= 1.0 - ON_BOUND else "")
    return tuple(held)


def gauss_newton_decrement(jacobian: Array, residuals: Array) -> float:
    """Length squared of the projection of the residuals (n,) on the columns of the Jacobian (n, k)."""
    if jacobian.shape[1] == 0:
        return 0.0
    left, singular, _ = np.linalg.svd(jacobian, full_matrices=False)
    # Directions that move the responses by no more than rounding error promise nothing.
    spanned = left[:, singular > 1e-9 * max(singular[0], 1e-300)]
    projected = spanned.T @ residuals
    return float(projected @ projected)


@dataclass(frozen=True, eq=False)
class _Candidate:
    """A point with its slopes and, for every parameter, the side of the bound that pulls it: -1, 1, or 0 for none."""

    point: SearchResult
    jacobian: Array
    sides: Array


def polish(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    found: SearchResult,
    tally: Tally,
    *,
    settings: SearchSettings = DEFAULT_SETTINGS,
) -> LocalMinimum:
    """Refine the end of a search with central differences and settle which parameters are on a bound.

    Parameters
    ----------
    responses, criterion, parameters, tally, settings
        As :func:`~frictions.matching.least_squares.search`.
    found : SearchResult
        End of a search.

    Returns
    -------
    LocalMinimum
        Its J does not exceed that of ``found`` by more than 1e-8 of itself.

    Raises
    ------
    NoDerivative
        If the model has no solution on either side of the point found.
    """
    lower, upper = bounds_of(parameters)

    def assess(point: SearchResult) -> _Candidate:
        jacobian, gradient = slopes_at(
            responses, criterion, parameters, point.estimate, point.responses, tally, settings
        )
        unit = unit_point(point.estimate, parameters)
        # A minimum just off a bound has a gradient of rounding errors, whose sign means nothing.
        residuals = whitened_residuals(criterion, point.responses)
        steepest = 2.0 * np.linalg.norm(jacobian, axis=0) * np.linalg.norm(residuals)
        sides = np.where((unit <= settings.bound_zone) & (gradient > PULL * steepest), -1.0, 0.0)
        sides = np.where((unit >= 1.0 - settings.bound_zone) & (gradient < -PULL * steepest), 1.0, sides)
        return _Candidate(point, jacobian, sides)

    def refine(theta: Array, sides: Array) -> SearchResult | None:
        # Just inside the bounds where the model has no solution on them.
        for distance in (0.0, INTERIOR) if sides.any() else (0.0,):
            start = np.where(sides < 0, lower + distance * (upper - lower), theta)
            start = np.where(sides > 0, upper - distance * (upper - lower), start)
            try:
                return search(
                    responses, criterion, parameters, start, tally, free=sides == 0, central=True, settings=settings
                )
            except (StartFailed, NoDerivative):
                continue
        return None

    refined = refine(found.estimate, np.zeros(len(parameters)))
    best = assess(refined if refined is not None and refined.criterion <= found.criterion else found)
    sides, lowest = best.sides, best
    # Each round adds bounds that pull and drops bounds that push. Where a minimum lies just off a bound the rounds go
    # in a circle, and what counts is the lowest point on it; the cap ends them.
    for _ in range(2 * len(parameters) + 1):
        if not sides.any():
            break
        refined = refine(best.point.estimate, sides)
        if refined is None:
            break
        try:
            trial = assess(refined)
        except NoDerivative:
            break
        if np.array_equal(trial.sides, sides):
            if trial.point.criterion <= best.point.criterion * (1.0 + 1e-8) + 1e-14:
                best = trial
            break
        sides = trial.sides
        lowest = min(lowest, trial, key=lambda candidate: candidate.point.criterion)
    else:
        best = lowest
    point = best.point
    held = bounds_held(point.estimate, parameters)
    pinned = np.array([side != "" for side in held]) & (best.sides != 0.0)
    return LocalMinimum(
        estimate=point.estimate,
        criterion=point.criterion,
        responses=point.responses,
        at_bound=held,
        decrement=gauss_newton_decrement(best.jacobian[:, ~pinned], whitened_residuals(criterion, point.responses)),
        converged=point.converged,
    )
