"""The economy as a map from firms' average decisions to what is optimal for a firm, over a finite horizon.

Average prices and stocks are taken as given paths; the common block then determines all aggregates, and Proposition 1
the price and the stock that a fully informed firm would choose. Everything is linear:
``x_dagger = M x + c shock`` with ``x`` the stacked paths of the average nominal price and the average stock.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.inventory.common_block import VARIABLES, Policy, SoldQuantity, common_equations
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.profit_hessian import ProfitHessian, profit_hessian
from frictions.inventory.steady_state import SteadyState
from frictions.options import checked_fields, checked_options
from frictions.rational_expectations.equations import Equation, LinearSystem, assemble
from frictions.rational_expectations.perfect_foresight import solve_paths
from frictions.rational_expectations.solution import NoStableRule

Shock = Literal["interest_rate", "money_growth", "technology"]
"""What hits the economy; ``money_growth`` goes with the policy of that name, the others with the interest-rate rule."""

_DECIDED = (*VARIABLES, "price_level")


class InvalidHorizon(FrictionsError):
    """A horizon, a path of decisions or a persistence does not fit; the message says which."""


@checked_fields
@dataclass(frozen=True, slots=True)
class SequenceMap:
    """Responses over T periods to a unit shock and to firms' average decisions.

    Decisions are stacked: T nominal prices, then T stocks. All in log points per unit of the shock.

    Attributes
    ----------
    shock : {"interest_rate", "money_growth", "technology"}
        The shock.
    horizon : int
        T.
    target : (2T, 2T) array
        ``M``: response of the first-best decisions to the average decisions.
    target_shock : (2T,) array
        ``c``: response of the first-best decisions to the shock while nobody reacts.
    variables : tuple of str
        Names of the aggregates: the common block and the price level.
    aggregates : (n, T, 2T) array
        Response of each aggregate to the average decisions.
    aggregates_shock : (n, T) array
        Response of each aggregate to the shock while nobody reacts.
    residual : float
        Certificate: largest relative violation of an equation.
    """

    shock: Shock
    horizon: int
    target: Array
    target_shock: Array
    variables: tuple[str, ...]
    aggregates: Array
    aggregates_shock: Array
    residual: float


@checked_options
def sequence_map(
    parameters: InventoryParameters,
    steady: SteadyState,
    horizon: int = 160,
    shock: Shock = "interest_rate",
    persistence: float = 0.0,
    sold: SoldQuantity = "final_good",
    *,
    nominal: bool = True,
) -> SequenceMap:
    """Compute the map.

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters.
    steady : SteadyState
        Their steady state. The source's accounting is ``printed`` with ``sold="final_good"``; ``exact`` accounting
        goes with ``sold="demand"``.
    horizon : int
        Number of periods T, at least 8. The economy stands still afterwards.
    shock : {"interest_rate", "money_growth", "technology"}
        What hits in the first period.
    persistence : float
        First autocorrelation of the shock, inside [0, 1). Money growth without persistence is a permanent step in
        the level of money.
    sold : {"final_good", "demand"}
        What firms sell.
    nominal : bool
        Whether firms choose a nominal price, as in the model; a relative one otherwise.

    Returns
    -------
    SequenceMap

    Raises
    ------
    InvalidHorizon
        If the horizon or the persistence is out of range.
    NoStableRule
        If the stacked system is singular.
    """
    if horizon < 8:
        raise InvalidHorizon(f"the horizon must be at least 8 periods, got {horizon}")
    if not 0.0 <= persistence < 1.0:
        raise InvalidHorizon(f"the persistence of the shock must be inside [0, 1), got {persistence!r}")
    policy: Policy = "money_growth" if shock == "money_growth" else "interest_rate"
    exogenous_names = (policy, "technology", "price_decision", "stock_decision")
    system = assemble(
        (*common_equations(parameters, steady, policy, sold), *_decision_equations()), _DECIDED, exogenous_names
    )
    return map_of_system(parameters, steady, system, shock, horizon, persistence, nominal=nominal)


@checked_options
def map_of_system(
    parameters: InventoryParameters,
    steady: SteadyState,
    system: LinearSystem,
    shock: Shock,
    horizon: int,
    persistence: float,
    *,
    nominal: bool,
) -> SequenceMap:
    """First-best decisions given average decisions, in any closed system of the aggregates.

    Parameters
    ----------
    parameters, steady, shock, horizon, persistence
        As for :func:`sequence_map`.
    system : LinearSystem
        Its shocks are policy, technology, price decision and stock decision, in this order; its variables end with the
        price level.
    nominal : bool
        Whether firms choose a nominal price; a relative one otherwise.

    Returns
    -------
    SequenceMap

    Raises
    ------
    NoStableRule
        If the stacked system is singular.
    """
    # Cases: a unit of each decision in each period, then the shock.
    cases = 2 * horizon + 1
    exogenous = np.zeros((4, horizon, cases))
    exogenous[2, :, :horizon] = np.eye(horizon)
    exogenous[3, :, horizon:-1] = np.eye(horizon)
    exogenous[1 if shock == "technology" else 0, :, -1] = persistence ** np.arange(horizon)
    solved = solve_paths(system, exogenous)

    outside = np.stack([solved["real_wage"], solved["final_good"], solved["marginal_utility"], exogenous[1]])
    first_best, first_best_residual = first_best_decisions(profit_hessian(parameters, steady), outside)
    price = first_best[0] + solved["price_level"] if nominal else first_best[0]
    decisions = np.concatenate([price, first_best[1]])
    return SequenceMap(
        shock=shock,
        horizon=horizon,
        target=decisions[:, :-1],
        target_shock=decisions[:, -1],
        variables=_DECIDED,
        aggregates=solved.paths[:, :, :-1],
        aggregates_shock=solved.paths[:, :, -1],
        residual=max(solved.residual, first_best_residual),
    )


def first_best_decisions(hessian: ProfitHessian, exogenous: Array) -> tuple[Array, float]:
    """Decisions of a fully informed firm, Proposition 1, along given paths of what is exogenous to it.

    Parameters
    ----------
    hessian : ProfitHessian
        Second derivatives of its profit.
    exogenous : (4, T, k) array
        Real wage, final good, marginal utility and technology in each period and case.

    Returns
    -------
    decisions : (2, T, k) array
        Price relative to the price index, and stock.
    residual : float
        Certificate: largest relative violation of the first-order conditions.

    Notes
    -----
    Solves ``H_x,-1 x(t-1) + H_x0 x(t) + H_x1 x(t+1) = -(H_xzeta,-1 zeta(t-1) + H_xzeta,0 zeta(t) + H_xzeta,1
    zeta(t+1))``. Equation (1.39) has a plus on the right and omits the transpose in ``H_x,-1 = H_x1'/beta``.
    """
    behind = np.concatenate([np.zeros_like(exogenous[:, :1]), exogenous[:, :-1]], axis=1)
    ahead = np.concatenate([exogenous[:, 1:], exogenous[:, -1:]], axis=1)
    names = tuple(f"{name}{period}" for period in ("(-1)", "", "(+1)") for name in ("w", "S", "Xi", "a"))
    system = LinearSystem(
        variables=("price", "stock"),
        shocks=names,
        lead=hessian.lead,
        current=hessian.own,
        lag=hessian.lag,
        impact=np.hstack([hessian.exogenous_lag, hessian.exogenous, hessian.exogenous_lead]),
    )
    solved = solve_paths(system, np.concatenate([behind, exogenous, ahead]))
    return solved.paths, solved.residual


def full_information(sequence: SequenceMap) -> Array:
    """Decisions per unit of the shock when every firm is fully informed, the fixed point of the map.

    Parameters
    ----------
    sequence : SequenceMap
        The map.

    Returns
    -------
    (2T,) array
        Nominal prices, then stocks.

    Raises
    ------
    NoStableRule
        If the fixed point is not unique.
    """
    system = np.eye(2 * sequence.horizon) - sequence.target
    try:
        decisions = np.asarray(np.linalg.solve(system, sequence.target_shock), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise NoStableRule("the full-information equilibrium is not unique") from error
    gap = np.abs(system @ decisions - sequence.target_shock).max()
    if not gap <= 1e-8 * max(1.0, np.abs(decisions).max()):
        raise NoStableRule(f"the full-information equilibrium leaves a gap of {gap:.2e}")
    return decisions


def first_best(sequence: SequenceMap, decisions: Array) -> Array:
    """First-best decisions per unit of the shock, given the average decisions.

    Parameters
    ----------
    sequence : SequenceMap
        The map.
    decisions : (2T,) array
        Average nominal prices, then average stocks; zeros if nobody is informed.

    Returns
    -------
    (2T,) array
    """
    return sequence.target @ _check_decisions(sequence, decisions) + sequence.target_shock


def aggregate_responses(sequence: SequenceMap, decisions: Array, size: float) -> dict[str, Array]:
    """Responses of the aggregates to a shock, given the average decisions per unit of it.

    Parameters
    ----------
    sequence : SequenceMap
        The map.
    decisions : (2T,) array
        Average nominal prices, then average stocks, per unit of the shock.
    size : float
        Size of the shock; 0.15 makes responses to 60 annualised basis points in percent.

    Returns
    -------
    dict of str to (T,) array
        Every variable of the common block, and ``price_level``.
    """
    paths = sequence.aggregates @ _check_decisions(sequence, decisions) + sequence.aggregates_shock
    return dict(zip(sequence.variables, size * paths, strict=True))


def _check_decisions(sequence: SequenceMap, decisions: Array) -> Array:
    if decisions.shape != (2 * sequence.horizon,):
        raise InvalidHorizon(f"decisions have shape {decisions.shape}, the map needs ({2 * sequence.horizon},)")
    return decisions


def _decision_equations() -> tuple[Equation, ...]:
    return (
        Equation("inflation", {"inflation": -1.0, "price_level": 1.0}, lag={"price_level": -1.0}, source="(1.4)"),
        Equation(
            "average price",
            {"relative_price": -1.0, "price_level": -1.0},
            shocks={"price_decision": 1.0},
            source="(1.37)",
        ),
        Equation("average stock", {"stock": -1.0}, shocks={"stock_decision": 1.0}, source="(1.37)"),
    )
