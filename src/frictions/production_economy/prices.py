r"""Short rate and market prices of risk of the equilibrium, equations (10.27) to (10.29) of the source.

For CRRA utility the relative risk aversion of indirect utility is :math:`\gamma` and
:math:`J_{Wx}/J_W=\gamma h'`, negative for :math:`\gamma>1`, zero for log utility and positive for :math:`\gamma<1`
(the source's third bullet takes it for negative in general).
"""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.production_economy.chebyshev import interpolate
from frictions.production_economy.collocation import Equilibrium
from frictions.production_economy.economy import Economy, LocalCoefficients, local_coefficients


class StateOutOfDomain(FrictionsError):
    """A state lies outside the domain on which the equilibrium was solved."""


@dataclass(frozen=True)
class Prices:
    """Equilibrium quantities at given states, each (n,); rates per year."""

    state: Array
    consumption_wealth: Array
    """:math:`c/W=e^{-h}`."""
    dh: Array
    """:math:`h'`, slope of log wealth over consumption in the state."""
    short_rate: Array
    growth_term: Array
    """:math:`g`, first of the three terms of the short rate."""
    risk_term: Array
    r""":math:`-\gamma\xi^2`, the second."""
    hedging_term: Array
    r""":math:`\gamma h'\xi v_1`, the third."""
    lambda1: Array
    r""":math:`\gamma(\xi-h'v_1)`, price of the production shock."""
    lambda2: Array
    r""":math:`-\gamma h'v_2`, price of the shock of the state alone."""


def log_ratio(equilibrium: Equilibrium, state: Array, derivative: int = 0) -> Array:
    """Evaluate the derivative of order 0, 1 or 2 of :math:`h` at ``state`` (n,).

    Raises
    ------
    StateOutOfDomain
        If a state is negative or above the upper end of the grid.
    """
    state = np.asarray(state, dtype=np.float64)
    if not np.all((state >= 0.0) & (state <= equilibrium.state_limit)):
        raise StateOutOfDomain(f"state must lie in [0, {equilibrium.state_limit}]")
    return interpolate(equilibrium.log_ratio, equilibrium.state_limit, state, derivative)


def price_of_risk(coefficients: LocalCoefficients, slope: Array, risk_aversion: float) -> tuple[Array, Array]:
    r"""Market prices of the two shocks, (10.29); loadings are those of :math:`-dM/M`."""
    return (
        risk_aversion * (coefficients.volatility - slope * coefficients.common),
        -risk_aversion * slope * coefficients.own,
    )


def prices_from_ratio(economy: Economy, state: Array, h: Array, slope: Array) -> Prices:
    """Consumption, the short rate with its three terms, (10.28), and the prices of risk.

    Parameters
    ----------
    economy : Economy
    state, h, slope : (n,) arrays
        States, log wealth over consumption there, and its slope; a finite horizon has its own pair at each date.
    """
    gamma = economy.risk_aversion
    local = local_coefficients(economy, state)
    risk_term = -gamma * local.volatility**2
    hedging_term = gamma * slope * local.volatility * local.common
    lambda1, lambda2 = price_of_risk(local, slope, gamma)
    return Prices(
        state=state,
        consumption_wealth=np.exp(-h),
        dh=slope,
        short_rate=local.growth + risk_term + hedging_term,
        growth_term=local.growth,
        risk_term=risk_term,
        hedging_term=hedging_term,
        lambda1=lambda1,
        lambda2=lambda2,
    )


def equilibrium_prices(equilibrium: Equilibrium, state: Array) -> Prices:
    """Prices of the stationary equilibrium at ``state`` (n,).

    Raises
    ------
    StateOutOfDomain
        If a state lies outside the grid.
    """
    state = np.asarray(state, dtype=np.float64)
    return prices_from_ratio(
        equilibrium.economy, state, log_ratio(equilibrium, state), log_ratio(equilibrium, state, 1)
    )


def short_rate_from_consumption(equilibrium: Equilibrium, state: Array) -> Array:
    r"""Short rate as minus the drift of marginal utility :math:`e^{-\delta t}c^{-\gamma}`, (n,).

    It uses the second derivative of :math:`h` and none of the portfolio conditions, so that its agreement with
    `equilibrium_prices` tests both:
    :math:`r=\delta+\gamma\mu_c-\frac12\gamma(1+\gamma)\sigma_c^2` for log-consumption moments in terms of :math:`h`.
    """
    gamma = equilibrium.economy.risk_aversion
    local = local_coefficients(equilibrium.economy, np.asarray(state, dtype=np.float64))
    h, slope, curvature = (log_ratio(equilibrium, state, order) for order in range(3))
    wealth_drift = local.growth - np.exp(-h) - 0.5 * local.volatility**2
    ratio_drift = slope * local.drift + 0.5 * curvature * local.state_variance
    return (
        equilibrium.economy.discount_rate
        + gamma * (wealth_drift - ratio_drift)
        - 0.5 * gamma**2 * consumption_variance(equilibrium, state)
    )


def consumption_variance(equilibrium: Equilibrium, state: Array) -> Array:
    r"""Variance rate of log consumption, :math:`\xi^2-2h'\xi v_1+h'^2|v|^2`, (n,)."""
    local = local_coefficients(equilibrium.economy, np.asarray(state, dtype=np.float64))
    slope = log_ratio(equilibrium, state, 1)
    return local.volatility**2 - 2.0 * slope * local.volatility * local.common + slope**2 * local.state_variance
