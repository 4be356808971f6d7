"""All equilibria with inattentive firms over the cost of information."""

from collections.abc import Mapping
from dataclasses import dataclass
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

INFORMATION = ("separate", "joint")
"""Columns of panels."""

THRESHOLDS = {
    "stock_unattended_above": ("no attention to the stock from here on", "#B5B5B5"),
    "nobody_attends_above": ("no attention from here on, if nobody attends", GREY),
}
"""Label and colour by the names of the contract's ``thresholds.csv``."""

_LINES = {True: (BLUE, "-", "stable"), False: (VERMILION, "--", "unstable")}


@dataclass(frozen=True, eq=False)
class Branch:
    """Equilibria that are drawn as one line.

    Attributes
    ----------
    stable : bool
    points : DataFrame
        Columns cost, bits and one a quantity, in the order in which the line runs.
    """

    stable: bool
    points: pd.DataFrame


def attentive_branches(branches: pd.DataFrame, equilibria: pd.DataFrame, information: str) -> tuple[Branch, ...]:
    """Equilibria in which somebody attends to the price, cut where the cost is highest.

    Parameters
    ----------
    branches : DataFrame
        The contract's ``branches.csv``.
    equilibria : DataFrame
        The contract's ``equilibria.csv``, for stability: a part of the curve is stable if most of the equilibria found
        on it are.
    information : {"separate", "joint"}

    Returns
    -------
    tuple of Branch
        From most information to the fold, and beyond the fold.
    """
    chosen = branches[(branches["information"] == information) & (branches["branch"] == "attentive")]
    curve = _wide(chosen, ["point", "cost", "bits"]).sort_values("point", ignore_index=True)
    fold = int(curve["cost"].idxmax())
    found = equilibria_with_price(equilibria, information)
    parts = []
    for points in (curve.iloc[: fold + 1], curve.iloc[fold:]):
        within = found[found["bits"].between(points["bits"].min(), points["bits"].max())]
        if len(points) > 1 and len(within):
            parts.append(Branch(bool(within["stable"].mean() > 0.5), points))
    return tuple(parts)


def equilibria_with_price(equilibria: pd.DataFrame, information: str) -> pd.DataFrame:
    """Equilibria found at given costs in which somebody attends to the price; all of them under joint information."""
    points = _wide(equilibria[equilibria["information"] == information], ["cost", "equilibrium", "bits", "stable"])
    price = points["info_flow_P"] if "info_flow_P" in points else points["bits"]
    return points[price > 0.0]


def other_branches(equilibria: pd.DataFrame, information: str) -> tuple[Branch, ...]:
    """Equilibria in which nobody attends to the price: with attention to the stock, and with none."""
    points = _wide(equilibria[equilibria["information"] == information], ["cost", "equilibrium", "bits", "stable"])
    price = points["info_flow_P"] if "info_flow_P" in points else points["bits"]
    rest = points[~(price > 0.0)].sort_values("cost", ignore_index=True)
    kinds = rest.groupby([rest["stable"].astype(bool), np.where(rest["bits"] > 0.0, "stock", "nothing")])
    return tuple(Branch(bool(stable), points) for (stable, _), points in kinds)


def draw_equilibria(
    equilibria: pd.DataFrame,
    branches: pd.DataFrame,
    thresholds: pd.DataFrame,
    readings: Mapping[str, float],
    title: str,
    note: str,
) -> "Figure":
    """Bits and the ratio's response against the cost: a column a kind of information.

    Parameters
    ----------
    equilibria, branches, thresholds : DataFrame
        The contract's ``equilibria.csv``, ``branches.csv`` and ``thresholds.csv``.
    readings : mapping of str to float
        Costs that are marked, by label: what the printed cost is, read one way or another.
    title, note : str
        Above and below the panels.
    """
    with house_style():
        panels = open_panels(title, len(PANELS), len(INFORMATION), size=(9.0, 6.4), legend_rows=2, share_y="row")
        last = 1.2 * max([*readings.values(), equilibria["cost"].max()])
        for column, information in enumerate(INFORMATION):
            limits = thresholds[thresholds["information"] == information].set_index("quantity")["cost"]
            lines = [*attentive_branches(branches, equilibria, information)]
            for branch in other_branches(equilibria, information):
                nobody = bool((branch.points["bits"] == 0.0).all())
                lines.append(_extended(branch, limits["nobody_attends_above"], last) if nobody else branch)
            for row, (quantity, label) in enumerate(PANELS.items()):
                axis = panels.axes[row, column]
                axis.axhline(0, color="black", lw=0.6)
                for line in lines:
                    colour, dashes, stability = _LINES[line.stable]
                    axis.plot(
                        100.0 * line.points["cost"], line.points[quantity], color=colour, ls=dashes, label=stability
                    )
                _mark(axis, limits, readings)
                axis.set_xscale("log")
                axis.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
                axis.set_ylabel(label if column == 0 else "")
            panels.axes[0, column].set_title(f"{information} information")
        time_label = "cost of a bit a quarter, percent of sales (log scale)"
        return close_panels(panels, note, time_label=time_label, legend_columns=3)


def _mark(axis: Any, limits: pd.Series, readings: Mapping[str, float]) -> None:
    for (name, cost), dashes in zip(readings.items(), ((0, (5, 1)), (0, (1, 1))), strict=False):
        axis.axvline(100.0 * cost, color="black", ls=dashes, lw=1, label=name)
    for name, (label, grey) in THRESHOLDS.items():
        if name in limits:
            axis.axvline(100.0 * limits[name], color=grey, ls="-.", lw=1.2, label=label)


def _extended(branch: Branch, first: float, last: float) -> Branch:
    """Nobody attends between the two costs; the economy is the same at each of them."""
    ends = branch.points.iloc[[0, 0]].assign(cost=[first, last])
    return Branch(branch.stable, ends)


def _wide(table: pd.DataFrame, index: list[str]) -> pd.DataFrame:
    return table.pivot(index=index, columns="quantity", values="value").reset_index()
