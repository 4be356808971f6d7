"""The Calvo model as an estimation evaluates it: matched responses and their exact derivatives by compiled parts.

The responses agree with :func:`~frictions.inventory.responses.matched_responses`, which solves the same equations by
the general method, to ten digits. Where no stable solution is found here, the general method says why, or decides.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from frictions.arrays import Array
from frictions.inventory.calvo_coefficients import (
    AHEAD,
    BEHIND,
    PARAMETERS,
    Complex,
    coefficient_slopes,
    fill_coefficients,
)
from frictions.inventory.calvo_rules import CostMode
from frictions.inventory.common_block import VARIABLES
from frictions.inventory.matched_series import stacked_responses
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import matched_responses
from frictions.matching.target import MATCHED_HORIZONS, matched_rows
from frictions.options import checked_options
from frictions.rational_expectations.cyclic_reduction import (
    Positions,
    follow,
    response_slopes,
    stable_rule,
    substitute,
)
from frictions.rational_expectations.solution import NoStableRule

PERIODS = MATCHED_HORIZONS[-1] + 1
"""Quarters of the responses, that of the shock included."""

SHOCKED = 9
"""Equation that the policy shock enters, with one."""


class _Solved(NamedTuple):
    """What the derivatives need of a solution, as :mod:`~frictions.rational_expectations.cyclic_reduction` has it."""

    transition: Array
    factors: Array
    pivots: Positions
    forward: Array
    impact: Array
    path: Array

    @property
    def rule(self) -> tuple[Array, Array, Positions, Array]:
        """What :func:`~frictions.rational_expectations.cyclic_reduction.response_slopes` needs of the rule."""
        return self.transition, self.factors, self.pivots, self.forward


def _coefficients(vector: Complex, average: bool) -> tuple[Complex, Complex, Complex] | None:
    """Complex coefficients of the twelve equations; None where the plain functions must say why there are none."""
    n = len(VARIABLES)
    lead, current = np.empty((n, len(AHEAD)), np.complex128), np.empty((n, n), np.complex128)
    lag = np.empty((n, len(BEHIND)), np.complex128)
    try:
        filled = fill_coefficients(vector, average, lead, current, lag)
    except ZeroDivisionError:
        return None
    return (lead, current, lag) if filled else None


def _solve(vector: Array, average: bool) -> _Solved | None:
    """Rule and responses to a shock of one percentage point; None where no stable rule is certain."""
    coefficients = _coefficients(vector.astype(np.complex128), average)
    if coefficients is None:
        return None
    lead, current, lag = (part.real.copy() for part in coefficients)
    found, transition, factors, pivots, forward = stable_rule(lead, current, lag, AHEAD, BEHIND)
    if not found:
        return None
    impact = np.zeros((len(VARIABLES), 1))
    impact[SHOCKED, 0] = -1.0
    substitute(factors, pivots, impact)
    path = np.empty((PERIODS, len(VARIABLES)))
    path[0] = impact[:, 0]
    follow(transition, BEHIND, path, np.zeros_like(transition), path)
    return _Solved(transition, factors, pivots, forward, np.ascontiguousarray(impact[:, 0]), path)


def _path_slopes(solved: _Solved, vector: Array, free: Positions, average: bool) -> Array:
    """Derivatives (p, 16, 12) of the path with respect to some parameters."""
    n, m = solved.transition.shape
    leads, currents = np.empty((len(free), n, len(AHEAD))), np.empty((len(free), n, n))
    lags = np.empty((len(free), n, m))
    coefficient_slopes(vector, free, average, leads, currents, lags)
    return np.asarray(response_slopes(leads, currents, lags, solved.rule, solved.impact, solved.path, AHEAD, BEHIND))


class CalvoResponses:
    """Matched responses as a function of the free parameters, with derivatives.

    Parameters
    ----------
    fixed : mapping of str to float
        Parameters that are not estimated, by name.
    free : sequence of str
        Names of the p estimated parameters, in the order of the function's argument.
    variables : sequence of str
        Matched variables, a selection of :data:`~frictions.matching.target.MATCHED_VARIABLES`.
    mc_mode : {"marginal", "average"}
        As for :func:`~frictions.inventory.calvo.solve_calvo`.
    size : float
        Interest-rate shock in percentage points a quarter.
    """

    @checked_options
    def __init__(
        self, fixed: Mapping[str, float], free: Sequence[str], variables: Sequence[str], mc_mode: CostMode, size: float
    ) -> None:
        self._fixed, self._free, self._mode, self._size = dict(fixed), tuple(free), mc_mode, size
        self._rows = matched_rows(variables)
        self._positions = np.array([PARAMETERS.index(name) for name in self._free])

    def __call__(self, theta: Array) -> Array:
        """Responses (n,) in percent at free parameters (p,).

        Raises
        ------
        InvalidParameter
            If a parameter is outside its domain.
        NoSteadyState, NoStableRule, Indeterminate, Explosive
            Where the model has no unique stable solution.
        """
        parameters, solved = self._solved(theta)
        if solved is None:
            return self._general(parameters)
        return self._matched(solved.path.T)

    def with_derivatives(self, theta: Array) -> tuple[Array, Array]:
        """Responses (n,) and their derivatives (n, p) with respect to the free parameters, in their own units.

        Raises
        ------
        InvalidParameter, NoSteadyState, NoStableRule, Indeterminate, Explosive
            As calling it does.
        """
        parameters, solved = self._solved(theta)
        if solved is None:
            self._general(parameters)
            raise NoStableRule("the model's stable rule is too close to the unit circle to be differentiated")
        slopes = _path_slopes(solved, _vector(parameters), self._positions, self._mode == "average")
        return self._matched(solved.path.T), self._matched(slopes.T)

    def _matched(self, paths: Array) -> Array:
        """Matched rows of the responses to a unit shock (12, 16), or of p of them (12, 16, p), in the shock's size."""
        return self._size * stacked_responses(dict(zip(VARIABLES, paths, strict=True)))[self._rows]

    def _solved(self, theta: Array) -> tuple[CalvoParameters, _Solved | None]:
        parameters = CalvoParameters(**self._fixed, **dict(zip(self._free, theta.tolist(), strict=True)))
        return parameters, _solve(_vector(parameters), self._mode == "average")

    def _general(self, parameters: CalvoParameters) -> Array:
        return matched_responses(parameters, self._mode, self._size)[self._rows]


def _vector(parameters: CalvoParameters) -> Array:
    return np.array([getattr(parameters, name) for name in PARAMETERS])
