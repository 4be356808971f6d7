"""Chebyshev nodes, differentiation and interpolation on an interval."""

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev

from frictions.arrays import Array


@dataclass(frozen=True)
class ChebyshevGrid:
    """Chebyshev-Lobatto points on [0, upper], increasing, with their differentiation matrices."""

    nodes: Array
    """(n,) points; the first is zero, the last the upper end."""
    first: Array
    """(n, n) first-derivative matrix."""
    second: Array
    """(n, n) second-derivative matrix."""


def chebyshev_grid(size: int, upper: float) -> ChebyshevGrid:
    """Grid of ``size`` points on [0, upper].

    The diagonal is minus the sum of the rest of its row, so that constants have an exactly zero derivative.
    """
    angles = np.pi * np.arange(size) / (size - 1)
    # sin form of the differences: the plain cos form loses digits where nodes cluster.
    half = 0.5 * angles
    difference = 2.0 * np.sin(half[:, None] + half[None, :]) * np.sin(half[:, None] - half[None, :])
    weight = np.where(np.arange(size) % 2 == 0, 1.0, -1.0)
    weight[0] *= 2.0
    weight[-1] *= 2.0
    np.fill_diagonal(difference, 1.0)
    # On s = -cos(angle), increasing, s_i - s_j = cos(angle_j) - cos(angle_i) = `difference`.
    first = (weight[:, None] / weight[None, :]) / difference
    np.fill_diagonal(first, 0.0)
    np.fill_diagonal(first, -first.sum(axis=1))
    first *= 2.0 / upper
    nodes = upper * np.sin(half) ** 2
    return ChebyshevGrid(nodes=nodes, first=first, second=first @ first)


def coefficients(values: Array) -> Array:
    """Chebyshev coefficients (n,) of the interpolant through ``values`` (n,) at the grid's nodes."""
    size = values.size
    points = -np.cos(np.pi * np.arange(size) / (size - 1))
    return np.asarray(np.linalg.solve(chebyshev.chebvander(points, size - 1), values), dtype=np.float64)


def interpolate(values: Array, upper: float, points: Array, derivative: int = 0) -> Array:
    """Interpolant through ``values`` (n,), or its derivative of the given order, at ``points`` in [0, upper]."""
    series = coefficients(values)
    if derivative:
        series = np.asarray(chebyshev.chebder(series, derivative) * (2.0 / upper) ** derivative, dtype=np.float64)
    return np.asarray(chebyshev.chebval(2.0 * np.asarray(points) / upper - 1.0, series), dtype=np.float64)
