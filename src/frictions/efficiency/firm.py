r"""The firm: income in logs, its input rule and what it learns from the price.

Log income is :math:`v_{t+1}=e(\bar z+a_{t+1}+\eta k_t)+(\bar y+\varepsilon_{t+1})/\theta` with
:math:`e=1-1/\theta`; :math:`b=\eta e` is the elasticity of income to the input.
"""

from dataclasses import dataclass

import numpy as np

from frictions.efficiency.parameters import Number, Parameters


@dataclass(frozen=True)
class InputRule:
    r"""Log input :math:`k_t=\kappa_0+\kappa_ss_t+\kappa_p\hat s_t`, :math:`\hat s_t=\varepsilon_{t+1}+n_{t+1}/I`."""

    constant: Number
    r""":math:`\kappa_0`."""
    on_signal: Number
    r""":math:`\kappa_s`."""
    on_price: Number
    r""":math:`\kappa_p`."""
    gain: Number
    r""":math:`\phi=\tau_nI^2/(\tau_\varepsilon+\tau_nI^2)`, share of the demand risk that the price resolves."""


def demand_exponent(p: Parameters) -> Number:
    r"""Return :math:`e=1-1/\theta`, the elasticity of income to physical output."""
    return 1.0 - 1.0 / p.theta


def input_elasticity(p: Parameters) -> Number:
    r"""Return :math:`b=\eta(1-1/\theta)`, the elasticity of income to the input, below one."""
    return p.eta * demand_exponent(p)


def disclosure_gain(p: Parameters) -> Number:
    r"""Return :math:`\omega_s=\tau_s/(\tau_a+\tau_s)`, the weight of the disclosure in expected productivity."""
    return p.tau_s / (p.tau_a + p.tau_s)


def productivity_risk(p: Parameters) -> Number:
    r"""Return :math:`V_a=1/(\tau_a+\tau_s)`, the variance of productivity that the disclosure leaves."""
    return 1.0 / (p.tau_a + p.tau_s)


def demand_risk(p: Parameters, informativeness: Number) -> Number:
    r"""Return :math:`Var[\varepsilon_{t+1}|s,q,d]=(\tau_\varepsilon+\tau_nI^2)^{-1}`, printed in the source."""
    return 1.0 / (p.tau_epsilon + p.tau_n * informativeness**2)


def input_rule(p: Parameters, informativeness: Number) -> InputRule:
    r"""Optimal input, exact with log-normal income.

    The first-order condition is :math:`bE[X]K^{b-1}=R_f`. With an error :math:`\sigma_k` in carrying it out the firm
    knows that error's law: the constant falls by :math:`(1+b)\sigma_k^2/2`, which keeps :math:`bE[V]=R_fE[K]`.

    Parameters
    ----------
    p : Parameters
    informativeness : number
        :math:`I=1/\beta_3>0`.
    """
    e, b = demand_exponent(p), input_elasticity(p)
    risk = demand_risk(p, informativeness)
    gain = p.tau_n * informativeness**2 * risk
    level = (
        np.log(b / p.gross_rate)
        + e * p.log_productivity
        + 0.5 * e**2 * productivity_risk(p)
        + p.log_demand / p.theta
        + 0.5 * risk / p.theta**2
    )
    return InputRule(
        constant=level / (1.0 - b) - 0.5 * (1.0 + b) * p.input_error**2,
        on_signal=e * disclosure_gain(p) / (1.0 - b),
        on_price=gain / (p.theta * (1.0 - b)),
        gain=gain,
    )
