r"""Population values of the estimators in the solved model.

The source's theory is about the price as a signal of demand (revelatory efficiency). The regression of price changes
on income growth measures how well the price forecasts income, which feedback from the price through the input to
income inflates by :math:`1/(1-b)^2`.

Prices, inputs and income are linear in five shocks that are independent over time, in the order productivity, noise of
the disclosure, demand, noise demand, error of the input decision:
:math:`(a_{t+1},e_t,\varepsilon_{t+1},n_{t+1},\zeta_t)`.
"""

from dataclasses import dataclass

import numpy as np

from frictions.efficiency.firm import demand_exponent, input_elasticity, input_rule
from frictions.efficiency.parameters import Number, Parameters
from frictions.efficiency.period import PeriodSolution

Loadings = tuple[Number, Number, Number, Number, Number]


@dataclass(frozen=True)
class ShockLoadings:
    """Responses of the model's variables to the five shocks of one period."""

    variances: Loadings
    price: Loadings
    """Price :math:`q_t` net of the dividend."""
    input: Loadings
    """Log input :math:`k_t`."""
    income: Loadings
    """Log income :math:`v_{t+1}`."""
    adjusted_income: Loadings
    """:math:`v_{t+1}-bk_t`, without the feedback through the input."""


@dataclass(frozen=True)
class PopulationInformativeness:
    """Measures of informativeness without sampling error."""

    on_income: Number
    """Relative informativeness, from price changes on current and future changes of log income."""
    on_adjusted_income: Number
    """The same for log income less :math:`bk`."""
    forecasting: Number
    """Partial R-squared of log income on the price given the disclosure and the dividend."""
    revelatory: Number
    """Partial R-squared of log income less :math:`bk` on the price, given the same."""


@dataclass(frozen=True)
class PopulationSensitivity:
    """The three definitions of the sensitivity of income to inputs without sampling error."""

    growth_slope: Number
    """S1: income growth on input growth; one for every efficiency without an input error."""
    controlled_slope: Number
    """S2: log income on log input given the disclosure, the price and the dividend; nan without an input error."""
    input_share: Number
    """S3: cost of inputs over income, :math:`R_fE[K]/E[V]=b`."""


def shock_loadings(p: Parameters, solution: PeriodSolution) -> ShockLoadings:
    """Linear responses in a stationary ``solution`` of ``p``."""
    e, b = demand_exponent(p), input_elasticity(p)
    rule = input_rule(p, solution.I)
    on_signal, on_price, on_noise = rule.on_signal, rule.on_price, rule.on_price * solution.beta3
    beta12, beta13 = solution.beta1 * solution.beta2, solution.beta1 * solution.beta3
    return ShockLoadings(
        variances=(1.0 / p.tau_a, 1.0 / p.tau_s, 1.0 / p.tau_epsilon, 1.0 / p.tau_n, p.input_error**2),
        price=(beta12, beta12, solution.beta1, beta13, 0.0),
        input=(on_signal, on_signal, on_price, on_noise, 1.0),
        income=(e + b * on_signal, b * on_signal, 1.0 / p.theta + b * on_price, b * on_noise, b),
        adjusted_income=(e, 0.0, 1.0 / p.theta, 0.0, 0.0),
    )


def covariance(loadings: ShockLoadings, one: Loadings, other: Loadings) -> Number:
    """Covariance within a period of two variables given by their responses."""
    return sum(v * x * y for v, x, y in zip(loadings.variances, one, other, strict=True))


def population_informativeness(p: Parameters, solution: PeriodSolution) -> PopulationInformativeness:
    """Exact measures for a stationary ``solution`` of ``p``."""
    loadings = shock_loadings(p, solution)
    other = p.theta**2 * demand_exponent(p) ** 2 * p.tau_epsilon / (p.tau_a + p.tau_s)
    return PopulationInformativeness(
        on_income=_relative_informativeness(p, solution, loadings, loadings.income),
        on_adjusted_income=_relative_informativeness(p, solution, loadings, loadings.adjusted_income),
        forecasting=solution.fpe,
        revelatory=solution.rpe / (1.0 + other),
    )


def population_sensitivity(p: Parameters, solution: PeriodSolution) -> PopulationSensitivity:
    r"""Exact sensitivities for a stationary ``solution`` of ``p``.

    With optimal inputs expected log income moves one for one with the log input, so that S1 is one whatever the
    efficiency; the input error :math:`\sigma_k` identifies it:
    :math:`S1=1-(1-b)\sigma_k^2/(\sigma_k^2+Var(k^*))`.
    """
    loadings = shock_loadings(p, solution)
    b = input_elasticity(p)
    slope = covariance(loadings, loadings.income, loadings.input) / covariance(loadings, loadings.input, loadings.input)
    # Given the controls only the input error varies the input: nothing identifies the slope without one.
    controlled = np.where(np.asarray(p.input_error) > 0.0, b, np.nan)
    return PopulationSensitivity(growth_slope=slope, controlled_slope=controlled, input_share=b)


def _relative_informativeness(
    p: Parameters, solution: PeriodSolution, loadings: ShockLoadings, payoff: Loadings
) -> Number:
    r"""Partial R-squared of :math:`\Delta x_{t+1}` for :math:`\Delta q_t` given :math:`\Delta x_t`, x the ``payoff``.

    The price is :math:`u_t+g\sum_jG^jv_{t-j}` with :math:`g=\alpha\beta_4`, and u, v, x of one period are uncorrelated
    with those of any other.
    """
    g, persistence = p.alpha * solution.beta4, p.persistence
    own = covariance(loadings, loadings.price, payoff)
    passed = g * covariance(loadings, loadings.income, payoff)
    variance = covariance(loadings, payoff, payoff)
    change = (
        2.0 * covariance(loadings, loadings.price, loadings.price)
        - 2.0 * g * covariance(loadings, loadings.price, loadings.income)
        + 2.0 * g**2 * covariance(loadings, loadings.income, loadings.income) / (1.0 + persistence)
    )
    with_future = 2.0 * own - passed
    with_current = (2.0 - persistence) * passed - own
    # Successive changes of the payoff have variance 2V and covariance -V.
    partial = with_future + 0.5 * with_current
    return partial**2 / (1.5 * variance * (change - 0.5 * with_current**2 / variance))
