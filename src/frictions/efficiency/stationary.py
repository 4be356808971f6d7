r"""Stationary equilibria: every one of them, which is selected, and the slope of the backward map at each.

The equation in :math:`I` goes to infinity at both ends, so that the number of equilibria is even: none or two, and in
rare economies with chosen information four. The one with the largest :math:`I` has the least volatile price and is
selected. With exogenous information it has been, in every economy tried, the limit of finite horizons and the only one
at which the map from next period's informativeness to today's contracts. With chosen information the map may be
steeper than one in absolute value there; finite horizons then settle elsewhere, for instance on a cycle of two periods
around it. The slope is reported
with every solution, so that this is seen.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize_scalar

from frictions.arrays import Array
from frictions.efficiency.parameters import Information, Number, Parameters
from frictions.efficiency.period import (
    Continuation,
    PeriodSolution,
    complete_period,
    dividend_loading,
    excess_risk,
    precisions,
    price_variance,
    stationary_beta4,
)
from frictions.efficiency.roots import LOG_LOWER, LOG_UPPER, SCAN, all_roots
from frictions.errors import FrictionsError
from frictions.options import checked_fields, checked_options

COMPLEX_STEP = 1e-30


class NoEquilibrium(FrictionsError):
    """No linear equilibrium exists for these parameters; carries them and the period where it failed."""


@dataclass(frozen=True)
class StationaryEquilibrium:
    """One stationary equilibrium."""

    solution: PeriodSolution
    branch: str
    """``low_volatility`` for the largest informativeness, ``high_volatility`` for the smallest;
    ``middle_1``, ``middle_2`` between them."""
    stability_slope: float
    """Derivative of today's informativeness in next period's; inside (-1, 1) the backward iteration converges."""


@checked_fields
@dataclass(frozen=True)
class StationarySet:
    """All stationary equilibria of one economy, by increasing informativeness."""

    parameters: Parameters
    information: Information
    equilibria: tuple[StationaryEquilibrium, ...]
    root_count: int


@checked_options
def stationary_excess(p: Parameters, informativeness: Number, information: Information) -> Number:
    """Equation in :math:`I` with the next period's price like today's; zero in a stationary equilibrium."""
    following = _continuation(p, informativeness, information, 0.0)
    return excess_risk(p, informativeness, information, following)


@checked_options
def solve_stationary(p: Parameters, information: Information = "exogenous") -> StationarySet:
    """Find every stationary equilibrium; an empty set is an answer, with ``root_count`` zero."""
    roots = all_roots(lambda informativeness: stationary_excess(p, informativeness, information))
    equilibria = []
    for position, root in enumerate(roots):
        branch = f"middle_{position}"
        if position == 0:
            branch = "high_volatility"
        if position == roots.size - 1:
            branch = "low_volatility"
        solution = complete_stationary(p, float(root), information)
        equilibria.append(StationaryEquilibrium(solution, branch, _stability_slope(p, float(root), information)))
    return StationarySet(p, information, tuple(equilibria), int(roots.size))


def select_equilibrium(equilibria: StationarySet) -> StationaryEquilibrium:
    """Return the equilibrium with the largest informativeness.

    Raises
    ------
    NoEquilibrium
        If the set is empty.
    """
    if not equilibria.equilibria:
        p = equilibria.parameters
        raise NoEquilibrium(f"no stationary equilibrium at eta = {p.eta}, gamma = {p.gamma}: risk aversion is too high")
    return equilibria.equilibria[-1]


@checked_options
def complete_stationary(p: Parameters, informativeness: Number, information: Information) -> PeriodSolution:
    """Coefficients of a stationary equilibrium whose informativeness is known."""
    following = _continuation(p, informativeness, information, 0.0)
    # The constant repeats itself: R beta0 = beta0 + rest.
    rest = p.gross_rate * complete_period(p, informativeness, information, following).beta0
    following = _continuation(p, informativeness, information, rest / (p.gross_rate - 1.0))
    return complete_period(p, informativeness, information, following)


@checked_options
def solve_stationary_panel(p: Parameters, information: Information = "exogenous") -> PeriodSolution:
    """Solve many economies at once, for parameters that are arrays of one shape, and select in each.

    Parameters
    ----------
    p : Parameters
        With at least one (n,) array among its fields.

    Raises
    ------
    NoEquilibrium
        If any economy has none on the scan; counts them.
    """
    values = stationary_excess(p, np.exp(SCAN)[:, None], information)
    below = values < 0.0
    if not np.all(below.any(axis=0)):
        missing = int(np.sum(~below.any(axis=0)))
        raise NoEquilibrium(f"{missing} of {below.shape[1]} economies have no stationary equilibrium")
    last = SCAN.size - 1 - np.argmax(below[::-1], axis=0)
    low, high = SCAN[last], SCAN[np.minimum(last + 1, SCAN.size - 1)]
    for _ in range(60):
        middle = 0.5 * (low + high)
        negative = stationary_excess(p, np.exp(middle), information) < 0.0
        low, high = np.where(negative, middle, low), np.where(negative, high, middle)
    return complete_stationary(p, np.exp(0.5 * (low + high)), information)


@checked_options
def largest_risk_aversion(p: Parameters, information: Information = "exogenous") -> float:
    r"""Risk aversion above which no stationary equilibrium exists.

    Risk aversion enters the equation only as a factor: the frontier is the maximum over :math:`I` of
    :math:`B(\tau_x+\tau_gI^2)/(\theta I\hat\tau\Sigma)`.
    """

    def negative_log_frontier(u: Number) -> Number:
        return stationary_excess(p, np.exp(u), information) - np.log(p.gamma)

    start = int(np.argmin(negative_log_frontier(SCAN)))
    bounds = (max(SCAN[start] - 0.1, LOG_LOWER), min(SCAN[start] + 0.1, LOG_UPPER))
    best = minimize_scalar(negative_log_frontier, bounds=bounds, method="bounded", options={"xatol": 1e-12})
    return float(np.exp(-best.fun))


def _continuation(p: Parameters, informativeness: Number, information: Information, beta0: Number) -> Continuation:
    beta4 = stationary_beta4(p)
    variance = price_variance(p, informativeness, information, dividend_loading(p, beta4))
    return Continuation(beta0, beta4, variance)


def _stability_slope(p: Parameters, informativeness: float, information: Information) -> float:
    """Implicit derivative of the period equation, both partial derivatives by the complex step."""
    shifted = informativeness + 1j * COMPLEX_STEP
    fixed = _continuation(p, informativeness, information, 0.0)
    today = excess_risk(p, shifted, information, fixed)
    next_period = excess_risk(p, informativeness, information, _continuation(p, shifted, information, 0.0))
    return float(-np.imag(next_period) / np.imag(today))


@dataclass(frozen=True)
class ResaleDecomposition:
    """Responses of the resale price by motive, for equation-by-equation comparison with the source."""

    speculation: Number
    r""":math:`\omega`, on the average private signal."""
    liquidity: Number
    r""":math:`\rho`, on noise demand."""
    investment: Number
    r""":math:`\eta D(1-1/\theta)`, on the firm's log input."""


@checked_options
def decompose_resale(p: Parameters, solution: PeriodSolution, information: Information) -> ResaleDecomposition:
    r"""Resale price of a stationary equilibrium by motive, printed in the source for :math:`\tau_a\to\infty`."""
    known = precisions(p, solution.I, information)
    loading = p.alpha / (p.gross_rate - p.persistence)
    noise = (known.tau_q * solution.beta3 - known.tau_g * solution.I) / known.total
    return ResaleDecomposition(
        speculation=loading / p.theta * (known.tau_x + known.tau_q) / known.total,
        liquidity=loading / p.theta * noise + p.gamma * solution.Sigma / p.gross_rate,
        investment=p.eta * loading * (1.0 - 1.0 / p.theta),
    )


@checked_options
def existence_frontier(p: Parameters, efficiencies: Array, information: Information = "exogenous") -> Array:
    """Largest risk aversion with an equilibrium, for each efficiency (n,)."""
    return np.array([largest_risk_aversion(replace(p, eta=float(eta)), information) for eta in efficiencies])
