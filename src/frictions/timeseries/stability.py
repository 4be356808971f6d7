"""Roots of estimated VARs."""

import numpy as np

from frictions.arrays import Array
from frictions.timeseries.var import companion_matrix

_SQUARINGS = 10


def explosive(lag_matrices: Array) -> np.ndarray:
    """Which VARs have a root on or outside the unit circle.

    The norm of a power of the companion matrix bounds its spectral radius from above: most stable draws are
    recognised by it, and only the rest need eigenvalues.

    Parameters
    ----------
    lag_matrices : (draws, p, n, n) array

    Returns
    -------
    (draws,) boolean array
    """
    power = companion_matrix(lag_matrices)
    undecided = np.arange(len(lag_matrices))
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(_SQUARINGS):
            power = power @ power
            # An overflow compares false and stays undecided.
            keep = ~(np.linalg.norm(power, axis=(-2, -1)) < 1.0)
            power, undecided = power[keep], undecided[keep]
    result = np.zeros(len(lag_matrices), dtype=bool)
    if len(undecided):
        roots = np.linalg.eigvals(companion_matrix(lag_matrices[undecided]))
        result[undecided] = np.abs(roots).max(axis=-1) >= 1.0
    return result


def largest_root(lag_matrices: Array) -> float:
    """Modulus of the largest root of one VAR, from its (p, n, n) lag matrices."""
    return float(np.abs(np.linalg.eigvals(companion_matrix(lag_matrices))).max())
