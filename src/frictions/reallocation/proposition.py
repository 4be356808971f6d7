"""Proposition 1 as a computed curve: how the elasticities of price and reallocation fall with substitutability."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from frictions.arrays import Array
from frictions.reallocation.errors import NoTrade
from frictions.reallocation.one_period import OnePeriodEconomy
from frictions.reallocation.one_period_equilibria import Equilibrium, describe_equilibrium, productivity_for_price


@dataclass(frozen=True)
class ElasticityCurve:
    """Elasticities in aggregate productivity against the elasticity of substitution; arrays of one length.

    Attributes
    ----------
    substitution : array
        Elasticity of substitution epsilon.
    productivity : array
        Z at which the market clears at the common price.
    lemon_share : array
        lambda^M in equilibrium.
    price_elasticity : array
        phi, the elasticity of p in Z.
    good_sales_elasticity, reallocation_elasticity : array
        Elasticities of S_g and of S_g plus lemons in Z.
    slope : array
        Derivative of excess demand in log p; the regularity condition is that it is negative.
    residual : array
        Excess demand left at the common price.
    threshold : float
        epsilon at which phi = 1: below it reallocation is procyclical. NaN where the curve does not cross 1.
    """

    substitution: Array
    productivity: Array
    lemon_share: Array
    price_elasticity: Array
    good_sales_elasticity: Array
    reallocation_elasticity: Array
    slope: Array
    residual: Array
    threshold: float


def equilibrium_at_price(
    economy: OnePeriodEconomy, price_used: float, substitution: float
) -> tuple[float, Equilibrium]:
    """Aggregate productivity that clears the market at `price_used`, and the equilibrium there.

    Parameters
    ----------
    economy : OnePeriodEconomy
        Its substitution and productivity are replaced.
    price_used : float
        Price of used capital p.
    substitution : float
        Elasticity of substitution epsilon.

    Returns
    -------
    productivity : float
    equilibrium : Equilibrium

    Raises
    ------
    NoTrade
        If no productivity clears the market at that price.
    """
    variant = replace(economy, substitution=substitution)
    productivity = productivity_for_price(variant, price_used)
    return productivity, describe_equilibrium(replace(variant, productivity=productivity), price_used)


def elasticity_curve(economy: OnePeriodEconomy, price_used: float, substitutions: Sequence[float]) -> ElasticityCurve:
    """Elasticities of the price and of reallocation in Z, at a common price of used capital.

    Parameters
    ----------
    economy : OnePeriodEconomy
        Its substitution and productivity are replaced point by point.
    price_used : float
        The common price p; Z is chosen so that the market clears there.
    substitutions : sequence of float
        Elasticities of substitution, increasing.

    Returns
    -------
    ElasticityCurve

    Raises
    ------
    NoTrade
        If the market cannot clear at `price_used` for one of the elasticities.
    """
    points = [equilibrium_at_price(economy, price_used, substitution) for substitution in substitutions]
    found = [equilibrium for _, equilibrium in points]
    price_elasticity = np.array([e.price_elasticity for e in found])
    threshold = float("nan")
    for i in range(len(found) - 1):
        if price_elasticity[i] > 1.0 >= price_elasticity[i + 1]:
            threshold = float(
                brentq(
                    lambda s: equilibrium_at_price(economy, price_used, s)[1].price_elasticity - 1.0,
                    substitutions[i],
                    substitutions[i + 1],
                    xtol=1e-10,
                )
            )
            break
    return ElasticityCurve(
        substitution=np.asarray(substitutions, dtype=np.float64),
        productivity=np.array([productivity for productivity, _ in points]),
        lemon_share=np.array([e.lemon_share for e in found]),
        price_elasticity=price_elasticity,
        good_sales_elasticity=np.array([e.good_sales_elasticity for e in found]),
        reallocation_elasticity=np.array([e.reallocation_elasticity for e in found]),
        slope=np.array([e.slope for e in found]),
        residual=np.array([e.residual for e in found]),
        threshold=threshold,
    )


def largest_lemon_rate(economy: OnePeriodEconomy, price_used: float, highest: float = 0.5) -> float:
    """Largest share of lemons for which some productivity still clears the market at a price.

    Parameters
    ----------
    economy : OnePeriodEconomy
        Its lemon rate and productivity are replaced.
    price_used : float
        Price of used capital p.
    highest : float
        Upper end of the search.

    Returns
    -------
    float
        The boundary to 1e-6, or `highest` where the market clears throughout.
    """

    def trades(rate: float) -> bool:
        try:
            productivity_for_price(replace(economy, lemon_rate=rate), price_used)
        except NoTrade:
            return False
        return True

    low, high = 0.0, highest
    if trades(high):
        return high
    while high - low > 1e-6:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if trades(middle) else (low, middle)
    return low
