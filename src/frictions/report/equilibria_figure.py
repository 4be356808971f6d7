"""All equilibria with inattentive firms over the cost of information."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from frictions.report.house_style import BLUE, GREY, VERMILION, house_style
from frictions.report.panels import close_panels, open_panels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PANELS = {
    "bits": "Information, bits a quarter",
    "inventory_sales_impact": "Inventory-sales ratio on impact, percent",
}
"""Rows of panels: the attention that firms pay, and the response that decides whether the model fits the facts."""

_LINES = {True: (BLUE, "-", "o", "stable"), False: (VERMILION, "--", "s", "unstable")}


def equilibrium_points(equilibria: pd.DataFrame, information: str) -> pd.DataFrame:
    """One row an equilibrium, its quantities in columns, and the branch that it lies on.

    Parameters
    ----------
    equilibria : DataFrame
        The contract's ``equilibria.csv``.
    information : {"joint", "separate"}
        Kind of information.

    Returns
    -------
    DataFrame
        Columns cost, bits, stable, branch, and one a quantity; sorted by cost. Equilibria are on one branch if they
        agree in stability, in what is attended to, and in their rank by bits among those of the same cost.
    """
    index = ["cost", "equilibrium", "bits", "stable"]
    chosen = equilibria[equilibria["information"] == information]
    points = chosen.pivot(index=index, columns="quantity", values="value").reset_index()
    price = points["info_flow_P"] if "info_flow_P" in points else points["bits"]
    attended = np.select([points["bits"] <= 0.0, price <= 0.0], ["nothing", "stock"], "price")
    words = np.where(points["stable"].astype(bool), "stable", "unstable")
    kind = [f"{word} {what}" for word, what in zip(words, attended, strict=True)]
    points["branch"] = kind
    rank = points.groupby(["cost", "branch"])["bits"].rank(ascending=False).astype(int)
    points["branch"] = [f"{name} {number}" for name, number in zip(kind, rank, strict=True)]
    return points.sort_values(["cost", "bits"], ignore_index=True)


def draw_equilibria(
    equilibria: pd.DataFrame,
    readings: Mapping[str, float],
    thresholds: Mapping[str, Mapping[str, float]],
    title: str,
    note: str,
) -> "Figure":
    """Bits and the ratio's response against the cost: a column a kind of information.

    Parameters
    ----------
    equilibria : DataFrame
        The contract's ``equilibria.csv``.
    readings : mapping of str to float
        Costs that are marked, by label: what the printed cost is, read one way or another.
    thresholds : mapping of str to mapping of str to float
        Costs above which a decision is not attended to if nobody attends, by kind of information and label.
    title, note : str
        Above and below the panels.
    """
    with house_style():
        kinds = list(thresholds)
        panels = open_panels(title, len(PANELS), len(kinds), size=(9.0, 6.4), legend_rows=3, share_y="row")
        for column, information in enumerate(kinds):
            points = equilibrium_points(equilibria, information)
            for row, (quantity, label) in enumerate(PANELS.items()):
                axis = panels.axes[row, column]
                axis.axhline(0, color="black", lw=0.6)
                _draw_branches(axis, points, quantity)
                for (name, cost), dashes in zip(readings.items(), ((0, (5, 1)), (0, (1, 1))), strict=False):
                    axis.axvline(100.0 * cost, color="black", ls=dashes, lw=1, label=name)
                for (name, cost), grey in zip(thresholds[information].items(), (GREY, "#B5B5B5"), strict=False):
                    axis.axvline(100.0 * cost, color=grey, ls="-.", lw=1.2, label=name)
                axis.set_xscale("log")
                axis.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
                axis.set_ylabel(label if column == 0 else "")
            panels.axes[0, column].set_title(f"{information} information")
        time_label = "cost of a bit a quarter, percent of sales (log scale)"
        return close_panels(panels, note, time_label=time_label, legend_columns=3)


def _draw_branches(axis: Any, points: pd.DataFrame, quantity: str) -> None:
    for _, branch in points.groupby("branch"):
        colour, dashes, marker, label = _LINES[bool(branch["stable"].iloc[0])]
        style: dict[str, Any] = {"color": colour, "ls": dashes, "label": label}
        if len(branch) == 1:
            style |= {"ls": "", "marker": marker, "ms": 3}
        axis.plot(100.0 * branch["cost"], branch[quantity], **style)
