"""A point of a sweep of the production economy: prices of risk, short rate, yields."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from frictions.production_economy.collocation import solve_equilibrium
from frictions.production_economy.economy import Economy
from frictions.production_economy.tables import certificate_table, equilibrium_table, yield_table
from frictions.sweeps.solving import Solve, certified, split_parameters


def production_economy_solver(base: Mapping[str, Any], states: Sequence[float], maturities: Sequence[float]) -> Solve:
    """Function from changed parameters to the quantities of the production economy.

    Parameters
    ----------
    base : mapping
        ``parameters``, ``nodes`` and ``state_limit``.
    states, maturities : sequence of float
        Where prices and yields are wanted; maturities in years.

    Notes
    -----
    Quantities are called ``short_rate.<state>`` and so on, yields ``<state>.<maturity>``, a year and continuously
    compounded.
    """

    def solve(changes: Mapping[str, float]) -> dict[str, dict[str, float]]:
        parameters, rest = split_parameters(base, "parameters", changes)
        solved = [solve_equilibrium(Economy(**parameters), int(rest["nodes"]), float(rest["state_limit"]))]
        prices = equilibrium_table(solved, np.array(states, dtype=np.float64))
        yields = yield_table(solved, np.array(states, dtype=np.float64), np.array(maturities, dtype=np.float64))
        return {
            "equilibrium": {f"{row.quantity}.{row.state:g}": row.value for row in prices.itertuples()},
            "yields": {
                f"{state:g}.{maturity:g}": value
                for state, maturity, value in yields[["state", "maturity", "yield"]].itertuples(index=False)
            },
            "certificate": certified(
                {row.quantity: (row.value, row.bound) for row in certificate_table(solved).itertuples()}
            ),
        }

    return solve
