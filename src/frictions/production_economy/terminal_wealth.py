r"""Utility from terminal wealth alone: affine in closed form, a check on the linear part of the Bellman equation.

:math:`J=F(x,\tau)W^{1-\gamma}/(1-\gamma)` with :math:`F=e^{A(\tau)+D(\tau)x}`,
:math:`D'=(1-\gamma)(a-\frac\gamma2b)-[\kappa-(1-\gamma)\rho\sigma\sqrt b]D+\frac{\sigma^2}2D^2`,
:math:`A'=-\delta+\kappa\theta D`, both zero at :math:`\tau=0`.
"""

from dataclasses import dataclass
from math import exp, expm1, log, sqrt

from frictions.errors import FrictionsError
from frictions.production_economy.economy import Economy


class ExplosiveValue(FrictionsError):
    """The Riccati equation has no real fixed point; its solution leaves every bound in finite time."""


@dataclass(frozen=True)
class AffineValue:
    """Exponents of the value with ``horizon`` years to go."""

    horizon: float
    intercept: float
    """:math:`A`."""
    slope: float
    """:math:`D`."""
    short_rate_slope: float
    r""":math:`a-\gamma b+D\rho\sigma\sqrt b`, the short rate per unit of the state."""


def affine_value(economy: Economy, horizon: float) -> AffineValue:
    r"""Closed-form solution of the Riccati equation.

    Its roots are :math:`D_\pm`; with :math:`\omega=\sqrt{\cdot}` of the discriminant,
    :math:`D=D_-(1-e^{-\omega\tau})/(1-(D_-/D_+)e^{-\omega\tau})`.

    Raises
    ------
    ExplosiveValue
        If the discriminant is not positive or the solution explodes before the horizon.
    """
    excess = 1.0 - economy.risk_aversion
    variance = economy.volatility**2
    covariance = economy.correlation * economy.volatility * sqrt(economy.variance)
    reward = excess * (economy.growth - 0.5 * economy.risk_aversion * economy.variance)
    reversion = economy.reversion - excess * covariance
    discriminant = reversion**2 - 2.0 * variance * reward
    if discriminant <= 0.0:
        raise ExplosiveValue(f"risk_aversion = {economy.risk_aversion} leaves a discriminant of {discriminant:.3g}")
    root = sqrt(discriminant)
    decay = -expm1(-root * horizon)
    # Written with the growth term in the numerator, so that zero reward (log utility) needs no separate case.
    denominator = (reversion + root) * decay + 2.0 * root * (1.0 - decay)
    if denominator <= 0.0:
        raise ExplosiveValue(
            f"the value explodes within horizon = {horizon} at risk_aversion = {economy.risk_aversion}"
        )
    slope = 2.0 * reward * decay / denominator
    # The integral of D is ((reversion - root) tau - 2 ln(denominator / 2 root)) / sigma^2 up to the shared exponential.
    integral = ((reversion - root) * horizon - 2.0 * log(denominator / (2.0 * root))) / variance
    return AffineValue(
        horizon=horizon,
        intercept=-economy.discount_rate * horizon + economy.reversion * economy.mean * integral,
        slope=slope,
        short_rate_slope=economy.growth - economy.risk_aversion * economy.variance + slope * covariance,
    )


def value_factor(value: AffineValue, state: float) -> float:
    """Return :math:`F=e^{A+Dx}` at ``state``."""
    return exp(value.intercept + value.slope * state)
