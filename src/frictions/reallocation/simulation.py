"""The economy along given paths of prices: policies backwards, the distribution forwards, nothing linearised."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.distribution import advance, build_lottery
from frictions.reallocation.efficiency import (
    endogenous_productivity,
    log_marginal_product,
    marginal_product_ratio,
    marginal_product_shape,
    mean_by_productivity,
)
from frictions.reallocation.household import profit_scale
from frictions.reallocation.linear_algebra import weighted_sum
from frictions.reallocation.markets import (
    Aggregates,
    aggregates_from_sums,
    market_residuals,
    price_of_bundle,
)
from frictions.reallocation.parameters import Economy
from frictions.reallocation.policies import Policies, step_back
from frictions.reallocation.state_space import StateSpace
from frictions.reallocation.stationary import Stationary, good_sales_policy


@dataclass(frozen=True)
class PricePaths:
    """Paths of what clears the markets; arrays (T,).

    Attributes
    ----------
    price_used, lemon_share, wage, gross_rate : array
        p, lambda^M, w and R.
    """

    price_used: Array
    lemon_share: Array
    wage: Array
    gross_rate: Array

    def stacked(self) -> Array:
        """All paths as one vector of length 4 T, in the order of the fields."""
        return np.concatenate([self.price_used, self.lemon_share, self.wage, self.gross_rate])


def unstack_prices(stacked: Array) -> PricePaths:
    """Price paths from a vector of length 4 T."""
    return PricePaths(*stacked.reshape(4, -1))


@dataclass(frozen=True)
class Simulation:
    """What happens along given paths of prices and productivity; arrays (T,) unless said otherwise.

    Attributes
    ----------
    prices : PricePaths
    productivity : array
        Aggregate productivity Z.
    aggregates : Aggregates
    residuals : (4, T) array
        The conditions F_1 to F_4, relative.
    marginal_products : (T, nz) array
        Mean marginal product of capital by productivity, at the capital in place.
    marginal_products_next : (T, nz) array
        The same at the capital chosen for next year, with this year's productivity.
    log_dispersion : array
        Standard deviation of the log marginal product across entrepreneurs.
    tfp_end : array
        Endogenous part of measured productivity, in logs.
    final_distribution : (nz, nk, nb) array
        Distribution at the start of the year after the last.
    """

    prices: PricePaths
    productivity: Array
    aggregates: Aggregates
    residuals: Array
    marginal_products: Array
    marginal_products_next: Array
    log_dispersion: Array
    tfp_end: Array
    final_distribution: Array

    @property
    def mpk_ratio(self) -> Array:
        """Mean marginal product at the highest productivity over that at the second lowest."""
        return marginal_product_ratio(self.marginal_products)

    @property
    def mpk_ratio_next(self) -> Array:
        """The same ratio at the capital chosen for next year."""
        return marginal_product_ratio(self.marginal_products_next)


def simulate(found: Stationary, prices: PricePaths, productivity: Array) -> Simulation:
    """Solve backwards from the stationary equilibrium and push the distribution forwards, without linearising.

    Parameters
    ----------
    found : Stationary
        Where entrepreneurs start and what they expect after the last year.
    prices : PricePaths
    productivity : (T,) array

    Returns
    -------
    Simulation
    """
    economy, space = found.economy, found.space
    horizons = productivity.size
    scale = np.asarray(profit_scale(economy, prices.wage, productivity))
    cost = price_of_bundle(economy, prices.price_used, prices.lemon_share)
    path: list[Policies] = []
    bond, capital = found.policies.marginal_bond, found.policies.marginal_capital
    for t in range(horizons - 1, -1, -1):
        policies = step_back(
            economy,
            space,
            bond,
            capital,
            float(scale[t]),
            float(prices.price_used[t]),
            float(cost[t]),
            float(prices.gross_rate[t]),
        )
        bond, capital = policies.marginal_bond, policies.marginal_capital
        path.append(policies)
    path.reverse()
    return push_forward(economy, space, found.distribution, path, prices, productivity)


def push_forward(
    economy: Economy,
    space: StateSpace,
    distribution: Array,
    path: Sequence[Policies],
    prices: PricePaths,
    productivity: Array,
) -> Simulation:
    """Push a distribution through a path of policies and add up.

    Parameters
    ----------
    economy : Economy
    space : StateSpace
    distribution : (nz, nk, nb) array
        At the start of the first year.
    path : sequence of T Policies
    prices : PricePaths
    productivity : (T,) array

    Returns
    -------
    Simulation
    """
    horizons = productivity.size
    scale = np.asarray(profit_scale(economy, prices.wage, productivity))
    sums = np.empty((6, horizons))
    products = np.empty((horizons, space.log_productivity.size))
    products_next = np.empty_like(products)
    dispersion = np.empty(horizons)
    at_hand = marginal_product_shape(economy, space, np.broadcast_to(space.capital[:, None], space.shape))
    log_product = log_marginal_product(economy, space)
    for t, policies in enumerate(path):
        by_capital = distribution.sum(axis=2)
        sums[0, t] = weighted_sum(by_capital.sum(axis=0), space.capital)
        sums[1, t] = weighted_sum(by_capital, space.revenue)
        sums[2, t] = weighted_sum(distribution, policies.capital_next)
        sums[3, t] = weighted_sum(distribution, good_sales_policy(economy, space, policies.capital_next))
        sums[4, t] = weighted_sum(distribution, policies.bonds_next)
        sums[5, t] = weighted_sum(distribution, policies.consumption)
        products[t] = scale[t] * mean_by_productivity(space, distribution, at_hand)
        chosen = marginal_product_shape(economy, space, policies.capital_next)
        products_next[t] = scale[t] * mean_by_productivity(space, distribution, chosen)
        logs = log_product[:, :, 0]
        mean = weighted_sum(by_capital, logs)
        dispersion[t] = np.sqrt(weighted_sum(by_capital, (logs - mean) ** 2))
        lottery = build_lottery(policies.capital_next, policies.bonds_next, space.capital, space.bonds)
        distribution = advance(distribution, lottery, space.transition)
    given = (prices.price_used, prices.lemon_share, prices.wage)
    aggregates = aggregates_from_sums(economy, given, productivity, list(sums))
    return Simulation(
        prices=prices,
        productivity=productivity,
        aggregates=aggregates,
        residuals=market_residuals(economy, *given, aggregates),
        marginal_products=products,
        marginal_products_next=products_next,
        log_dispersion=dispersion,
        tfp_end=endogenous_productivity(economy, aggregates.output, aggregates.capital, aggregates.labor, productivity),
        final_distribution=distribution,
    )
