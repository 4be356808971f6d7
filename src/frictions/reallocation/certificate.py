"""Certificates of a stationary equilibrium: residuals, Euler errors, one-step deviations, mass at the grids' ends."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from frictions.arrays import Array
from frictions.reallocation.distribution import Nodes, advance
from frictions.reallocation.errors import NotConverged
from frictions.reallocation.markets import walras_residual
from frictions.reallocation.stationary import Stationary


@dataclass(frozen=True)
class Check:
    """One line of a certificate.

    Attributes
    ----------
    quantity : str
    value : float
    bound : float
        The solution is accepted where the absolute value is at most this.
    """

    quantity: str
    value: float
    bound: float

    @property
    def holds(self) -> bool:
        """Whether the value is within its bound."""
        return abs(self.value) <= self.bound


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


@njit(cache=True, error_model="numpy")
def hermite(
    share: float,
    width: float,
    low: float,
    high: float,
    slope_low: float,
    slope_high: float,
) -> float:
    """Cubic with given values and slopes at both ends of a cell, slopes limited so that it stays monotone."""
    steepest = 3.0 * max(high - low, 0.0) / width
    slope_low, slope_high = min(slope_low, steepest), min(slope_high, steepest)
    rest = 1.0 - share
    value = low * (1.0 + 2.0 * share) * rest * rest + high * (1.0 + 2.0 * rest) * share * share
    return value + width * share * rest * (slope_low * rest - slope_high * share)


@njit(cache=True, error_model="numpy")
def value_step(
    value: Array,
    slope_b: Array,
    slope_k: Array,
    utility: Array,
    transition: Array,
    discount: float,
    capital: Array,
    bonds: Array,
    node_k: Nodes,
    node_b: Nodes,
    share_k: Array,
    share_b: Array,
) -> Array:
    """Add this year's utility to the discounted expected value at the policies.

    The value is interpolated with its own slopes, the marginal values of bonds and capital, so that the error falls
    with the fourth power of the spacing: what is left as a gain is the policy's fault.

    Parameters
    ----------
    value : (nz, nk, nb) array
        Next year's value.
    slope_b, slope_k : (nz, nk, nb) array
        Discounted expected marginal values at (z, k', b').
    utility : (nz, nk, nb) array
        This year's utility.
    transition : (nz, nz) array
    discount : float
    capital, bonds : array
        The grids.
    node_k, node_b, share_k, share_b : (nz, nk, nb) array
        The fields of a `Lottery`.

    Returns
    -------
    (nz, nk, nb) array
    """
    nz, nk, nb = value.shape
    flat = value.reshape(nz, nk * nb)
    expected = np.zeros((nz, nk * nb))
    for z in range(nz):
        for ahead in range(nz):
            expected[z] += discount * transition[z, ahead] * flat[ahead]
    level = expected.reshape(nz, nk, nb)
    out = np.empty((nz, nk, nb))
    for z in range(nz):
        for i in range(nk):
            for j in range(nb):
                k, b, share = node_k[z, i, j], node_b[z, i, j], share_b[z, i, j]
                wide = bonds[b + 1] - bonds[b]
                low = hermite(share, wide, level[z, k, b], level[z, k, b + 1], slope_b[z, k, b], slope_b[z, k, b + 1])
                if share_k[z, i, j] > 0.0:
                    m = k + 1
                    high = hermite(
                        share, wide, level[z, m, b], level[z, m, b + 1], slope_b[z, m, b], slope_b[z, m, b + 1]
                    )
                    rise_low = (1.0 - share) * slope_k[z, k, b] + share * slope_k[z, k, b + 1]
                    rise_high = (1.0 - share) * slope_k[z, m, b] + share * slope_k[z, m, b + 1]
                    low = hermite(share_k[z, i, j], capital[m] - capital[k], low, high, rise_low, rise_high)
                out[z, i, j] = utility[z, i, j] + low
    return out


def value_function(found: Stationary, tolerance: float = 1e-10, max_steps: int = 5000) -> Array:
    """Lifetime utility of following the policies, by iteration; array (nz, nk, nb).

    Raises
    ------
    NotConverged
        If `max_steps` iterations do not suffice.
    """
    lottery, economy, space = found.lottery, found.economy, found.space
    utility = np.log(found.policies.consumption)
    expected = economy.discount_factor * space.transition
    slope_b = np.einsum("zy,ykb->zkb", expected, found.policies.marginal_bond)
    slope_k = np.einsum("zy,ykb->zkb", expected, found.policies.marginal_capital)
    value = utility / (1.0 - economy.discount_factor)
    change = np.inf
    for _ in range(max_steps):
        new = value_step(
            value,
            slope_b,
            slope_k,
            utility,
            space.transition,
            economy.discount_factor,
            space.capital,
            space.bonds,
            lottery.capital_node,
            lottery.bond_node,
            lottery.capital_share,
            lottery.bond_share,
        )
        change = float(np.max(np.abs(new - value)))
        value = new
        if change <= tolerance:
            return value
    raise NotConverged("value of the policies", max_steps, change, tolerance)


@njit(cache=True, error_model="numpy")
def best_deviation(
    expected: Array,
    cash: Array,
    stay: Array,
    capital: Array,
    bonds: Array,
    gross_rate: float,
    price_used: float,
    cost: float,
    where: npt.NDArray[np.bool_],
) -> Array:
    """Best one-year deviation to any pair of nodes (k', b'), by exhaustive search.

    Parameters
    ----------
    expected : (nz, nk, nb) array
        Discounted expected value at (z, k', b').
    cash : (nz, nk, nb) array
        Resources before any adjustment of capital.
    stay : (nk,) array
        Capital that depreciation leaves.
    capital, bonds : array
    gross_rate, price_used, cost : float
    where : (nz, nk, nb) boolean array
        States to search in.

    Returns
    -------
    (nz, nk, nb) array
        Lifetime utility of the best deviation; minus infinity outside `where`.
    """
    nz, nk, nb = expected.shape
    best = np.full((nz, nk, nb), -np.inf)
    for z in range(nz):
        for i in range(nk):
            for j in range(nb):
                if not where[z, i, j]:
                    continue
                top = -np.inf
                for m in range(nk):
                    change = capital[m] - stay[i]
                    rest = cash[z, i, j] - (cost * change if change > 0.0 else price_used * change)
                    for n in range(nb):
                        consumption = rest - bonds[n] / gross_rate
                        if consumption <= 0.0:
                            break
                        top = max(top, np.log(consumption) + expected[z, m, n])
                best[z, i, j] = top
    return best


def deviation_gains(found: Stationary, coverage: float = 0.995) -> tuple[Array, Array]:
    """Gain from the best one-year deviation, as a share of that year's consumption.

    Parameters
    ----------
    found : Stationary
    coverage : float
        Share of entrepreneurs whose states are searched, the most common states first. The rest are corners, such as
        hardly any capital at the borrowing limit, where a value interpolated between nodes means little.

    Returns
    -------
    gains, weights : (n,) array
        Gains and masses of the states searched.
    """
    economy, space = found.economy, found.space
    value = value_function(found)
    flat = value.reshape(value.shape[0], -1)
    expected = economy.discount_factor * (space.transition @ flat).reshape(value.shape)
    income = found.scale * space.revenue + found.prices.price_used * economy.lemon_rate * space.capital
    masses = np.sort(found.distribution, axis=None)[::-1]
    where = found.distribution >= masses[int(np.searchsorted(np.cumsum(masses), coverage))]
    best = best_deviation(
        expected,
        income[:, :, None] + space.bonds,
        (1.0 - economy.depreciation) * space.capital,
        space.capital,
        space.bonds,
        found.prices.gross_rate,
        found.prices.price_used,
        found.bundle_price,
        where,
    )
    return np.expm1(np.maximum(best[where] - value[where], 0.0)), found.distribution[where]


def certify(found: Stationary, deviations: bool = True) -> tuple[Check, ...]:
    """Certificate of a stationary equilibrium.

    Parameters
    ----------
    found : Stationary
    deviations : bool
        Whether to search for one-step deviations, which takes longest.

    Returns
    -------
    tuple of Check
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
    checks = [
        Check("used capital market, relative", used, 1e-7),
        Check("lemon share, relative", share if found.economy.lemon_rate > 0.0 else float(found.residuals[1]), 1e-7),
        Check("labor market, relative", float(found.residuals[2]), 1e-7),
        Check("bond market, over output", float(found.residuals[3]), 1e-7),
        Check("walras law, over output", float(walras_residual(aggregates)), 1e-8),
        Check("capital accumulation", flow, 1e-8),
        Check("stationarity of the distribution", float(np.abs(ahead - distribution).sum()), 1e-8),
        Check("mass at the top of capital", float(mass[:, -1].sum()), 1e-5),
        Check("mass at the top of bonds", float(mass[:, :, -1].sum()), 1e-5),
        Check("mass at ruin, consumption below 1e-4", float(mass[found.policies.consumption < 1e-4].sum()), 1e-3),
        Check("bond condition, mean error", 10.0 ** mean_log10(errors.bond, errors.unconstrained, mass), 10.0**-4.1),
        Check("capital condition, mean error", 10.0 ** mean_log10(errors.capital, errors.adjusting, mass), 10.0**-3.6),
    ]
    if deviations:
        gains, weights = deviation_gains(found)
        checks.append(Check("one-step deviation, mean gain", float(gains @ weights / weights.sum()), 3e-5))
        checks.append(Check("one-step deviation, largest gain", float(gains.max()), 4e-4))
    return tuple(checks)
