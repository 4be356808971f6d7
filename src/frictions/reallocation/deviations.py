"""One-year deviations from the policies of a stationary equilibrium, by exhaustive search."""

import numpy as np
import numpy.typing as npt
from numba import njit

from frictions.arrays import Array
from frictions.reallocation.distribution import Nodes, through_chain
from frictions.reallocation.errors import NotConverged
from frictions.reallocation.stationary import Stationary


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
    level: Array,
    slope_b: Array,
    slope_k: Array,
    utility: Array,
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
    level : (nz, nk, nb) array
        Discounted expected value at (z, k', b').
    slope_b, slope_k : (nz, nk, nb) array
        Discounted expected marginal values at (z, k', b').
    utility : (nz, nk, nb) array
        This year's utility.
    capital, bonds : array
        The grids.
    node_k, node_b, share_k, share_b : (nz, nk, nb) array
        The fields of a `Lottery`.

    Returns
    -------
    (nz, nk, nb) array
    """
    nz, nk, nb = level.shape
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
            through_chain(expected, value),
            slope_b,
            slope_k,
            utility,
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
    expected = economy.discount_factor * np.einsum("zy,yn->zn", space.transition, flat).reshape(value.shape)
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
