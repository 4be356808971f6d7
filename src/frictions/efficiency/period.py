r"""One period of trade: price coefficients given those of the next period.

The price is :math:`q_t=\beta_0+\beta_1(\varepsilon_{t+1}+\beta_2s_t+\beta_3n_{t+1})+\beta_4(d_t-\mu)` and
:math:`I=1/\beta_3`. Eliminating the firm from market clearing leaves one equation in :math:`I`,

.. math:: \gamma\theta I\hat\tau(I)\Sigma(I)=B(\tau_x+\tau_gI^2),\qquad B=\alpha(1+\beta_4'),

which with :math:`\tau_g=0` is the source's expression for :math:`1/\beta_{3t}`; with a signal of noise demand the
source's expression lacks :math:`\tau_gI^2`.
"""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.efficiency.firm import (
    demand_exponent,
    disclosure_gain,
    input_elasticity,
    input_rule,
    productivity_risk,
)
from frictions.efficiency.parameters import Information, Number, Parameters
from frictions.options import checked_options


@dataclass(frozen=True)
class Continuation:
    """What the next period's price contributes to today's problem."""

    beta0: Number
    beta4: Number
    resale_variance: Number
    """:math:`S'`, variance of the next price given the next dividend."""


@dataclass(frozen=True)
class Precisions:
    """What an investor knows about the demand shock."""

    tau_x: Number
    tau_g: Number
    tau_q: Number
    r"""Precision of the price, given the own signal of noise: :math:`(\tau_n+\tau_g)I^2`."""
    total: Number
    r""":math:`\hat\tau=\tau_\varepsilon+\tau_x+\tau_q`."""


@dataclass(frozen=True)
class PeriodSolution:
    """Solved period with its checks."""

    I: Number  # noqa: E741
    r"""Price informativeness :math:`1/\beta_3`."""
    tau_x: Number
    tau_g: Number
    Sigma: Number
    """Variance of the payoff given an investor's information."""
    beta0: Number
    beta1: Number
    beta2: Number
    beta3: Number
    beta4: Number
    resale_variance: Number
    """:math:`S`, the variance of this price that last period's investors face, given the dividend."""
    var_dividend: Number
    """:math:`Var[d_{t+1}|F_{it}]`."""
    var_resale: Number
    """:math:`Var[q_{t+1}|F_{it}]`."""
    rpe: Number
    r"""Revelatory price efficiency, :math:`\phi`: share of the demand risk that the price resolves for the firm."""
    fpe: Number
    """Forecasting price efficiency: partial R-squared of log income on the price, given the disclosure."""
    residuals: Array
    """(5,) market-clearing residuals of the coefficients on d, epsilon, s, n and of the constant."""
    payoff_risk_gap: Number
    r"""Payoff variance less :math:`\frac{R_f+G}{R_f-G}Var[d']+Var[q']`; zero where :math:`\beta_4'` is stationary."""


@checked_options
def precisions(p: Parameters, informativeness: Number, information: Information) -> Precisions:
    r"""Precisions given or chosen.

    The choice maximises :math:`\tau_x+I^2\tau_g` subject to :math:`\tau_x^2+\chi\tau_g^2\le H`, since expected utility
    depends on it only through the payoff's conditional variance.
    """
    square = informativeness**2
    if information == "exogenous":
        tau_x, tau_g = p.tau_x, p.tau_g
    else:
        tau_x = (p.capacity / (1.0 + square**2 / p.chi)) ** 0.5
        tau_g = square / p.chi * tau_x
    tau_q = (p.tau_n + tau_g) * square
    return Precisions(tau_x, tau_g, tau_q, p.tau_epsilon + tau_x + tau_q)


def dividend_loading(p: Parameters, beta4_next: Number) -> Number:
    r"""Return :math:`B=\alpha(1+\beta_4')`, the response of the payoff to log income."""
    return p.alpha * (1.0 + beta4_next)


def stationary_beta4(p: Parameters) -> Number:
    """Return :math:`G/(R_f-G)`."""
    return p.persistence / (p.gross_rate - p.persistence)


def income_risk(p: Parameters, known: Precisions) -> Number:
    r"""Variance of log income given an investor's information, :math:`e^2V_a+1/(\theta^2\hat\tau)+b^2\sigma_k^2`."""
    error = (input_elasticity(p) * p.input_error) ** 2
    return demand_exponent(p) ** 2 * productivity_risk(p) + 1.0 / (p.theta**2 * known.total) + error


