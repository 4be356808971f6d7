"""Stationary equilibrium: four prices that clear the markets at constant aggregate productivity."""

from dataclasses import asdict, dataclass, replace
from typing import NoReturn

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.distribution import Lottery, build_lottery, stationary_distribution
from frictions.reallocation.errors import BeyondNaturalLimit, NoClearing, NotConverged, NoTrade
from frictions.reallocation.household import profit_scale
from frictions.reallocation.linear_algebra import weighted_sum
from frictions.reallocation.markets import (
    MARKETS,
    Aggregates,
    Prices,
    aggregates_from_sums,
    market_residuals,
    price_of_bundle,
)
from frictions.reallocation.natural_limit import natural_limit
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.policies import Policies, solve_policies
from frictions.reallocation.quasi_newton import broyden
from frictions.reallocation.state_space import StateSpace, build_state_space

FIRST_PRICES = Prices(price_used=0.95, lemon_share=0.07, wage=1.18, gross_rate=1.02)
"""Where the search starts by default; `solve_stationary` finds the same equilibrium from dispersed starts."""

LARGEST_STEP = np.array([0.05, 0.03, 0.08, 0.008])
DIFFERENCE = np.array([1e-3, 1e-3, 2e-3, 1e-3])
COARSE_BONDS = 24
FINAL_ACCURACY = 1e-12


@dataclass(frozen=True)
class Stationary:
    """A stationary equilibrium, or the economy at prices that need not clear the markets.

    Attributes
    ----------
    economy : Economy
    resolution : Resolution
    space : StateSpace
    prices : Prices
    bundle_price, scale : float
        rho, and profit per unit of `space.revenue`.
    policies : Policies
    lottery : Lottery
    distribution : (nz, nk, nb) array
        Entrepreneurs over (z, k, b) at the start of the year; sums to one.
    aggregates : Aggregates
    residuals : (4,) array
        The conditions F_1 to F_4, relative.
    policy_change, distribution_change : float
        Last change of consumption and of the distribution in their iterations.
    jacobian : (4, 4) array
        Last Jacobian of the search, for warm starts.
    evaluations : int
        Evaluations of the economy that the search took.
    """

    economy: Economy
    resolution: Resolution
    space: StateSpace
    prices: Prices
    bundle_price: float
    scale: float
    policies: Policies
    lottery: Lottery
    distribution: Array
    aggregates: Aggregates
    residuals: Array
    policy_change: float
    distribution_change: float
    jacobian: Array
    evaluations: int


def good_sales_policy(economy: Economy, space: StateSpace, capital_next: Array) -> Array:
    """Good capital that each entrepreneur sells, ((1 - delta) k - k')^+; array (nz, nk, nb)."""
    left = (1.0 - economy.depreciation) * space.capital[:, None]
    # Inaction maps node to node; what is left of the difference there is rounding.
    sold = left - capital_next
    return np.where(sold > 1e-12 * left, sold, 0.0)


def aggregate(
    economy: Economy, space: StateSpace, prices: Prices, policies: Policies, distribution: Array
) -> Aggregates:
    """Aggregate a distribution under policies, at the economy's stationary productivity."""
    sums = (
        weighted_sum(distribution.sum(axis=(0, 2)), space.capital),
        weighted_sum(distribution.sum(axis=2), space.revenue),
        weighted_sum(distribution, policies.capital_next),
        weighted_sum(distribution, good_sales_policy(economy, space, policies.capital_next)),
        weighted_sum(distribution, policies.bonds_next),
        weighted_sum(distribution, policies.consumption),
    )
    given = (prices.price_used, prices.lemon_share, prices.wage)
    return aggregates_from_sums(economy, given, economy.aggregate_productivity, sums)


def evaluate_prices(
    economy: Economy,
    resolution: Resolution,
    space: StateSpace,
    prices: Prices,
    guess: tuple[Array, Array] | None = None,
    start: Array | None = None,
    accuracy: float = 1e-11,
) -> Stationary:
    """Policies, stationary distribution and market residuals at given prices.

    Parameters
    ----------
    economy : Economy
    resolution : Resolution
    space : StateSpace
    prices : Prices
    guess : pair of arrays, optional
        V_b and V_k to start the policies from.
    start : (nz, nk, nb) array, optional
        Distribution to start from.
    accuracy : float
        Tolerance on the change of consumption and of the distribution.

    Returns
    -------
    Stationary

    Raises
    ------
    NotConverged
        If policies or distribution do not settle at these prices.
    """
    policies, policy_change, _ = solve_policies(economy, space, prices, guess, accuracy)
    lottery = build_lottery(policies.capital_next, policies.bonds_next, space.capital, space.bonds)
    if start is None:
        start = np.zeros(space.shape)
        middle = int(np.searchsorted(space.capital, 1.0))
        start[:, middle, int(np.searchsorted(space.bonds, 0.0))] = space.productivity_weights
    distribution, change, _ = stationary_distribution(start, lottery, space.transition, accuracy)
    aggregates = aggregate(economy, space, prices, policies, distribution)
    return Stationary(
        economy=economy,
        resolution=resolution,
        space=space,
        prices=prices,
        bundle_price=float(price_of_bundle(economy, prices.price_used, prices.lemon_share)),
        scale=float(profit_scale(economy, prices.wage, economy.aggregate_productivity)),
        policies=policies,
        lottery=lottery,
        distribution=distribution,
        aggregates=aggregates,
        residuals=market_residuals(economy, prices.price_used, prices.lemon_share, prices.wage, aggregates),
        policy_change=policy_change,
        distribution_change=change,
        jacobian=np.full((4, 4), np.nan),
        evaluations=1,
    )


