"""Responses of models beside the VAR's, as Figures 1.8 and 1.9 draw them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.house_style import BLUE, GREEN, ORANGE, VERMILION, house_style
from frictions.report.labels import VARIABLES
from frictions.report.panels import Claim, close_panels, mark_claims, open_panels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PANELS = {
    "output": "output",
    "inflation": "inflation",
    "consumption": "consumption",
    "inventory_sales": "inventory_sales",
    "inventories": "inventories",
    "real_wage": "unit_labor_cost",
    "real_marginal_cost": None,
    "real_profit": None,
}
"""Model variable of each panel, and the VAR variable it is held against (none for the last two)."""

_LINES = [(VERMILION, "--"), (GREEN, "-."), (ORANGE, ":"), ("black", "-")]


def draw_model_responses(
    var_irf: pd.DataFrame,
    models: Mapping[str, pd.DataFrame],
    *,
    title: str,
    coverage: float,
    claims: Sequence[Claim],
    note: str,
    quarters: int = 16,
) -> "Figure":
    """Eight panels: the VAR with its band, and one line a model.

    Parameters
    ----------
    var_irf : DataFrame
        The contract's ``irf.csv`` of the VAR.
    models : mapping of str to DataFrame
        The contract's ``irf.csv`` of each model, by the label of its line; four at most.
    title, note : str
        Above and below the panels.
    coverage : float
        Of the shaded band.
    claims : sequence of Claim
        Numbers that the source's text gives for the model.
    quarters : int
        Quarters shown, the impact included.
    """
    with house_style():
        crowded = len(models) > 3
        panels = open_panels(title, legend_rows=2 if crowded else 1)
        for axis, (variable, counterpart) in zip(panels.axes.flat, PANELS.items(), strict=True):
            axis.axhline(0, color="black", lw=0.6)
            if counterpart:
                rows = var_irf[var_irf["variable"] == counterpart]
                band = (rows["horizon"], rows["lower"], rows["upper"])
                axis.fill_between(*band, color=BLUE, alpha=0.15, lw=0, label=f"VAR, {coverage:.0%} bootstrap band")
                axis.plot(rows["horizon"], rows["point"], color=BLUE, lw=1, marker="x", ms=3.5, label="VAR")
            for (label, irf), (colour, dashes) in zip(models.items(), _LINES, strict=False):
                rows = irf[(irf["variable"] == variable) & (irf["horizon"] < quarters)]
                # Broken lines above solid ones, which would hide them where two models agree.
                above = 2.0 if dashes == "-" else 2.5
                axis.plot(rows["horizon"], rows["response"], color=colour, ls=dashes, label=label, zorder=above)
            mark_claims(axis, variable, claims, "black")
            axis.set_title(VARIABLES[variable])
            axis.set_ylabel("percent a quarter" if variable == "inflation" else "percent")
        return close_panels(panels, note, legend_columns=5 if crowded else None)