def slopes(p: Parameters, informativeness: Number, known: Precisions, loading: Number) -> tuple[Number, Number]:
    r"""Price responses :math:`\beta_1` to the demand shock and :math:`\beta_1\beta_2` to the disclosure."""
    e, b = demand_exponent(p), input_elasticity(p)
    rule = input_rule(p, informativeness)
    beta1 = loading * (e * p.eta * rule.on_price + (known.tau_x + known.tau_q) / (p.theta * known.total)) / p.gross_rate
    return beta1, loading * e * disclosure_gain(p) / ((1.0 - b) * p.gross_rate)


@checked_options
def price_variance(p: Parameters, informativeness: Number, information: Information, loading: Number) -> Number:
    r"""Variance :math:`S` of the price given the dividend, before any of its shocks is known."""
    known = precisions(p, informativeness, information)
    beta1, beta12 = slopes(p, informativeness, known, loading)
    demand = beta1**2 * (1.0 / p.tau_epsilon + 1.0 / (informativeness**2 * p.tau_n))
    return demand + beta12**2 * (1.0 / p.tau_a + 1.0 / p.tau_s)


def payoff_variance(p: Parameters, known: Precisions, following: Continuation) -> Number:
    r"""Variance :math:`\Sigma` of dividend plus resale price given an investor's information."""
    return dividend_loading(p, following.beta4) ** 2 * income_risk(p, known) + following.resale_variance


@checked_options
def excess_risk(p: Parameters, informativeness: Number, information: Information, following: Continuation) -> Number:
    r"""Log of the left over the right side of the equation in :math:`I`; zero in equilibrium."""
    known = precisions(p, informativeness, information)
    left = p.gamma * p.theta * informativeness * known.total * payoff_variance(p, known, following)
    right = dividend_loading(p, following.beta4) * (known.tau_x + known.tau_g * informativeness**2)
    return np.log(left / right)


@checked_options
def complete_period(
    p: Parameters, informativeness: Number, information: Information, following: Continuation
) -> PeriodSolution:
    """Coefficients, efficiencies and residuals of a period whose informativeness is known."""
    e, b = demand_exponent(p), input_elasticity(p)
    known = precisions(p, informativeness, information)
    rule = input_rule(p, informativeness)
    loading = dividend_loading(p, following.beta4)
    risk = payoff_variance(p, known, following)
    beta1, beta12 = slopes(p, informativeness, known, loading)
    beta2, beta3 = beta12 / beta1, 1.0 / informativeness
    beta4 = (1.0 + following.beta4) * p.persistence / p.gross_rate
    mean_income = e * (p.log_productivity + p.eta * rule.constant) + p.log_demand / p.theta
    beta0 = (p.mu + following.beta0 + loading * mean_income - p.gamma * risk) / p.gross_rate

    var_dividend = p.alpha**2 * income_risk(p, known)
    var_resale = following.beta4**2 * var_dividend + following.resale_variance
    multiplier = (p.gross_rate + p.persistence) / (p.gross_rate - p.persistence)
    price_part = rule.gain / (1.0 - b) ** 2
    other = p.theta**2 * p.tau_epsilon * (e**2 * productivity_risk(p) + (b * p.input_error) ** 2)
    # The response to noise is implied by the three others; its own market clearing is the test of the solution.
    noise = e * p.eta * rule.on_price * beta3
    noise += (known.tau_q * beta3 - known.tau_g * informativeness) / (p.theta * known.total)
    disclosure = e * disclosure_gain(p) + e * p.eta * rule.on_signal
    residuals = [
        p.gross_rate * beta4 - (1.0 + following.beta4) * p.persistence,
        p.gross_rate * beta1
        - loading * (e * p.eta * rule.on_price + (known.tau_x + known.tau_q) / (p.theta * known.total)),
        p.gross_rate * beta1 * beta2 - loading * disclosure,
        p.gross_rate * beta1 * beta3 - loading * noise - p.gamma * risk,
        p.gross_rate * beta0 - p.mu - following.beta0 - loading * mean_income + p.gamma * risk,
    ]
    return PeriodSolution(
        I=informativeness,
        tau_x=known.tau_x,
        tau_g=known.tau_g,
        Sigma=risk,
        beta0=beta0,
        beta1=beta1,
        beta2=beta2,
        beta3=beta3,
        beta4=beta4,
        resale_variance=price_variance(p, informativeness, information, loading),
        var_dividend=var_dividend,
        var_resale=var_resale,
        rpe=rule.gain,
        fpe=price_part / (price_part + 1.0 - rule.gain + other),
        residuals=np.array(np.broadcast_arrays(*residuals), dtype=np.float64),
        payoff_risk_gap=risk - multiplier * var_dividend - var_resale,
    )
