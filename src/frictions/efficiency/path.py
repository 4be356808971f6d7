"""Backward induction: known paths of efficiency, finite horizons and their effect on informativeness."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from frictions.arrays import Array
from frictions.efficiency.parameters import Information, Parameters
from frictions.efficiency.period import Continuation, PeriodSolution, complete_period, excess_risk
from frictions.efficiency.roots import all_roots
from frictions.efficiency.stationary import NoEquilibrium, select_equilibrium, solve_stationary
from frictions.errors import FrictionsError
from frictions.options import checked_fields, checked_options


class InvalidPath(FrictionsError):
    """A path of parameters has the wrong shape, or its change falls outside it."""


@checked_fields
@dataclass(frozen=True)
class EquilibriumPath:
    """Solved periods in order of time, with the number of roots of each period's equation."""

    efficiencies: Array
    r"""(T,) :math:`\eta_t`."""
    periods: tuple[PeriodSolution, ...]
    root_counts: tuple[int, ...]
    information: Information

    def values(self, name: str) -> Array:
        """(T,) path of one field of `PeriodSolution`."""
        return np.array([float(getattr(period, name)) for period in self.periods])


@checked_options
def stationary_continuation(p: Parameters, information: Information) -> Continuation:
    """Next period's price of the selected stationary equilibrium."""
    solution = select_equilibrium(solve_stationary(p, information)).solution
    return Continuation(solution.beta0, solution.beta4, solution.resale_variance)


def worthless_continuation() -> Continuation:
    """Next period's price of a claim that is worth nothing once its last dividend is paid."""
    return Continuation(0.0, 0.0, 0.0)


@checked_options
def solve_period(
    p: Parameters, following: Continuation, information: Information = "exogenous"
) -> tuple[PeriodSolution, int]:
    """Solve one period given the next; of several roots, the largest informativeness is taken.

    The root is unique where investors have no signal of noise demand; with one there may be three, or none.

    Returns
    -------
    PeriodSolution, int
        The solution and the number of roots.

    Raises
    ------
    NoEquilibrium
        If the equation has no root.
    """
    roots = all_roots(lambda informativeness: excess_risk(p, informativeness, information, following))
    if roots.size == 0:
        raise NoEquilibrium(f"the period's equation has no root at eta = {p.eta}")
    return complete_period(p, float(roots[-1]), information, following), int(roots.size)


@checked_options
def solve_path(
    parameters: Sequence[Parameters], terminal: Continuation, information: Information = "exogenous"
) -> EquilibriumPath:
    """Backward induction over one set of parameters a period, first to last.

    Parameters
    ----------
    parameters : sequence of Parameters
    terminal : Continuation
        The price after the last period.

    Raises
    ------
    InvalidPath
        If the sequence is empty.
    NoEquilibrium
        If a period has no equilibrium; names it.
    """
    if not parameters:
        raise InvalidPath("parameters: the path is empty")
    periods: list[PeriodSolution] = []
    counts: list[int] = []
    following = terminal
    for period in range(len(parameters) - 1, -1, -1):
        try:
            solution, count = solve_period(parameters[period], following, information)
        except NoEquilibrium as error:
            raise NoEquilibrium(f"period {period}: {error}") from error
        periods.append(solution)
        counts.append(count)
        following = Continuation(solution.beta0, solution.beta4, solution.resale_variance)
    efficiencies = np.array([float(p.eta) for p in parameters])
    return EquilibriumPath(efficiencies, tuple(periods[::-1]), tuple(counts[::-1]), information)


@checked_options
def one_off_change(
    p: Parameters, eta: float, date: int, length: int, information: Information = "exogenous"
) -> EquilibriumPath:
    """Efficiency ``eta`` in one period and the old value in every other, stationary afterwards.

    Parameters
    ----------
    p : Parameters
        Everything else, with the old efficiency.
    eta : float
        Efficiency at ``date``, known in advance.
    date, length : int
        Periods are numbered from zero.

    Raises
    ------
    InvalidPath
        If the date is outside the path.
    """
    _check_date(date, length)
    path = [replace(p, eta=eta) if period == date else p for period in range(length)]
    return solve_path(path, stationary_continuation(p, information), information)


@checked_options
def permanent_change(
    p: Parameters, eta: float, date: int, length: int, information: Information = "exogenous"
) -> EquilibriumPath:
    """Efficiency ``eta`` from ``date`` on; arguments and errors as in `one_off_change`."""
    _check_date(date, length)
    changed = replace(p, eta=eta)
    path = [changed if period >= date else p for period in range(length)]
    return solve_path(path, stationary_continuation(changed, information), information)


@checked_options
def finite_horizon(p: Parameters, length: int, information: Information = "exogenous") -> EquilibriumPath:
    """Constant parameters and a claim that is worthless after ``length`` periods."""
    return solve_path([p] * length, worthless_continuation(), information)


def _check_date(date: int, length: int) -> None:
    if not 0 <= date < length:
        raise InvalidPath(f"date = {date} must lie in [0, {length})")
