"""Responses of the VAR as Figures 1.6 and 1.7 draw them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.house_style import BLUE, GREY, VERMILION, house_style
from frictions.report.panels import Claim, close_panels, mark_claims, open_panels

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
    bubbles = {"color": GREY, "lw": 0.8, "marker": "o", "ms": 3.5, "mfc": "white", "mew": 0.9}
    with house_style():
        panels = open_panels(title)
        for axis, (variable, name) in zip(panels.axes.flat, PANELS.items(), strict=True):
            rows = irf[irf["variable"] == variable]
            label = f"{coverage:.0%} bootstrap band"
            axis.fill_between(rows["horizon"], rows["lower"], rows["upper"], color=BLUE, alpha=0.2, lw=0, label=label)
            axis.axhline(0, color="black", lw=0.6)
            axis.plot(rows["horizon"], rows["point"], color=BLUE, label="VAR")
            axis.plot(rows["horizon"], rows["local_projection"], label="local projection", **bubbles)
            mark_claims(axis, variable, claims, VERMILION)
            axis.set_title(name)
            axis.set_ylabel(units[variable])
        return close_panels(panels, note)
