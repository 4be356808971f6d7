"""The bundle of new and used investment goods, its price and the demands for its parts (equations 2.3 to 2.6).

The bundle and its price index are weighted power means of the same two goods, so one numerically safe mean gives
both, with every limit in the elasticity of substitution: Leontief (0), Cobb-Douglas (1), perfect substitutes
(infinity).
"""

import math

import numpy as np

from frictions.arrays import Array


def power_mean(first: Array | float, second: Array | float, weight: float, exponent: float) -> Array:
    """Weighted power mean of two positive quantities.

    Parameters
    ----------
    first, second : array or float
        The two quantities, positive.
    weight : float
        Weight on `first`, between 0 and 1.
    exponent : float
        Exponent of the mean: 0 is the geometric mean, minus infinity the minimum, plus infinity the maximum.

    Returns
    -------
    array
        ``(weight first**exponent + (1 - weight) second**exponent)**(1 / exponent)``, of the broadcast shape.
    """
    if math.isinf(exponent):
        return np.maximum(first, second) if exponent > 0.0 else np.minimum(first, second)
    gap = np.log(first) - np.log(second)
    geometric = weight * np.log(first) + (1.0 - weight) * np.log(second)
    if exponent == 0.0:
        return np.exp(geometric)
    above, below = exponent * (1.0 - weight) * gap, -exponent * weight * gap
    # Around the geometric mean the sum of powers is 1 + O(exponent^2): expm1 keeps the digits that 1 would swallow.
    near = np.clip(above, -1.0, 1.0), np.clip(below, -1.0, 1.0)
    close = np.log1p(weight * np.expm1(near[0]) + (1.0 - weight) * np.expm1(near[1]))
    wide = np.logaddexp(math.log(weight) + above, math.log1p(-weight) + below)
    return np.exp(geometric + np.where(np.abs(exponent * gap) < 1.0, close, wide) / exponent)


def investment_bundle(
    new: Array | float,
    used: Array | float,
    lemon_share: Array | float,
    lemon_rate: float,
    new_weight: float,
    substitution: float,
) -> Array:
    """Efficiency units of capital made from new and used goods, equation (2.3).

    Parameters
    ----------
    new, used : array or float
        Purchases of new and of used investment goods, positive.
    lemon_share : array or float
        Share of lemons among used goods on the market, lambda^M.
    lemon_rate : float
        Share of an owner's capital that turns out to be lemons, lambda.
    new_weight : float
        Weight of new goods, eta.
    substitution : float
        Elasticity of substitution, epsilon, from 0 to infinity.

    Returns
    -------
    array
        The bundle g, of the broadcast shape.
    """
    exponent = -math.inf if substitution == 0.0 else 1.0 - 1.0 / substitution
    effective_new = (1.0 - lemon_rate) * np.asarray(new) / new_weight
    effective_used = (1.0 - np.asarray(lemon_share)) * np.asarray(used) / (1.0 - new_weight)
    return power_mean(effective_new, effective_used, new_weight, exponent)


def bundle_price(
    price_used: Array | float,
    lemon_share: Array | float,
    lemon_rate: float,
    new_weight: float,
    substitution: float,
) -> Array:
    """Cost of one efficiency unit of the bundle, equation (2.4).

    Parameters
    ----------
    price_used : array or float
        Price of used goods p, in units of the final good.
    lemon_share, lemon_rate, new_weight, substitution
        As in `investment_bundle`.

    Returns
    -------
    array
        The price rho, of the broadcast shape.
    """
    effective_used = np.asarray(price_used) / (1.0 - np.asarray(lemon_share))
    return power_mean(1.0 / (1.0 - lemon_rate), effective_used, new_weight, 1.0 - substitution)


def new_per_bundle(price: Array | float, lemon_rate: float, new_weight: float, substitution: float) -> Array:
    """Purchases of new goods per unit of the bundle at its price rho, equation (2.5); finite elasticities only."""
    return new_weight * (1.0 - lemon_rate) ** (substitution - 1.0) * np.asarray(price) ** substitution


def used_per_bundle(
    price_used: Array | float,
    price: Array | float,
    lemon_share: Array | float,
    new_weight: float,
    substitution: float,
) -> Array:
    """Purchases of used goods per unit of the bundle at p and rho, equation (2.6); finite elasticities only."""
    quality = (1.0 - np.asarray(lemon_share)) ** (substitution - 1.0)
    return (1.0 - new_weight) * quality * (np.asarray(price_used) / np.asarray(price)) ** -substitution
