"""Optimal stock and price of a frictionless firm as its environment changes (section 1.4.1, Figures 1.1 to 1.5)."""

from dataclasses import dataclass, replace
from math import exp, log
from typing import Literal

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.inventory.demand import stock_out
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.steady_state import SteadyState
from frictions.options import checked_options


class NoFirmOptimum(FrictionsError):
    """No stock and price satisfy both conditions in the environment given; the message holds the environment."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What a firm takes as given.

    Attributes
    ----------
    marginal_cost, expected_marginal_cost : float
        Real marginal cost now and expected for next quarter.
    real_rate_gap : float
        Log real interest rate less its steady state, a quarter; ``E Xi(t+1)/Xi(t) = exp(-real_rate_gap)``.
    final_good : float
        Aggregate demand ``S``.
    """

    marginal_cost: float
    expected_marginal_cost: float
    real_rate_gap: float
    final_good: float


@dataclass(frozen=True, slots=True)
class Surfaces:
    """An optimality condition, left side less right side, over a grid of decisions.

    Attributes
    ----------
    stock : (nz,) array
        Goods available for sale, in units of the steady state.
    price : (np,) array
        Price relative to the price index.
    before, after : (np, nz) arrays
        The condition in the steady state and in the changed environment.
    """

    stock: Array
    price: Array
    before: Array
    after: Array


@dataclass(frozen=True, slots=True)
class Curves:
    """The two optimality conditions as curves, and where they cross.

    Attributes
    ----------
    threshold : (n,) array
        The stock-out threshold along the curves.
    stock_line, price_line : (2, n) arrays
        Stock (first row) and relative price (second row) that satisfy (1.40), and that satisfy (1.41).
    optimum : (float, float)
        Stock and relative price that satisfy both.
    """

    threshold: Array
    stock_line: Array
    price_line: Array
    optimum: tuple[float, float]


def steady_environment(steady: SteadyState) -> Environment:
    """Environment of a firm in the steady state."""
    return Environment(steady.marginal_cost, steady.marginal_cost, 0.0, steady.final_good)


def higher_real_rate(environment: Environment, rise: float) -> Environment:
    """Environment with a higher real rate (Figures 1.1 and 1.4); ``rise`` in log points a quarter."""
    return replace(environment, real_rate_gap=environment.real_rate_gap + rise)


def lower_marginal_cost(environment: Environment, fall: float, *, now: bool = True, next_: bool = True) -> Environment:
    """Environment with a lower real marginal cost.

    Parameters
    ----------
    environment : Environment
        Where the firm starts.
    fall : float
        In log points.
    now, next_ : bool
        Whether this quarter's and next quarter's cost falls. Figure 1.2 lowers this quarter's, Figure 1.3 shows the
        price condition, in which only next quarter's enters, and Figure 1.5 lowers both.

    Returns
    -------
    Environment
    """
    factor = exp(-fall)
    return replace(
        environment,
        marginal_cost=environment.marginal_cost * (factor if now else 1.0),
        expected_marginal_cost=environment.expected_marginal_cost * (factor if next_ else 1.0),
    )


def stock_condition_gap(parameters: InventoryParameters, environment: Environment, stock: Array, price: Array) -> Array:
    """Left side less right side of (1.40): probability of a stock-out less the net cost over the net benefit.

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters.
    environment : Environment
        What the firm takes as given.
    stock, price : arrays
        Goods available for sale and relative price, of shapes that broadcast; the price exceeds the discounted cost.

    Returns
    -------
    array
    """
    later = _discounted_cost(parameters, environment)
    threshold = stock * price**parameters.theta / environment.final_good
    probability = ndtr(-np.log(threshold) / parameters.sigma_v - 0.5 * parameters.sigma_v)
    return probability - (environment.marginal_cost - later) / (price - later)


def price_condition_gap(parameters: InventoryParameters, environment: Environment, stock: Array, price: Array) -> Array:
    """Left side less right side of (1.41): relative price less markup times discounted cost.

    Parameters
    ----------
    parameters, environment, stock, price
        As for ``stock_condition_gap``.

    Returns
    -------
    array
        Not a number where the effective elasticity is 1 or less, so that no markup is optimal.
    """
    threshold = stock * price**parameters.theta / environment.final_good
    return price - _markup(parameters, threshold) * _discounted_cost(parameters, environment)


