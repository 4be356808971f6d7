"""Fixed points of smooth maps by iteration with Anderson's acceleration."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array

MEMORY = 6
"""Past iterates that an accelerated step combines."""


@dataclass(frozen=True, eq=False)
class Iteration:
    """Where an iteration stopped.

    Attributes
    ----------
    point : array
        Last value of the map.
    residual : float
        Largest gap between the last argument and the map's value there, in units of the largest entry of each row.
    steps : int
        Evaluations of the map.
    converged : bool
        Whether the residual is below the tolerance.
    """

    point: Array
    residual: float
    steps: int
    converged: bool


def iterate_to_fixed_point(
    function: Callable[[Array, float], Array],
    start: Array,
    *,
    tolerance: float,
    max_steps: int,
    accelerate_below: float = 3e-2,
    mixing: float = 1.0,
) -> Iteration:
    """Iterate on ``x <- x + mixing (f(x) - x)``, plainly while far away, accelerated once the residual is small.

    Parameters
    ----------
    function : callable
        The map; its second argument is the current residual, by which it may choose its own accuracy.
    start : (r, c) array
        Where to start; rows may differ in size.
    tolerance : float
        Residual at which to stop.
    max_steps : int
        Most evaluations of the map.
    accelerate_below : float
        Residual below which steps are accelerated. Far from a fixed point an accelerated step may land on the other
        side of another one.
    mixing : float
        Share of the gap that a step closes.

    Returns
    -------
    Iteration
    """
    point, value = start, start
    residual = np.inf
    points: list[Array] = []
    gaps: list[Array] = []
    for step in range(1, max_steps + 1):
        value = function(point, residual)
        scale = np.maximum(np.abs(value).max(axis=1, keepdims=True), 1e-300)
        gap = (value - point) / scale
        previous, residual = residual, float(np.abs(gap).max())
        if residual < tolerance:
            return Iteration(value, residual, step, True)
        if residual > accelerate_below or residual > 2.0 * previous:
            points, gaps = [], []
        points.append((point / scale).ravel())
        gaps.append(gap.ravel())
        points, gaps = points[-MEMORY:], gaps[-MEMORY:]
        step_taken = point + mixing * (value - point)
        if len(points) > 1:
            moves = np.array([points[-1] - past for past in points[:-1]]).T
            changes = np.array([gaps[-1] - past for past in gaps[:-1]]).T
            weights = np.linalg.lstsq(changes, gaps[-1], rcond=1e-9)[0]
            point = step_taken - ((moves + mixing * changes) @ weights).reshape(value.shape) * scale
        else:
            point = step_taken
    return Iteration(value, residual, max_steps, False)
