"""The criterion of an estimated model around its estimate: profiles, other minima, other equilibria."""

from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.house_style import BLUE, GREEN, GREY, VERMILION, house_style
from frictions.report.labels import PARAMETERS, SYMBOLS
from frictions.report.panels import close_panels, open_panels

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_profiles(
    profile: pd.DataFrame,
    minima: pd.DataFrame,
    equilibria: pd.DataFrame,
    references: Mapping[str, float],
    held: Mapping[str, float],
    title: str,
    note: str,
) -> "Figure":
    """One panel a parameter: lowest J over the others, every local minimum, every equilibrium at the estimate.

    Parameters
    ----------
    profile : DataFrame
        The contract's ``profile.csv``.
    minima : DataFrame
        The contract's ``minima.csv``.
    equilibria : DataFrame
        One row an equilibrium at the estimate: ``criterion``, ``stable``, ``selected`` (0 or 1).
    references : mapping of str to float
        Values of J that are marked across, by label; the axis ends at two and a half times their distance.
    held : mapping of str to float
        Parameters of the profile that were not estimated, and the values they had.
    title, note : str
        Above and below the panels.
    """
    with house_style():
        names = list(dict.fromkeys(profile["parameter"]))
        panels = open_panels(title, 1, len(names), size=(10.5, 4.2), legend_rows=2, share_x=False, share_y=True)
        for axis, name in zip(panels.axes[0], names, strict=True):
            line = profile[profile["parameter"] == name].sort_values("value")
            axis.plot(line["value"], line["criterion"], color=BLUE, marker=".", label="lowest J at this value")
            own = minima[minima["parameter"] == name]
            best, others = own[own["minimum"] == 0], own[own["minimum"] > 0]
            estimate = float(held[name] if name in held else best["value"].iloc[0])
            if len(others):
                style = {"ls": "", "marker": "o", "ms": 6, "mfc": "none", "color": VERMILION}
                axis.plot(others["value"], others["criterion"], **style, label="other local minima")
            rest = equilibria[~equilibria["selected"].astype(bool)]
            for stable, filled in ((True, GREEN), (False, "none")):
                group = rest[rest["stable"].astype(bool) == stable]
                if len(group):
                    where = [estimate] * len(group)
                    label = f"other {'stable' if stable else 'unstable'} equilibria at the estimate"
                    axis.plot(where, group["criterion"], ls="", marker="D", ms=5, mfc=filled, color=GREEN, label=label)
            axis.plot(estimate, minima["criterion"].min(), ls="", marker="*", ms=11, color="black", label="estimate")
            for (label, value), dashes in zip(references.items(), ("--", ":"), strict=False):
                axis.axhline(value, color=GREY, ls=dashes, lw=1.2, label=label)
            symbol = SYMBOLS.get(name, name)
            axis.set_title(f"{symbol} (held)" if name in held else symbol)
            axis.set_xlabel(fill(PARAMETERS[name], 30))
        lowest, highest = float(profile["criterion"].min()), float(profile["criterion"].max())
        # A profile may rise tenfold; what is compared lies between the estimate and the references.
        ceiling = lowest + 2.5 * (max(references.values(), default=highest) - lowest)
        if lowest < ceiling < highest:
            panels.axes[0, 0].set_ylim(lowest - 0.06 * (ceiling - lowest), ceiling)
        panels.axes[0, 0].set_ylabel("criterion J")
        return close_panels(panels, note, time_label="", legend_columns=4)
