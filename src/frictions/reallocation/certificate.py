"""Certificates of a stationary equilibrium: residuals, Euler errors, one-step deviations, mass at the grids' ends."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from frictions.arrays import Array
from frictions.certificates import CertificateRow
from frictions.reallocation.deviations import deviation_gains
from frictions.reallocation.distribution import advance
from frictions.reallocation.markets import walras_residual
from frictions.reallocation.stationary import Stationary


@dataclass(frozen=True)
class EulerErrors:
    """Errors of the first-order conditions as shares of consumption or of the price of capital; arrays (nz, nk, nb).

    Attributes
    ----------
    bond, capital : array
        Errors; zero where the condition does not bind as an equality and its inequality holds.
    unconstrained, adjusting : boolean array
        Where the bond and the capital condition are equalities.
    """

    bond: Array
    capital: Array
    unconstrained: npt.NDArray[np.bool_]
    adjusting: npt.NDArray[np.bool_]


def interpolated(values: Array, found: Stationary) -> Array:
    """Values of a function of (z', k', b') at every state's policy, for each z'; array (nz', nz, nk, nb)."""
    lottery = found.lottery
    k, b = lottery.capital_node, lottery.bond_node
    high_k, high_b = lottery.capital_share, lottery.bond_share
    low = values[:, k, b] * (1.0 - high_b) + values[:, k, b + 1] * high_b
    high = values[:, k + 1, b] * (1.0 - high_b) + values[:, k + 1, b + 1] * high_b
    return low + high_k * (high - low)


def euler_errors(found: Stationary) -> EulerErrors:
    """Unit-free errors of the bond and the capital condition in every state.

    Next year's consumption and shadow price of capital are interpolated themselves, not the marginal values that the
    solution interpolates, so that the check does not repeat the algorithm.

    Parameters
    ----------
    found : Stationary

    Returns
    -------
    EulerErrors
    """
    economy, space, policies = found.economy, found.space, found.policies
    price_used, cost, gross_rate = found.prices.price_used, found.bundle_price, found.prices.gross_rate
    left = 1.0 - economy.depreciation
    marginal_product = economy.profit_exponent * found.scale * space.revenue / space.capital
    lemons = economy.lemon_rate * price_used
    worth = policies.marginal_capital * policies.consumption
    shadow = (worth - marginal_product[:, :, None] - lemons) / left

    consumption_ahead = interpolated(policies.consumption, found)
    shadow_ahead = interpolated(shadow, found)
    log_revenue = space.log_productivity / (1.0 - economy.labor_exponent)
    product_ahead = (
        economy.profit_exponent
        * found.scale
        * np.exp(log_revenue)[:, None, None, None]
        * policies.capital_next ** (economy.profit_exponent - 1.0)
    )
    ahead = space.transition.T[:, :, None, None] * economy.discount_factor / consumption_ahead
    bond_value = ahead.sum(axis=0)
    capital_value = (ahead * (product_ahead + lemons + left * shadow_ahead)).sum(axis=0)

    implied = 1.0 / (gross_rate * bond_value)
    relative = implied / policies.consumption - 1.0
    unconstrained = policies.bonds_next > space.bonds[0]
    # At the limit consumption may fall short of what the bond condition asks for, never exceed it.
    bond = np.where(unconstrained, relative, np.minimum(relative, 0.0))
    price = capital_value * policies.consumption
    stay = left * space.capital[:, None]
    buying = policies.capital_next > stay * (1.0 + 1e-12)
    selling = policies.capital_next < stay * (1.0 - 1e-12)
    inactive = np.maximum(price / cost - 1.0, 0.0) + np.minimum(price / price_used - 1.0, 0.0)
    capital = np.where(buying, price / cost - 1.0, np.where(selling, price / price_used - 1.0, inactive))
    return EulerErrors(bond, capital, unconstrained, buying | selling)


def mean_log10(errors: Array, where: npt.NDArray[np.bool_], distribution: Array) -> float:
    """Mean of log10 of absolute errors over the states in `where`, weighted by the distribution."""
    weights = np.where(where, distribution, 0.0)
    sizes = np.log10(np.maximum(np.abs(errors), 1e-16))
    return float((weights * sizes).sum() / weights.sum())


def certify_stationary(found: Stationary, deviations: bool = True) -> tuple[CertificateRow, ...]:
    """Certificate of a stationary equilibrium.

    Parameters
    ----------
    found : Stationary
    deviations : bool
        Whether to search for one-step deviations, which takes longest.

    Returns
    -------
    tuple of CertificateRow
    """
    aggregates, distribution = found.aggregates, found.distribution
    supply = float(aggregates.reallocation)
    capital = float(aggregates.capital)
    flow = float(aggregates.purchases - aggregates.good_sales) - found.economy.depreciation * capital
    ahead = advance(distribution, found.lottery, found.space.transition)
    used = float(found.residuals[0] * aggregates.purchases) / supply
    share = float(found.residuals[1]) / max(found.prices.lemon_share, 1e-12)
    errors = euler_errors(found)
    mass = distribution
    checks: list[tuple[str, float, float]] = [
        ("used capital market, relative", used, 1e-7),
        ("lemon share, relative", share if found.economy.lemon_rate > 0.0 else float(found.residuals[1]), 1e-7),
        ("labor market, relative", float(found.residuals[2]), 1e-7),
        ("bond market, over output", float(found.residuals[3]), 1e-7),
        ("walras law, over output", float(walras_residual(aggregates)), 1e-8),
        ("capital accumulation", flow, 1e-8),
        ("stationarity of the distribution", float(np.abs(ahead - distribution).sum()), 1e-8),
        ("mass at the top of capital", float(mass[:, -1].sum()), 1e-5),
        ("mass at the top of bonds", float(mass[:, :, -1].sum()), 1e-5),
        ("mass at ruin, consumption below 1e-4", float(mass[found.policies.consumption < 1e-4].sum()), 1e-3),
        ("bond condition, mean error", 10.0 ** mean_log10(errors.bond, errors.unconstrained, mass), 10.0**-4.1),
        ("capital condition, mean error", 10.0 ** mean_log10(errors.capital, errors.adjusting, mass), 10.0**-3.6),
    ]
    if deviations:
        gains, weights = deviation_gains(found)
        checks.append(("one-step deviation, mean gain", float(gains @ weights / weights.sum()), 3e-5))
        checks.append(("one-step deviation, largest gain", float(gains.max()), 4e-4))
    return tuple(CertificateRow(*check) for check in checks)
