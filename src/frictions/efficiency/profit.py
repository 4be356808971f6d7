r"""Real efficiency: profit as a function of the output elasticity.

In the source's example :math:`\Pi(\eta)=\max_K CK^\eta-K=(\eta C)^{1/(1-\eta)}(1/\eta-1)`. Its limits are right, but
it is not monotone: :math:`d\ln\Pi/d\eta=\ln(\eta C)/(1-\eta)^2`, so that profit falls until :math:`\eta=1/C`, where it
is :math:`C-1`, and rises after. Being closer to constant returns raises profit only where :math:`K^*>1`.
"""

import numpy as np

from frictions.arrays import Array
from frictions.efficiency.firm import demand_exponent, demand_risk, input_elasticity, input_rule, productivity_risk
from frictions.efficiency.parameters import InvalidParameter, Number, Parameters


def example_profit(eta: Array, scale: float) -> Array:
    r"""Profit :math:`\Pi(\eta)`, (n,), for efficiencies in (0, 1) and :math:`C` = ``scale`` > 0.

    Raises
    ------
    InvalidParameter
        If an efficiency or the scale is outside its range.
    """
    eta = np.asarray(eta, dtype=np.float64)
    if not np.all((eta > 0.0) & (eta < 1.0)):
        raise InvalidParameter("eta must lie strictly between zero and one")
    if scale <= 0.0:
        raise InvalidParameter(f"scale = {scale} must be positive")
    return (eta * scale) ** (1.0 / (1.0 - eta)) * (1.0 / eta - 1.0)


def example_profit_slope(eta: Array, scale: float) -> Array:
    r"""Differentiate: :math:`d\Pi/d\eta`, (n,); arguments and errors as in `example_profit`."""
    eta = np.asarray(eta, dtype=np.float64)
    return example_profit(eta, scale) * np.log(eta * scale) / (1.0 - eta) ** 2


def expected_profit(p: Parameters, informativeness: Number) -> Number:
    r"""Compute expected profit, :math:`E[V-R_fK]=\frac{1-b}bR_fE[K]` of the firm in the model.

    Parameters
    ----------
    p : Parameters
    informativeness : number
        :math:`I\ge0`; zero is a firm that learns nothing from the price.
    """
    e, b = demand_exponent(p), input_elasticity(p)
    learned = e**2 * (1.0 / p.tau_a - productivity_risk(p))
    learned += (1.0 / p.tau_epsilon - demand_risk(p, informativeness)) / p.theta**2
    log_input = input_rule(p, informativeness).constant + 0.5 * learned / (1.0 - b) ** 2 + 0.5 * p.input_error**2
    return (1.0 - b) / b * p.gross_rate * np.exp(log_input)


def value_of_learning(p: Parameters, informativeness: Number) -> Number:
    """Relative gain in expected profit from reading the price, as a fraction."""
    return expected_profit(p, informativeness) / expected_profit(p, 0.0) - 1.0