def _refuse(
    economy: Economy,
    space: StateSpace,
    prices: Prices,
    found: Stationary | None,
    reason: str,
    jacobian: Array | None = None,
) -> NoReturn:
    """Raise the error that says why the search ended without an equilibrium at `prices`."""
    limit = natural_limit(economy, space, prices)
    if economy.borrowing_limit > limit:
        cause = f"borrowing limit {economy.borrowing_limit} exceeds the natural limit {limit:.4f}"
        raise BeyondNaturalLimit("bonds", economy.borrowing_limit - limit, cause)
    if found is None:
        raise NoClearing("bonds", float("nan"), reason)
    if float(found.aggregates.good_sales) <= 1e-9 * float(found.aggregates.capital):
        raise NoTrade("used capital", float(found.residuals[0]), f"nobody sells good capital; {reason}")
    distance = np.abs(found.residuals)
    if jacobian is not None:
        # The market at fault is the one whose price would have to move most, not the one with the largest unit.
        distance = np.abs(np.linalg.lstsq(jacobian, found.residuals, rcond=1e-14)[0]) / LARGEST_STEP
    worst = int(np.argmax(distance))
    raise NoClearing(MARKETS[worst], float(found.residuals[worst]), reason)


def solve_stationary(
    economy: Economy,
    resolution: Resolution | None = None,
    first: Prices = FIRST_PRICES,
    near: Stationary | None = None,
    tolerance: float = 1e-9,
) -> Stationary:
    """Stationary equilibrium by Broyden's method on (p, lambda^M, w, R).

    A coarse bond grid gives the neighbourhood and the Jacobian; the full grid then needs a few evaluations. Every
    evaluation starts from the policies and the distribution of the one before.

    Parameters
    ----------
    economy : Economy
    resolution : Resolution, optional
    first : Prices
        Where the search starts.
    near : Stationary, optional
        A solved economy with the same numbers of nodes, to start from instead of `first`.
    tolerance : float
        Largest relative residual of a market.

    Returns
    -------
    Stationary

    Raises
    ------
    NoTrade
        If the search ends where nobody sells good capital.
    NoClearing
        If a market does not clear; names the market with the largest residual.
    BeyondNaturalLimit
        If the borrowing limit exceeds the natural one at the prices found.
    """
    resolution = Resolution() if resolution is None else resolution
    jacobian: Array | None = None
    point = first.as_array()
    guess: tuple[Array, Array] | None = None
    evaluations = 0
    if near is not None:
        point, jacobian = near.prices.as_array(), near.jacobian
    elif resolution.bond_points > COARSE_BONDS:
        coarse = replace(resolution, bond_points=COARSE_BONDS, alignment=1)
        opening = _search(economy, coarse, point, None, None, None, 1e-5)
        point, jacobian = opening.prices.as_array(), opening.jacobian
        evaluations = opening.evaluations
    start = None
    if near is not None and near.space.shape == build_state_space(economy, resolution).shape:
        guess, start = (near.policies.marginal_bond, near.policies.marginal_capital), near.distribution
    found = _search(economy, resolution, point, jacobian, guess, start, tolerance)
    if economy.borrowing_limit > natural_limit(economy, found.space, found.prices):
        _refuse(economy, found.space, found.prices, found, "")
    return replace(found, evaluations=found.evaluations + evaluations)


def _search(
    economy: Economy,
    resolution: Resolution,
    point: Array,
    jacobian: Array | None,
    guess: tuple[Array, Array] | None,
    start: Array | None,
    tolerance: float,
) -> Stationary:
    """Broyden's method on one grid; raises as `solve_stationary` does."""
    space = build_state_space(economy, resolution)
    latest: Stationary | None = None
    tried = Prices(*map(float, point))

    def residuals(trial: Array, accuracy: float) -> Array:
        nonlocal latest, guess, start, tried
        tried = Prices(*map(float, trial))
        latest = evaluate_prices(economy, resolution, space, tried, guess, start, accuracy)
        guess = (latest.policies.marginal_bond, latest.policies.marginal_capital)
        start = latest.distribution
        return latest.residuals

    lower = np.array([0.3, 0.0, 0.2, 0.9])
    upper = np.array([1.0 / (1.0 - economy.lemon_rate), 0.95, 5.0, 1.0 / economy.discount_factor - 1e-4])
    try:
        root = broyden(residuals, point, LARGEST_STEP, DIFFERENCE, lower, upper, tolerance, jacobian)
        best = Prices(*map(float, root.point))
        accuracy = FINAL_ACCURACY if tolerance <= 1e-8 else 1e-8
        final = evaluate_prices(economy, resolution, space, best, guess, start, accuracy)
    except NotConverged as failure:
        _refuse(economy, space, tried, latest, str(failure))
    if not root.converged:
        # Six digits: the last ones depend on the machine, and a result that holds the reason would too.
        prices = ", ".join(f"{name} {value:.6g}" for name, value in asdict(best).items())
        reason = f"no clearing prices found in {root.evaluations} evaluations, best at {prices}"
        _refuse(economy, space, best, final, reason, root.jacobian)
    return replace(final, jacobian=root.jacobian, evaluations=root.evaluations + 1)
