"""The economy with next year's capital confined to a coarse grid, as a discrete choice.

This emulates what the source most likely computed: values by regime, k' from equally spaced points, b' by the
endogenous grid. The inaction point (1 - delta) k is then not among the choices, the value is no longer concave, and
demand for used capital jumps where an entrepreneur switches points, so that markets clear only to a few parts in a
thousand. It serves to show what a coarse grid does to Table 2.2, not to solve the model.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from frictions.arrays import Array
from frictions.reallocation.discrete_kernels import Cells, choice_step, locate_cash
from frictions.reallocation.distribution import build_lottery, stationary_distribution
from frictions.reallocation.errors import InvalidParameter, NoClearing, NotConverged
from frictions.reallocation.household import profit_scale
from frictions.reallocation.markets import MARKETS, Aggregates, Prices, market_residuals, price_of_bundle
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.policies import Policies
from frictions.reallocation.state_space import StateSpace, build_state_space
from frictions.reallocation.stationary import FIRST_PRICES, aggregate

VALUE_TOLERANCE = 1e-5
CASH_POWER = 3.0


@dataclass(frozen=True)
class CoarseGrid:
    """The confined capital grid and the clearing tolerance that goes with it.

    Attributes
    ----------
    points : int
        Number of equally spaced capital points.
    lowest, highest : float
        Their range.
    bond_points, cash_points : int
        Nodes of the bond grid and of the grid in cash after investment.
    tolerance : float
        Largest relative market residual that is accepted.
    """

    points: int = 60
    lowest: float = 0.05
    highest: float = 8.0
    bond_points: int = 60
    cash_points: int = 240
    tolerance: float = 2e-3

    def __post_init__(self) -> None:
        if self.points < 3:
            raise InvalidParameter("points", self.points, "at least 3")
        if not 0.0 < self.lowest < self.highest:
            raise InvalidParameter("lowest", self.lowest, "positive and below highest")


@dataclass(frozen=True)
class Budget:
    """What each state can spend on each k' at given prices.

    Attributes
    ----------
    income : (nz, nk) array
        Profit and sales of lemons.
    outlay : (nk, nk) array
        Spent on moving from k (row) to k' (column).
    cash : (nm,) array
        Grid of cash after investment, dense at its lower end.
    cells : (nz, nk, nk, nb) uint16 array
        Where on the grid of cash each state ends up with each k'.
    gross_rate : float
    """

    income: Array
    outlay: Array
    cash: Array
    cells: Cells
    gross_rate: float


@dataclass(frozen=True)
class CoarseStationary:
    """Stationary equilibrium with the confined choice.

    Attributes
    ----------
    economy : Economy
    grid : CoarseGrid
    space : StateSpace
        With the equally spaced capital grid.
    prices : Prices
    budget : Budget
    value : (nz, nk, nb) array
        Lifetime utility.
    policies : Policies
        Marginal values of capital are not defined here and left as NaN.
    distribution : (nz, nk, nb) array
    aggregates : Aggregates
    residuals : (4,) array
        Relative market residuals.
    evaluations : int
    """

    economy: Economy
    grid: CoarseGrid
    space: StateSpace
    prices: Prices
    budget: Budget
    value: Array
    policies: Policies
    distribution: Array
    aggregates: Aggregates
    residuals: Array
    evaluations: int


def coarse_space(economy: Economy, grid: CoarseGrid) -> StateSpace:
    """State space with equally spaced capital."""
    space = build_state_space(economy, Resolution(bond_points=grid.bond_points))
    capital = np.linspace(grid.lowest, grid.highest, grid.points)
    boost = np.exp(space.log_productivity / (1.0 - economy.labor_exponent))
    return StateSpace(
        log_productivity=space.log_productivity,
        transition=space.transition,
        productivity_weights=space.productivity_weights,
        capital=capital,
        bonds=space.bonds,
        alignment=0,
        revenue=boost[:, None] * capital**economy.profit_exponent,
    )


def coarse_budget(
    economy: Economy,
    grid: CoarseGrid,
    space: StateSpace,
    scale: float,
    price_used: float,
    cost: float,
    gross_rate: float,
    near: Budget | None = None,
) -> Budget:
    """Budget of one year.

    Parameters
    ----------
    economy : Economy
    grid : CoarseGrid
    space : StateSpace
    scale, price_used, cost, gross_rate : float
        Profit per unit of revenue, p, rho and R.
    near : Budget, optional
        Of the same economy at similar prices: makes the search for the cells short, changes no number.

    Returns
    -------
    Budget
    """
    income = scale * space.revenue + price_used * economy.lemon_rate * space.capital
    change = space.capital[None, :] - (1.0 - economy.depreciation) * space.capital[:, None]
    outlay = np.where(change > 0.0, cost, price_used) * change
    lowest = space.bonds[0] / gross_rate
    highest = float(income.max() + space.bonds[-1] - outlay.min())
    cash = lowest + (highest - lowest) * np.linspace(0.0, 1.0, grid.cash_points) ** CASH_POWER
    nz, nk, nb = space.shape
    start = np.zeros((nz, nk, nk, nb), np.uint16) if near is None else near.cells
    return Budget(income, outlay, cash, locate_cash(income, outlay, space.bonds, cash, start), gross_rate)


def coarse_step(
    economy: Economy, space: StateSpace, budget: Budget, ahead: tuple[Array, Array]
) -> tuple[Policies, tuple[Array, Array]]:
    """One year of the confined problem.

    Parameters
    ----------
    economy : Economy
    space : StateSpace
    budget : Budget
    ahead : pair of (nz, nk, nb) arrays
        Next year's value and its slope in b.

    Returns
    -------
    policies : Policies
    now : pair of (nz, nk, nb) arrays
        Value and slope at the start of the year.
    """
    value, slope, consumption, bonds_next, choice = choice_step(
        *ahead,
        space.transition,
        economy.discount_factor,
        budget.gross_rate,
        space.bonds,
        budget.income,
        budget.outlay,
        budget.cash,
        budget.cells,
    )
    undefined = np.full(space.shape, np.nan)
    return Policies(space.capital[choice], bonds_next, consumption, slope, undefined), (value, slope)


def _evaluate(
    economy: Economy,
    grid: CoarseGrid,
    space: StateSpace,
    prices: Prices,
    warm: CoarseStationary | None,
    max_steps: int = 2000,
) -> CoarseStationary:
    """Policies, distribution and residuals at given prices, starting from those at other prices."""
    scale = float(profit_scale(economy, prices.wage, economy.aggregate_productivity))
    cost = float(price_of_bundle(economy, prices.price_used, prices.lemon_share))
    if warm is None:
        eaten = np.maximum(0.3 * (scale * space.revenue[:, :, None] + 0.1 * (space.bonds - space.bonds[0])), 1e-3)
        ahead = (np.log(eaten) / (1.0 - economy.discount_factor), 1.0 / eaten)
        start = np.zeros(space.shape)
        start[:, grid.points // 8, grid.bond_points // 3] = space.productivity_weights
    else:
        ahead, start = (warm.value, warm.policies.marginal_bond), warm.distribution
    near = None if warm is None else warm.budget
    budget = coarse_budget(economy, grid, space, scale, prices.price_used, cost, prices.gross_rate, near)
    change = math.inf
    for _ in range(max_steps):
        policies, now = coarse_step(economy, space, budget, ahead)
        # At the lowest capital, where nobody lives, jumps in the choice keep a few states from settling.
        change = float(np.quantile(np.abs(now[0] - ahead[0]), 0.9))
        ahead = now
        if change <= VALUE_TOLERANCE:
            break
    else:
        raise NotConverged("values of the discrete choice", max_steps, change, VALUE_TOLERANCE)
    lottery = build_lottery(policies.capital_next, policies.bonds_next, space.capital, space.bonds)
    distribution, _, _ = stationary_distribution(start, lottery, space.transition, 1e-8)
    aggregates = aggregate(economy, space, prices, policies, distribution)
    residuals = market_residuals(economy, prices.price_used, prices.lemon_share, prices.wage, aggregates)
    return CoarseStationary(
        economy, grid, space, prices, budget, ahead[0], policies, distribution, aggregates, residuals, 1
    )


def solve_coarse(
    economy: Economy, grid: CoarseGrid | None = None, first: Prices = FIRST_PRICES, max_evaluations: int = 60
) -> CoarseStationary:
    """Stationary equilibrium with k' confined to the coarse grid.

    Demand jumps in prices, so differences over wide steps give the Jacobian, steps are damped, and the best point
    found counts.

    Parameters
    ----------
    economy : Economy
    grid : CoarseGrid, optional
    first : Prices
        Where the search starts.
    max_evaluations : int

    Returns
    -------
    CoarseStationary

    Raises
    ------
    NoClearing
        If no point within the tolerance was found.
    """
    grid = CoarseGrid() if grid is None else grid
    space = coarse_space(economy, grid)
    widths = np.array([8e-3, 8e-3, 8e-3, 2e-3])
    point = first.as_array()
    best = _evaluate(economy, grid, space, first, None)
    evaluations = 1
    damping = 1.0
    jacobian: Array | None = None
    while evaluations < max_evaluations and float(np.max(np.abs(best.residuals))) > grid.tolerance:
        if jacobian is None:
            columns = []
            for i in range(4):
                shifted = point.copy()
                shifted[i] += widths[i]
                trial = _evaluate(economy, grid, space, Prices(*map(float, shifted)), best)
                columns.append((trial.residuals - best.residuals) / widths[i])
            jacobian = np.column_stack(columns)
            evaluations += 4
        step = -damping * np.linalg.solve(jacobian, best.residuals)
        trial = _evaluate(economy, grid, space, Prices(*map(float, point + step)), best)
        evaluations += 1
        gained = np.max(np.abs(trial.residuals)) < np.max(np.abs(best.residuals))
        jacobian += np.outer(trial.residuals - best.residuals - jacobian @ step, step) / (step @ step)
        if gained:
            best, point, damping = trial, point + step, 1.0
        else:
            damping *= 0.5
            if damping < 0.1:
                jacobian, damping = None, 0.7
    if float(np.max(np.abs(best.residuals))) > grid.tolerance:
        worst = int(np.argmax(np.abs(best.residuals)))
        raise NoClearing(MARKETS[worst], float(best.residuals[worst]), f"coarse choice, {evaluations} evaluations")
    return replace(best, evaluations=evaluations)
