"""The one-period market for used capital: thresholds, demand, supply and their derivatives."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from frictions.arrays import Array
from frictions.reallocation.bundle import bundle_price, used_per_bundle
from frictions.reallocation.errors import InvalidParameter


@dataclass(frozen=True)
class OnePeriodEconomy:
    """Entrepreneurs who share a capital stock and differ in lognormal productivity (section 2.3 of the source).

    Attributes
    ----------
    capital_exponent : float
        Exponent of capital in production, alpha, equation (2.1).
    initial_capital : float
        Capital per entrepreneur before trade, k_0.
    new_weight : float
        Weight of new goods in the bundle, eta.
    lemon_rate : float
        Share of each entrepreneur's capital that is lemons, lambda.
    substitution : float
        Elasticity of substitution between new and used goods, epsilon; finite.
    log_productivity_sd : float
        Standard deviation of log z; its median is 1.
    productivity : float
        Aggregate productivity Z.
    """

    capital_exponent: float = 0.533
    initial_capital: float = 1.0
    new_weight: float = 0.7
    lemon_rate: float = 0.002
    substitution: float = 2.5
    log_productivity_sd: float = 0.25
    productivity: float = 1.0

    def __post_init__(self) -> None:
        for name in ("capital_exponent", "new_weight"):
            if not 0.0 < getattr(self, name) < 1.0:
                raise InvalidParameter(name, getattr(self, name), "strictly between 0 and 1")
        for name in ("initial_capital", "log_productivity_sd", "productivity"):
            if not 0.0 < getattr(self, name) < math.inf:
                raise InvalidParameter(name, getattr(self, name), "positive and finite")
        if not 0.0 <= self.lemon_rate < 1.0:
            raise InvalidParameter("lemon_rate", self.lemon_rate, "at least 0 and below 1")
        if not 0.0 <= self.substitution < math.inf:
            raise InvalidParameter("substitution", self.substitution, "at least 0 and finite")


@dataclass(frozen=True)
class Market:
    """The market for used capital at given prices; every field has the shape of the price.

    Attributes
    ----------
    price_used, bundle_price, lemon_share : array
        p, rho of (2.4), lambda^M of (2.9).
    invest_above, sell_below : array
        Thresholds z^I and z^D in idiosyncratic productivity.
    purchases : array
        Bundle bought by all who invest, g.
    demand, supply : array
        Equations (2.7) and (2.8).
    good_sales : array
        Good capital sold, S_g.
    purchase_response, sales_response : array
        Minus the derivative of g in log(rho/Z), and the derivative of S_g in log(p/Z).
    """

    price_used: Array
    bundle_price: Array
    lemon_share: Array
    invest_above: Array
    sell_below: Array
    purchases: Array
    demand: Array
    supply: Array
    good_sales: Array
    purchase_response: Array
    sales_response: Array

    @property
    def excess_demand(self) -> Array:
        """Demand less supply of used capital, E."""
        return self.demand - self.supply


def used_capital_market(economy: OnePeriodEconomy, price_used: Array | float) -> Market:
    """Thresholds, demand and supply at a price, equations (2.4) to (2.9), with exact lognormal integrals.

    Parameters
    ----------
    economy : OnePeriodEconomy
    price_used : array or float
        Price of used capital p, positive.

    Returns
    -------
    Market
    """
    price = np.asarray(price_used, dtype=np.float64)
    kept = (1.0 - economy.lemon_rate) * economy.initial_capital
    alpha, sd = economy.capital_exponent, economy.log_productivity_sd
    power = 1.0 / (1.0 - alpha)
    marginal_product = alpha * economy.productivity * kept ** (alpha - 1.0)
    moment = math.exp(0.5 * (power * sd) ** 2)

    def capital_wanted(cost: Array) -> Array:
        # E[(alpha z Z / cost)^power] over the whole population.
        return (alpha * economy.productivity / cost) ** power * moment

    sell_below = price / marginal_product
    reach = np.log(sell_below) / sd
    wanted_by_sellers = capital_wanted(price) * ndtr(reach - power * sd)
    good_sales = np.maximum(kept * ndtr(reach) - wanted_by_sellers, 0.0)

    lemons = economy.lemon_rate * economy.initial_capital
    supply = lemons + good_sales
    # Below 1e-12 sales are the rounding error of a difference of two nearly equal integrals.
    active = good_sales > 1e-12 * kept
    lemon_share = np.where(active, lemons / np.where(supply > 0.0, supply, 1.0), 0.0)
    cost = bundle_price(price, lemon_share, economy.lemon_rate, economy.new_weight, economy.substitution)
    invest_above = cost / marginal_product
    depth = np.log(invest_above) / sd
    wanted_by_buyers = capital_wanted(cost) * ndtr(power * sd - depth)
    purchases = np.maximum(wanted_by_buyers - kept * ndtr(-depth), 0.0)
    share = used_per_bundle(price, cost, lemon_share, economy.new_weight, economy.substitution)
    # Where nobody sells good capital every used good is a lemon: worthless, so nobody demands it.
    demand = np.where(active | (economy.lemon_rate == 0.0), share * purchases, 0.0)
    return Market(
        price_used=price,
        bundle_price=cost,
        lemon_share=np.where(active | (economy.lemon_rate == 0.0), lemon_share, 1.0),
        invest_above=invest_above,
        sell_below=sell_below,
        purchases=purchases,
        demand=demand,
        supply=supply,
        good_sales=good_sales,
        purchase_response=power * wanted_by_buyers,
        sales_response=power * wanted_by_sellers,
    )


def market_elasticities(economy: OnePeriodEconomy, market: Market) -> tuple[Array, Array]:
    """Differentiate excess demand in log p and in log Z, with rho and the lemon share moving along (2.4) and (2.9).

    Parameters
    ----------
    economy : OnePeriodEconomy
    market : Market
        The market at prices where good capital is sold.

    Returns
    -------
    slope, shift : array
        Derivative of excess demand in log p and in log Z.
    """
    share = market.demand / market.purchases
    expenditure_share = market.price_used * share / market.bundle_price
    # Quality is 1 - lambda^M; it moves only through sales of good capital, which depend on p / Z alone.
    quality = market.lemon_share / (1.0 - market.lemon_share) * market.sales_response / market.supply

    def excess(log_price: float, log_productivity: float) -> Array:
        sales = log_price - log_productivity
        log_quality = quality * sales
        log_cost = expenditure_share * (log_price - log_quality)
        log_share = (economy.substitution - 1.0) * log_quality - economy.substitution * (log_price - log_cost)
        purchases = -market.purchase_response * (log_cost - log_productivity)
        return market.demand * log_share + share * purchases - market.sales_response * sales

    return excess(1.0, 0.0), excess(0.0, 1.0)
