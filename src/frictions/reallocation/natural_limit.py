"""The largest debt that an entrepreneur can roll over for ever in the worst state."""

import numpy as np

from frictions.reallocation.household import profit_scale
from frictions.reallocation.markets import Prices, price_of_bundle
from frictions.reallocation.parameters import Economy
from frictions.reallocation.state_space import StateSpace


def natural_limit(economy: Economy, space: StateSpace, prices: Prices) -> float:
    """Largest debt (face value) that can be rolled over for ever in the worst state of productivity.

    It is the value at R of the largest sustainable cash flow: profit and sales of lemons less the cost of replacing
    depreciated capital, at the best constant capital. Sharper than the lowest profit over R - 1, which leaves
    replacement out.

    Parameters
    ----------
    economy : Economy
    space : StateSpace
    prices : Prices

    Returns
    -------
    float
        Infinite where R is at most 1.
    """
    if prices.gross_rate <= 1.0:
        return float("inf")
    cost = float(price_of_bundle(economy, prices.price_used, prices.lemon_share))
    worst = float(profit_scale(economy, prices.wage, economy.aggregate_productivity)) * np.exp(
        space.log_productivity[0] / (1.0 - economy.labor_exponent)
    )
    upkeep = cost * economy.depreciation - prices.price_used * economy.lemon_rate
    power = economy.profit_exponent
    best = (power * worst / upkeep) ** (1.0 / (1.0 - power))
    surplus = worst * best**power - upkeep * best
    return float(surplus * prices.gross_rate / (prices.gross_rate - 1.0))
