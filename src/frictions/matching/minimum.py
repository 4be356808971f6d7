"""A local minimum of J with its certificate, and which of its parameters are on a bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from frictions.arrays import Array
from frictions.matching.parameters import Parameter
from frictions.matching.searches import unit_point

AtBound: TypeAlias = Literal["", "lower", "upper"]
"""The bound a parameter is on, or none."""

ON_BOUND = 1e-6
"""Distance, in units of the width of the bounds, within which a parameter counts as on a bound."""


PULL = 1e-7
"""Share of the steepest possible slope of J from which on a parameter counts as pulled towards its bound."""


@dataclass(frozen=True, eq=False)
class LocalMinimum:
    """A local minimum of J and its certificate.

    Attributes
    ----------
    estimate : (p,) array
        Parameters, in their own units.
    criterion : float
        J.
    responses : (n,) array
        The model's responses.
    at_bound : tuple of {'', 'lower', 'upper'}
        The bound each parameter is on.
    decrement : float
        Fall of J that one Gauss-Newton step in the parameters off their bounds still promises, in units of J. Zero at
        a minimum whatever the units of the parameters; large where a search was stopped by a region without solution.
    converged : bool
        False if the search ran out of evaluations.
    starts : int
        How many starts reached it.
    """

    estimate: Array
    criterion: float
    responses: Array
    at_bound: tuple[AtBound, ...]
    decrement: float
    converged: bool
    starts: int = 1


def bounds_held(theta: Array, parameters: Sequence[Parameter]) -> tuple[AtBound, ...]:
    """Return the bound each parameter is on, within ``ON_BOUND`` of the width of its bounds."""
    held: list[AtBound] = []
    for coordinate in unit_point(theta, parameters):
        held.append("lower" if coordinate <= ON_BOUND else "upper" if coordinate >= 1.0 - ON_BOUND else "")
    return tuple(held)


def gauss_newton_decrement(jacobian: Array, residuals: Array) -> float:
    """Length squared of the projection of the residuals (n,) on the columns of the Jacobian (n, k)."""
    if jacobian.shape[1] == 0:
        return 0.0
    left, singular, _ = np.linalg.svd(jacobian, full_matrices=False)
    # Directions that move the responses by no more than rounding error promise nothing.
    spanned = left[:, singular > 1e-9 * max(singular[0], 1e-300)]
    projected = spanned.T @ residuals
    return float(projected @ projected)
