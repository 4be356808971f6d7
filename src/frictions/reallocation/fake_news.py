"""Sequence-space Jacobians of the entrepreneurs' block by the fake-news algorithm (Auclert et al., 2021).

Entrepreneurs see four prices: the profit scale, p, rho and R. One backward pass per price gives, for news s years
ahead, the change in today's choices and in tomorrow's distribution; one pass per outcome gives the expectation
vectors; their products are the Jacobian.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from frictions.arrays import Array
from frictions.reallocation.distribution import Lottery, expectation_step, lottery_shift
from frictions.reallocation.linear_algebra import matrix_product, weighted_sum
from frictions.reallocation.policies import Policies, step_back
from frictions.reallocation.stationary import Stationary, good_sales_policy

INPUTS = ("scale", "price_used", "bundle_price", "gross_rate")
"""What entrepreneurs take as given: profit per unit of revenue, p, rho and R."""

STEP = 1e-5
"""Half-width of the two-sided differences, in units of the shocked price."""


@dataclass(frozen=True)
class Response:
    """Today's response to a shock that becomes known today and hits some years ahead.

    Attributes
    ----------
    capital_next, bonds_next, good_sales : (nz, nk, nb) array
        Derivatives of policies.
    marginal_bond, marginal_capital : (nz, nk, nb) array
        Derivatives of the marginal values at the start of the year.
    """

    capital_next: Array
    bonds_next: Array
    good_sales: Array
    marginal_bond: Array
    marginal_capital: Array


def _moved(values: Array, step: float, change: Array) -> Array:
    """Marginal values moved by `step` times their change."""
    moved = step * change
    moved += values
    # Where hardly anything is left to eat a difference could push a marginal value below zero.
    np.maximum(moved, 0.5 * values, out=moved)
    return moved


def _slope(up: Array, down: Array, width: float) -> Array:
    """Difference of values at two points over their distance."""
    slope = up - down
    slope /= width
    return slope


def _shocked(found: Stationary, step: float, shock: dict[str, float], news: Response | None) -> Policies:
    """One backward step with prices and next year's marginal values moved by `step` times their changes."""
    bond, capital = found.policies.marginal_bond, found.policies.marginal_capital
    if news is not None:
        bond, capital = _moved(bond, step, news.marginal_bond), _moved(capital, step, news.marginal_capital)
    return step_back(
        found.economy,
        found.space,
        bond,
        capital,
        found.scale + step * shock.get("scale", 0.0),
        found.prices.price_used + step * shock.get("price_used", 0.0),
        found.bundle_price + step * shock.get("bundle_price", 0.0),
        found.prices.gross_rate + step * shock.get("gross_rate", 0.0),
    )


def respond(found: Stationary, shock: dict[str, float], news: Response | None, step: float = STEP) -> Response:
    """Differentiate one backward step, from both sides.

    Parameters
    ----------
    found : Stationary
    shock : dict
        Change of today's prices, by name in `INPUTS`.
    news : Response, optional
        Change of tomorrow's marginal values.
    step : float
        Half-width of the difference.

    Returns
    -------
    Response
    """
    up, down = _shocked(found, step, shock, news), _shocked(found, -step, shock, news)
    width = 2.0 * step
    sales_up = good_sales_policy(found.economy, found.space, up.capital_next)
    sales_down = good_sales_policy(found.economy, found.space, down.capital_next)
    return Response(
        capital_next=_slope(up.capital_next, down.capital_next, width),
        bonds_next=_slope(up.bonds_next, down.bonds_next, width),
        good_sales=_slope(sales_up, sales_down, width),
        marginal_bond=_slope(up.marginal_bond, down.marginal_bond, width),
        marginal_capital=_slope(up.marginal_capital, down.marginal_capital, width),
    )


def expectation_vectors(
    found: Stationary, outcome: Array, horizons: int, where: npt.NDArray[np.bool_] | None = None
) -> Array:
    """Compute the expected `outcome` in each state, 0 to `horizons` - 1 years ahead.

    Parameters
    ----------
    found : Stationary
    outcome : (nz, nk, nb) array
    horizons : int
    where : (nz * nk * nb,) boolean array, optional
        States wanted; all by default.

    Returns
    -------
    (horizons, n) array
    """
    lottery: Lottery = found.lottery
    where = np.ones(outcome.size, dtype=np.bool_) if where is None else where
    vectors = np.empty((horizons, int(where.sum())))
    current = outcome - weighted_sum(found.distribution, outcome)
    for u in range(horizons):
        vectors[u] = current.ravel()[where]
        current = expectation_step(
            current,
            lottery.capital_node,
            lottery.bond_node,
            lottery.capital_share,
            lottery.bond_share,
            found.space.transition,
        )
    return vectors


def jacobian_from_fake_news(fake_news: Array) -> Array:
    """Jacobian from the fake-news matrix: each column is the one before, a year later, plus its own news."""
    jacobian = fake_news.copy()
    for s in range(1, jacobian.shape[1]):
        jacobian[1:, s] += jacobian[:-1, s - 1]
    return jacobian


def block_jacobians(
    found: Stationary, horizons: int, states: dict[str, Array], step: float = STEP
) -> dict[str, dict[str, Array]]:
    """Jacobians of aggregates in the paths of the four prices that entrepreneurs see.

    Parameters
    ----------
    found : Stationary
    horizons : int
        Length T of the paths.
    states : dict of (nz, nk, nb) arrays
        Functions of the state whose aggregates are wanted besides; predetermined, so they do not react on impact.
    step : float
        Half-width of the differences.

    Returns
    -------
    dict of dict of (T, T) arrays
        ``jacobians[outcome][price][t, s]``, the response at t to the price at s. Outcomes are ``capital_next``,
        ``bonds_next``, ``good_sales`` and the keys of `states`.
    """
    space, lottery, distribution = found.space, found.lottery, found.distribution
    choices = {
        "capital_next": found.policies.capital_next,
        "bonds_next": found.policies.bonds_next,
        "good_sales": good_sales_policy(found.economy, space, found.policies.capital_next),
    }
    impact = {name: {price: np.zeros(horizons) for price in INPUTS} for name in (*choices, *states)}
    shifts = {price: np.empty((horizons, distribution.size)) for price in INPUTS}
    reached = np.zeros(distribution.size, dtype=np.bool_)
    for price in INPUTS:
        news: Response | None = None
        for s in range(horizons):
            news = respond(found, {price: 1.0} if s == 0 else {}, news, step)
            for name in choices:
                impact[name][price][s] = weighted_sum(distribution, getattr(news, name))
            shifts[price][s] = lottery_shift(
                distribution,
                lottery.capital_node,
                lottery.bond_node,
                lottery.capital_share,
                lottery.bond_share,
                news.capital_next,
                news.bonds_next,
                space.capital,
                space.bonds,
                space.transition,
            ).ravel()
            reached |= shifts[price][s] != 0.0
    compact = {price: np.ascontiguousarray(shifts[price][:, reached].T) for price in INPUTS}
    jacobians: dict[str, dict[str, Array]] = {}
    for name, outcome in {**choices, **states}.items():
        vectors = expectation_vectors(found, outcome, horizons - 1, reached)
        jacobians[name] = {}
        for price in INPUTS:
            fake_news = np.vstack([impact[name][price], matrix_product(vectors, compact[price])])
            jacobians[name][price] = jacobian_from_fake_news(fake_news)
    return jacobians
