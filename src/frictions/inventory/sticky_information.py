"""The stock-sales ratio when firms update their information sporadically (section 1.4.2)."""

import numpy as np

from frictions.arrays import Array
from frictions.inventory.parameters import InvalidParameter, InventoryParameters
from frictions.inventory.steady_state import SteadyState


def sticky_information_ratio(
    parameters: InventoryParameters,
    steady: SteadyState,
    stickiness: float,
    marginal_cost: Array,
    real_rate: Array,
    final_good: Array,
) -> Array:
    """Response of the stock-sales ratio ``z - s`` to a shock that a growing share of firms has heard of.

    In each period a firm updates with probability ``1 - phi``. After ``t`` periods a share ``1 - phi^(t+1)`` knows of
    the shock, and the others still expect the steady state; returns to scale are constant and relative prices are
    left aside, as in the source.

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters.
    steady : SteadyState
        Steady state.
    stickiness : float
        ``phi``, inside [0, 1].
    marginal_cost : (T + 1,) array
        Response of the real marginal cost, with one period more than is returned.
    real_rate, final_good : (T,) arrays
        Responses of the real interest rate and of the final good.

    Returns
    -------
    (T,) array

    Raises
    ------
    InvalidParameter
        If ``stickiness`` is outside [0, 1].

    Notes
    -----
    ``-eta (z - s) = (1 - phi) sum phi^tau E(t-tau)[X] + eta (s - (1 - phi) sum phi^tau E(t-tau)[s])`` with ``X`` the
    weighted gap between cost now and discounted cost next period, and ``eta = -eps_Psi'``.
    """
    if not 0.0 <= stickiness <= 1.0:
        raise InvalidParameter("stickiness", stickiness, "inside [0, 1]")
    eta = -steady.demand.stock_out_elasticity
    informed = 1.0 - stickiness ** np.arange(1, real_rate.size + 1)
    gap = cost_gap(parameters, steady, marginal_cost, real_rate)
    return -informed * gap / eta - (1.0 - informed) * final_good


def cost_gap(parameters: InventoryParameters, steady: SteadyState, marginal_cost: Array, real_rate: Array) -> Array:
    """Right side of the stock condition: cost now against cost next period, discounted at the real rate.

    Parameters
    ----------
    parameters, steady, marginal_cost, real_rate
        As for ``sticky_information_ratio``.

    Returns
    -------
    (T,) array
        ``mc/(1-b) + (p - m) b/((1-b)(p - b m)) (rr - mc(+1))``.
    """
    b, price, cost = parameters.carry, steady.price, steady.marginal_cost
    weight = (price - cost) * b / ((1.0 - b) * (price - b * cost))
    return marginal_cost[:-1] / (1.0 - b) + weight * (real_rate - marginal_cost[1:])
