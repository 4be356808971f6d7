"""Responses of the VAR as Figures 1.6 and 1.7 draw them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd

from frictions.report.house_style import BLUE, GREY, VERMILION, house_style, settle

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PANELS = {
    "output": "GDP",
    "inflation": "Inflation",
    "consumption": "Consumption",
    "inventory_sales": "Inventory-sales ratio",
    "inventories": "Inventories",
    "unit_labor_cost": "Unit labour cost",
    "profit_share": "Non-financial profits / GDP",
    "commodity_prices": "PPI commodity growth",
}
"""Variables drawn and their titles, in the source's order."""


@dataclass(frozen=True)
class Claim:
    """A number that the source's text gives for a response.

    Attributes
    ----------
    variable : str
    quarter : int
        Quarters after the shock.
    value : float
        Units of the variable.
    """

    variable: str
    quarter: int
    value: float


def draw_var_responses(
    irf: pd.DataFrame, units: Mapping[str, str], title: str, coverage: float, claims: Sequence[Claim], note: str
) -> "Figure":
    """Eight panels: point response, shaded band, local projections as bubbles, the source's numbers as crosses.

    Parameters
    ----------
    irf : DataFrame
        The contract's ``irf.csv``.
    units : mapping of str to str
        Unit of each variable, for the axis.
    title : str
    coverage : float
        Of the shaded band, between 0 and 1.
    claims : sequence of Claim
        Drawn in the panel of their variable.
    note : str
        Below the panels, e.g. which series are substitutes; may be empty.
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(10.5, 5.9))
        # A strip of its own for the legend: constrained layout would put it over the title.
        strips: Any = figure.subfigures(2, 1, height_ratios=[0.05, 0.95])
        strip, body = strips
        axes = body.subplots(2, 4, sharex=True)
        for axis, (variable, name) in zip(axes.flat, PANELS.items(), strict=True):
            rows = irf[irf["variable"] == variable]
            label = f"{coverage:.0%} bootstrap band"
            axis.fill_between(rows["horizon"], rows["lower"], rows["upper"], color=BLUE, alpha=0.2, lw=0, label=label)
            axis.axhline(0, color="black", lw=0.6)
            axis.plot(rows["horizon"], rows["point"], color=BLUE, label="VAR")
            axis.plot(
                rows["horizon"],
                rows["local_projection"],
                color=GREY,
                lw=0.8,
                marker="o",
                ms=3.5,
                mfc="white",
                mew=0.9,
                label="local projection",
            )
            for claim in claims:
                if claim.variable == variable:
                    axis.plot(
                        claim.quarter, claim.value, ls="", marker="X", ms=7, color=VERMILION, label="source's text"
                    )
            axis.set_title(name)
            axis.set_ylabel(units[variable])
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
