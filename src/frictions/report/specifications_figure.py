"""A specification curve: what a claim is about in every specification, sorted, above the choices behind each."""

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from frictions.report.document.names import readable
from frictions.report.house_style import BLUE, VERMILION, house_style, settle
from frictions.report.robustness_text import dimension_label, in_specifications
from frictions.robustness.shares import dimensions_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHOWN = 0.98
"""Share of the ends of the bands that the axis holds; the rest is cut off."""


def draw_specifications(
    specifications: pd.DataFrame, values: pd.DataFrame, claim: pd.Series, thresholds: list[float], unit: str
) -> "Figure":
    """Sorted values with their bands, the published one marked, and the choices below.

    Parameters
    ----------
    specifications : DataFrame
        The contract's ``robustness/specifications.csv``.
    values : DataFrame
        Rows of ``robustness/values.csv`` of one claim.
    claim : Series
        Its row of ``robustness/claims.csv``.
    thresholds : list of float
        Where the claim begins or ceases to hold.
    unit : str
        Of the value.
    """
    dimensions = dimensions_of(specifications)
    table = values.merge(specifications, on="specification")
    table = table[(table["drawn"] | (table["specification"] == 0)) & table["value"].notna()]
    table = table.sort_values(["value", "specification"], ignore_index=True)
    holds = table["holds"].to_numpy(dtype=bool)
    across = np.arange(len(table))
    published = int(np.flatnonzero(table["specification"] == 0)[0])
    rows = [(name, option) for name in dimensions for option in dict.fromkeys(specifications[name].map(str))]
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(10.5, 4.6 + 0.135 * len(rows)))
        curve, choices = figure.subplots(2, 1, sharex=True, height_ratios=[3.2, 0.135 * len(rows)])
        for which, colour, label in ((holds, BLUE, "the claim holds"), (~holds, VERMILION, "it does not")):
            if which.any():
                curve.vlines(
                    across[which], table["lower"][which], table["upper"][which], color=colour, lw=0.5, alpha=0.45
                )
                curve.plot(across[which], table["value"][which], ".", color=colour, ms=3, label=label)
        for threshold in thresholds:
            curve.axhline(threshold, color="black", lw=0.7, ls="--" if threshold else "-")
        first = table.iloc[published]
        curve.errorbar(
            [published],
            [first["value"]],
            [[first["value"] - first["lower"]], [first["upper"] - first["value"]]],
            fmt="D",
            color="black",
            ms=5,
            lw=1.3,
            capsize=2,
            label="published choices",
            zorder=5,
        )
        ends = table[["lower", "value", "upper"]].to_numpy().ravel()
        low, high = np.nanquantile(ends, [(1 - SHOWN) / 2, (1 + SHOWN) / 2])
        curve.set_ylim(min(low, first["lower"]) - 0.05 * (high - low), max(high, first["upper"]) + 0.05 * (high - low))
        curve.set_ylabel(unit)
        curve.legend(loc="upper left", ncols=3)
        marks = np.full((len(rows), len(table)), np.nan)
        for place, (name, option) in enumerate(rows):
            chosen = (table[name].map(str) == option).to_numpy()
            marks[place, chosen] = holds[chosen]
        _draw_choices(choices, marks, rows, published)
        title = f"{claim['text'].removesuffix('.')}: {in_specifications(claim)}"
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
        note = (
            "Every column is a specification, sorted by the number that the claim is about, with its band in the "
            "quarter it is read from; below it the choice it takes in each dimension. The first choice of a dimension "
            "is the published one. Bands of the outermost two percent are cut off."
        )
        figure.supxlabel(fill(note, 165), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
    return figure


def _draw_choices(axis: "Axes", marks: np.ndarray, rows: list[tuple[str, str]], published: int) -> None:
    """A row a choice, a mark where a specification takes it."""
    from matplotlib.colors import ListedColormap

    axis.imshow(marks, cmap=ListedColormap([VERMILION, BLUE]), vmin=0, vmax=1, aspect="auto", interpolation="nearest")
    labels, before = [], ""
    for place, (name, option) in enumerate(rows):
        labels.append(f"{dimension_label(name)}:  {readable(option)}" if name != before else readable(option))
        if name != before and place:
            axis.axhline(place - 0.5, color="#999999", lw=0.5)
        before = name
    axis.axvline(published, color="black", lw=0.8)
    axis.set_yticks(np.arange(len(rows)), labels, fontsize=6.5)
    axis.tick_params(axis="y", length=0)
    axis.grid(visible=False)
    axis.set_xlabel("specifications")
