"""The frame of a figure of response panels: title, a strip for the legend, panels, a note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

from frictions.report.house_style import settle

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Claim:
    """A number that the source's text gives for a response.

    Attributes
    ----------
    variable : str
    quarter : int
        Quarters after the shock.
    value : float
        Units of the variable.
    """

    variable: str
    quarter: int
    value: float


def claims_of(entries: Sequence[Mapping[str, Any]]) -> list[Claim]:
    """Claims from the entries of the file of published numbers."""
    return [Claim(entry["variable"], int(entry["quarter"]), float(entry["value"])) for entry in entries]


@dataclass(frozen=True)
class Panels:
    """An open figure.

    Attributes
    ----------
    figure : Figure
    strip, body : SubFigure
        Where the legend goes, and what holds the panels.
    axes : (rows, columns) array of Axes
    """

    figure: "Figure"
    strip: Any
    body: Any
    axes: Any


def open_panels(title: str, rows: int = 2, columns: int = 4) -> Panels:
    """Begin a figure; call it inside the house style."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10.5, 0.7 + 2.6 * rows))
    figure.suptitle(title, x=0.01, ha="left", fontsize=10)
    # A strip of its own for the legend: constrained layout would put it over the title.
    subfigures: Any = figure.subfigures(2, 1, height_ratios=[0.05, 0.95])
    strip, body = subfigures
    return Panels(figure, strip, body, body.subplots(rows, columns, sharex=True, squeeze=False))


def mark_claims(axis: Any, variable: str, claims: Sequence[Claim], colour: str) -> None:
    """Put a cross where the source's text gives a number for the variable."""
    for claim in claims:
        if claim.variable == variable:
            axis.plot(claim.quarter, claim.value, ls="", marker="X", ms=7, color=colour, label="source's text")


def close_panels(panels: Panels, note: str) -> "Figure":
    """Add the legend of all panels, the time axis and the note, and fix the layout."""
    for axis in panels.axes[-1]:
        axis.set_xlabel("quarters after the shock")
    entries = {}
    for axis in panels.axes.flat:
        axis.margins(x=0.02)
        entries.update({label: handle for handle, label in zip(*axis.get_legend_handles_labels(), strict=True)})
    panels.strip.legend(entries.values(), entries.keys(), loc="center left", ncols=len(entries))
    if note:
        panels.body.supxlabel(fill(note, 190), x=0.01, ha="left", fontsize=7, color="#444444")
    settle(panels.figure)
    return panels.figure
