"""One experiment from parameters to certified results: stationary equilibrium, transition, reported series."""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.certificates import CertificateRow
from frictions.reallocation.certificate import certify_stationary
from frictions.reallocation.linearisation import linearise
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.responses import percent_deviations, steady_state_quantities
from frictions.reallocation.stationary import Stationary, solve_stationary
from frictions.reallocation.transition import Transition, solve_transition

SHOCK = (0.99, 0.991)
"""Aggregate productivity in the two years of the shock (section 2.5.2 of the source); 1 before and after."""


@dataclass(frozen=True)
class Experiment:
    """Everything that is written about one economy.

    Attributes
    ----------
    transition : Transition
        It carries its stationary equilibrium.
    steady_state : dict of float
        Quantities by symbol.
    deviations : dict of (T,) arrays
        Percent deviations by variable; the first entry is the first year of the shock.
    checks : tuple of CertificateRow
        Certificate of the stationary equilibrium and of the path.
    """

    transition: Transition
    steady_state: dict[str, float]
    deviations: dict[str, Array]
    checks: tuple[CertificateRow, ...]


def certify_transition(transition: Transition) -> tuple[CertificateRow, ...]:
    """Certificate of an equilibrium path.

    Parameters
    ----------
    transition : Transition

    Returns
    -------
    tuple of CertificateRow
        Residuals, Walras' law, the return to the stationary distribution, and the impact on output, which does not
        depend on the distribution: log Y changes by log Z over 1 - gamma / (1 + theta_h).
    """
    economy, simulation = transition.stationary.economy, transition.simulation
    corrections = next(i for i, size in enumerate(transition.residual_history) if size <= 1e-7)
    multiplier = 1.0 / (1.0 - economy.labor_exponent / (1.0 + economy.inverse_frisch))
    expected = multiplier * np.log(simulation.productivity[0] / economy.aggregate_productivity)
    output = np.asarray(simulation.aggregates.output)
    impact = float(np.log(output[0] / float(transition.stationary.aggregates.output)) - expected)
    return (
        CertificateRow("path, largest market residual", float(np.max(np.abs(simulation.residuals))), 1e-7),
        CertificateRow("path, corrections to 1e-7", float(corrections), 4.0),
        CertificateRow("path, walras law over output", float(np.max(np.abs(transition.walras))), 1e-7),
        CertificateRow("path, distance from the stationary distribution at the end", transition.return_gap, 5e-5),
        CertificateRow("path, impact on output less its closed form", impact, 1e-7),
    )


def run_experiment(
    economy: Economy,
    productivity: Array | tuple[float, ...] = SHOCK,
    resolution: Resolution | None = None,
    horizons: int = 100,
    near: Stationary | None = None,
) -> Experiment:
    """Solve an economy and its transition.

    Parameters
    ----------
    economy : Economy
    productivity : array or tuple of float
        Level of aggregate productivity in the years of the shock.
    resolution : Resolution, optional
    horizons : int
        Length of the path, in years.
    near : Stationary, optional
        A solved economy to start from.

    Returns
    -------
    Experiment

    Raises
    ------
    NoTrade, NoClearing, BeyondNaturalLimit
        As `solve_stationary` and `solve_transition`.
    """
    found = solve_stationary(economy, resolution, near=near)
    transition = solve_transition(linearise(found, horizons), np.asarray(productivity, dtype=np.float64))
    return Experiment(
        transition=transition,
        steady_state=steady_state_quantities(economy, found.prices, found.aggregates),
        deviations=percent_deviations(transition),
        checks=certify_stationary(found) + certify_transition(transition),
    )
