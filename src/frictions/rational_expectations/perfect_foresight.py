"""A linear system over a finite horizon, solved for given paths of its exogenous variables."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import LinAlgError, solve_banded

from frictions.arrays import Array
from frictions.rational_expectations.equations import LinearSystem
from frictions.rational_expectations.solution import NoStableRule


@dataclass(frozen=True, slots=True)
class PathSolution:
    """Paths of all variables for given paths of the exogenous ones.

    Attributes
    ----------
    variables : tuple of str
        Names of the variables.
    paths : (n, T, k) array
        Variable, period, case.
    residual : float
        Certificate: largest violation of an equation in any period, relative to the largest entry of the paths.
    """

    variables: tuple[str, ...]
    paths: Array
    residual: float

    def __getitem__(self, name: str) -> Array:
        """Return the (T, k) paths of one variable."""
        return self.paths[self.variables.index(name)]


def solve_paths(system: LinearSystem, exogenous: Array) -> PathSolution:
    """Solve the perfect-foresight system for each of k sets of exogenous paths.

    The economy starts at the steady state and stands still after the last period, ``x(T) = x(T-1)``, so that variables
    with a unit root may settle at a new level.

    Parameters
    ----------
    system : LinearSystem
        n equations in n variables and m exogenous variables.
    exogenous : (m, T, k) array
        Paths of the exogenous variables: variable, period, case.

    Returns
    -------
    PathSolution

    Raises
    ------
    NoStableRule
        If the stacked system is singular.
    """
    # Case, period, variable: equations are then products of tall matrices, columns of the stacked system contiguous.
    forced = np.ascontiguousarray(np.moveaxis(exogenous, 0, 2).swapaxes(0, 1))
    # Variables without a lead or a lag are eliminated within the period, which leaves a smaller stacked system.
    static = ~(system.lead.any(axis=0) | system.lag.any(axis=0))
    count = int(static.sum())
    rotation, triangle = np.linalg.qr(system.current[:, static], mode="complete")
    lead, current, lag, impact = (
        rotation.T @ each for each in (system.lead, system.current, system.lag, system.impact)
    )
    paths = np.empty((*forced.shape[:2], len(system.variables)))
    try:
        moving = _solve_stacked(
            lead[count:, ~static], current[count:, ~static], lag[count:, ~static], _times(forced, -impact[count:])
        )
        inverse = np.linalg.inv(triangle[:count])
    except LinAlgError as error:
        raise NoStableRule("the stacked system is singular") from error
    paths[..., ~static] = moving
    now, ahead, behind, shocks = (inverse @ each[:count] for each in (current, lead, lag, impact))
    paths[..., static] = -_sides(ahead[:, ~static], now[:, ~static], behind[:, ~static], shocks, moving, forced)
    gap = _sides(system.lead, system.current, system.lag, system.impact, paths, forced)
    size = _largest(paths)
    residual = _largest(gap) / (size if size > 0.0 else 1.0)
    if not residual < 1e-6:
        raise NoStableRule(f"the stacked system leaves a relative residual of {residual:.2e}")
    return PathSolution(system.variables, np.moveaxis(paths, 2, 0).swapaxes(1, 2), residual)


def _solve_stacked(lead: Array, current: Array, lag: Array, right: Array) -> Array:
    """Paths (k, T, n) of n equations with right-hand sides (k, T, n)."""
    cases, horizon, n = right.shape
    if n == 0:
        return right
    # Unknowns by period, then variable: the stacked matrix is block tridiagonal, hence banded.
    width = 2 * n - 1
    band = np.zeros((2 * width + 1, n * horizon))
    for offset, block in ((-1, lag), (0, current), (1, lead)):
        for row, column in zip(*np.nonzero(block), strict=True):
            periods = np.arange(max(0, -offset), horizon - max(0, offset))
            columns = (periods + offset) * n + column
            band[width + row - column - offset * n, columns] += block[row, column]
    for row, column in zip(*np.nonzero(lead), strict=True):
        band[width + row - column, (horizon - 1) * n + column] += lead[row, column]
    stacked = right.reshape(cases, horizon * n).T
    solved = solve_banded((width, width), band, stacked, overwrite_ab=True, overwrite_b=True, check_finite=False)
    return np.asarray(solved.T.reshape(cases, horizon, n), dtype=np.float64)


def _sides(lead: Array, current: Array, lag: Array, impact: Array, paths: Array, forced: Array) -> Array:
    """What the equations add up to, (k, T, rows), along paths (k, T, n) and what is exogenous (k, T, m)."""
    total = _times(paths, current)
    total += _times(forced, impact)
    if lead.any():
        ahead = _times(paths, lead)
        total[:, :-1] += ahead[:, 1:]
        total[:, -1] += ahead[:, -1]
    if lag.any():
        total[:, 1:] += _times(paths, lag)[:, :-1]
    return total


def _times(paths: Array, matrix: Array) -> Array:
    """Apply a matrix (rows, n) in every case and period: (k, T, n) to (k, T, rows), in one product."""
    cases, horizon, n = paths.shape
    product = paths.reshape(cases * horizon, n) @ matrix.T
    return np.asarray(product, dtype=np.float64).reshape(cases, horizon, len(matrix))


def _largest(array: Array) -> float:
    """Largest absolute entry, 0 of none."""
    return float(max(array.max(initial=0.0), -array.min(initial=0.0)))
