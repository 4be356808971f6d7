"""Responses to a fall of the money stock, as Figures 1.15 and 1.16 draw them."""

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from frictions.report.house_style import BLUE, GREEN, GREY, VERMILION, house_style, settle
from frictions.report.labels import VARIABLES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PANELS = {
    "Money, cost and price": ("percent", ("nominal_marginal_cost", "price_level")),
    "Inventories and sales": ("percent", ("inventories", "sales", "inventory_sales")),
    "Interest rates": ("percentage points a quarter", ("real_rate", "nominal_rate")),
    "Production and consumption": ("percent", ("output", "consumption")),
}
"""Title, unit and variables of each panel, in the source's arrangement."""

_LINES = [(BLUE, "-"), (VERMILION, "--"), (GREEN, "-.")]


def draw_money_responses(irf: pd.DataFrame, money: float, title: str, note: str, quarters: int = 26) -> "Figure":
    """Four panels.

    Parameters
    ----------
    irf : DataFrame
        The contract's ``irf.csv`` of a money-growth experiment.
    money : float
        Permanent change of the money stock, percent.
    title, note : str
    quarters : int
        Quarters shown, the impact included.
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(9, 6.2))
        axes = figure.subplots(2, 2)
        shown = irf[irf["horizon"] < quarters]
        for axis, (name, (unit, variables)) in zip(axes.flat, PANELS.items(), strict=True):
            axis.axhline(0, color="black", lw=0.6)
            if "nominal_marginal_cost" in variables:
                axis.plot(np.arange(quarters), np.full(quarters, money), color=GREY, ls=":", label="Money")
            for variable, (colour, dashes) in zip(variables, _LINES, strict=False):
                rows = shown[shown["variable"] == variable]
                axis.plot(rows["horizon"], rows["response"], color=colour, ls=dashes, label=VARIABLES[variable])
            axis.set_title(name)
            axis.set_ylabel(unit)
            axis.set_xlabel("quarters after the shock")
            axis.margins(x=0.02)
            axis.legend()
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
        if note:
            figure.supxlabel(fill(note, 170), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure
