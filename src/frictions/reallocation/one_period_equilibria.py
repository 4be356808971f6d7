"""Every equilibrium of the one-period market for used capital in a bracket, and the elasticities there."""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from frictions.reallocation.errors import NoTrade
from frictions.reallocation.one_period import OnePeriodEconomy, market_elasticities, used_capital_market


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
