r"""Logarithmic utility: the economy in closed form, with Cox-Ingersoll-Ross bonds.

:math:`J=A\ln W+B(x)`, so :math:`J_{Wx}=0`: :math:`r=g-\xi^2`, :math:`\lambda_1=\xi`, :math:`\lambda_2=0`.
"""

from dataclasses import dataclass
from math import expm1, log, sqrt

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.production_economy.economy import Economy


class NonPositiveShortRate(FrictionsError):
    """Growth does not exceed the variance of production, so that the square-root short rate is not defined."""


@dataclass(frozen=True)
class LogValue:
    r"""Indirect utility :math:`A\ln W+b_0+b_1x` of an infinite horizon."""

    wealth_weight: float
    """:math:`A`, years."""
    intercept: float
    """:math:`b_0`."""
    slope: float
    """:math:`b_1`."""


@dataclass(frozen=True)
class SquareRootRate:
    r"""Short rate :math:`dr=\hat\kappa(\hat\theta-r)dt+\sigma_r\sqrt r\,d\hat z` under the pricing measure."""

    reversion: float
    """A year."""
    mean: float
    """A year."""
    volatility: float


def log_value(economy: Economy) -> LogValue:
    """Coefficients of indirect utility; risk aversion is taken as one whatever the economy says."""
    delta, kappa = economy.discount_rate, economy.reversion
    slope = (economy.growth - 0.5 * economy.variance) / (delta * (delta + kappa))
    return LogValue(1.0 / delta, (log(delta) - 1.0 + slope * kappa * economy.mean) / delta, slope)


def wealth_consumption(discount_rate: float, horizon: Array) -> Array:
    r"""Return :math:`W/c=(1-e^{-\delta\tau})/\delta` with ``horizon`` years to go, same shape."""
    return -np.expm1(-discount_rate * np.asarray(horizon)) / discount_rate


def short_rate_process(economy: Economy) -> SquareRootRate:
    r"""Law of :math:`r=(a-b)x` under the pricing measure, where the price of risk is :math:`\sqrt{bx}`.

    Raises
    ------
    NonPositiveShortRate
        If growth is not above variance.
    """
    spread = economy.growth - economy.variance
    if spread <= 0.0:
        raise NonPositiveShortRate(f"growth = {economy.growth} must exceed variance = {economy.variance}")
    reversion = economy.reversion + economy.correlation * economy.volatility * sqrt(economy.variance)
    mean = economy.reversion * spread * economy.mean / reversion
    return SquareRootRate(reversion, mean, economy.volatility * sqrt(spread))


def bond_price(process: SquareRootRate, short_rate: float, maturity: float) -> float:
    """Price of a zero-coupon bond, Cox, Ingersoll and Ross (1985b), equation (23).

    Parameters
    ----------
    process : SquareRootRate
    short_rate : float
        A year.
    maturity : float
        Years.
    """
    kappa, variance = process.reversion, process.volatility**2
    root = sqrt(kappa**2 + 2.0 * variance)
    # Numerator and denominator are divided by exp(root * maturity): long maturities do not overflow.
    decay = -expm1(-root * maturity)
    denominator = (root + kappa) * decay + 2.0 * root * (1.0 - decay)
    exponent = 2.0 * kappa * process.mean / variance
    log_scale = exponent * (log(2.0 * root / denominator) + 0.5 * (kappa - root) * maturity)
    return float(np.exp(log_scale - 2.0 * decay / denominator * short_rate))


def bond_yield(process: SquareRootRate, short_rate: float, maturity: float) -> float:
    """Continuously compounded yield a year of a zero-coupon bond; arguments as in `bond_price`."""
    return -log(bond_price(process, short_rate, maturity)) / maturity


def limiting_yield(process: SquareRootRate) -> float:
    """Yield of an infinitely long bond, the same in every state."""
    root = sqrt(process.reversion**2 + 2.0 * process.volatility**2)
    return 2.0 * process.reversion * process.mean / (process.reversion + root)
