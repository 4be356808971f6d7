"""Broyden's method with bounded steps and a finite-difference Jacobian that is renewed when it goes stale."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array


@dataclass(frozen=True)
class Root:
    """Where the search ended.

    Attributes
    ----------
    point, residual : (n,) array
        Best point found and the residual there.
    jacobian : (n, n) array
        Last Jacobian, for a warm start.
    evaluations : int
    converged : bool
    """

    point: Array
    residual: Array
    jacobian: Array
    evaluations: int
    converged: bool


def broyden(
    function: Callable[[Array, float], Array],
    start: Array,
    largest_step: Array,
    difference: Array,
    lower: Array,
    upper: Array,
    tolerance: float,
    jacobian: Array | None = None,
    max_evaluations: int = 80,
) -> Root:
    """Root of a smooth function of a few variables, each evaluation of which is expensive.

    Parameters
    ----------
    function : callable
        ``function(point, accuracy)`` returns the residual, itself computed to about `accuracy`.
    start, lower, upper : (n,) array
        First point and bounds.
    largest_step, difference : (n,) array
        Largest step, and step of the finite differences, by variable.
    tolerance : float
        Largest residual that counts as zero.
    jacobian : (n, n) array, optional
        Jacobian to start with; computed by differences where it is left out.
    max_evaluations : int
        Limit on evaluations of `function`.

    Returns
    -------
    Root
        With `converged` false where the limit was reached.
    """
    evaluations = 0

    def evaluate(point: Array, accuracy: float) -> Array:
        nonlocal evaluations
        evaluations += 1
        return function(point, accuracy)

    def differences(point: Array, residual: Array) -> Array:
        columns = []
        for i in range(point.size):
            shifted = point.copy()
            shifted[i] += difference[i] if point[i] + difference[i] <= upper[i] else -difference[i]
            columns.append((evaluate(shifted, 1e-8) - residual) / (shifted[i] - point[i]))
        return np.column_stack(columns)

    point = np.clip(start, lower, upper)
    residual = evaluate(point, 1e-8)
    fresh = jacobian is None
    if jacobian is None:
        jacobian = differences(point, residual)
    while evaluations < max_evaluations:
        size = float(np.max(np.abs(residual)))
        if size <= tolerance:
            break
        step = -np.linalg.lstsq(jacobian, residual, rcond=1e-14)[0]
        step *= min(1.0, float(np.min(largest_step / np.maximum(np.abs(step), 1e-300))))
        trial = np.clip(point + step, lower, upper)
        # The noise of a residual must stay well below the size to which this step should bring it.
        ahead = evaluate(trial, min(1e-8, max(1e-5 * size, 1e-3 * tolerance)))
        moved = trial - point
        length = float(moved @ moved)
        if length > 0.0:
            jacobian = jacobian + np.outer(ahead - residual - jacobian @ moved, moved) / length
        reached = float(np.max(np.abs(ahead)))
        if reached < size or fresh:
            point, residual = trial, ahead
        if reached > 0.6 * size and not fresh:
            jacobian = differences(point, residual)
            fresh = True
        else:
            fresh = False
    converged = float(np.max(np.abs(residual))) <= tolerance
    return Root(point, residual, jacobian, evaluations, converged)
