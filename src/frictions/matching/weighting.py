"""Weighted covariance of impulse responses, equation (1.43).

The covariance of one variable's responses keeps its diagonal; the entry of horizons j and k is divided by max(j, k).
That is the Schur product with a kernel of unit diagonal and 1/max(j, k) elsewhere. The kernel is positive definite:
1/max(j, k) = min(1/j, 1/k) is the covariance of a Brownian motion at the distinct times 1/j, and raising its diagonal
from 1/j to 1 adds a positive semidefinite matrix. By Schur's theorem its product with any covariance whose diagonal is
positive is then positive definite, even where the covariance itself is singular.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.options import checked_options

Weighting: TypeAlias = Literal["max_index", "none", "diagonal"]
"""How a covariance enters the criterion: off-diagonal over max(j, k); as it is; diagonal only."""


class InvalidWeighting(FrictionsError):
    """Draws, index origin or weighting rule are not admissible."""


class NotPositiveDefinite(FrictionsError):
    """A weighting block cannot be inverted.

    Attributes
    ----------
    variable : str
        Variable whose block it is.
    smallest_eigenvalue : float
        Of the block scaled to unit diagonal, so that units do not matter; the smallest diagonal entry of the block
        itself where that is not positive.
    """

    def __init__(self, variable: str, smallest_eigenvalue: float) -> None:
        super().__init__(
            f"weighting covariance of {variable} is not positive definite: "
            f"smallest eigenvalue {smallest_eigenvalue:.3g}"
        )
        self.variable = variable
        self.smallest_eigenvalue = smallest_eigenvalue


@checked_options
def weighting_kernel(horizons: int, weighting: Weighting = "max_index", index_base: int = 1) -> Array:
    """Kernel that multiplies the covariance entry by entry.

    Parameters
    ----------
    horizons : int
        Number of matched horizons m.
    weighting : {'max_index', 'none', 'diagonal'}
        Rule for the off-diagonal entries: 1/max(j, k), 1, or 0.
    index_base : {1, 2}
        Number of the first matched horizon; the print leaves open whether the dropped impact quarter is counted.

    Returns
    -------
    (m, m) array
        Unit diagonal.

    Raises
    ------
    InvalidWeighting
        If the rule or the index origin is not one of the above.
    """
    if index_base not in (1, 2):
        raise InvalidWeighting(f"index_base must be 1 or 2, got {index_base}")
    if weighting == "max_index":
        index = np.arange(index_base, index_base + horizons, dtype=np.float64)
        kernel = 1.0 / np.maximum.outer(index, index)
    elif weighting == "none":
        kernel = np.ones((horizons, horizons))
    elif weighting == "diagonal":
        kernel = np.zeros((horizons, horizons))
    else:
        raise InvalidWeighting(f"weighting must be 'max_index', 'none' or 'diagonal', got {weighting!r}")
    np.fill_diagonal(kernel, 1.0)
    return kernel


def check_positive_definite(matrix: Array, variable: str) -> None:
    """Raise unless the symmetric ``matrix`` (m, m) is positive definite to working precision.

    The test is on the matrix scaled to unit diagonal: its smallest eigenvalue must exceed m times the rounding error
    of its largest.

    Raises
    ------
    NotPositiveDefinite
        Carries the variable and the eigenvalue.
    InvalidWeighting
        If the matrix is not square, symmetric and finite.
    """
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.all(np.isfinite(matrix)):
        raise InvalidWeighting(f"weighting covariance of {variable} is not a finite square matrix")
    diagonal = np.diag(matrix)
    if not diagonal.min() > 0.0:
        raise NotPositiveDefinite(variable, float(diagonal.min()))
    scale = np.sqrt(diagonal)
    scaled = matrix / np.outer(scale, scale)
    if np.abs(scaled - scaled.T).max() > 1e-10:
        raise InvalidWeighting(f"weighting covariance of {variable} is not symmetric")
    eigenvalues = np.linalg.eigvalsh(scaled)
    if eigenvalues[0] <= len(matrix) * np.finfo(np.float64).eps * eigenvalues[-1]:
        raise NotPositiveDefinite(variable, float(eigenvalues[0]))


@checked_options
def weight_covariance(draws: Array, variable: str, weighting: Weighting = "max_index", index_base: int = 1) -> Array:
    """Weighted covariance of one variable's responses over draws, a block of V in equation (1.43).

    Parameters
    ----------
    draws : (draws, m) array
        Responses of the variable at the m matched horizons, in its own unit.
    variable : str
        Name for errors.
    weighting, index_base
        See :func:`weighting_kernel`.

    Returns
    -------
    (m, m) array
        Unit of the responses squared; positive definite.

    Raises
    ------
    InvalidWeighting
        If there are fewer than two draws or one is not finite.
    NotPositiveDefinite
        If the weighted covariance is singular, as happens without weighting when draws are fewer than horizons.
    """
    if draws.ndim != 2 or draws.shape[0] < 2:
        raise InvalidWeighting(f"{variable}: need draws of shape (draws, horizons) with two draws or more")
    if not np.all(np.isfinite(draws)):
        raise InvalidWeighting(f"{variable}: draws hold values that are not finite")
    deviations = draws - draws.mean(axis=0)
    covariance = deviations.T @ deviations / (len(draws) - 1)
    weighted = covariance * weighting_kernel(draws.shape[1], weighting, index_base)
    check_positive_definite(weighted, variable)
    return weighted


@checked_options
def weight_blocks(draws: Array, names: Sequence[str], weighting: Weighting = "max_index", index_base: int = 1) -> Array:
    """Weighted covariance of every variable, the diagonal blocks of V.

    Parameters
    ----------
    draws : (draws, m, n) array
        Responses by draw, matched horizon and variable.
    names : sequence of n str
        Variable names, in the order of the last axis.
    weighting, index_base
        See :func:`weighting_kernel`.

    Returns
    -------
    (n, m, m) array

    Raises
    ------
    InvalidWeighting, NotPositiveDefinite
        As :func:`weight_covariance`.
    """
    if draws.ndim != 3 or draws.shape[2] != len(names):
        raise InvalidWeighting(f"need draws of shape (draws, horizons, {len(names)}), got {draws.shape}")
    blocks = [weight_covariance(draws[:, :, i], name, weighting, index_base) for i, name in enumerate(names)]
    return np.array(blocks)


def stack_responses(responses: Array) -> Array:
    """Stack responses variable by variable: (..., m, n) becomes (..., n m), the order of the target vector."""
    return np.ascontiguousarray(np.swapaxes(responses, -1, -2)).reshape(*responses.shape[:-2], -1)


def full_covariance(draws: Array) -> Array:
    """Covariance of all stacked responses over draws, Omega of the sandwich formula.

    Parameters
    ----------
    draws : (draws, m, n) array
        Responses by draw, matched horizon and variable.

    Returns
    -------
    (n m, n m) array
        Not weighted; variables stacked as in :func:`stack_responses`.

    Raises
    ------
    InvalidWeighting
        If there are fewer than two draws or one is not finite.
    """
    if draws.ndim != 3 or draws.shape[0] < 2 or not np.all(np.isfinite(draws)):
        raise InvalidWeighting("need two finite draws or more of shape (draws, horizons, variables)")
    stacked = stack_responses(draws)
    deviations = stacked - stacked.mean(axis=0)
    return deviations.T @ deviations / (len(draws) - 1)
