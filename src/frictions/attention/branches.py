"""All equilibria: traced over the amount of information, and found for a given cost.

At a given cost there may be several equilibria, because attention of other firms makes the price level move
permanently, which is worth attending to. Given the *amount* of information there is one, and the cost that supports
it follows; a fold of that curve is where equilibria appear or vanish.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from frictions.arrays import Array
from frictions.attention.economy import NoLinearEquilibrium, TrackingEconomy, solve_given_beliefs
from frictions.attention.equilibrium import (
    AttentionEquilibrium,
    NoEquilibrium,
    search,
    solve_equilibrium,
    wants_attention,
    without_information,
)
from frictions.attention.information import average_beliefs, best_information

CAPACITIES = tuple(float(bits) for bits in np.geomspace(1.5, 0.02, 36))
"""Bits a quarter at which equilibria are traced."""

SAME_BITS = 1e-5
"""Equilibria whose flows differ by less are one and the same."""


@dataclass(frozen=True, eq=False)
class FoundEquilibrium:
    """One of the equilibria at a given cost of information.

    Attributes
    ----------
    equilibrium : AttentionEquilibrium
    reaction : float
        Largest modulus of an eigenvalue of the map from targets, through what firms then choose to know, to the
        targets that result. Zero without information.
    """

    equilibrium: AttentionEquilibrium
    reaction: float

    @property
    def stable(self) -> bool:
        """Whether a small change of what firms track dies out as they adapt their information."""
        return self.reaction < 1.0


def trace_equilibria(
    economy: TrackingEconomy, capacities: Sequence[float] = CAPACITIES, *, stock_only: bool = False
) -> tuple[AttentionEquilibrium, ...]:
    """Equilibria over the amount of information, from most to least.

    Parameters
    ----------
    economy : TrackingEconomy
        The economy.
    capacities : sequence of float
        Bits a quarter of all decisions together.
    stock_only : bool
        Under separate information, trace the equilibria in which nobody attends to the price. Whether firms would
        want to is not asked.

    Returns
    -------
    tuple of AttentionEquilibrium
        One a capacity, in descending order; their ``cost_ratio`` is the cost at which firms choose it. Ends where
        the search does not settle any more, the price's permanent part is not resolved by the lags, or the allocation
        between the decisions jumps to another branch.

    Raises
    ------
    NoEquilibrium
        If the search does not settle at the highest capacity.
    """
    branch: list[AttentionEquilibrium] = []
    active = np.array([False, True]) if stock_only else None
    for capacity in sorted(capacities, reverse=True):
        try:
            found = search(
                economy,
                capacity=capacity,
                start=branch[-1] if branch else "attentive",
                active=active,
                permanent=not stock_only,
            )
        except NoEquilibrium:
            if not branch:
                raise
            break
        if branch and np.abs(found.bits - branch[-1].bits).max() > 2.0 * (branch[-1].bits.sum() - capacity):
            break
        if not found.resolved():
            break
        branch.append(found)
    return tuple(branch)


def find_equilibria(
    economy: TrackingEconomy, cost_ratio: float, branches: Sequence[Sequence[AttentionEquilibrium]] | None = None
) -> tuple[FoundEquilibrium, ...]:
    """Every equilibrium found at a cost of information.

    Looked for from attentive firms, from firms without information, from firms that attend to their stock alone, and
    wherever a traced branch crosses the cost.

    Parameters
    ----------
    economy : TrackingEconomy
        The economy.
    cost_ratio : float
        Cost of a bit over the variance of the shock.
    branches : sequence of sequences of AttentionEquilibrium, optional
        From :func:`all_branches` for the same economy; traced if not given.

    Returns
    -------
    tuple of FoundEquilibrium
        Most information first.

    Raises
    ------
    NoEquilibrium
        If there is none, or no branch can be traced.
    """
    candidates: list[AttentionEquilibrium] = [without_information(economy, cost_ratio)]
    searches: list[Callable[[], AttentionEquilibrium]] = [
        lambda: solve_equilibrium(economy, cost_ratio=cost_ratio, start="attentive"),
        lambda: solve_equilibrium(economy, cost_ratio=cost_ratio, start="inattentive"),
    ]
    if economy.information == "separate":
        stock = np.array([False, True])
        searches.append(lambda: search(economy, cost_ratio=cost_ratio, active=stock, permanent=False))
    for attempt in searches:
        with suppress(NoEquilibrium, NoLinearEquilibrium):
            candidates.append(attempt())
    for branch in all_branches(economy) if branches is None else branches:
        for more, less in pairwise(branch):
            if (more.cost_ratio - cost_ratio) * (less.cost_ratio - cost_ratio) < 0.0:
                crossing = _crossing(economy, cost_ratio, more, less)
                if crossing.resolved():
                    candidates.append(crossing)
    distinct: list[AttentionEquilibrium] = []
    for candidate in sorted(candidates, key=lambda one: -one.bits.sum()):
        if wants_attention(candidate).any():
            continue
        if all(np.abs(candidate.bits - other.bits).max() > SAME_BITS for other in distinct):
            distinct.append(candidate)
    if not distinct:
        raise NoEquilibrium(f"no equilibrium was found at a cost ratio of {cost_ratio:g}")
    return tuple(FoundEquilibrium(one, reaction_eigenvalue(one)) for one in distinct)


def all_branches(economy: TrackingEconomy) -> tuple[tuple[AttentionEquilibrium, ...], ...]:
    """Trace the branch of attentive firms and, under separate information, that of firms that ignore the price."""
    main = trace_equilibria(economy)
    return (main,) if economy.information == "joint" else (main, trace_equilibria(economy, stock_only=True))


def highest_cost(economy: TrackingEconomy, branch: Sequence[AttentionEquilibrium]) -> AttentionEquilibrium:
    """Point of a branch with the highest cost, above which the branch offers no equilibrium.

    Parameters
    ----------
    economy : TrackingEconomy
        The economy.
    branch : sequence of AttentionEquilibrium
        From :func:`trace_equilibria`; the maximum is sought between the neighbours of its most expensive point.

    Returns
    -------
    AttentionEquilibrium

    Raises
    ------
    NoEquilibrium
        If a search between the neighbours does not settle.
    """
    top = max(range(len(branch)), key=lambda i: branch[i].cost_ratio)
    if top in (0, len(branch) - 1):
        return branch[top]
    best = branch[top]

    def cheapness(capacity: float) -> float:
        nonlocal best
        found = search(economy, capacity=capacity, start=branch[top])
        best = max(best, found, key=lambda one: one.cost_ratio)
        return -found.cost_ratio

    ends = (float(branch[top + 1].bits.sum()), float(branch[top - 1].bits.sum()))
    minimize_scalar(cheapness, bounds=ends, method="bounded", options={"xatol": 1e-5})
    return best


def reaction_eigenvalue(equilibrium: AttentionEquilibrium, step: float = 1e-5) -> float:
    """Largest modulus of an eigenvalue of the map from targets over information back to targets.

    Parameters
    ----------
    equilibrium : AttentionEquilibrium
        Where to linearise.
    step : float
        Change of a target, over the largest loading of its decision.

    Returns
    -------
    float
    """
    if not equilibrium.bits.any():
        return 0.0
    economy, tracked = equilibrium.economy, equilibrium.linear.tracked
    scale = np.abs(tracked).max(axis=1, keepdims=True)

    def respond(targets: Array) -> Array:
        information = best_information(
            economy, targets, equilibrium.information, cost_ratio=equilibrium.cost_ratio, tolerance=1e-12
        )
        return solve_given_beliefs(economy, average_beliefs(economy, information)).tracked / scale

    settled = respond(tracked)
    columns = []
    for position in range(tracked.size):
        moved = tracked.copy()
        moved.flat[position] += step * scale[position // tracked.shape[1], 0]
        columns.append(((respond(moved) - settled) / step).ravel())
    return float(np.abs(np.linalg.eigvals(np.array(columns).T)).max())


def _crossing(
    economy: TrackingEconomy, cost_ratio: float, more: AttentionEquilibrium, less: AttentionEquilibrium
) -> AttentionEquilibrium:
    """Equilibrium at the given cost between two neighbours on a branch."""
    last = more

    def gap(capacity: float) -> float:
        nonlocal last
        last = search(economy, capacity=capacity, start=last)
        return float(np.log(last.cost_ratio / cost_ratio))

    brentq(gap, float(less.bits.sum()), float(more.bits.sum()), xtol=1e-9, rtol=1e-12)
    return last
