"""The firm's profit (1.14)-(1.17) with 50 digits, and its derivatives by differences; uses no first-order condition."""

from dataclasses import dataclass

import mpmath as mp
import numpy as np

DIGITS = 50


@dataclass(frozen=True)
class Firm:
    """Constants of the profit function in units of the final good; everything else is in logs from the steady state."""

    theta: mp.mpf
    sigma: mp.mpf
    beta: mp.mpf
    kept: mp.mpf
    alpha: mp.mpf
    price: mp.mpf
    threshold: mp.mpf
    wage: mp.mpf


def firm_at(parameters, steady) -> Firm:
    """Take the location of the steady state from the package; its optimality is what the gradients then prove."""
    mp.mp.dps = DIGITS
    theta, threshold, price = map(mp.mpf, (parameters.theta, steady.demand.threshold, steady.price))
    alpha, kept = mp.mpf(parameters.alpha), 1 - mp.mpf(parameters.delta_z)
    stock = threshold * price**-theta
    sold = price**-theta * expected_minimum(threshold, mp.mpf(parameters.sigma_v))
    output = stock - kept * (stock - sold)
    wage = alpha * mp.mpf(steady.marginal_cost) * output ** ((alpha - 1) / alpha)
    return Firm(theta, mp.mpf(parameters.sigma_v), mp.mpf(parameters.beta), kept, alpha, price, threshold, wage)


def expected_minimum(threshold, sigma):
    """E min(v, v*) for a log-normal v of mean one."""
    served = mp.ncdf((mp.log(threshold) - sigma**2 / 2) / sigma)
    return served + threshold * mp.ncdf(-(mp.log(threshold) + sigma**2 / 2) / sigma)


def sold(firm, p, z, s):
    """Expected sales of a firm with log price p and log stock z when the final good is s."""
    threshold = firm.threshold * mp.exp(z + firm.theta * p - s)
    return firm.price**-firm.theta * mp.exp(s - firm.theta * p) * expected_minimum(threshold, firm.sigma)


def left_over(firm, p, z, s):
    """Expected inventories at the end of the period."""
    return firm.threshold * firm.price**-firm.theta * mp.exp(z) - sold(firm, p, z, s)


def period_profit(firm, p_lag, z_lag, s_lag, p, z, w, s, xi, a):
    """Expected profit of one period times marginal utility, (1.14) with (1.15), in units of Xi S."""
    output = firm.threshold * firm.price**-firm.theta * mp.exp(z) - firm.kept * left_over(firm, p_lag, z_lag, s_lag)
    revenue = firm.price * mp.exp(p) * sold(firm, p, z, s)
    labor = (output * mp.exp(-a)) ** (1 / firm.alpha)
    return mp.exp(xi) * (revenue - firm.wage * mp.exp(w) * labor)


ARGUMENTS = ("p-", "z-", "s-", "p", "z", "s", "w", "xi", "a", "p+", "z+", "s+", "w+", "xi+", "a+")


def two_period_profit(firm, *values):
    """Profit of this and the next period as a function of ARGUMENTS."""
    x = dict(zip(ARGUMENTS, values, strict=True))
    now = period_profit(firm, x["p-"], x["z-"], x["s-"], x["p"], x["z"], x["w"], x["s"], x["xi"], x["a"])
    later = period_profit(firm, x["p"], x["z"], x["s"], x["p+"], x["z+"], x["w+"], x["s+"], x["xi+"], x["a+"])
    return now + firm.beta * later


def derivative(firm, *names):
    """First or second derivative of the two-period profit at the steady state, over p^-theta."""
    orders = tuple(names.count(argument) for argument in ARGUMENTS)
    value = mp.diff(lambda *x: two_period_profit(firm, *x), (mp.mpf(0),) * len(ARGUMENTS), orders)
    return float(value / firm.price**-firm.theta)


def gradient(firm):
    """Derivatives with respect to this period's price and stock."""
    return np.array([derivative(firm, "p"), derivative(firm, "z")])


def hessian_blocks(firm):
    """The six blocks of section A.4: own, lead, lag, exogenous, exogenous lead, exogenous lag."""

    def block(columns):
        return np.array([[derivative(firm, row, column) if column else 0.0 for column in columns] for row in "pz"])

    return {
        "own": block(("p", "z")),
        "lead": block(("p+", "z+")),
        "lag": block(("p-", "z-")),
        "exogenous": block(("w", "s", "xi", "a")),
        "exogenous_lead": block(("w+", "s+", "xi+", "a+")),
        "exogenous_lag": block(("", "s-", "", "")),
    }


def inventory_gradient(firm):
    """Derivatives of log inventories with respect to price, stock and final good."""
    level = left_over(firm, mp.mpf(0), mp.mpf(0), mp.mpf(0))
    orders = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    return np.array([float(mp.diff(lambda *x: left_over(firm, *x), (mp.mpf(0),) * 3, n) / level) for n in orders])
