"""How the short rate and the slope of the yield curve move with the correlation of state and production."""

from dataclasses import dataclass, replace

import numpy as np

from frictions.arrays import Array
from frictions.production_economy.bonds import yield_curve
from frictions.production_economy.collocation import solve_equilibrium
from frictions.production_economy.economy import Economy
from frictions.production_economy.existence import check_existence
from frictions.production_economy.prices import equilibrium_prices


@dataclass(frozen=True)
class CorrelationSweep:
    """One state of the economy for several correlations, each (n,); nan where the value is infinite."""

    correlation: Array
    short_rate: Array
    hedging_term: Array
    r""":math:`\gamma h'\xi v_1`."""
    term_spread: Array
    """Long yield less the short rate, a year."""
    refinement: Array
    """Largest change of the log of wealth over consumption when nodes are added, the certificate of each solution."""


def sweep_correlation(
    economy: Economy,
    correlations: Array,
    state: float,
    maturity: float = 30.0,
    size: int = 32,
    state_limit: float = 8.0,
) -> CorrelationSweep:
    """Solve the economy for each correlation, (n,), and read it at one state.

    Parameters
    ----------
    economy : Economy
    correlations : (n,) array
    state : float
    maturity : float
        Years, of the yield in the spread.
    size, state_limit
        As in `solve_equilibrium`.
    """
    correlations = np.asarray(correlations, dtype=np.float64)
    values = np.full((4, correlations.size), np.nan)
    for column, correlation in enumerate(correlations):
        variant = replace(economy, correlation=float(correlation))
        if not check_existence(variant).margin > 0.0:
            continue
        equilibrium = solve_equilibrium(variant, size, state_limit)
        prices = equilibrium_prices(equilibrium, np.array([state]))
        curve = yield_curve(equilibrium, np.array([maturity]), np.array([state]))
        spread = curve.yields[0, 0] - prices.short_rate[0]
        values[:3, column] = prices.short_rate[0], prices.hedging_term[0], spread
        values[3, column] = equilibrium.certificate.refinement
    return CorrelationSweep(correlations, *values)


def existence_margins(economy: Economy, risk_aversions: Array, correlations: Array) -> Array:
    """Discount rate less the growth rate of postponed utility over a map (risk aversions, correlations)."""
    return np.array(
        [
            [
                check_existence(replace(economy, risk_aversion=float(g), correlation=float(c))).margin
                for c in correlations
            ]
            for g in risk_aversions
        ]
    )
