r"""Real zero-coupon bonds of the CRRA economy.

The state's drift under the pricing measure is :math:`m-\gamma\xi v_1+\gamma h'(v_1^2+v_2^2)`, and a bond solves
:math:`P_\tau=\frac12|v|^2P''+\hat mP'-rP` with :math:`P(x,0)=1`.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import expm

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.production_economy.chebyshev import chebyshev_grid, interpolate
from frictions.production_economy.collocation import Equilibrium
from frictions.production_economy.economy import LocalCoefficients, local_coefficients
from frictions.production_economy.prices import equilibrium_prices


class InvalidMaturity(FrictionsError):
    """A maturity is not a positive finite number of years."""


@dataclass(frozen=True)
class YieldCurve:
    """Continuously compounded zero-coupon yields a year."""

    maturities: Array
    """(m,) years."""
    states: Array
    """(s,)"""
    prices: Array
    """(s, m)"""
    yields: Array
    """(s, m)"""


def pricing_drift(local: LocalCoefficients, slope: Array, risk_aversion: float) -> Array:
    """Drift of the state under the pricing measure, (n,)."""
    return local.drift - risk_aversion * local.volatility * local.common + risk_aversion * slope * local.state_variance


def bond_operator(equilibrium: Equilibrium) -> tuple[Array, Array]:
    """Build the generator of bond prices at all nodes but the last, and the map that restores the last.

    The price at the upper end follows from :math:`P''=0` there.

    Returns
    -------
    (n-1, n-1) array, (n, n-1) array
    """
    grid = chebyshev_grid(equilibrium.nodes.size, equilibrium.state_limit)
    local = local_coefficients(equilibrium.economy, grid.nodes)
    prices = equilibrium_prices(equilibrium, grid.nodes)
    drift = pricing_drift(local, prices.dh, equilibrium.economy.risk_aversion)
    operator = 0.5 * local.state_variance[:, None] * grid.second + drift[:, None] * grid.first
    operator[np.diag_indices_from(operator)] -= prices.short_rate
    outer = -grid.second[-1, :-1] / grid.second[-1, -1]
    extend = np.vstack([np.eye(grid.nodes.size - 1), outer])
    return (operator @ extend)[:-1], extend


def yield_curve(equilibrium: Equilibrium, maturities: Array, states: Array) -> YieldCurve:
    r"""Price bonds by the matrix exponential :math:`P=e^{\mathcal L\tau}1`.

    Parameters
    ----------
    equilibrium : Equilibrium
    maturities : (m,) array
        Years, positive.
    states : (s,) array
        Within the domain.

    Raises
    ------
    InvalidMaturity
        If a maturity is not positive and finite.
    """
    maturities = np.asarray(maturities, dtype=np.float64)
    states = np.asarray(states, dtype=np.float64)
    if not (np.all(np.isfinite(maturities)) and np.all(maturities > 0.0)):
        raise InvalidMaturity(f"maturities = {maturities.tolist()} must be positive and finite")
    operator, extend = bond_operator(equilibrium)
    prices = np.empty((states.size, maturities.size))
    values = np.ones(operator.shape[0])
    elapsed = 0.0
    for column in np.argsort(maturities, kind="stable"):
        step = float(maturities[column]) - elapsed
        if step > 0.0:
            values = expm(operator * step) @ values
            elapsed += step
        prices[:, column] = interpolate(extend @ values, equilibrium.state_limit, states)
    return YieldCurve(maturities, states, prices, -np.log(prices) / maturities)
