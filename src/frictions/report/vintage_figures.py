"""Responses of the VAR by vintage, and revisions in the order of their effect."""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.house_style import BLUE, GREEN, GREY, ORANGE, VERMILION, house_style, settle
from frictions.report.labels import VARIABLES
from frictions.report.panels import Claim, close_panels, mark_claims, open_panels
from frictions.report.var_figure import PANELS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINES = ((BLUE, "-"), (VERMILION, "--"), (GREEN, "-."), (ORANGE, ":"), (GREY, (0, (4, 1, 1, 1, 1, 1))))
"""Colour and dashes of the vintages, so that they are told apart in grey too; they repeat after five."""


def draw_vintage_responses(
    irfs: Mapping[str, pd.DataFrame],
    units: Mapping[str, str],
    title: str,
    coverage: float,
    claims: Sequence[Claim],
    note: str,
) -> "Figure":
    """Draw eight panels with one line a vintage and the band of the first.

    Parameters
    ----------
    irfs : mapping of str to DataFrame
        The contract's ``irf.csv`` by vintage; the first one's band is shaded.
    units : mapping of str to str
        Unit of each variable, for the axis.
    title : str
    coverage : float
        Of the band, between 0 and 1.
    claims : sequence of Claim
        Numbers of the source's text.
    note : str
        Below the panels; may be empty.
    """
    first = next(iter(irfs))
    with house_style():
        panels = open_panels(f"Responses to the federal funds shock by vintage ({title})")
        for axis, (variable, name) in zip(panels.axes.flat, PANELS.items(), strict=True):
            for number, (vintage, irf) in enumerate(irfs.items()):
                rows = irf[irf["variable"] == variable]
                colour, dashes = LINES[number % len(LINES)]
                if vintage == first:
                    label = f"{coverage:.0%} band, {first}"
                    axis.fill_between(
                        rows["horizon"], rows["lower"], rows["upper"], color=colour, alpha=0.2, lw=0, label=label
                    )
                axis.plot(rows["horizon"], rows["point"], color=colour, ls=dashes, label=vintage)
            axis.axhline(0, color="black", lw=0.6)
            mark_claims(axis, variable, claims, GREY)
            axis.set_title(name)
            axis.set_ylabel(units[variable])
        return close_panels(panels, note)


def draw_effects(effects: pd.DataFrame, title: str, note: str) -> "Figure":
    """Draw one panel of horizontal bars a vintage: what each revision does to the matched responses.

    Parameters
    ----------
    effects : DataFrame
        The contract's effects.csv; revisions without an effect, because the vintages cannot be mixed, are left out.
    title : str
    note : str
        Below the panels; may be empty.
    """
    from matplotlib.figure import Figure

    shown = {vintage: rows[rows["effect"].notna()] for vintage, rows in effects.groupby("vintage", sort=False)}
    longest = max(len(rows) for rows in shown.values())
    with house_style():
        figure = Figure(figsize=(max(5.6, 4.6 * len(shown)), 1.5 + 0.3 * longest))
        figure.suptitle(f"What each revision does to the matched responses\n({title})", x=0.01, ha="left", fontsize=10)
        axes = figure.subplots(1, len(shown), squeeze=False)[0]
        for axis, (vintage, rows) in zip(axes, shown.items(), strict=True):
            places = range(len(rows))
            colours = [GREY if rank == 0 else BLUE for rank in rows["rank"]]
            axis.barh(places, rows["effect"], color=colours, height=0.65)
            for place, row in zip(places, rows.itertuples(), strict=True):
                if row.effect > 0.0:
                    where = f" {VARIABLES[row.variable]}, quarter {row.horizon}: {row.largest:+.2g}"
                    axis.annotate(where, (row.effect, place), va="center", fontsize=6.5, color="#444444")
            axis.set_yticks(places, rows["series"])
            axis.invert_yaxis()
            axis.grid(visible=False, axis="y")
            axis.set_axisbelow(True)
            axis.locator_params(axis="x", nbins=5)
            # Room for the text beside the longest bar.
            axis.set_xlim(0.0, 1.85 * max(float(rows["effect"].max()), 1e-12))
            axis.set_xlabel("standard deviations of the responses, root mean square\n(text: the largest single change)")
            axis.set_title(f"{vintage}")
        if note:
            figure.supxlabel(
                fill(note, round(16.5 * figure.get_figwidth())), x=0.01, ha="left", fontsize=7, color="#444444"
            )
        settle(figure)
    return figure
