"""Responses of models beside the VAR's, as Figures 1.8 and 1.9 draw them."""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd

from frictions.report.house_style import BLUE, GREEN, ORANGE, VERMILION, house_style, settle
from frictions.report.labels import VARIABLES
from frictions.report.var_figure import Claim

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

_LINES = [(VERMILION, "--"), (GREEN, "-."), (ORANGE, ":"), (BLUE, "-")]


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
        from matplotlib.figure import Figure

        figure = Figure(figsize=(10.5, 5.9))
        strips: Any = figure.subfigures(2, 1, height_ratios=[0.05, 0.95])
        strip, body = strips
        axes = body.subplots(2, 4, sharex=True)
        for axis, (variable, counterpart) in zip(axes.flat, PANELS.items(), strict=True):
            axis.axhline(0, color="black", lw=0.6)
            if counterpart:
                rows = var_irf[var_irf["variable"] == counterpart]
                label = f"VAR, {coverage:.0%} bootstrap band"
                axis.fill_between(
                    rows["horizon"], rows["lower"], rows["upper"], color=BLUE, alpha=0.15, lw=0, label=label
                )
                axis.plot(rows["horizon"], rows["point"], color=BLUE, lw=1, marker="x", ms=3.5, label="VAR")
            for (label, irf), (colour, dashes) in zip(models.items(), _LINES, strict=False):
                rows = irf[(irf["variable"] == variable) & (irf["horizon"] < quarters)]
                axis.plot(rows["horizon"], rows["response"], color=colour, ls=dashes, label=label)
            for claim in claims:
                if claim.variable == variable:
                    axis.plot(claim.quarter, claim.value, ls="", marker="X", ms=7, color="black", label="source's text")
            axis.set_title(VARIABLES[variable])
            axis.set_ylabel("percent a quarter" if variable == "inflation" else "percent")
            axis.margins(x=0.02)
        for axis in axes[-1]:
            axis.set_xlabel("quarters after the shock")
        entries = {
            label: handle for axis in axes.flat for handle, label in zip(*axis.get_legend_handles_labels(), strict=True)
        }
        strip.legend(entries.values(), entries.keys(), loc="center left", ncols=len(entries))
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
        if note:
            body.supxlabel(fill(note, 190), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure
