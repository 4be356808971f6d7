"""The part of each friction in the responses to the shock."""

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from frictions.report.house_style import BLUE, GREEN, GREY, VERMILION, house_style, settle

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PARTS = {
    "frictionless": ("no friction", GREY, "//"),
    "specificity": ("specificity", BLUE, ""),
    "lemons": ("lemons", VERMILION, "\\\\"),
    "credit": ("credit limit", GREEN, ".."),
}
"""Label, colour and hatching of each part, in the order in which they are stacked."""

PANELS = {
    "reallocation": "Reallocation",
    "investment": "Investment",
    "price_used": "Price of used capital",
    "mpk_ratio": "Mean MPK ratio",
}


def draw_channels(channels: pd.DataFrame, notes: Sequence[str], years: int = 8) -> "Figure":
    """Stacked parts by year, and the full response as a line.

    Parameters
    ----------
    channels : DataFrame
        The contract's ``channels.csv``.
    notes : sequence of str
    years : int
        Years shown.
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(9.0, 6.2))
        axes = figure.subplots(2, 2)
        shown = channels[channels["period"] <= years]
        for axis, (variable, name) in zip(axes.flat, PANELS.items(), strict=True):
            rows = shown[shown["variable"] == variable]
            parts = rows.pivot(index="period", columns="part", values="percentage_points")
            above, below = np.zeros(len(parts)), np.zeros(len(parts))
            for part, (label, colour, hatch) in PARTS.items():
                heights = parts[part].to_numpy()
                bottom = np.where(heights >= 0, above, below)
                axis.bar(parts.index, heights, 0.7, bottom, color=colour, hatch=hatch, ec="white", lw=0.4, label=label)
                above, below = above + np.maximum(heights, 0), below + np.minimum(heights, 0)
            axis.plot(parts.index, parts["full"], color="black", marker="o", ms=3.5, lw=1.2, label="all frictions")
            axis.axhline(0, color="black", lw=0.6)
            axis.set_title(name)
            axis.set_axisbelow(True)
            axis.set_xticks(parts.index)
        for axis in axes[:, 0]:
            axis.set_ylabel("percentage points")
        for axis in axes[-1]:
            axis.set_xlabel("year, 1 is the first of the shock")
        handles, labels = axes[0, 0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper right", ncols=len(labels))
        figure.suptitle("What each friction adds to the response", x=0.01, ha="left", fontsize=10)
        figure.supxlabel(fill(" ".join(notes), 155), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure
