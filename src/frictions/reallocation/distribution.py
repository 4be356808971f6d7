"""The distribution of entrepreneurs on the grid: the histogram method with bilinear lotteries (Young, 2010)."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from numba import njit

from frictions.arrays import Array
from frictions.reallocation.errors import NotConverged

Nodes: TypeAlias = npt.NDArray[np.int32]
"""Indices of grid nodes."""

NEGLIGIBLE_MASS = 1e-100
"""Mass below this is dropped: it is far below rounding, and subnormal numbers are slow."""


# All kernels that call each other share this file: numba's cache notices a change in a caller's file only.


@dataclass(frozen=True)
class Lottery:
    """Bilinear lottery that sends each state to four nodes with the mean of its policy; arrays (nz, nk, nb).

    Attributes
    ----------
    capital_node, bond_node : int32 array
        Lower node of the cell that holds (k', b').
    capital_share, bond_share : array
        Probability of the upper node.
    """

    capital_node: Nodes
    bond_node: Nodes
    capital_share: Array
    bond_share: Array


@njit(cache=True, error_model="numpy")
def locate_policies(
    policy: Array,
    grid: Array,
) -> tuple[Nodes, Array]:
    """Lower node and share of the upper node for a policy inside a grid.

    Parameters
    ----------
    policy : (nz, nk, nb) array
        Values between the ends of the grid.
    grid : (n,) array
        Increasing.

    Returns
    -------
    node : (nz, nk, nb) int32 array
    share : (nz, nk, nb) array
    """
    nz, nk, nb = policy.shape
    last = grid.size - 2
    node = np.empty((nz, nk, nb), np.int32)
    share = np.empty((nz, nk, nb))
    for z in range(nz):
        for i in range(nk):
            # Policies rise along b, so the cell is found by walking.
            cell = 0 if i == 0 else node[z, i - 1, 0]
            for j in range(nb):
                value = policy[z, i, j]
                while cell < last and grid[cell + 1] <= value:
                    cell += 1
                while cell > 0 and grid[cell] > value:
                    cell -= 1
                node[z, i, j] = cell
                share[z, i, j] = (value - grid[cell]) / (grid[cell + 1] - grid[cell])
    return node, share


@njit(cache=True, error_model="numpy")
def through_chain(weights: Array, values: Array) -> Array:
    """Sums over productivity, state by state of (k, b): expectations where `weights` are those of the chain.

    Parameters
    ----------
    weights : (nz, nz) array
        Rows are the productivity of the result.
    values : (nz, nk, nb) array

    Returns
    -------
    (nz, nk, nb) array
    """
    nz, nk, nb = values.shape
    flat = values.reshape(nz, nk * nb)
    out = np.zeros((nz, nk * nb))
    for z in range(nz):
        target = out[z]
        for other in range(nz):
            weight = weights[z, other]
            source = flat[other]
            for n in range(nk * nb):
                target[n] += weight * source[n]
    return out.reshape(nz, nk, nb)


@njit(cache=True, error_model="numpy")
def arrivals(transition: Array) -> Array:
    """Transposed chain: rows are next year's productivity."""
    nz = transition.shape[0]
    out = np.empty((nz, nz))
    for z in range(nz):
        for z_next in range(nz):
            out[z_next, z] = transition[z, z_next]
    return out


@njit(cache=True, error_model="numpy")
def forward_step(
    distribution: Array,
    capital_node: Nodes,
    bond_node: Nodes,
    capital_share: Array,
    bond_share: Array,
    transition: Array,
) -> Array:
    """Distribution one year ahead: the lottery over (k', b'), then the chain of productivity.

    Parameters
    ----------
    distribution : (nz, nk, nb) array
    capital_node, bond_node, capital_share, bond_share : (nz, nk, nb) array
        The fields of a `Lottery`.
    transition : (nz, nz) array

    Returns
    -------
    (nz, nk, nb) array
    """
    nz, nk, nb = distribution.shape
    moved = np.zeros((nz, nk, nb))
    for z in range(nz):
        for i in range(nk):
            for j in range(nb):
                mass = distribution[z, i, j]
                if mass > NEGLIGIBLE_MASS:
                    k, b = capital_node[z, i, j], bond_node[z, i, j]
                    high = mass * capital_share[z, i, j]
                    low = mass - high
                    share = bond_share[z, i, j]
                    moved[z, k, b] += low * (1.0 - share)
                    moved[z, k, b + 1] += low * share
                    if high > 0.0:
                        moved[z, k + 1, b] += high * (1.0 - share)
                        moved[z, k + 1, b + 1] += high * share
    return through_chain(arrivals(transition), moved)


