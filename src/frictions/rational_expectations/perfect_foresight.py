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
    n, (_, horizon, cases) = len(system.variables), exogenous.shape
    # Unknowns by period, then variable: the stacked matrix is block tridiagonal, hence banded.
    width = 2 * n - 1
    band = np.zeros((2 * width + 1, n * horizon))
    blocks = ((-1, system.lag), (0, system.current), (1, system.lead))
    for offset, block in blocks:
        for row, column in zip(*np.nonzero(block), strict=True):
            periods = np.arange(max(0, -offset), horizon - max(0, offset))
            columns = (periods + offset) * n + column
            band[width + row - column - offset * n, columns] += block[row, column]
    for row, column in zip(*np.nonzero(system.lead), strict=True):
        band[width + row - column, (horizon - 1) * n + column] += system.lead[row, column]
    right = -np.einsum("im,mtk->tik", system.impact, exogenous).reshape(n * horizon, cases)
    try:
        stacked = solve_banded((width, width), band, right, check_finite=False)
    except LinAlgError as error:
        raise NoStableRule("the stacked system is singular") from error
    paths = stacked.reshape(horizon, n, cases)
    ahead = np.concatenate([paths[1:], paths[-1:]])
    behind = np.concatenate([np.zeros((1, n, cases)), paths[:-1]])
    gap = system.lead @ ahead + system.current @ paths + system.lag @ behind - right.reshape(horizon, n, cases)
    size = np.abs(paths).max(initial=0.0)
    residual = float(np.abs(gap).max(initial=0.0) / (size if size > 0.0 else 1.0))
    if not residual < 1e-6:
        raise NoStableRule(f"the stacked system leaves a relative residual of {residual:.2e}")
    return PathSolution(system.variables, np.moveaxis(paths, 1, 0), residual)
