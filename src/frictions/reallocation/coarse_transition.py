"""Transitions with next year's capital confined to the coarse grid, cleared as well as its jumps allow.

The quasi-Newton steps use the Jacobian of the converged economy. Demand jumps, so residuals stop falling at about a
thousandth; the best path found is returned with its residual, and deviations are read against the path at constant
prices, which carries the same residual.
"""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.discrete_choice import CoarseStationary, coarse_budget, coarse_step
from frictions.reallocation.household import profit_scale
from frictions.reallocation.linearisation import Linearisation
from frictions.reallocation.markets import price_of_bundle
from frictions.reallocation.policies import Policies
from frictions.reallocation.simulation import PricePaths, Simulation, push_forward, unstack_prices


@dataclass(frozen=True)
class CoarsePath:
    """The best path found.

    Attributes
    ----------
    deviations : dict of (T,) arrays
        Percent deviations from the path at constant prices.
    residual : float
        Largest market residual, less that of the path at constant prices.
    """

    deviations: dict[str, Array]
    residual: float


def simulate_coarse(found: CoarseStationary, prices: PricePaths, productivity: Array) -> Simulation:
    """Solve the confined problem backwards and push the distribution forwards; arguments as in `simulate`."""
    economy, space = found.economy, found.space
    scale = np.asarray(profit_scale(economy, prices.wage, productivity))
    cost = price_of_bundle(economy, prices.price_used, prices.lemon_share)
    ahead = (found.value, found.policies.marginal_bond)
    path: list[Policies] = []
    budget = found.budget
    for t in range(productivity.size - 1, -1, -1):
        given = (float(scale[t]), float(prices.price_used[t]), float(cost[t]), float(prices.gross_rate[t]))
        budget = coarse_budget(economy, found.grid, space, *given, near=budget)
        policies, ahead = coarse_step(economy, space, budget, ahead)
        path.append(policies)
    path.reverse()
    return push_forward(economy, space, found.distribution, path, prices, productivity)


def solve_coarse_transition(
    found: CoarseStationary, linear: Linearisation, productivity: Array, corrections: int = 6, damping: float = 0.7
) -> CoarsePath:
    """Path after a productivity shock, by damped quasi-Newton steps.

    Parameters
    ----------
    found : CoarseStationary
    linear : Linearisation
        Of the same economy without the confinement.
    productivity : (n,) array
        Aggregate productivity in the first years.
    corrections : int
        Steps tried after the linear solution.
    damping : float
        Share of each step that is taken.

    Returns
    -------
    CoarsePath
    """
    horizons, level = linear.horizons, found.economy.aggregate_productivity
    path = np.full(horizons, level)
    path[: productivity.size] = productivity
    start = np.repeat(found.prices.as_array(), horizons)
    base = simulate_coarse(found, unstack_prices(start), np.full(horizons, level))
    point = start + linear.price_response(path - level)
    best, smallest = base, np.inf
    for _ in range(corrections + 1):
        trial = simulate_coarse(found, unstack_prices(point), path)
        residual = trial.residuals - base.residuals
        size = float(np.max(np.abs(residual)))
        if size < smallest:
            best, smallest = trial, size
        point = point + damping * linear.closing_prices(residual.ravel())
    ours, theirs = best.aggregates, base.aggregates
    pairs = {
        "reallocation": (ours.reallocation, theirs.reallocation),
        "investment": (ours.new_investment, theirs.new_investment),
        "output": (ours.output, theirs.output),
        "price_used": (best.prices.price_used, base.prices.price_used),
        "mpk_ratio": (best.mpk_ratio, base.mpk_ratio),
    }
    if found.economy.lemon_rate > 0.0:
        pairs["lemon_share"] = (best.prices.lemon_share, base.prices.lemon_share)
    deviations = {name: 100.0 * (np.asarray(a) / np.asarray(b) - 1.0) for name, (a, b) in pairs.items()}
    deviations["tfp_end"] = 100.0 * (best.tfp_end - base.tfp_end)
    return CoarsePath(deviations, smallest)
