"""First-best and actual decisions of inattentive firms, as Figures 1.10 and 1.11 draw them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.house_style import BLUE, VERMILION, house_style
from frictions.report.panels import close_panels, mark_printed_axis, open_panels

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
        panels = open_panels(title, 1, len(variants), size=(10.5, 3.9), share_y=True)
        for axis, (variant, table) in zip(panels.axes[0], variants.items(), strict=True):
            rows = table[(table["decision"] == decision) & (table["horizon"] < quarters)]
            axis.axhline(0, color="black", lw=0.6)
            axis.plot(rows["horizon"], rows["first_best"], color=VERMILION, ls="-.", label="first best")
            axis.plot(rows["horizon"], rows["actual"], color=BLUE, label="actual, average over firms")
            mark_printed_axis(axis, claims.axis)
            if claims.impact is not None:
                axis.plot(0, claims.impact, ls="", marker="X", ms=7, color="black", label="source's text, first best")
            if claims.gone_by is not None:
                axis.axvline(claims.gone_by, color="black", ls="--", lw=1, label="source's text, gap closed")
            axis.set_title(titles[variant])
        panels.axes[0, 0].set_ylabel("percent")
        return close_panels(panels, note)
