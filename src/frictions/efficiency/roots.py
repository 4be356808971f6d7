"""All roots of a scalar equation in the logarithm of informativeness."""

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from frictions.arrays import Array
from frictions.efficiency.parameters import Number

LOG_LOWER, LOG_UPPER = np.log(1e-6), np.log(1e8)
SCAN = np.linspace(LOG_LOWER, LOG_UPPER, 561)
"""Logarithms of informativeness at which the sign is read, from 1e-6 to 1e8, forty a decade.

With productivity risk the period's equation has an odd number of roots, the largest of which may be very large.
"""


def all_roots(function: Callable[[Number], Number]) -> Array:
    """Roots (k,) in increasing order of a function of informativeness, over [1e-6, 1e8].

    Sign changes on the scan are closed by Brent's method. Where the function turns between scan points without a sign
    change its extremum is located, so that a pair of roots closer than the scan is found too.

    Parameters
    ----------
    function : callable
        Takes a float or an array of informativeness; its sign is what matters.
    """
    values = function(np.exp(SCAN))
    points, signs = list(SCAN), list(np.sign(values))
    middle = np.abs(values[1:-1])
    turning = (middle <= np.abs(values[:-2])) & (middle <= np.abs(values[2:]))
    turning &= (np.sign(values[:-2]) == np.sign(values[1:-1])) & (np.sign(values[2:]) == np.sign(values[1:-1]))
    for position in np.flatnonzero(turning)[::-1] + 1:
        side = signs[position]
        bounds = (SCAN[position - 1], SCAN[position + 1])
        extremum = minimize_scalar(
            lambda u, side=side: side * float(function(np.exp(u))),
            bounds=bounds,
            method="bounded",
            options={"xatol": 1e-10},
        )
        if extremum.fun <= 0.0:
            place = position if extremum.x < SCAN[position] else position + 1
            points.insert(place, float(extremum.x))
            signs.insert(place, -side if extremum.fun < 0.0 else 0.0)
    roots = [
        brentq(lambda u: float(function(np.exp(u))), left, right, xtol=1e-15, rtol=8.9e-16)
        for left, right, a, b in zip(points[:-1], points[1:], signs[:-1], signs[1:], strict=True)
        if a * b < 0.0
    ]
    roots += [point for point, sign in zip(points, signs, strict=True) if sign == 0.0]
    return np.exp(np.sort(np.array(roots, dtype=np.float64)))
