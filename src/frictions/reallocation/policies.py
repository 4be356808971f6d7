"""The entrepreneurs' policies at constant prices: backward steps until consumption stops moving."""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.backward import backward_step
from frictions.reallocation.errors import NotConverged
from frictions.reallocation.household import profit_scale
from frictions.reallocation.markets import Prices, price_of_bundle
from frictions.reallocation.parameters import Economy
from frictions.reallocation.state_space import StateSpace


@dataclass(frozen=True)
class Policies:
    """Choices in every state and the marginal values at the start of the year; arrays (nz, nk, nb).

    Attributes
    ----------
    capital_next, bonds_next, consumption : array
        k', b' and c.
    marginal_bond, marginal_capital : array
        V_b and V_k.
    """

    capital_next: Array
    bonds_next: Array
    consumption: Array
    marginal_bond: Array
    marginal_capital: Array


def step_back(
    economy: Economy,
    space: StateSpace,
    marginal_bond: Array,
    marginal_capital: Array,
    scale: float,
    price_used: float,
    cost: float,
    gross_rate: float,
) -> Policies:
    """One backward step at the given profit scale, p, rho and R; see `backward.backward_step`."""
    return Policies(
        *backward_step(
            marginal_bond,
            marginal_capital,
            space.transition,
            space.capital,
            space.bonds,
            space.revenue,
            space.alignment,
            economy.discount_factor,
            economy.depreciation,
            economy.lemon_rate,
            economy.profit_exponent,
            scale,
            price_used,
            cost,
            gross_rate,
        )
    )


def first_guess(economy: Economy, space: StateSpace, prices: Prices) -> tuple[Array, Array]:
    """Marginal values V_b and V_k of a rule of thumb that eats a fixed share of resources."""
    profit = profit_scale(economy, prices.wage, economy.aggregate_productivity) * space.revenue[:, :, None]
    wealth = 0.1 * (space.bonds - space.bonds[0]) + 0.05 * space.capital[:, None]
    marginal_bond = 1.0 / np.maximum(0.3 * (profit + wealth), 1e-3)
    marginal_product = economy.profit_exponent * profit / space.capital[:, None]
    left = (1.0 - economy.depreciation) * prices.price_used
    return marginal_bond, marginal_bond * (marginal_product + left)


def solve_policies(
    economy: Economy,
    space: StateSpace,
    prices: Prices,
    guess: tuple[Array, Array] | None = None,
    tolerance: float = 1e-11,
    max_steps: int = 3000,
) -> tuple[Policies, float, int]:
    """Policies at prices that never change.

    Parameters
    ----------
    economy : Economy
    space : StateSpace
    prices : Prices
    guess : pair of (nz, nk, nb) arrays, optional
        V_b and V_k to start from.
    tolerance : float
        Largest change of consumption in any state between two steps, in units of the final good.
    max_steps : int
        Limit on the number of steps.

    Returns
    -------
    policies : Policies
    change : float
        Last change of consumption.
    steps : int

    Raises
    ------
    NotConverged
        If `max_steps` steps do not suffice.
    """
    scale = float(profit_scale(economy, prices.wage, economy.aggregate_productivity))
    cost = float(price_of_bundle(economy, prices.price_used, prices.lemon_share))
    marginal_bond, marginal_capital = first_guess(economy, space, prices) if guess is None else guess
    consumption = np.zeros(space.shape)
    change = np.inf
    for step in range(1, max_steps + 1):
        policies = step_back(
            economy, space, marginal_bond, marginal_capital, scale, prices.price_used, cost, prices.gross_rate
        )
        marginal_bond, marginal_capital = policies.marginal_bond, policies.marginal_capital
        if step % 5 == 1:
            consumption = policies.consumption
        elif step % 5 == 2:
            change = float(np.max(np.abs(policies.consumption - consumption)))
            if change <= tolerance:
                return policies, change, step
    raise NotConverged("policies of the entrepreneurs", max_steps, change, tolerance)
