"""The entrepreneurs' state space: aligned capital grid, bond grid dense at the borrowing limit, productivity."""

import math
from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.productivity import stationary_weights, tauchen_chain


@dataclass(frozen=True)
class StateSpace:
    """Grids in the order (productivity z, capital k, bonds b) that every state array uses.

    Attributes
    ----------
    log_productivity : (nz,) array
        log z.
    transition : (nz, nz) array
        Probabilities of next year's z, by row.
    productivity_weights : (nz,) array
        Its stationary distribution.
    capital : (nk,) array
        Geometric; ``capital[j + alignment] (1 - delta) == capital[j]``, so that inaction maps node to node.
    bonds : (nb,) array
        From minus the borrowing limit, spacing growing with the cube.
    alignment : int
        Nodes between capital and what depreciation leaves of it.
    revenue : (nz, nk) array
        ``(z k**alpha)**(1 / (1 - gamma))``; profit and output are proportional to it.
    """

    log_productivity: Array
    transition: Array
    productivity_weights: Array
    capital: Array
    bonds: Array
    alignment: int
    revenue: Array

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of nodes (nz, nk, nb)."""
        return self.log_productivity.size, self.capital.size, self.bonds.size


def build_state_space(economy: Economy, resolution: Resolution) -> StateSpace:
    """Grids for an economy at a resolution.

    Parameters
    ----------
    economy : Economy
    resolution : Resolution

    Returns
    -------
    StateSpace
    """
    nodes, transition = tauchen_chain(
        economy.productivity_states, economy.persistence, economy.innovation_sd, economy.tauchen_width
    )
    step = -math.log1p(-economy.depreciation) / resolution.alignment
    count = 1 + math.ceil(math.log(resolution.capital_highest / resolution.capital_lowest) / step - 1e-9)
    capital = resolution.capital_lowest * np.exp(step * np.arange(count))
    spread = np.linspace(0.0, 1.0, resolution.bond_points) ** 3
    bonds = -economy.borrowing_limit + (resolution.bond_highest + economy.borrowing_limit) * spread
    revenue = np.exp(nodes[:, None] / (1.0 - economy.labor_exponent)) * capital[None, :] ** economy.profit_exponent
    return StateSpace(
        log_productivity=nodes,
        transition=transition,
        productivity_weights=stationary_weights(transition),
        capital=capital,
        bonds=bonds,
        alignment=resolution.alignment,
        revenue=revenue,
    )
