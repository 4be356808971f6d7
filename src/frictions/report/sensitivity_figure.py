"""A response under several costs of information or sizes of the shock, as Figures 1.12 to 1.14 draw it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.attention_labels import MODES
from frictions.report.house_style import BLUE, GREEN, VERMILION, house_style
from frictions.report.panels import close_panels, mark_printed_axis, open_panels

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
        panels = open_panels(title, 1, len(outcomes), size=(10.5, 3.9), share_y=True)
        for axis, (mode, cases) in zip(panels.axes[0], outcomes.items(), strict=True):
            axis.axhline(0, color="black", lw=0.6)
            for (case, irf), (colour, dashes) in zip(cases.items(), _LINES, strict=False):
                rows = irf[(irf["variable"] == variable) & (irf["horizon"] < quarters)]
                axis.plot(rows["horizon"], rows["response"], color=colour, ls=dashes, label=case)
            mark_printed_axis(axis, printed_axis)
            axis.set_title(MODES[mode])
        panels.axes[0, 0].set_ylabel("percent")
        return close_panels(panels, note)
