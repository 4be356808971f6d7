"""Responses to a fall of the money stock, as Figures 1.15 and 1.16 draw them."""

from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING, Any

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
    """Four panels, two by two.

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
        for axis, panel in zip(axes.flat, PANELS, strict=True):
            _draw_panel(axis, panel, irf, money, quarters)
            axis.set_title(panel)
            axis.legend()
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
        if note:
            figure.supxlabel(fill(note, 170), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure


def draw_money_variants(
    variants: Mapping[str, pd.DataFrame], money: float, title: str, note: str, quarters: int = 26
) -> "Figure":
    """The same four panels in a row for each variant, on common axes.

    Parameters
    ----------
    variants : mapping of str to DataFrame
        The contract's ``irf.csv`` of a money-growth experiment by the label of the variant.
    money, title, note, quarters
        As for :func:`draw_money_responses`.
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(11.5, 0.9 + 2.8 * len(variants)))
        axes = figure.subplots(len(variants), len(PANELS), sharey="col", squeeze=False)
        for row, (label, irf) in zip(axes, variants.items(), strict=True):
            for axis, panel in zip(row, PANELS, strict=True):
                _draw_panel(axis, panel, irf, money, quarters)
                axis.set_title(f"{label}\n{panel}" if panel == next(iter(PANELS)) else panel)
        for axis in axes[0]:
            axis.legend(fontsize=7)
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
        figure.supxlabel(fill(note, 205), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure


def _draw_panel(axis: Any, panel: str, irf: pd.DataFrame, money: float, quarters: int) -> None:
    unit, variables = PANELS[panel]
    shown = irf[irf["horizon"] < quarters]
    axis.axhline(0, color="black", lw=0.6)
    if "nominal_marginal_cost" in variables:
        axis.plot(np.arange(quarters), np.full(quarters, money), color=GREY, ls=":", label="Money")
    for variable, (colour, dashes) in zip(variables, _LINES, strict=False):
        rows = shown[shown["variable"] == variable]
        axis.plot(rows["horizon"], rows["response"], color=colour, ls=dashes, label=VARIABLES[variable])
    axis.set_ylabel(unit)
    axis.set_xlabel("quarters after the shock")
    axis.margins(x=0.02)
