"""A response under several costs of information or sizes of the shock, as Figures 1.12 to 1.14 draw it."""

from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.attention_labels import MODES
from frictions.report.house_style import BLUE, GREEN, GREY, VERMILION, house_style, settle

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LINES = [(BLUE, "-"), (VERMILION, "--"), (GREEN, "-.")]


def draw_sensitivity(
    outcomes: Mapping[str, Mapping[str, pd.DataFrame]],
    variable: str,
    printed_axis: tuple[float, float] | None,
    title: str,
    note: str,
    quarters: int = 31,
) -> "Figure":
    """One panel a mode, one line a case.

    Parameters
    ----------
    outcomes : mapping of str to mapping of str to DataFrame
        The contract's ``irf.csv`` by mode and by the label of the case; three cases at most.
    variable : str
        What is drawn, percent.
    printed_axis : (float, float) or None
        Ends of the axis in the source's figure.
    title, note : str
        Above and below the panels.
    quarters : int
        Quarters shown, the impact included.
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(10.5, 3.9))
        axes = figure.subplots(1, len(outcomes), sharey=True, squeeze=False)[0]
        for axis, (mode, cases) in zip(axes, outcomes.items(), strict=True):
            axis.axhline(0, color="black", lw=0.6)
            for (case, irf), (colour, dashes) in zip(cases.items(), _LINES, strict=False):
                rows = irf[(irf["variable"] == variable) & (irf["horizon"] < quarters)]
                axis.plot(rows["horizon"], rows["response"], color=colour, ls=dashes, label=case)
            if printed_axis:
                for end in printed_axis:
                    axis.axhline(end, color=GREY, ls=(0, (1, 2)), lw=1, label="ends of the printed axis")
            axis.set_title(MODES[mode])
            axis.set_xlabel("quarters after the shock")
            axis.margins(x=0.02)
        axes[0].set_ylabel("percent")
        entries = dict(zip(*reversed(axes[0].get_legend_handles_labels()), strict=True))
        figure.legend(entries.values(), entries.keys(), loc="outside upper right", ncols=len(entries))
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
        figure.supxlabel(fill(note, 190), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure
