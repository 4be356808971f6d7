r"""Finite horizon: consumption over :math:`[0,T]` and nothing left at the end.

With :math:`\tau` years to go :math:`h=\ln f` falls like :math:`\ln\tau`. The part of the horizon alone is taken out,
:math:`h=\ln A(\tau)+u`, :math:`A=(1-e^{-\delta\tau/\gamma})/(\delta/\gamma)`, which leaves

.. math:: u_\tau=\frac{e^{-u}-1}{A}+\frac{1-\gamma}\gamma\Bigl(g-\frac\gamma2\xi^2\Bigr)+u'[m+(1-\gamma)\xi v_1]
          +\frac12|v|^2(u''+\gamma u'^2),\qquad u(x,0)=0 .
"""

from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.production_economy.chebyshev import chebyshev_grid, interpolate
from frictions.production_economy.collocation import NoConvergence, reward, twisted_drift
from frictions.production_economy.economy import Economy, local_coefficients
from frictions.production_economy.log_utility import wealth_consumption
from frictions.production_economy.prices import Prices, prices_from_ratio

START = 1e-6
RELATIVE_TOLERANCE = 1e-9
ABSOLUTE_TOLERANCE = 1e-11


class InvalidHorizon(FrictionsError):
    """Horizons are not increasing, or one is too short."""


@dataclass(frozen=True)
class HorizonPath:
    """Log wealth over consumption for several horizons."""

    economy: Economy
    state_limit: float
    nodes: Array
    """(n,)"""
    horizons: Array
    """(k,) years to go."""
    log_ratio: Array
    """(k, n)"""
    evaluations: int
    """Right-hand sides used by the integrator."""


def solve_horizons(economy: Economy, horizons: Array, size: int = 32, state_limit: float = 8.0) -> HorizonPath:
    """Solve for every horizon in one integration (Radau, order five) over years to go.

    A finite horizon has a solution for a while even where the stationary problem has none; the existence condition is
    not required.

    Parameters
    ----------
    economy : Economy
    horizons : (k,) array
        Years, increasing, none below 1e-3.
    size, state_limit
        As in `frictions.production_economy.collocation.solve_equilibrium`.

    Raises
    ------
    InvalidHorizon
        If the horizons are not increasing or start too early.
    NoConvergence
        If the integrator fails.
    """
    horizons = np.asarray(horizons, dtype=np.float64)
    if horizons.size == 0 or horizons[0] < 1e-3 or np.any(np.diff(horizons) <= 0.0):
        raise InvalidHorizon(f"horizons = {horizons.tolist()} must increase from at least 0.001 years")
    grid = chebyshev_grid(size, state_limit)
    local = local_coefficients(economy, grid.nodes)
    gamma = economy.risk_aversion
    rate = economy.discount_rate / gamma
    drift, diffusion, source = twisted_drift(local, gamma), 0.5 * local.state_variance, reward(local, gamma)
    extend = np.vstack([np.eye(size - 1), -grid.second[-1, :-1] / grid.second[-1, -1]])
    first, second = (grid.first @ extend)[:-1], (grid.second @ extend)[:-1]
    drift, diffusion, source = drift[:-1], diffusion[:-1], source[:-1]

    def change(tau: float, u: Array) -> Array:
        slope = first @ u
        pull = np.expm1(-u) / wealth_consumption(rate, np.array(tau))
        return pull + source + drift * slope + diffusion * (second @ u + gamma * slope**2)

    def jacobian(tau: float, u: Array) -> Array:
        slope = first @ u
        matrix = (drift + 2.0 * gamma * diffusion * slope)[:, None] * first + diffusion[:, None] * second
        matrix[np.diag_indices_from(matrix)] -= np.exp(-u) / wealth_consumption(rate, np.array(tau))
        return matrix

    # Near zero u' = -u/tau + source, hence u = tau source / 2.
    solution = solve_ivp(
        change,
        (START, horizons[-1]),
        0.5 * START * source,
        method="Radau",
        t_eval=horizons,
        jac=jacobian,
        rtol=RELATIVE_TOLERANCE,
        atol=ABSOLUTE_TOLERANCE,
    )
    if not solution.success:
        raise NoConvergence(f"the finite-horizon integration stopped: {solution.message}")
    log_ratio = (extend @ solution.y).T + np.log(wealth_consumption(rate, horizons))[:, None]
    return HorizonPath(economy, state_limit, grid.nodes, horizons, log_ratio, int(solution.nfev))


def horizon_prices(path: HorizonPath, position: int, state: Array) -> Prices:
    """Prices at ``state`` (m,), within the domain, with ``path.horizons[position]`` years to go."""
    values = path.log_ratio[position]
    h, slope = (interpolate(values, path.state_limit, state, order) for order in range(2))
    return prices_from_ratio(path.economy, np.asarray(state, dtype=np.float64), h, slope)
