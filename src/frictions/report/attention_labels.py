"""What the variants of the inattention model are called, and what a reader must know of each."""

from collections.abc import Mapping

import pandas as pd

RECOVERED = "recovered from Table 1.3"
"""The published responses as four numbers fitted to the moments of Table 1.3."""

MODES = {
    "paper_emulation": "reconstruction",
    "optimal_separate": "optimal, separate",
    "optimal_joint": "optimal, joint",
}
"""Modes of ``frictions.attention.experiments``, in the order in which they are shown."""

RECONSTRUCTION_NOTE = (
    "Reconstruction: the published equilibrium as found by trial (relative price tracked, AR(1) rules, price level "
    "from the stock-out term of (A.3) alone). It is not a solution of the model."
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
