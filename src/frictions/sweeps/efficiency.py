"""A point of a sweep of the efficiency model: its stationary equilibria."""

from collections.abc import Mapping
from typing import Any

from frictions.efficiency.parameters import Information, Parameters
from frictions.efficiency.stationary import select_equilibrium, solve_stationary
from frictions.efficiency.tables import certificate_table, information_table, stationary_table
from frictions.options import checked_options
from frictions.sweeps.solving import Solve, certified, split_parameters


@checked_options
def efficiency_solver(base: Mapping[str, Any], information: Information) -> Solve:
    """Function from changed parameters to the quantities of the efficiency model.

    Parameters
    ----------
    base : mapping
        ``parameters`` by name.
    information : {"exogenous", "endogenous"}
        Whether precisions are given or chosen.

    Notes
    -----
    Quantities of an equilibrium are called ``branch.quantity``; those of ``information`` are at the selected one.
    Where no stationary equilibrium exists the function raises ``NoEquilibrium``.
    """

    def solve(changes: Mapping[str, float]) -> dict[str, dict[str, float]]:
        parameters, _ = split_parameters(base, "parameters", changes)
        found = solve_stationary(Parameters(**parameters), information)
        select_equilibrium(found)
        stationary, certificate = stationary_table([found]), certificate_table([found])
        measures = information_table([found])
        return {
            "stationary": {f"{row.branch}.{row.quantity}": row.value for row in stationary.itertuples()},
            "information": dict(zip(measures["quantity"], measures["value"], strict=True)),
            "certificate": certified(
                {f"{row.branch}.{row.quantity}": (row.value, row.bound) for row in certificate.itertuples()}
            ),
        }

    return solve
