"""What the variants of the inattention model are called, and what a reader must know of each."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

RECOVERED = "recovered from Table 1.3"
"""The published responses as four numbers fitted to the moments of Table 1.3."""

MODES = {
    "reconstruction": "reconstruction",
    "optimal_separate": "optimal, separate",
    "optimal_joint": "optimal, joint",
}
"""Modes of ``frictions.attention.experiments``, in the order in which they are shown."""

RECOVERED_NOTE = (
    "Recovered: average decisions decay geometrically, their four numbers fitted to the nine moments of Table 1.3; the "
    "rest follows from the model."
)
RECONSTRUCTION_NOTE = (
    "Reconstruction: the published equilibrium as found by trial (AR(1) rules, one noise per shock, flows added up; "
    "relative price tracked, price level from the stock-out term of (A.3) alone; the cost of information fitted to "
    "Table 1.3). It is not a solution of the model: flows that are added up understate what the decisions reveal."
)
OPTIMAL_NOTE = (
    "Optimal: the model solved, nominal price tracked. Separate: a signal for each decision, flows add up, as in the "
    "source's tables; joint: one information set for both, (1.38) read literally."
)
"""The notes that go with every table or figure that shows the mode."""


def quantities(table: pd.DataFrame) -> Mapping[str, float]:
    """Values by name from a tidy table with columns ``quantity`` and ``value``."""
    return dict(zip(table["quantity"], table["value"].astype(float), strict=True))


def several_equilibria_note(information: Mapping[str, pd.DataFrame]) -> str:
    """Say where an experiment has more than one equilibrium.

    Parameters
    ----------
    information : mapping of str to DataFrame
        The contract's ``information.csv`` of optimal modes, by the name of the case.
    """
    counts = {case: int(quantities(table).get("equilibria", 1.0)) for case, table in information.items()}
    several = [f"{case}: {count}" for case, count in counts.items() if count > 1]
    if not several:
        return "One equilibrium was found in each optimal case."
    return "Several equilibria were found, the most attentive stable one is shown: " + ", ".join(several) + "."


def flows_note(information: Mapping[str, pd.DataFrame]) -> str:
    """Say how much firms know.

    Parameters
    ----------
    information : mapping of str to DataFrame
        The contract's ``information.csv`` by the name of the case.
    """
    told = []
    for case, table in information.items():
        bits = quantities(table)
        if "info_flow_P" in bits:
            told.append(f"{case}: {bits['info_flow_P']:.2f} on the price, {bits['info_flow_Z']:.2f} on the stock")
        else:
            told.append(f"{case}: {bits['info_flow']:.2f} on both")
    return f"Bits a quarter, {'; '.join(told)}."


def case_label(by: str, experiment: Mapping[str, Any]) -> str:
    """Name of a case by what sets it apart, from the settings of its experiment.

    Parameters
    ----------
    by : {"cost", "size"}
        What differs between cases.
    experiment : mapping
        Has ``mu`` (share of sales) and ``size`` (percentage points a quarter).
    """
    return f"mu = {100.0 * experiment['mu']:.4f}%" if by == "cost" else f"{100.0 * experiment['size']:g} bp"