@checked_options
def surfaces(
    parameters: InventoryParameters,
    steady: SteadyState,
    changed: Environment,
    condition: Literal["stock", "price"],
    width: float = 0.08,
    points: int = 41,
) -> Surfaces:
    """Tabulate a condition around the steady state before and after a change (Figures 1.1 to 1.3).

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters.
    steady : SteadyState
        Steady state, the centre of the grid.
    changed : Environment
        The changed environment.
    condition : {"stock", "price"}
        (1.40) for Figures 1.1 and 1.2, (1.41) for Figure 1.3.
    width : float
        Half width of the grid of the stock, as a share; the grid of the price is a quarter as wide.
    points : int
        Points a side.

    Returns
    -------
    Surfaces
    """
    gap = {"stock": stock_condition_gap, "price": price_condition_gap}[condition]
    stock = np.linspace(1.0 - width, 1.0 + width, points)
    price = steady.price * np.linspace(1.0 - width / 4.0, 1.0 + width / 4.0, points)
    grid = np.meshgrid(stock * steady.stock, price)
    return Surfaces(
        stock=stock,
        price=price,
        before=gap(parameters, steady_environment(steady), *grid),
        after=gap(parameters, changed, *grid),
    )


def curves(parameters: InventoryParameters, environment: Environment, width: float = 0.15, points: int = 201) -> Curves:
    """Trace both conditions in the plane of stock and price (Figures 1.4 and 1.5).

    Both are explicit along the stock-out threshold: (1.40) gives the price at which a probability of a stock-out is
    optimal, (1.41) the markup, and the definition of the threshold then gives the stock.

    Parameters
    ----------
    parameters : InventoryParameters
        Structural parameters.
    environment : Environment
        What the firm takes as given.
    width : float
        Half width of the range of thresholds around the optimum, in logs.
    points : int
        Points along each curve.

    Returns
    -------
    Curves

    Raises
    ------
    NoFirmOptimum
        If producing now costs no more than producing next quarter, or the conditions do not cross.
    """
    theta, demand = parameters.theta, environment.final_good
    later = _discounted_cost(parameters, environment)
    centre = _optimal_threshold(parameters, environment)
    threshold = np.exp(np.linspace(log(centre) - width, log(centre) + width, points))
    probability = ndtr(-np.log(threshold) / parameters.sigma_v - 0.5 * parameters.sigma_v)
    by_stock = later + (environment.marginal_cost - later) / probability
    by_price = _markup(parameters, threshold) * later
    at_optimum = stock_out(centre, theta, parameters.sigma_v).demand_elasticity
    price = at_optimum / (at_optimum - 1.0) * later
    return Curves(
        threshold=threshold,
        stock_line=np.array([threshold * by_stock**-theta * demand, by_stock]),
        price_line=np.array([threshold * by_price**-theta * demand, by_price]),
        optimum=(centre * price**-theta * demand, price),
    )


def _discounted_cost(parameters: InventoryParameters, environment: Environment) -> float:
    return parameters.carry * exp(-environment.real_rate_gap) * environment.expected_marginal_cost


def _markup(parameters: InventoryParameters, threshold: Array) -> Array:
    """Optimal price over discounted cost, ``eps/(eps - 1)``."""
    standardised = np.log(threshold) / parameters.sigma_v
    served = ndtr(standardised - 0.5 * parameters.sigma_v)
    sales = served + threshold * ndtr(-standardised - 0.5 * parameters.sigma_v)
    elasticity = parameters.theta * served / sales
    return np.where(elasticity > 1.0, elasticity / np.where(elasticity > 1.0, elasticity - 1.0, 1.0), np.nan)


def _optimal_threshold(parameters: InventoryParameters, environment: Environment) -> float:
    """Threshold at which (1.40) and (1.41) give one price, written without a pole."""
    later = _discounted_cost(parameters, environment)
    theta, sigma = parameters.theta, parameters.sigma_v

    def gap(log_threshold: float) -> float:
        demand = stock_out(exp(log_threshold), theta, sigma)
        excess = theta * demand.served_demand - demand.expected_sales
        return (
            later * demand.stock_out_probability * demand.expected_sales - (environment.marginal_cost - later) * excess
        )

    lower, upper = -8.0 * sigma, 8.0 * sigma
    if environment.marginal_cost <= later or not gap(lower) > 0.0 > gap(upper):
        raise NoFirmOptimum(f"no optimal stock and price in {environment}")
    return exp(brentq(gap, lower, upper, xtol=1e-14, rtol=1e-14))
