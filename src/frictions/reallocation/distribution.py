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
    ahead = np.zeros((nz, nk * nb))
    flat = moved.reshape(nz, nk * nb)
    for z in range(nz):
        source = flat[z]
        for z_next in range(nz):
            weight = transition[z, z_next]
            target = ahead[z_next]
            for n in range(nk * nb):
                target[n] += weight * source[n]
    return ahead.reshape(nz, nk, nb)


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
    flat = values.reshape(nz, nk * nb)
    expected = np.zeros((nz, nk * nb))
    for z in range(nz):
        target = expected[z]
        for z_next in range(nz):
            weight = transition[z, z_next]
            source = flat[z_next]
            for n in range(nk * nb):
                target[n] += weight * source[n]
    ahead = expected.reshape(nz, nk, nb)
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
