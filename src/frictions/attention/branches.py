"""All equilibria: traced over the amount of information, and found for a given cost.

At a given cost there may be several equilibria, because attention of other firms makes the price level move
permanently, which is worth attending to. Given the *amount* of information there is one, and the cost that supports
it follows; a fold of that curve is where equilibria appear or vanish.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

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

CAPACITIES = tuple(float(bits) for bits in np.geomspace(1.5, 0.01, 40))
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
    economy: TrackingEconomy, capacities: Sequence[float] = CAPACITIES
) -> tuple[AttentionEquilibrium, ...]:
    """Equilibria over the amount of information, from most to least.

    Parameters
    ----------
    economy : TrackingEconomy
        The economy.
    capacities : sequence of float
        Bits a quarter of all decisions together.

    Returns
    -------
    tuple of AttentionEquilibrium
        One a capacity, in descending order; their ``cost_ratio`` is the cost at which firms choose it.

    Raises
    ------
    NoEquilibrium
        If the search does not settle at some capacity.
    """
    branch: list[AttentionEquilibrium] = []
    for capacity in sorted(capacities, reverse=True):
        branch.append(solve_equilibrium(economy, capacity=capacity, start=branch[-1] if branch else "attentive"))
    return tuple(branch)


def find_equilibria(
    economy: TrackingEconomy, cost_ratio: float, branch: Sequence[AttentionEquilibrium] | None = None
) -> tuple[FoundEquilibrium, ...]:
    """Every equilibrium found at a cost of information.

    Looked for from attentive firms, from firms without information, with firms that attend to their stock alone, and
    wherever the traced branch crosses the cost.

    Parameters
    ----------
    economy : TrackingEconomy
        The economy.
    cost_ratio : float
        Cost of a bit over the variance of the shock.
    branch : sequence of AttentionEquilibrium, optional
        From :func:`trace_equilibria` for the same economy; traced if not given.

    Returns
    -------
    tuple of FoundEquilibrium
        Most information first.

    Raises
    ------
    NoEquilibrium
        If there is none, or the branch cannot be traced.
    """
    found: list[AttentionEquilibrium] = []
    nobody = without_information(economy, cost_ratio)
    if not wants_attention(nobody).any():
        found.append(nobody)
    for start in ("attentive", "inattentive"):
        try:
            found.append(solve_equilibrium(economy, cost_ratio=cost_ratio, start=start))  # type: ignore[arg-type]
        except (NoEquilibrium, NoLinearEquilibrium):
            continue
    if economy.information == "separate":
        try:
            stock_only = search(economy, cost_ratio=cost_ratio, active=np.array([False, True]), permanent=False)
        except NoEquilibrium:
            pass
        else:
            if not wants_attention(stock_only).any():
                found.append(stock_only)
    traced = trace_equilibria(economy) if branch is None else branch
    for more, less in zip(traced[:-1], traced[1:], strict=True):
        if (more.cost_ratio - cost_ratio) * (less.cost_ratio - cost_ratio) < 0.0:
            found.append(_crossing(economy, cost_ratio, more, less))
    distinct: list[AttentionEquilibrium] = []
    for candidate in sorted(found, key=lambda one: -one.bits.sum()):
        if all(np.abs(candidate.bits - other.bits).max() > SAME_BITS for other in distinct):
            distinct.append(candidate)
    if not distinct:
        raise NoEquilibrium(f"no equilibrium was found at a cost ratio of {cost_ratio:g}")
    return tuple(FoundEquilibrium(one, reaction_eigenvalue(one)) for one in distinct)


def most_expensive(branch: Sequence[AttentionEquilibrium]) -> AttentionEquilibrium:
    """Point of a traced branch with the highest cost, the last with attention (to the grid's resolution)."""
    return max(branch, key=lambda one: one.cost_ratio)


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
        last = solve_equilibrium(economy, capacity=capacity, start=last)
        return float(np.log(last.cost_ratio / cost_ratio))

    brentq(gap, float(less.bits.sum()), float(more.bits.sum()), xtol=1e-9, rtol=1e-12)
    return last
