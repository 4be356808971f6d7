"""Simulation of the solved economy under the physical and the pricing measure.

Full-truncation Euler with antithetic pairs. The bond is priced twice, by the stochastic discount factor and under the
pricing measure, and lifetime utility is accumulated along the consumption rule: three checks on the solution that use
no derivative of it but the one in the prices of risk.
"""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.production_economy.bonds import pricing_drift, yield_curve
from frictions.production_economy.collocation import Equilibrium
from frictions.production_economy.economy import local_coefficients
from frictions.production_economy.log_utility import log_value
from frictions.production_economy.prices import equilibrium_prices, log_ratio, price_of_risk

TABLE_SIZE = 8001


class InvalidSimulation(FrictionsError):
    """A setting of the simulation is outside its range."""


@dataclass(frozen=True)
class Estimate:
    """A simulated mean with its standard error over antithetic pairs."""

    mean: float
    standard_error: float


@dataclass(frozen=True)
class Simulation:
    """Simulated values beside those of the solution."""

    bond_physical: Estimate
    """Mean of the stochastic discount factor."""
    bond_pricing: Estimate
    """Mean discount under the pricing measure."""
    bond_solved: float
    utility: Estimate
    """Discounted utility to the horizon plus the discounted value there, from unit wealth."""
    utility_solved: float


def indirect_utility(equilibrium: Equilibrium, log_wealth: Array, state: Array) -> Array:
    """Return :math:`J(W,x)` for (n,) arrays of log wealth and states within the domain."""
    economy = equilibrium.economy
    if economy.risk_aversion == 1.0:
        value = log_value(economy)
        return value.wealth_weight * log_wealth + value.intercept + value.slope * state
    gamma = economy.risk_aversion
    return np.exp(gamma * log_ratio(equilibrium, state) + (1.0 - gamma) * log_wealth) / (1.0 - gamma)


def felicity(log_consumption: Array, risk_aversion: float) -> Array:
    """Period utility of log consumption, (n,)."""
    if risk_aversion == 1.0:
        return log_consumption
    return np.exp((1.0 - risk_aversion) * log_consumption) / (1.0 - risk_aversion)


def simulate(
    equilibrium: Equilibrium, state: float, maturity: float, paths: int, step: float, seed: np.random.SeedSequence
) -> Simulation:
    """Simulate a bond and lifetime utility from one state.

    Parameters
    ----------
    equilibrium : Equilibrium
    state : float
        Initial state, within the domain.
    maturity : float
        Years.
    paths : int
        Even; half of them are the mirror image of the other half.
    step : float
        Years.
    seed : numpy.random.SeedSequence
        Two children are spawned, one a measure.

    Raises
    ------
    InvalidSimulation
        If ``paths`` is odd or below four, or ``step`` is not within (0, maturity].
    """
    if paths < 4 or paths % 2:
        raise InvalidSimulation(f"paths = {paths} must be even and at least four")
    if not 0.0 < step <= maturity:
        raise InvalidSimulation(f"step = {step} must be positive and at most the maturity, {maturity}")
    physical, pricing = (np.random.Generator(np.random.PCG64(child)) for child in seed.spawn(2))
    bond_physical, utility = _simulate_physical(equilibrium, state, maturity, paths, step, physical)
    return Simulation(
        bond_physical=bond_physical,
        bond_pricing=_simulate_pricing(equilibrium, state, maturity, paths, step, pricing),
        bond_solved=float(yield_curve(equilibrium, np.array([maturity]), np.array([state])).prices[0, 0]),
        utility=utility,
        utility_solved=float(indirect_utility(equilibrium, np.zeros(1), np.array([state]))[0]),
    )


