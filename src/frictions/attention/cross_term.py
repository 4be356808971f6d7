"""The firm's loss as a pure tracking problem when today's decisions also matter tomorrow (decreasing returns)."""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.inventory.profit_hessian import ProfitHessian


class NoTrackingForm(FrictionsError):
    """The discounted loss has no tracking form: it is not convex in the decisions, or the recursion does not settle."""


@dataclass(frozen=True, eq=False)
class TrackingForm:
    """Weights of the loss in terms of actions ``a(t) = x(t) + carry x(t-1)``.

    Attributes
    ----------
    weight : (2, 2) array
        ``M``: the discounted loss is the sum of ``beta^t (a - a_dagger)' M (a - a_dagger) / 2``, in units of
        ``Xi p^-theta S``.
    carry : (2, 2) array
        ``F``; zero if and only if returns to scale are constant.
    residual : float
        Certificate: largest relative change in the last iteration.
    """

    weight: Array
    carry: Array
    residual: float


def tracking_form(
    hessian: ProfitHessian, discount: float, tolerance: float = 1e-15, max_iterations: int = 10_000
) -> TrackingForm:
    """Complete the square in the discounted loss of (1.34), whose cross term couples neighbouring periods.

    Parameters
    ----------
    hessian : ProfitHessian
        Second derivatives of profit.
    discount : float
        ``beta``.
    tolerance, max_iterations : float, int
        When to stop.

    Returns
    -------
    TrackingForm

    Raises
    ------
    NoTrackingForm
        If the weight is not positive definite or the recursion does not settle.

    Notes
    -----
    With ``N0 = -H_x0``, ``N1 = -H_x1`` and errors ``e`` that start at zero, the loss is the sum of
    ``beta^t (e(t)' N0 e(t) / 2 + e(t)' N1 e(t+1))``. The recursion ``P <- -N1 (N0 + beta P)^{-1} N1' / beta^2``
    gives ``M = N0 + beta P`` and ``F = M^{-1} N1' / beta``. At constant returns ``M = N0`` and ``F = 0``.
    """
    own, lead = -hessian.own, -hessian.lead
    value = np.zeros((2, 2))
    weight = own
    residual = np.inf
    for _ in range(max_iterations):
        weight = own + discount * value
        if np.linalg.eigvalsh(weight)[0] <= 0.0:
            raise NoTrackingForm("the discounted loss is not convex in the firm's decisions")
        following = -lead @ np.linalg.solve(weight, lead.T) / discount**2
        residual = float(np.abs(following - value).max() / np.abs(own).max())
        value = following
        if residual <= tolerance:
            break
    else:
        raise NoTrackingForm(f"the recursion for the tracking weights did not settle: residual {residual:.2e}")
    carry = np.asarray(np.linalg.solve(weight, lead.T) / discount, dtype=np.float64)
    return TrackingForm(weight=weight, carry=carry, residual=residual)
