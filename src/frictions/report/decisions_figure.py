"""First-best and actual decisions of inattentive firms, as Figures 1.10 and 1.11 draw them."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.house_style import BLUE, GREY, VERMILION, house_style, settle

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class DecisionClaims:
    """What the source says of a decision, as far as it is printed.

    Attributes
    ----------
    impact : float or None
        First-best response in the quarter of the shock, percent.
    gone_by : float or None
        Quarters after which first best and actual decision are the same.
    axis : (float, float) or None
        Ends of the printed axis, percent.
    """

    impact: float | None = None
    gone_by: float | None = None
    axis: tuple[float, float] | None = None


def draw_decisions(
    variants: Mapping[str, pd.DataFrame],
    decision: str,
    titles: Mapping[str, str],
    claims: DecisionClaims,
    title: str,
    note: str,
    quarters: int = 31,
) -> "Figure":
    """One panel a variant, side by side, with the first best and the average decision.

    Parameters
    ----------
    variants : mapping of str to DataFrame
        The contract's ``decisions.csv`` by variant.
    decision : {"price", "stock"}
        What is drawn.
    titles : mapping of str to str
        Title of each panel, by variant.
    claims : DecisionClaims
        Marked in every panel.
    title, note : str
        Above and below the panels.
    quarters : int
        Quarters shown, the impact included.
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(10.5, 3.9))
        axes = figure.subplots(1, len(variants), sharey=True, squeeze=False)[0]
        for axis, (variant, table) in zip(axes, variants.items(), strict=True):
            rows = table[(table["decision"] == decision) & (table["horizon"] < quarters)]
            axis.axhline(0, color="black", lw=0.6)
            axis.plot(rows["horizon"], rows["first_best"], color=VERMILION, ls="-.", label="first best")
            axis.plot(rows["horizon"], rows["actual"], color=BLUE, label="actual, average over firms")
            if claims.axis:
                for end in claims.axis:
                    axis.axhline(end, color=GREY, ls=(0, (1, 2)), lw=1, label="ends of the printed axis")
            if claims.impact is not None:
                axis.plot(0, claims.impact, ls="", marker="X", ms=7, color="black", label="source's text: first best")
            if claims.gone_by is not None:
                axis.axvline(claims.gone_by, color=GREY, ls="--", lw=1, label="source's text: deviation has died out")
            axis.set_title(titles[variant])
            axis.set_xlabel("quarters after the shock")
            axis.margins(x=0.02)
        axes[0].set_ylabel("percent")
        entries = dict(zip(*reversed(axes[0].get_legend_handles_labels()), strict=True))
        figure.legend(entries.values(), entries.keys(), loc="outside upper right", ncols=len(entries))
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
        figure.supxlabel(fill(note, 190), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure
