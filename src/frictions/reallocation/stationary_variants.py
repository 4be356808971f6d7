"""Stationary equilibria under the discretisations that might explain the level of Table 2.2."""

from collections.abc import Mapping

from frictions.reallocation.discrete_choice import CoarseStationary
from frictions.reallocation.responses import steady_state_quantities
from frictions.reallocation.variant_economies import LemonPair


def stationary_variants(wide: Mapping[float, LemonPair], coarse: CoarseStationary) -> dict[str, dict[str, float]]:
    """Quantities of Table 2.2 for other Tauchen widths, and with next year's capital confined to a coarse grid.

    Parameters
    ----------
    wide : mapping of LemonPair
        By Tauchen width; one without an equilibrium with lemons is left out.
    coarse : CoarseStationary
        Equilibrium with the coarse grid, at a Tauchen width of its own.

    Returns
    -------
    dict of dict of float
        By the names that `variants.replication_variants` and `variants.coarse_grid_variant` give.
    """
    rows: dict[str, dict[str, float]] = {}
    for width, pair in wide.items():
        found = pair.with_lemons
        if found is None:
            continue
        rows[f"tauchen width {width}"] = steady_state_quantities(found.economy, found.prices, found.aggregates)
    name = f"coarse capital grid, tauchen width {coarse.economy.tauchen_width}"
    rows[name] = steady_state_quantities(coarse.economy, coarse.prices, coarse.aggregates)
    return rows
