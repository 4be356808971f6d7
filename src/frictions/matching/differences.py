"""Finite-difference Jacobians inside a box, robust to points where the model has no solution."""

from collections.abc import Callable

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError

RETRIES = 3
"""How often a step at which the model fails on every side is cut to a tenth."""


class NoDerivative(FrictionsError):
    """The model has no solution on either side of a point, so that a derivative cannot be formed.

    Attributes
    ----------
    position : int
        Position of the parameter.
    """

    def __init__(self, position: int, step: float, name: str | None = None) -> None:
        label = f"parameter at position {position}" if name is None else name
        super().__init__(
            f"{label}: no derivative, the model has no solution within {step:.1g} of its range on either side"
        )
        self.position = position


def _shift(function: Callable[[Array], Array], point: Array, position: int, step: float) -> Array | None:
    """Move one coordinate and evaluate; None outside the unit interval or where the model fails."""
    moved = point.copy()
    moved[position] += step
    if not 0.0 <= moved[position] <= 1.0:
        return None
    try:
        return function(moved)
    except FrictionsError:
        return None


def _forward_column(
    function: Callable[[Array], Array], point: Array, value: Array, position: int, step: float
) -> Array | None:
    for signed in (step, -step):
        moved = _shift(function, point, position, signed)
        if moved is not None:
            return (moved - value) / signed
    return None


def _central_column(
    function: Callable[[Array], Array], point: Array, value: Array, position: int, step: float
) -> Array | None:
    above, below = (_shift(function, point, position, signed) for signed in (step, -step))
    if above is not None and below is not None:
        return (above - below) / (2.0 * step)
    for near, signed in ((above, step), (below, -step)):
        if near is None:
            continue
        far = _shift(function, point, position, 2.0 * signed)
        # Second order, as the central difference is; first order only where the model fails at the far point.
        return (near - value) / signed if far is None else (4.0 * near - far - 3.0 * value) / (2.0 * signed)
    return None


def unit_jacobian(
    function: Callable[[Array], Array], point: Array, value: Array, step: float, *, central: bool
) -> Array:
    """Jacobian of a function on the unit cube.

    Parameters
    ----------
    function : callable
        Point (p,) of the unit cube to values (n,); may raise :class:`FrictionsError`.
    point : (p,) array
        Where to differentiate.
    value : (n,) array
        ``function(point)``.
    step : float
        Step in units of the cube.
    central : bool
        Central differences (2 p evaluations, error of order step squared; one-sided of the same order at a bound or
        beside a failure) or forward differences (p evaluations, order step; backward at the upper bound).

    Returns
    -------
    (n, p) array

    Raises
    ------
    NoDerivative
        If the model fails on both sides of a coordinate, also after the step was cut to a thousandth.
    """
    rule = _central_column if central else _forward_column
    columns = np.empty((len(value), len(point)))
    for position in range(len(point)):
        for retry in range(RETRIES + 1):
            column = rule(function, point, value, position, step * 0.1**retry)
            if column is not None:
                columns[:, position] = column
                break
        else:
            raise NoDerivative(position, step)
    return columns
