"""Primitives: preferences, the production technology and the state that drives it."""

from dataclasses import dataclass, fields
from math import isfinite

import numpy as np
from scipy.special import gammaincc

from frictions.arrays import Array
from frictions.errors import FrictionsError


class InvalidEconomy(FrictionsError):
    """A parameter of the economy is outside the range where the model is defined; the message names it."""


@dataclass(frozen=True)
class Economy:
    r"""Square-root production economy; rates are per year.

    Production returns have drift :math:`g=ax` and variance :math:`\xi^2=bx`; the state is
    :math:`dx=\kappa(\theta-x)dt+\sigma\sqrt x(\rho\,dz_1+\sqrt{1-\rho^2}\,dz_2)`.

    Parameters
    ----------
    discount_rate : float
        :math:`\delta>0`.
    growth : float
        :math:`a`, drift of production per unit of the state.
    variance : float
        :math:`b>0`, variance of production per unit of the state.
    reversion : float
        :math:`\kappa>0`.
    mean : float
        :math:`\theta>0`.
    volatility : float
        :math:`\sigma>0`.
    correlation : float
        :math:`\rho\in[-1,1]`, between the state and production.
    risk_aversion : float
        :math:`\gamma>0`, constant relative risk aversion; one is logarithmic utility.

    Raises
    ------
    InvalidEconomy
        If a parameter is outside its range.
    """

    discount_rate: float = 0.03
    growth: float = 0.05
    variance: float = 0.01
    reversion: float = 0.3
    mean: float = 1.0
    volatility: float = 0.35
    correlation: float = 0.5
    risk_aversion: float = 1.0

    def __post_init__(self) -> None:
        for field in fields(self):
            if not isfinite(getattr(self, field.name)):
                raise InvalidEconomy(f"{field.name} = {getattr(self, field.name)} is not finite")
        for name in ("discount_rate", "variance", "reversion", "mean", "volatility", "risk_aversion"):
            if getattr(self, name) <= 0.0:
                raise InvalidEconomy(f"{name} = {getattr(self, name)} must be positive")
        if abs(self.correlation) > 1.0:
            raise InvalidEconomy(f"correlation = {self.correlation} must lie in [-1, 1]")


@dataclass(frozen=True)
class LocalCoefficients:
    r"""Coefficients of production and of the state, each an (n,) array over the points of a grid.

    Any one-factor economy is described this way; the solvers need nothing else of the technology.
    """

    growth: Array
    """:math:`g(x)`, per year."""
    volatility: Array
    r""":math:`\xi(x)`, per square root of a year."""
    drift: Array
    """:math:`m(x)`."""
    common: Array
    """:math:`v_1(x)`, loading on the production shock."""
    own: Array
    """:math:`v_2(x)`, loading on the shock of the state alone."""

    @property
    def state_variance(self) -> Array:
        """Variance rate of the state, :math:`v_1^2+v_2^2`."""
        return self.common**2 + self.own**2


def local_coefficients(economy: Economy, state: Array) -> LocalCoefficients:
    """Coefficients of the square-root economy at non-negative states, shape of ``state``."""
    root = np.sqrt(state)
    return LocalCoefficients(
        growth=economy.growth * state,
        volatility=np.sqrt(economy.variance) * root,
        drift=economy.reversion * (economy.mean - state),
        common=economy.correlation * economy.volatility * root,
        own=np.sqrt(1.0 - economy.correlation**2) * economy.volatility * root,
    )


def feller_margin(economy: Economy) -> float:
    r"""Return :math:`2\kappa\theta-\sigma^2`; positive when the state never reaches zero."""
    return 2.0 * economy.reversion * economy.mean - economy.volatility**2


def tail_probability(economy: Economy, state_limit: float) -> float:
    r"""Stationary probability that the state exceeds ``state_limit``.

    The stationary law is Gamma with shape :math:`2\kappa\theta/\sigma^2` and scale :math:`\sigma^2/2\kappa`.
    """
    scale = economy.volatility**2 / (2.0 * economy.reversion)
    return float(gammaincc(economy.mean / scale, state_limit / scale))
