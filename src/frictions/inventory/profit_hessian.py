"""Second derivatives of the firm's profit and its first-order rules (section A.4, Proposition 1)."""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.steady_state import SteadyState


@dataclass(frozen=True, slots=True)
class ProfitHessian:
    """Second derivatives of the discounted profit of one firm at the steady state.

    Decisions are ``x = (price, stock)``, both in logs, the price relative to the price index; variables exogenous to
    the firm are ``zeta = (wage, final good, marginal utility, technology)``. Everything is divided by
    ``Xi p^-theta S``, the marginal utility of the revenue scale, so that the entries have no unit.

    Attributes
    ----------
    own : (2, 2) array
        ``H_x0``, without the factor 1/2 of (1.34); the printed matrix of section 1.6 is half of it.
    lead, lag : (2, 2) arrays
        ``H_x1`` and ``H_x,-1``; zero if and only if returns to scale are constant.
    exogenous, exogenous_lead, exogenous_lag : (2, 4) arrays
        ``H_xzeta,0``, ``H_xzeta,1`` and ``H_xzeta,-1``.
    """

    own: Array
    lead: Array
    lag: Array
    exogenous: Array
    exogenous_lead: Array
    exogenous_lag: Array

    @property
    def loss(self) -> Array:
        """Weights ``W = -H_x0 / 2`` of the profit lost per period, ``e' W e``, in units of ``Xi p^-theta S``."""
        return -0.5 * self.own


def profit_hessian(parameters: InventoryParameters, steady: SteadyState) -> ProfitHessian:
    """Evaluate the Hessian blocks of section A.4, at any returns to scale.

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters.
    steady : SteadyState
        Their steady state; the blocks are exact derivatives under ``exact`` accounting and use the printed ratios,
        0.06 percent away, under ``printed``.

    Returns
    -------
    ProfitHessian

    Notes
    -----
    Three corrections to the printed blocks. ``lambda/alpha`` is the marginal cost ``m``. The term in brackets times
    the density enters the cross derivative with a minus, like the term after it. The lag block is the transpose of
    the lead block over ``beta``; (1.39) omits the transpose.
    """
    theta, beta, alpha = parameters.theta, parameters.beta, parameters.alpha
    kept, b = 1.0 - parameters.delta_z, parameters.carry
    demand, price, cost = steady.demand, steady.price, steady.marginal_cost
    v, f1, f2 = demand.threshold, demand.served_demand, 1.0 - demand.stock_out_probability
    margin = price - b * cost
    stock, units = steady.stock, price**-theta * steady.final_good
    omega = (1.0 - alpha) / alpha * cost / steady.output
    convexity = beta * kept**2 * omega
    rationed = price * v * demand.stock_out_probability
    pivot = theta * margin * demand.served_density

    own_price = (
        (1.0 - theta) ** 2 * price * f1
        + rationed
        - theta * pivot
        - theta**2 * b * cost * f1
        - convexity * theta**2 * units * f1**2
    )
    cross = rationed - pivot - convexity * theta * stock * f1 * f2
    own_stock = -v * margin * demand.stock_out_density - omega * stock * v * (1.0 + beta * kept**2 * f2**2)
    lead = np.array([[0.0, b * omega * theta * stock * f1], [0.0, b * omega * stock * v * f2]])
    e_p, e_z = theta * b * cost * f1, b * cost * v * f2
    d_ps = -rationed + pivot + convexity * theta * units * f1**2
    d_zs = v * margin * demand.stock_out_density + convexity * stock * f1 * f2
    return ProfitHessian(
        own=np.array([[own_price, cross], [cross, own_stock]]),
        lead=lead,
        lag=lead.T / beta,
        exogenous=np.array([[0.0, d_ps, -e_p, 0.0], [-cost * v, d_zs, -e_z, cost * v / alpha]]),
        exogenous_lead=np.array([[e_p, 0.0, e_p, -e_p / alpha], [e_z, 0.0, e_z, -e_z / alpha]]),
        exogenous_lag=np.array([[0.0] * 4, [0.0, -omega * kept * stock * f1, 0.0, 0.0]]),
    )
