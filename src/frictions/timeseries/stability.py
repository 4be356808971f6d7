"""Roots of estimated VARs."""

import numpy as np

from frictions.arrays import Array
from frictions.timeseries.var import companion_matrix

_SQUARINGS = 16


def explosive(lag_matrices: Array) -> np.ndarray:
    """Which VARs have a root on or outside the unit circle.

    Powers of the companion matrix decide nearly all: where the norm of one is below 1, so are all roots; where its
    trace, the sum of the powers of the k roots, is above k, one of them is outside. Only the rest need eigenvalues.

    Parameters
    ----------
    lag_matrices : (draws, p, n, n) array

    Returns
    -------
    (draws,) boolean array
    """
    power = companion_matrix(lag_matrices)
    order = power.shape[-1]
    undecided = np.arange(len(lag_matrices))
    result = np.zeros(len(lag_matrices), dtype=bool)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(_SQUARINGS):
            power = power @ power
            trace = np.abs(np.trace(power, axis1=-2, axis2=-1))
            # The margin is for rounding. An overflow compares false and stays undecided.
            outside = (trace > 2 * order) & np.isfinite(trace)
            result[undecided[outside]] = True
            keep = ~(outside | (np.einsum("...ij,...ij->...", power, power) < 1.0))
            power, undecided = power[keep], undecided[keep]
            if not len(undecided):
                return result
    roots = np.linalg.eigvals(companion_matrix(lag_matrices[undecided]))
    result[undecided] = np.abs(roots).max(axis=-1) >= 1.0
    return result


def largest_root(lag_matrices: Array) -> float:
    """Modulus of the largest root of one VAR, from its (p, n, n) lag matrices."""
    return float(np.abs(np.linalg.eigvals(companion_matrix(lag_matrices))).max())
