"""Value of private information to an investor who takes the price as given."""

import numpy as np

from frictions.arrays import Array
from frictions.efficiency.firm import demand_exponent, input_rule
from frictions.efficiency.parameters import Parameters
from frictions.efficiency.period import Precisions, dividend_loading, income_risk, stationary_beta4
from frictions.efficiency.stationary import StationaryEquilibrium


def frontier(p: Parameters, angles: Array) -> tuple[Array, Array]:
    r"""Precisions (tau_x, tau_g), each (n,), that use all capacity, by the angle :math:`\arctan(\tau_g/\tau_x)`."""
    tau_x = np.sqrt(p.capacity / (1.0 + p.chi * np.tan(angles) ** 2))
    return tau_x, tau_x * np.tan(angles)


def ex_ante_utility(p: Parameters, equilibrium: StationaryEquilibrium, tau_x: Array, tau_g: Array) -> Array:
    r"""Evaluate expected utility of (tau_x, tau_g), each (n,), for an investor without wealth who knows the dividend.

    With CARA utility, :math:`-\sqrt{Var_i/Var_0}\exp(-(E_0R)^2/2Var_0)`, where :math:`R=d'+q'-R_fq` is normal,
    :math:`Var_0` its variance given :math:`d_t` and :math:`Var_i` its variance given the investor's information: the
    choice enters through :math:`Var_i` alone.
    """
    solution = equilibrium.solution
    known = Precisions(tau_x, tau_g, (p.tau_n + tau_g) * solution.I**2, 0.0)
    known = Precisions(tau_x, tau_g, known.tau_q, p.tau_epsilon + tau_x + known.tau_q)
    loading = dividend_loading(p, stationary_beta4(p))
    posterior = loading**2 * income_risk(p, known) + solution.resale_variance
    # Market clearing makes the mean return gamma Sigma, whatever one investor knows.
    mean = p.gamma * solution.Sigma
    prior = prior_return_variance(p, equilibrium)
    return -np.sqrt(posterior / prior) * np.exp(-0.5 * mean**2 / prior)


def prior_return_variance(p: Parameters, equilibrium: StationaryEquilibrium) -> float:
    r"""Variance of :math:`R=d'+q'-R_fq` given the dividend alone, from its responses to each shock."""
    solution = equilibrium.solution
    loading = dividend_loading(p, stationary_beta4(p))
    e, rule = demand_exponent(p), input_rule(p, solution.I)
    elasticity = e * p.eta
    on_productivity = loading * (e + elasticity * rule.on_signal) - p.gross_rate * solution.beta1 * solution.beta2
    on_disclosure_noise = loading * elasticity * rule.on_signal - p.gross_rate * solution.beta1 * solution.beta2
    on_demand = loading * (1.0 / p.theta + elasticity * rule.on_price) - p.gross_rate * solution.beta1
    on_noise = (loading * elasticity * rule.on_price - p.gross_rate * solution.beta1) * solution.beta3
    return float(
        on_productivity**2 / p.tau_a
        + on_disclosure_noise**2 / p.tau_s
        + on_demand**2 / p.tau_epsilon
        + on_noise**2 / p.tau_n
        + (loading * elasticity * p.input_error) ** 2
        + solution.resale_variance
    )
