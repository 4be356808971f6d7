"""Expected sales and the price index as functions of the stock-out threshold (1.16)-(1.20), (A.3), (A.24).

A firm with price ``p`` relative to the price index and stock ``Z`` sells ``min(v p^-theta S, Z)`` with a log-normal
taste shock ``v`` of mean one; it runs out of goods when ``v`` exceeds the threshold ``v* = Z p^theta / S``.
"""

from dataclasses import dataclass
from math import erfc, exp, log, pi, sqrt


def normal_cdf(x: float) -> float:
    """Distribution function of the standard normal, accurate in the lower tail."""
    return 0.5 * erfc(-x / sqrt(2.0))


def normal_density(x: float) -> float:
    """Density of the standard normal."""
    return exp(-0.5 * x * x) / sqrt(2.0 * pi)


@dataclass(frozen=True, slots=True)
class StockOut:
    """Demand at one threshold.

    Attributes
    ----------
    threshold : float
        ``v*``.
    served_demand : float
        ``F(log v* - sigma_v^2/2)``, the integral of ``v`` below the threshold.
    stock_out_probability : float
        ``1 - F(log v* + sigma_v^2/2)``.
    served_density, stock_out_density : float
        Densities ``f`` at the two arguments; ``served_density = v* stock_out_density``.
    expected_sales : float
        ``Psi(v*)``, the integral of ``min(v, v*)`` (A.24).
    price_aggregate : float
        ``Phi(v*)`` of the price index (A.3).
    rationed_share : float
        Share of ``Phi`` that comes from shadow prices of rationed goods.
    sales_elasticity : float
        ``eps_Psi = v* Psi'/Psi``.
    stock_out_elasticity : float
        ``eps_Psi' = v* Psi''/Psi'``, negative.
    demand_elasticity : float
        Effective elasticity of demand (1.20), ``theta (1 - eps_Psi)``.
    """

    threshold: float
    served_demand: float
    stock_out_probability: float
    served_density: float
    stock_out_density: float
    expected_sales: float
    price_aggregate: float
    rationed_share: float
    sales_elasticity: float
    stock_out_elasticity: float
    demand_elasticity: float


def stock_out(threshold: float, theta: float, sigma_v: float) -> StockOut:
    """Evaluate demand at a threshold.

    Parameters
    ----------
    threshold : float
        ``v*``, positive.
    theta : float
        Elasticity of substitution between goods.
    sigma_v : float
        Standard deviation of the log taste shock.

    Returns
    -------
    StockOut

    Notes
    -----
    The probability of a stock-out has a plus before ``sigma_v^2/2``. Equation (A.29) and the reported frequency of
    16.3 percent have a minus, which makes it ``1 - served_demand``.
    """
    log_threshold = log(threshold)
    low = (log_threshold - 0.5 * sigma_v**2) / sigma_v
    high = (log_threshold + 0.5 * sigma_v**2) / sigma_v
    served = normal_cdf(low)
    probability = normal_cdf(-high)
    sales = served + threshold * probability
    power = (theta - 1.0) / theta
    shadow = (
        threshold**power * exp(sigma_v**2 * (1.0 - theta) / (2.0 * theta**2)) * normal_cdf(-(high - sigma_v / theta))
    )
    sales_elasticity = threshold * probability / sales
    density = normal_density(high) / sigma_v
    return StockOut(
        threshold=threshold,
        served_demand=served,
        stock_out_probability=probability,
        served_density=normal_density(low) / sigma_v,
        stock_out_density=density,
        expected_sales=sales,
        price_aggregate=served + shadow,
        rationed_share=shadow / (served + shadow),
        sales_elasticity=sales_elasticity,
        stock_out_elasticity=-density / probability,
        demand_elasticity=theta * served / sales,
    )
