"""Prices, aggregates and the four market-clearing conditions (Definition 1 of the source)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.bundle import bundle_price, new_per_bundle, used_per_bundle
from frictions.reallocation.household import labor_supply, profit_scale
from frictions.reallocation.parameters import Economy

MARKETS = ("used capital", "quality of used capital", "labor", "bonds")
"""The conditions F_1 to F_4, in the order of every residual vector."""


@dataclass(frozen=True)
class Prices:
    """What entrepreneurs take as given.

    Attributes
    ----------
    price_used : float
        p, price of used capital.
    lemon_share : float
        lambda^M, share of lemons among used capital on the market.
    wage : float
        w.
    gross_rate : float
        R, gross interest per year.
    """

    price_used: float
    lemon_share: float
    wage: float
    gross_rate: float

    def as_array(self) -> Array:
        """List the four numbers in the order p, lambda^M, w, R."""
        return np.array([self.price_used, self.lemon_share, self.wage, self.gross_rate])


@dataclass(frozen=True)
class Aggregates:
    """Sums over entrepreneurs, per entrepreneur, and what follows from them; floats, or paths of one length.

    Attributes
    ----------
    capital : float or array
        K, at the start of the year.
    output, labor : float or array
        Y and N.
    purchases, good_sales : float or array
        Bundle bought G, good used capital sold S_g.
    lemon_sales : float or array
        S_b = lambda K.
    new_investment, used_investment : float or array
        Demands (2.5) and (2.6) at G.
    entrepreneur_consumption, household_consumption : float or array
    bonds_next : float or array
        Bonds held at the end of the year, at face value.
    capital_next : float or array
        K at the end of the year.
    """

    capital: Array | float
    output: Array | float
    labor: Array | float
    purchases: Array | float
    good_sales: Array | float
    lemon_sales: Array | float
    new_investment: Array | float
    used_investment: Array | float
    entrepreneur_consumption: Array | float
    household_consumption: Array | float
    bonds_next: Array | float
    capital_next: Array | float

    @property
    def consumption(self) -> Array | float:
        """C, of household and entrepreneurs."""
        return self.household_consumption + self.entrepreneur_consumption

    @property
    def reallocation(self) -> Array | float:
        """Capital reallocation S_b + S_g."""
        return self.lemon_sales + self.good_sales


def price_of_bundle(economy: Economy, price_used: Array | float, lemon_share: Array | float) -> Array:
    """Compute the bundle price rho of (2.4) at the economy's parameters."""
    return bundle_price(price_used, lemon_share, economy.lemon_rate, economy.new_weight, economy.substitution)


def aggregates_from_sums(
    economy: Economy,
    prices: tuple[Array | float, Array | float, Array | float],
    productivity: Array | float,
    sums: Sequence[Array | float],
) -> Aggregates:
    """Build aggregates from the sums that the distribution gives.

    Parameters
    ----------
    economy : Economy
    prices : tuple
        p, lambda^M and w.
    productivity : float or array
        Aggregate productivity Z.
    sums : sequence of six
        Sums over the distribution of k, of ``(z k**alpha)**(1 / (1 - gamma))``, of k', of sales of good capital,
        of b' and of consumption.

    Returns
    -------
    Aggregates
    """
    price_used, lemon_share, wage = prices
    capital, revenue, capital_next, good_sales, bonds_next, consumption = sums
    output = profit_scale(economy, wage, productivity) * revenue / (1.0 - economy.labor_exponent)
    purchases = capital_next - (1.0 - economy.depreciation) * capital + good_sales
    lemon_sales = economy.lemon_rate * capital
    if math.isinf(economy.substitution):
        # Perfect substitutes: buyers take what is offered and make up the rest with new goods.
        used = lemon_sales + good_sales
        new = (purchases - (1.0 - np.asarray(lemon_share)) * used) / (1.0 - economy.lemon_rate)
    else:
        cost = price_of_bundle(economy, price_used, lemon_share)
        new = new_per_bundle(cost, economy.lemon_rate, economy.new_weight, economy.substitution) * purchases
        used = used_per_bundle(price_used, cost, lemon_share, economy.new_weight, economy.substitution) * purchases
    return Aggregates(
        capital=capital,
        output=output,
        labor=economy.labor_exponent * output / wage,
        purchases=purchases,
        good_sales=good_sales,
        lemon_sales=lemon_sales,
        new_investment=new,
        used_investment=used,
        entrepreneur_consumption=consumption,
        household_consumption=wage * labor_supply(economy, wage),
        bonds_next=bonds_next,
        capital_next=capital_next,
    )


def market_residuals(
    economy: Economy,
    price_used: Array | float,
    lemon_share: Array | float,
    wage: Array | float,
    aggregates: Aggregates,
) -> Array:
    """Evaluate the conditions F_1 to F_4 of Definition 1, each relative to the size of its market.

    Parameters
    ----------
    economy : Economy
    price_used, lemon_share, wage : float or array
        p, lambda^M and w; floats or paths.
    aggregates : Aggregates

    Returns
    -------
    (4, ...) array
        Excess demand for used capital over gross purchases (with perfect substitutes: the gap between its price and
        its value); the error of the lemon share; excess demand for labour over employment; bonds held over output.
    """
    supply = aggregates.lemon_sales + aggregates.good_sales
    if math.isinf(economy.substitution):
        used = np.asarray(price_used) * (1.0 - economy.lemon_rate) / (1.0 - np.asarray(lemon_share)) - 1.0
    else:
        used = (aggregates.used_investment - supply) / np.maximum(aggregates.purchases, 1e-12)
    lemons = aggregates.lemon_sales / np.maximum(supply, 1e-300)
    labor = 1.0 - labor_supply(economy, wage) / aggregates.labor
    return np.array(np.broadcast_arrays(used, lemon_share - lemons, labor, aggregates.bonds_next / aggregates.output))


def walras_residual(aggregates: Aggregates) -> Array | float:
    """Compute output less consumption and new investment, over output; zero by Walras' law."""
    used = aggregates.consumption + aggregates.new_investment
    return (aggregates.output - used) / aggregates.output
