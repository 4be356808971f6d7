"""Transitions after an unforeseen path of aggregate productivity: quasi-Newton on the stacked paths of four prices."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import lu_factor, lu_solve

from frictions.arrays import Array
from frictions.reallocation.distribution import advance, build_lottery
from frictions.reallocation.efficiency import (
    endogenous_productivity,
    log_marginal_product,
    marginal_product_ratio,
    marginal_product_shape,
    mean_by_productivity,
)
from frictions.reallocation.errors import InvalidParameter, NoClearing
from frictions.reallocation.fake_news import block_jacobians
from frictions.reallocation.household import profit_scale
from frictions.reallocation.markets import (
    MARKETS,
    Aggregates,
    aggregates_from_sums,
    market_residuals,
    price_of_bundle,
    walras_residual,
)
from frictions.reallocation.policies import Policies, step_back
from frictions.reallocation.stationary import Stationary, good_sales_policy

SUMS = ("capital", "revenue", "capital_next", "good_sales", "bonds_next")


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


@dataclass(frozen=True)
class Transition:
    """An equilibrium path.

    Attributes
    ----------
    stationary : Stationary
        Where the path starts and ends.
    simulation : Simulation
    residual_history : tuple of float
        Largest residual at the linear solution and after each correction.
    walras : (T,) array
        Output less consumption and new investment, over output.
    return_gap : float
        Sum of absolute differences between the final and the stationary distribution.
    """

    stationary: Stationary
    simulation: Simulation
    residual_history: tuple[float, ...]
    walras: Array
    return_gap: float


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

    sums = np.empty((6, horizons))
    products = np.empty((horizons, space.log_productivity.size))
    products_next = np.empty_like(products)
    dispersion = np.empty(horizons)
    at_hand = marginal_product_shape(economy, space, np.broadcast_to(space.capital[:, None], space.shape))
    log_product = log_marginal_product(economy, space)
    distribution = found.distribution
    for t, policies in enumerate(path):
        by_capital = distribution.sum(axis=2)
        sums[0, t] = np.vdot(by_capital.sum(axis=0), space.capital)
        sums[1, t] = np.vdot(by_capital, space.revenue)
        sums[2, t] = np.vdot(distribution, policies.capital_next)
        sums[3, t] = np.vdot(distribution, good_sales_policy(economy, space, policies.capital_next))
        sums[4, t] = np.vdot(distribution, policies.bonds_next)
        sums[5, t] = np.vdot(distribution, policies.consumption)
        products[t] = scale[t] * mean_by_productivity(space, distribution, at_hand)
        chosen = marginal_product_shape(economy, space, policies.capital_next)
        products_next[t] = scale[t] * mean_by_productivity(space, distribution, chosen)
        logs = log_product[:, :, 0]
        mean = np.vdot(by_capital, logs)
        dispersion[t] = np.sqrt(np.vdot(by_capital, (logs - mean) ** 2))
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


@dataclass(frozen=True)
class Linearisation:
    """First-order solution around a stationary equilibrium; T years.

    Attributes
    ----------
    stationary : Stationary
    horizons : int
        T.
    fixed_wage : bool
        Whether a wage that stays put replaces the labour market.
    to_prices : (4 T, 4 T) array
        H_U, the Jacobian of the stacked residuals in the stacked prices.
    to_productivity : (4 T, T) array
        H_Z, their Jacobian in aggregate productivity.
    sums : dict of (T, 5 T) arrays
        Jacobians of the sums over entrepreneurs in stacked prices and productivity; the sums are those of `SUMS` and
        the extra functions of the state asked for.
    """

    stationary: Stationary
    horizons: int
    fixed_wage: bool
    to_prices: Array
    to_productivity: Array
    sums: dict[str, Array]

    def price_response(self, productivity: Array) -> Array:
        """First-order response of the stacked prices to a path (or columns of paths) of productivity."""
        return np.asarray(-np.linalg.solve(self.to_prices, self.to_productivity @ productivity))


def stationary_sums(found: Stationary) -> Array:
    """Compute the five sums of `SUMS` in the stationary equilibrium."""
    aggregates = found.aggregates
    revenue = float(np.vdot(found.distribution.sum(axis=2), found.space.revenue))
    return np.array(
        [
            float(aggregates.capital),
            revenue,
            float(aggregates.capital_next),
            float(aggregates.good_sales),
            float(aggregates.bonds_next),
        ]
    )


def static_derivatives(found: Stationary) -> tuple[Array, Array, Array]:
    """Differentiate what holds within a year, by central differences of smooth functions.

    Parameters
    ----------
    found : Stationary

    Returns
    -------
    scale : (2,) array
        Derivatives of the profit scale in w and Z.
    cost : (2,) array
        Derivatives of rho in p and lambda^M.
    residuals : (4, 9) array
        Derivatives of F_1 to F_4 in p, lambda^M, w, Z and the five sums.
    """
    economy, prices = found.economy, found.prices
    base = np.concatenate(
        [[prices.price_used, prices.lemon_share, prices.wage, economy.aggregate_productivity], stationary_sums(found)]
    )

    def within_year(point: Array) -> Array:
        given = (point[0], point[1], point[2])
        sums = (*point[4:], 0.0)
        residuals = market_residuals(economy, *given, aggregates_from_sums(economy, given, point[3], sums))
        scale = profit_scale(economy, point[2], point[3])
        return np.append(residuals, [scale, price_of_bundle(economy, point[0], point[1])])

    columns = []
    for i in range(base.size):
        step = np.zeros(base.size)
        step[i] = 1e-6
        columns.append((within_year(base + step) - within_year(base - step)) / 2e-6)
    derivatives = np.column_stack(columns)
    return derivatives[4, [2, 3]], derivatives[5, [0, 1]], derivatives[:4]


def linearise(
    found: Stationary, horizons: int, states: dict[str, Array] | None = None, fixed_wage: bool = False
) -> Linearisation:
    """Sequence-space Jacobians of the whole economy.

    Parameters
    ----------
    found : Stationary
    horizons : int
        Length T of the paths.
    states : dict of (nz, nk, nb) arrays, optional
        Further functions of the state whose sums are wanted.
    fixed_wage : bool
        Keep the wage where it was, and let employment be what entrepreneurs want: the labour market does not clear.

    Returns
    -------
    Linearisation
    """
    revenue = np.ascontiguousarray(np.broadcast_to(found.space.revenue[:, :, None], found.space.shape))
    blocks = block_jacobians(found, horizons, {"revenue": revenue, **(states or {})})
    scale, cost, within = static_derivatives(found)
    zero = np.zeros((horizons, horizons))
    sums: dict[str, Array] = {}
    for name, block in blocks.items():
        # Columns: p, lambda^M, w, R and Z, each T wide.
        sums[name] = np.hstack(
            [
                block["price_used"] + cost[0] * block["bundle_price"],
                cost[1] * block["bundle_price"],
                scale[0] * block["scale"],
                block["gross_rate"],
                scale[1] * block["scale"],
            ]
        )
    sums["capital"] = np.vstack([np.zeros((1, 5 * horizons)), sums["capital_next"][:-1]])
    identity = np.eye(horizons)
    stacked = np.zeros((4 * horizons, 5 * horizons))
    for m in range(4):
        rows = slice(m * horizons, (m + 1) * horizons)
        p, share, wage, productivity = (within[m, i] * identity for i in range(4))
        stacked[rows] = np.hstack([p, share, wage, zero, productivity])
        for i, name in enumerate(SUMS):
            stacked[rows] += within[m, 4 + i] * sums[name]
    if fixed_wage:
        rows = slice(2 * horizons, 3 * horizons)
        stacked[rows] = 0.0
        stacked[rows, rows] = identity
    return Linearisation(
        stationary=found,
        horizons=horizons,
        fixed_wage=fixed_wage,
        to_prices=stacked[:, : 4 * horizons],
        to_productivity=stacked[:, 4 * horizons :],
        sums=sums,
    )


def solve_transition(
    linear: Linearisation, productivity: Array, tolerance: float = 1e-8, max_corrections: int = 12
) -> Transition:
    """Equilibrium path by quasi-Newton steps with the Jacobian of the stationary equilibrium.

    Parameters
    ----------
    linear : Linearisation
    productivity : (n,) array
        Aggregate productivity in the first n years, n at most T; afterwards its stationary value.
    tolerance : float
        Largest relative residual of a market in any year.
    max_corrections : int
        Limit on the number of steps after the linear solution.

    Returns
    -------
    Transition

    Raises
    ------
    InvalidParameter
        If `productivity` is longer than the horizon.
    NoClearing
        If a market does not clear in some year; names the market with the largest residual.
    """
    found, horizons = linear.stationary, linear.horizons
    if productivity.size > horizons:
        raise InvalidParameter("productivity", f"path of {productivity.size} years", f"at most {horizons} years long")
    path = np.full(horizons, found.economy.aggregate_productivity)
    path[: productivity.size] = productivity
    factors = lu_factor(linear.to_prices)
    start = np.repeat(found.prices.as_array(), horizons)
    point = start - lu_solve(factors, linear.to_productivity @ (path - found.economy.aggregate_productivity))
    history: list[float] = []
    moves: list[Array] = []
    changes: list[Array] = []
    previous: tuple[Array, Array] | None = None
    for _ in range(max_corrections + 1):
        simulation = simulate(found, unstack_prices(point), path)
        if linear.fixed_wage:
            simulation.residuals[2] = simulation.prices.wage - found.prices.wage
        history.append(float(np.max(np.abs(simulation.residuals))))
        if history[-1] <= tolerance:
            gap = float(np.abs(simulation.final_distribution - found.distribution).sum())
            walras = np.asarray(walras_residual(simulation.aggregates))
            return Transition(found, simulation, tuple(history), walras, gap)
        # The stationary Jacobian is a preconditioner; the last few steps correct it (Anderson, 1965).
        gap_to_close = -lu_solve(factors, simulation.residuals.ravel())
        if previous is not None:
            moves = [*moves[-4:], point - previous[0]]
            changes = [*changes[-4:], gap_to_close - previous[1]]
        previous = (point, gap_to_close)
        step = gap_to_close
        if changes:
            weights = np.linalg.lstsq(np.column_stack(changes), gap_to_close, rcond=None)[0]
            step = gap_to_close - (np.column_stack(moves) + np.column_stack(changes)) @ weights
        point = point + step
    market = int(np.argmax(np.max(np.abs(simulation.residuals), axis=1)))
    year = int(np.argmax(np.abs(simulation.residuals[market])))
    reason = f"no equilibrium path after {max_corrections} corrections, worst in year {year + 1}"
    raise NoClearing(MARKETS[market], float(simulation.residuals[market, year]), reason)