def _simulate_physical(
    equilibrium: Equilibrium, state: float, maturity: float, paths: int, step: float, generator: np.random.Generator
) -> tuple[Estimate, Estimate]:
    economy = equilibrium.economy
    points, lookup = _lookup(equilibrium)
    table = equilibrium_prices(equilibrium, points)
    log_consumption_share = np.log(table.consumption_wealth)
    steps, dt = _steps(maturity, step)
    x = np.full(paths, float(state))
    log_wealth = np.zeros(paths)
    log_factor = np.zeros(paths)
    total = np.zeros(paths)
    for period in range(steps):
        positive = np.maximum(x, 0.0)
        share = lookup(log_consumption_share, positive)
        local = local_coefficients(economy, positive)
        weight = 0.5 if period == 0 else 1.0
        total += (
            weight
            * dt
            * np.exp(-economy.discount_rate * period * dt)
            * felicity(log_wealth + share, economy.risk_aversion)
        )
        z1, z2 = _antithetic(generator, paths, dt), _antithetic(generator, paths, dt)
        lambda1, lambda2 = price_of_risk(local, lookup(table.dh, positive), economy.risk_aversion)
        log_factor -= lookup(table.short_rate, positive) * dt
        log_factor -= 0.5 * (lambda1**2 + lambda2**2) * dt + lambda1 * z1 + lambda2 * z2
        log_wealth += (local.growth - np.exp(share) - 0.5 * local.volatility**2) * dt + local.volatility * z1
        x += local.drift * dt + local.common * z1 + local.own * z2
    positive = np.clip(x, 0.0, equilibrium.state_limit)
    final = np.exp(-economy.discount_rate * maturity)
    share = lookup(log_consumption_share, positive)
    total += 0.5 * dt * final * felicity(log_wealth + share, economy.risk_aversion)
    total += final * indirect_utility(equilibrium, log_wealth, positive)
    return _estimate(np.exp(log_factor)), _estimate(total)


def _simulate_pricing(
    equilibrium: Equilibrium, state: float, maturity: float, paths: int, step: float, generator: np.random.Generator
) -> Estimate:
    points, lookup = _lookup(equilibrium)
    table = equilibrium_prices(equilibrium, points)
    local = local_coefficients(equilibrium.economy, points)
    drift = pricing_drift(local, table.dh, equilibrium.economy.risk_aversion)
    steps, dt = _steps(maturity, step)
    x = np.full(paths, float(state))
    discount = np.zeros(paths)
    for period in range(steps):
        positive = np.maximum(x, 0.0)
        discount -= (0.5 if period == 0 else 1.0) * dt * lookup(table.short_rate, positive)
        shock = _antithetic(generator, paths, dt)
        x += lookup(drift, positive) * dt + equilibrium.economy.volatility * np.sqrt(positive) * shock
    discount -= 0.5 * dt * lookup(table.short_rate, np.maximum(x, 0.0))
    return _estimate(np.exp(discount))


class _Lookup:
    """Linear interpolation in a table of evenly spaced states; states beyond the domain take its last value."""

    def __init__(self, upper: float) -> None:
        self.scale = (TABLE_SIZE - 1) / upper

    def __call__(self, table: Array, state: Array) -> Array:
        position = np.minimum(state * self.scale, TABLE_SIZE - 1 - 1e-9)
        low = position.astype(np.intp)
        return table[low] + (position - low) * (table[low + 1] - table[low])


def _lookup(equilibrium: Equilibrium) -> tuple[Array, _Lookup]:
    return np.linspace(0.0, equilibrium.state_limit, TABLE_SIZE), _Lookup(equilibrium.state_limit)


def _steps(maturity: float, step: float) -> tuple[int, float]:
    steps = max(round(maturity / step), 1)
    return steps, maturity / steps


def _antithetic(generator: np.random.Generator, paths: int, dt: float) -> Array:
    half = generator.standard_normal(paths // 2) * np.sqrt(dt)
    return np.concatenate([half, -half])


def _estimate(values: Array) -> Estimate:
    pairs = 0.5 * (values[: values.size // 2] + values[values.size // 2 :])
    return Estimate(float(pairs.mean()), float(pairs.std(ddof=1) / np.sqrt(pairs.size)))
