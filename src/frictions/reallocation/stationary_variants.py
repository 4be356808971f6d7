"""Stationary equilibria under the discretisations that might explain the level of Table 2.2."""

from collections.abc import Sequence
from dataclasses import replace

from frictions.reallocation.discrete_choice import CoarseStationary
from frictions.reallocation.errors import MarketError
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.responses import steady_state_quantities
from frictions.reallocation.stationary import solve_stationary


def stationary_variants(
    economy: Economy, widths: Sequence[float], coarse: CoarseStationary, resolution: Resolution
) -> dict[str, dict[str, float]]:
    """Quantities of Table 2.2 for other Tauchen widths, and with next year's capital confined to a coarse grid.

    Parameters
    ----------
    economy : Economy
    widths : sequence of float
        Tauchen widths tried; one without an equilibrium is left out.
    coarse : CoarseStationary
        Equilibrium with the coarse grid, at a Tauchen width of its own.
    resolution : Resolution

    Returns
    -------
    dict of dict of float
        By the names that `variants.replication_variants` and `variants.coarse_grid_variant` give.
    """
    rows: dict[str, dict[str, float]] = {}
    for width in widths:
        try:
            found = solve_stationary(replace(economy, tauchen_width=width), resolution)
        except MarketError:
            continue
        rows[f"tauchen width {width}"] = steady_state_quantities(found.economy, found.prices, found.aggregates)
    name = f"coarse capital grid, tauchen width {coarse.economy.tauchen_width}"
    rows[name] = steady_state_quantities(coarse.economy, coarse.prices, coarse.aggregates)
    return rows
