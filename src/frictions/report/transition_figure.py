"""Responses to the productivity shock with and without lemons, as Figures 2.1 to 2.6 draw them."""

from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.house_style import BLUE, GREEN, ORANGE, VERMILION, house_style, settle

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MARKETS = {
    "price_used": "Price of used capital, p",
    "lemon_share": "Lemons in the market, λᴹ",
    "good_sales": "Sales of good capital, S_g",
    "reallocation": "Total reallocation (quantity)",
    "output": "Output",
    "investment": "Investment",
    "labor": "Labour",
    "capital": "Capital",
    "wage": "Wage",
}
"""Panels of Figures 2.1 to 2.3 in the source's arrangement."""

EFFICIENCY = {"mpk_ratio": "Mean MPK ratio", "tfp_end": "Endogenous productivity, TFP_end"}
"""Panels of Figures 2.4 to 2.6."""

_LINES = [(BLUE, "-"), (VERMILION, "--"), (GREEN, "-."), (ORANGE, ":")]


def lemons_label(rate: float) -> str:
    """Legend entry of an economy by its share of lemons."""
    return f"λ = {100 * rate:g} percent" if rate > 0 else "λ = 0 (Lanteri)"


def draw_transitions(
    transition: pd.DataFrame, panels: dict[str, str], title: str, note: str, years: int = 15
) -> "Figure":
    """One panel a variable, one line a share of lemons.

    Parameters
    ----------
    transition : DataFrame
        The contract's ``transition.csv``.
    panels : dict of str
        Title of each panel by variable; three panels to a row, or all where there are fewer.
    title, note : str
    years : int
        Years shown, the first of the shock included.
    """
    with house_style():
        from matplotlib.figure import Figure

        columns = min(3, len(panels))
        rows = -(-len(panels) // columns)
        figure = Figure(figsize=(9.0, 1.3 + 2.1 * rows) if rows > 1 else (8.0, 3.9))
        axes = figure.subplots(rows, columns, squeeze=False)
        shown = transition[transition["period"] <= years]
        rates = sorted(shown["lemons"].unique(), reverse=True)
        handles = {}
        for axis, (variable, name) in zip(axes.flat, panels.items(), strict=True):
            axis.axhline(0, color="black", lw=0.6)
            for rate, (colour, dashes) in zip(rates, _LINES, strict=False):
                path = shown[(shown["variable"] == variable) & (shown["lemons"] == rate)]
                if len(path):
                    (handles[lemons_label(rate)],) = axis.plot(
                        path["period"], path["percent_deviation"], color=colour, ls=dashes
                    )
            axis.set_title(name)
            axis.set_xticks(range(1, years + 1, 2))
            axis.margins(x=0.02)
        for axis in axes[:, 0]:
            axis.set_ylabel("percent of steady state")
        for axis in axes[-1]:
            axis.set_xlabel("year, 1 is the first of the shock")
        # Outside the panels: in some of them the lines fill every corner.
        figure.legend(handles.values(), handles.keys(), loc="outside upper right", ncols=len(handles))
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
        figure.supxlabel(fill(note, 155), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure


def experiment_title(start: str, economy: Mapping[str, float]) -> str:
    """Title with the two parameters in which the source's experiments differ."""
    return f"{start}, ε = {economy['substitution']:g}, b = {economy['borrowing_limit']:g}"
