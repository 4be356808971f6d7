"""The one-period market for used capital: thresholds, demand, supply and every equilibrium in a bracket."""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtr

from frictions.arrays import Array
from frictions.reallocation.bundle import bundle_price, used_per_bundle
from frictions.reallocation.errors import InvalidParameter, NoTrade


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


@dataclass(frozen=True)
class Equilibrium:
    """One equilibrium of the market for used capital.

    Attributes
    ----------
    price_used, bundle_price, lemon_share, good_sales, reallocation : float
        p, rho, lambda^M, S_g, and S_g plus lemons sold.
    price_elasticity : float
        phi, the elasticity of p in aggregate productivity Z (Proposition 1).
    good_sales_elasticity, reallocation_elasticity : float
        Elasticities of S_g and of S_g plus lemons in Z.
    slope : float
        Derivative of excess demand in log p; negative where Proposition 1 applies.
    residual : float
        Excess demand that is left.
    """

    price_used: float
    bundle_price: float
    lemon_share: float
    good_sales: float
    reallocation: float
    price_elasticity: float
    good_sales_elasticity: float
    reallocation_elasticity: float
    slope: float
    residual: float


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


def describe_equilibrium(economy: OnePeriodEconomy, price_used: float) -> Equilibrium:
    """Quantities and elasticities at a clearing price; the residual tells how well it clears."""
    market = used_capital_market(economy, price_used)
    slope, shift = market_elasticities(economy, market)
    price_elasticity = float(-shift / slope)
    sales_elasticity = float(market.sales_response / market.good_sales) * (price_elasticity - 1.0)
    return Equilibrium(
        price_used=float(price_used),
        bundle_price=float(market.bundle_price),
        lemon_share=float(market.lemon_share),
        good_sales=float(market.good_sales),
        reallocation=float(market.supply),
        price_elasticity=price_elasticity,
        good_sales_elasticity=sales_elasticity,
        reallocation_elasticity=sales_elasticity * float(market.good_sales / market.supply),
        slope=float(slope),
        residual=float(market.excess_demand),
    )


def equilibria(
    economy: OnePeriodEconomy, lowest: float = 0.05, highest: float = 1.5, points: int = 2001
) -> tuple[Equilibrium, ...]:
    """Every equilibrium with trade in good capital between two prices, the highest price first.

    The bracket is scanned; each change of sign is refined, and so is each turning point of excess demand between
    two scan points, so that a pair of equilibria closer than the scan is found as well.

    Parameters
    ----------
    economy : OnePeriodEconomy
    lowest, highest : float
        The bracket, in units of the final good.
    points : int
        Prices in the scan, equally spaced in logs.

    Returns
    -------
    tuple of Equilibrium
        Empty where the market has no equilibrium with trade.
    """

    def excess(price: float) -> float:
        return float(used_capital_market(economy, price).excess_demand)

    scan = np.geomspace(lowest, highest, points)
    market = used_capital_market(economy, scan)
    values = market.excess_demand
    # Without sales of good capital only a lemon market is left, which no buyer enters.
    traded = market.lemon_share < 1.0
    start = int(np.argmax(traded)) if np.any(traded) else points
    knots = [float(price) for price in scan[start:]]
    for i in range(start + 1, points - 1):
        same_side = values[i - 1] * values[i] > 0.0 and values[i] * values[i + 1] > 0.0
        if same_side and abs(values[i]) < min(abs(values[i - 1]), abs(values[i + 1])):
            side = math.copysign(1.0, values[i])
            turning = minimize_scalar(
                lambda price, side=side: side * excess(price),
                bounds=(scan[i - 1], scan[i + 1]),
                method="bounded",
                options={"xatol": 1e-12},
            )
            knots.append(float(turning.x))
    knots.sort()
    heights = [excess(price) for price in knots]
    roots = {
        float(brentq(excess, left, right, xtol=1e-15, rtol=8.9e-16))
        for left, right, low, high in zip(knots[:-1], knots[1:], heights[:-1], heights[1:], strict=True)
        if low * high <= 0.0
    }
    return tuple(describe_equilibrium(economy, price) for price in sorted(roots, reverse=True))


def selected_equilibrium(economy: OnePeriodEconomy, lowest: float = 0.05, highest: float = 1.5) -> Equilibrium:
    """Find the highest-price equilibrium at which excess demand falls in the price.

    Parameters
    ----------
    economy : OnePeriodEconomy
    lowest, highest : float
        Bracket for the price, in units of the final good.

    Returns
    -------
    Equilibrium

    Raises
    ------
    NoTrade
        If no such equilibrium lies in the bracket; carries the excess demand that is smallest in size.
    """
    for candidate in equilibria(economy, lowest, highest):
        if candidate.slope < 0.0:
            return candidate
    market = used_capital_market(economy, np.geomspace(lowest, highest, 2001))
    traded = market.excess_demand[market.lemon_share < 1.0]
    residual = float(traded[np.argmin(np.abs(traded))]) if traded.size else float(market.excess_demand[-1])
    raise NoTrade("used capital", residual, f"no stable equilibrium with trade for p between {lowest} and {highest}")


def productivity_for_price(economy: OnePeriodEconomy, price_used: float) -> float:
    """Aggregate productivity Z at which the market clears at a given price of used capital.

    Parameters
    ----------
    economy : OnePeriodEconomy
        Its own productivity is ignored.
    price_used : float
        The price p that has to clear the market.

    Returns
    -------
    float

    Raises
    ------
    NoTrade
        If excess demand has no sign change in Z between a hundredth of p and a hundred times p.
    """

    def excess(log_productivity: float) -> float:
        trial = replace(economy, productivity=math.exp(log_productivity))
        return float(used_capital_market(trial, price_used).excess_demand)

    # Excess demand is scanned upwards: at very low Z everyone sells and nobody buys.
    scan = np.log(price_used) + np.linspace(-4.6, 4.6, 401)
    values = [excess(float(point)) for point in scan]
    for left, right, low, high in zip(scan[:-1], scan[1:], values[:-1], values[1:], strict=True):
        if low < 0.0 <= high:
            return math.exp(float(brentq(excess, left, right, xtol=1e-15, rtol=8.9e-16)))
    closest = min(values, key=abs)
    raise NoTrade("used capital", closest, f"no aggregate productivity clears the market at p = {price_used}")
