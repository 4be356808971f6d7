"""Claims by dimensions: how often each holds, and which choices it depends on."""

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from frictions.report.house_style import BLUE, GREY, house_style, settle
from frictions.report.robustness_text import dimension_label, holds_in

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LIGHT = 0.55
"""Differences of shares above this are written in white."""


def draw_robustness_map(claims: pd.DataFrame, dimensions: pd.DataFrame) -> "Figure":
    """Bars of the share of specifications in which a claim holds, and a heat map of what moves it.

    Parameters
    ----------
    claims, dimensions : DataFrame
        The contract's ``robustness/claims.csv`` and ``dimensions.csv``.
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(10.5, 0.46 * len(claims) + 2.0))
        bars, cells = figure.subplots(1, 2, sharey=True, width_ratios=[1.0, 2.6])
        places = np.arange(len(claims))
        bars.barh(places, 100 * claims["share"], color=BLUE, height=0.62)
        for place, (_, row) in enumerate(claims.iterrows()):
            inside = row["share"] > 0.5
            bars.text(
                100 * row["share"] + (-2 if inside else 2),
                place,
                holds_in(row),
                ha="right" if inside else "left",
                va="center",
                color="white" if inside else "black",
                fontsize=7,
                bbox=None if inside else {"facecolor": "white", "edgecolor": "none", "pad": 0.6},
            )
        bars.axvline(50, color=GREY, lw=0.8, ls="--", zorder=0)
        bars.set_xlim(0, 100)
        bars.set_xlabel("percent of specifications")
        bars.set_title("The claim holds in")
        bars.set_yticks(places, [fill(text.removesuffix("."), 46) for text in claims["text"]], fontsize=7)
        bars.invert_yaxis()
        bars.grid(visible=False)
        names = list(dict.fromkeys(dimensions["dimension"]))
        beyond = (dimensions["share_range"] - dimensions["range_by_chance"]).clip(lower=0)
        wide = dimensions.assign(beyond=beyond).pivot(index="claim", columns="dimension", values="beyond")
        shades = wide.loc[claims["claim"], names].to_numpy()
        cells.imshow(shades, cmap="Blues", vmin=0, vmax=1, aspect="auto")
        for (row, column), value in np.ndenumerate(shades):
            colour = "white" if value > LIGHT else "black"
            text = "" if np.isnan(value) else f"{100 * value:.0f}"
            cells.text(column, row, text, ha="center", va="center", fontsize=7.5, color=colour)
        cells.set_xticks(np.arange(len(names)), [fill(dimension_label(name), 10) for name in names], fontsize=8)
        cells.tick_params(axis="y", length=0)
        cells.grid(visible=False)
        cells.set_title("Highest less lowest share among its choices, beyond chance, points")
        figure.suptitle("What the claims about the VAR depend on", x=0.01, ha="left", fontsize=10)
        note = (
            "A specification takes one choice from each dimension; the shares are over a balanced sample of them. A "
            "dark cell: whether the claim holds depends on that choice. Chance is what answers dealt out at random "
            "give; results/robustness/choices.csv has the share of every choice."
        )
        figure.supxlabel(fill(note, 165), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
    return figure