@njit(cache=True, error_model="numpy")
def lottery_shift(
    distribution: Array,
    node_k: Nodes,
    node_b: Nodes,
    share_k: Array,
    share_b: Array,
    change_k: Array,
    change_b: Array,
    capital: Array,
    bonds: Array,
    transition: Array,
) -> Array:
    """Differentiate next year's distribution when the policies change by `change_k` and `change_b`.

    Parameters
    ----------
    distribution : (nz, nk, nb) array
    node_k, node_b, share_k, share_b : (nz, nk, nb) array
        The fields of a `Lottery`.
    change_k, change_b : (nz, nk, nb) array
        Derivatives of k' and b'.
    capital, bonds : array
    transition : (nz, nz) array

    Returns
    -------
    (nz, nk, nb) array
        Sums to zero.
    """
    nz, nk, nb = distribution.shape
    moved = np.zeros((nz, nk, nb))
    for z in range(nz):
        for i in range(nk):
            for j in range(nb):
                mass = distribution[z, i, j]
                if mass > 0.0:
                    k, b = node_k[z, i, j], node_b[z, i, j]
                    to_k = mass * change_k[z, i, j] / (capital[k + 1] - capital[k])
                    to_b = mass * change_b[z, i, j] / (bonds[b + 1] - bonds[b])
                    up_k, up_b = share_k[z, i, j], share_b[z, i, j]
                    moved[z, k, b] -= to_k * (1.0 - up_b) + to_b * (1.0 - up_k)
                    moved[z, k, b + 1] += to_b * (1.0 - up_k) - to_k * up_b
                    moved[z, k + 1, b] += to_k * (1.0 - up_b) - to_b * up_k
                    moved[z, k + 1, b + 1] += to_k * up_b + to_b * up_k
    return through_chain(arrivals(transition), moved)


@njit(cache=True, error_model="numpy")
def expectation_step(
    values: Array,
    capital_node: Nodes,
    bond_node: Nodes,
    capital_share: Array,
    bond_share: Array,
    transition: Array,
) -> Array:
    """Compute the expectation of next year's `values` in each state: the transpose of `forward_step`.

    Parameters
    ----------
    values : (nz, nk, nb) array
    capital_node, bond_node, capital_share, bond_share, transition
        As in `forward_step`.

    Returns
    -------
    (nz, nk, nb) array
    """
    nz, nk, nb = values.shape
    ahead = through_chain(transition, values)
    out = np.empty((nz, nk, nb))
    for z in range(nz):
        for i in range(nk):
            for j in range(nb):
                k, b = capital_node[z, i, j], bond_node[z, i, j]
                share = bond_share[z, i, j]
                low = (1.0 - share) * ahead[z, k, b] + share * ahead[z, k, b + 1]
                high = (1.0 - share) * ahead[z, k + 1, b] + share * ahead[z, k + 1, b + 1]
                out[z, i, j] = low + capital_share[z, i, j] * (high - low)
    return out


def build_lottery(capital_next: Array, bonds_next: Array, capital: Array, bonds: Array) -> Lottery:
    """Lottery for a pair of policies on their grids.

    Parameters
    ----------
    capital_next, bonds_next : (nz, nk, nb) array
        Policies k' and b', inside the grids.
    capital, bonds : array
        The grids.

    Returns
    -------
    Lottery
    """
    capital_node, capital_share = locate_policies(capital_next, capital)
    bond_node, bond_share = locate_policies(bonds_next, bonds)
    return Lottery(capital_node, bond_node, capital_share, bond_share)


def advance(distribution: Array, lottery: Lottery, transition: Array) -> Array:
    """Distribution one year ahead under a lottery; arrays (nz, nk, nb)."""
    return forward_step(
        distribution,
        lottery.capital_node,
        lottery.bond_node,
        lottery.capital_share,
        lottery.bond_share,
        transition,
    )


def stationary_distribution(
    start: Array, lottery: Lottery, transition: Array, tolerance: float = 1e-12, max_steps: int = 20_000
) -> tuple[Array, float, int]:
    """Distribution that a lottery leaves unchanged.

    Parameters
    ----------
    start : (nz, nk, nb) array
        Where the iteration starts; mass one.
    lottery : Lottery
    transition : (nz, nz) array
    tolerance : float
        Largest change in the sum of absolute values, per year.
    max_steps : int
        Limit on the number of years.

    Returns
    -------
    distribution : (nz, nk, nb) array
    change : float
        Last change, in the sum of absolute values.
    steps : int

    Raises
    ------
    NotConverged
        If `max_steps` years do not suffice.
    """
    distribution = start
    change = np.inf
    for step in range(1, max_steps + 1):
        ahead = advance(distribution, lottery, transition)
        if step % 10 == 0:
            change = float(np.abs(ahead - distribution).sum())
            if change <= tolerance:
                return ahead / ahead.sum(), change, step
        distribution = ahead
    raise NotConverged("distribution of entrepreneurs", max_steps, change, tolerance)
