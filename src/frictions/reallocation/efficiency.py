"""Measures of allocative efficiency: marginal products of capital and the endogenous part of measured productivity."""

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.parameters import Economy
from frictions.reallocation.state_space import StateSpace


def marginal_product_shape(economy: Economy, space: StateSpace, capital: Array) -> Array:
    """Marginal product of capital per unit of the profit scale, for every productivity.

    Parameters
    ----------
    economy : Economy
    space : StateSpace
    capital : (..., nk, nb) or (nz, nk, nb) array
        Capital in each state.

    Returns
    -------
    (nz, nk, nb) array
        alpha y / k over the profit scale; profit is (1 - gamma) y.
    """
    boost = np.exp(space.log_productivity / (1.0 - economy.labor_exponent))
    return economy.profit_exponent * boost[:, None, None] * capital ** (economy.profit_exponent - 1.0)


def mean_by_productivity(space: StateSpace, distribution: Array, values: Array) -> Array:
    """Mean of `values` over entrepreneurs of each productivity; array (nz,)."""
    return np.einsum("zkb,zkb->z", distribution, values) / distribution.sum(axis=(1, 2))


def marginal_product_ratio(means: Array) -> Array:
    """Mean marginal product at the highest productivity over that at the second lowest; means by row, (..., nz)."""
    return means[..., -1] / means[..., 1]


def log_marginal_product(economy: Economy, space: StateSpace) -> Array:
    """Log of the marginal product of capital, up to a constant common to all states; array (nz, nk, 1)."""
    boost = space.log_productivity / (1.0 - economy.labor_exponent)
    return (boost[:, None] - (1.0 - economy.profit_exponent) * np.log(space.capital))[:, :, None]


def endogenous_productivity(
    economy: Economy,
    output: Array | float,
    capital: Array | float,
    labor: Array | float,
    productivity: Array | float,
) -> Array:
    """TFP_end: log of measured productivity Y / (K^alpha N^gamma) less log Z."""
    measured = np.log(output) - economy.capital_exponent * np.log(capital) - economy.labor_exponent * np.log(labor)
    return measured - np.log(productivity)
