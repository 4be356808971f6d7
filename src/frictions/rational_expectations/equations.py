"""Linear equations with one lead and one lag, and the matrices they make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError

_NONE: Mapping[str, float] = MappingProxyType({})


class InvalidSystem(FrictionsError):
    """The equations do not make a square, finite system; the message names the equation, variable or coefficient."""


@dataclass(frozen=True, slots=True)
class Equation:
    """One linear equation, ``sum of coefficient * variable = 0``, in deviations from the steady state.

    Attributes
    ----------
    name : str
        What the equation says.
    current, lead, lag : mapping of str to float
        Coefficients on variables of this, of the next (expected) and of the last period.
    shocks : mapping of str to float
        Coefficients on exogenous variables of this period.
    source : str
        Number of the equation in the source, or of the equations it is derived from.
    misprint : str
        What is wrong with the printed equation; empty if nothing is.
    """

    name: str
    current: Mapping[str, float]
    lead: Mapping[str, float] = field(default_factory=lambda: _NONE)
    lag: Mapping[str, float] = field(default_factory=lambda: _NONE)
    shocks: Mapping[str, float] = field(default_factory=lambda: _NONE)
    source: str = ""
    misprint: str = ""


@dataclass(frozen=True, slots=True)
class LinearSystem:
    """The system ``A E x(t+1) + B x(t) + C x(t-1) + N e(t) = 0``.

    Attributes
    ----------
    variables : tuple of str
        Names of ``x``, n of them.
    shocks : tuple of str
        Names of ``e``, k of them.
    lead, current, lag : (n, n) array
        ``A``, ``B`` and ``C``; one row an equation.
    impact : (n, k) array
        ``N``.
    """

    variables: tuple[str, ...]
    shocks: tuple[str, ...]
    lead: Array
    current: Array
    lag: Array
    impact: Array


def assemble(equations: Iterable[Equation], variables: Sequence[str], shocks: Sequence[str]) -> LinearSystem:
    """Turn equations into matrices.

    Parameters
    ----------
    equations : iterable of Equation
        As many as there are variables.
    variables, shocks : sequence of str
        Names, in the order of the columns.

    Returns
    -------
    LinearSystem
        Rows in the order of ``equations``.

    Raises
    ------
    InvalidSystem
        If the numbers of equations and variables differ, an equation names an unknown variable or shock, or a
        coefficient is not finite.
    """
    rows = tuple(equations)
    n = len(variables)
    if len(rows) != n:
        raise InvalidSystem(f"{len(rows)} equations for {n} variables")
    position = {name: column for column, name in enumerate(variables)}
    shock_position = {name: column for column, name in enumerate(shocks)}
    lead, current, lag = np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n))
    impact = np.zeros((n, len(shocks)))
    row = -1
    try:
        for row, equation in enumerate(rows):
            for name, value in equation.lead.items():
                lead[row, position[name]] = value
            for name, value in equation.current.items():
                current[row, position[name]] = value
            for name, value in equation.lag.items():
                lag[row, position[name]] = value
            for name, value in equation.shocks.items():
                impact[row, shock_position[name]] = value
    except KeyError as error:
        raise InvalidSystem(f"equation {rows[row].name!r} names the unknown {error.args[0]!r}") from error
    finite = np.isfinite(lead + current + lag).all(axis=1) & np.isfinite(impact).all(axis=1)
    if not finite.all():
        raise InvalidSystem(f"equation {rows[int(np.argmin(finite))].name!r} has a coefficient that is not finite")
    return LinearSystem(tuple(variables), tuple(shocks), lead, current, lag, impact)
