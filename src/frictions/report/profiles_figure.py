"""The criterion of an estimated model around its estimate: profiles, other minima, other equilibria."""

from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.house_style import BLUE, GREEN, GREY, VERMILION, house_style, settle
from frictions.report.labels import PARAMETERS

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_profiles(
    profile: pd.DataFrame,
    minima: pd.DataFrame,
    equilibria: pd.DataFrame,
    references: Mapping[str, float],
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
        One row an equilibrium at the estimate: ``criterion``, ``stable``, ``selected``.
    references : mapping of str to float
        Values of J that are marked across, by label.
    title, note : str
        Above and below the panels.
    """
    with house_style():
        from matplotlib.figure import Figure

        names = list(dict.fromkeys(profile["parameter"]))
        rows = -(-len(names) // 2)
        figure = Figure(figsize=(9.0, 1.2 + 2.6 * rows))
        axes = figure.subplots(rows, 2, sharey=True, squeeze=False)
        for axis, name in zip(axes.flat, names, strict=False):
            line = profile[profile["parameter"] == name].sort_values("value")
            axis.plot(line["value"], line["criterion"], color=BLUE, marker=".", label="lowest J at this value")
            own = minima[minima["parameter"] == name]
            best, others = own[own["minimum"] == 0], own[own["minimum"] > 0]
            axis.plot(best["value"], best["criterion"], ls="", marker="*", ms=11, color="black", label="estimate")
            if len(others):
                style = {"ls": "", "marker": "o", "ms": 6, "mfc": "none", "color": VERMILION}
                axis.plot(others["value"], others["criterion"], **style, label="other local minima")
            rest = equilibria[~equilibria["selected"].astype(bool)]
            for stable, filled in ((True, GREEN), (False, "none")):
                group = rest[rest["stable"].astype(bool) == stable]
                if len(group):
                    where = [float(best["value"].iloc[0])] * len(group)
                    label = f"other {'stable' if stable else 'unstable'} equilibria at the estimate"
                    axis.plot(where, group["criterion"], ls="", marker="D", ms=5, mfc=filled, color=GREEN, label=label)
            for (label, value), dashes in zip(references.items(), ("--", ":"), strict=False):
                axis.axhline(value, color=GREY, ls=dashes, lw=1.2, label=label)
            axis.set_title(name)
            axis.set_xlabel(PARAMETERS[name])
        for axis in axes.flat[len(names) :]:
            axis.set_visible(False)
        for axis in axes[:, 0]:
            axis.set_ylabel("criterion J")
        entries = dict(zip(*reversed(axes[0, 0].get_legend_handles_labels()), strict=True))
        figure.legend(entries.values(), entries.keys(), loc="outside upper left", ncols=3)
        figure.suptitle(title, x=0.01, ha="left", fontsize=10)
        figure.supxlabel(fill(note, 165), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure
