"""Stationary equilibria under the discretisations that might explain the level of Table 2.2."""

from collections.abc import Sequence
from dataclasses import replace

from frictions.reallocation.discrete_choice import CoarseGrid, solve_coarse
from frictions.reallocation.errors import MarketError
from frictions.reallocation.parameters import Economy, Resolution
from frictions.reallocation.responses import steady_state_quantities
from frictions.reallocation.stationary import solve_stationary


def stationary_variants(
    economy: Economy, widths: Sequence[float], coarse_width: float, grid: CoarseGrid, resolution: Resolution
) -> dict[str, dict[str, float]]:
    """Quantities of Table 2.2 for other Tauchen widths, and with next year's capital confined to a coarse grid.

    Parameters
    ----------
    economy : Economy
    widths : sequence of float
        Tauchen widths tried; one without an equilibrium is left out.
    coarse_width : float
        Tauchen width of the economy with the coarse grid.
    grid : CoarseGrid
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
    narrow = replace(economy, tauchen_width=coarse_width)
    coarse = solve_coarse(narrow, grid, first=solve_stationary(narrow, resolution).prices)
    name = f"coarse capital grid, tauchen width {coarse_width}"
    rows[name] = steady_state_quantities(narrow, coarse.prices, coarse.aggregates)
    return rows
