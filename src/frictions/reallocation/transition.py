"""Transitions after an unforeseen path of aggregate productivity: quasi-Newton on the stacked paths of four prices."""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.errors import InvalidParameter, NoClearing
from frictions.reallocation.linearisation import Linearisation
from frictions.reallocation.markets import MARKETS, walras_residual
from frictions.reallocation.simulation import Simulation, simulate, unstack_prices
from frictions.reallocation.stationary import Stationary


@dataclass(frozen=True)
class Transition:
    """An equilibrium path.

    Attributes
    ----------
    stationary : Stationary
        Where the path starts and ends.
    simulation : Simulation
    residual_history : tuple of float
        Largest residual at the linear solution and after each correction.
    walras : (T,) array
        Output less consumption and new investment, over output.
    return_gap : float
        Sum of absolute differences between the final and the stationary distribution.
    """

    stationary: Stationary
    simulation: Simulation
    residual_history: tuple[float, ...]
    walras: Array
    return_gap: float


def solve_transition(
    linear: Linearisation, productivity: Array, tolerance: float = 1e-8, max_corrections: int = 12
) -> Transition:
    """Equilibrium path by quasi-Newton steps with the Jacobian of the stationary equilibrium.

    Parameters
    ----------
    linear : Linearisation
    productivity : (n,) array
        Aggregate productivity in the first n years, n at most T; afterwards its stationary value.
    tolerance : float
        Largest relative residual of a market in any year.
    max_corrections : int
        Limit on the number of steps after the linear solution.

    Returns
    -------
    Transition

    Raises
    ------
    InvalidParameter
        If `productivity` is longer than the horizon.
    NoClearing
        If a market does not clear in some year; names the market with the largest residual.
    """
    found, horizons = linear.stationary, linear.horizons
    if productivity.size > horizons:
        raise InvalidParameter("productivity", f"path of {productivity.size} years", f"at most {horizons} years long")
    path = np.full(horizons, found.economy.aggregate_productivity)
    path[: productivity.size] = productivity
    start = np.repeat(found.prices.as_array(), horizons)
    point = start + linear.price_response(path - found.economy.aggregate_productivity)
    history: list[float] = []
    moves: list[Array] = []
    changes: list[Array] = []
    previous: tuple[Array, Array] | None = None
    for _ in range(max_corrections + 1):
        simulation = simulate(found, unstack_prices(point), path)
        if linear.fixed_wage:
            simulation.residuals[2] = simulation.prices.wage - found.prices.wage
        history.append(float(np.max(np.abs(simulation.residuals))))
        if history[-1] <= tolerance:
            gap = float(np.abs(simulation.final_distribution - found.distribution).sum())
            walras = np.asarray(walras_residual(simulation.aggregates))
            return Transition(found, simulation, tuple(history), walras, gap)
        # The stationary Jacobian is a preconditioner; the last few steps correct it (Anderson, 1965).
        gap_to_close = linear.closing_prices(simulation.residuals.ravel())
        if previous is not None:
            moves = [*moves[-4:], point - previous[0]]
            changes = [*changes[-4:], gap_to_close - previous[1]]
        previous = (point, gap_to_close)
        step = gap_to_close
        if changes:
            weights = np.linalg.lstsq(np.column_stack(changes), gap_to_close, rcond=None)[0]
            step = gap_to_close - np.einsum("ni,i->n", np.column_stack(moves) + np.column_stack(changes), weights)
        point = point + step
    market = int(np.argmax(np.max(np.abs(simulation.residuals), axis=1)))
    year = int(np.argmax(np.abs(simulation.residuals[market])))
    reason = f"no equilibrium path after {max_corrections} corrections, worst in year {year + 1}"
    raise NoClearing(MARKETS[market], float(simulation.residuals[market, year]), reason)
