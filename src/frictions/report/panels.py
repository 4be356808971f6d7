"""The frame of a figure of response panels: title, a strip for the legend, panels, a note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any, Literal

from frictions.options import checked_options
from frictions.report.house_style import GREY, LETTERS_PER_INCH, settle

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
    model : str
        Which model it is about, where a figure shows several.
    """

    variable: str
    quarter: int
    value: float
    model: str = ""


def claims_of(entries: Sequence[Mapping[str, Any]], model: str = "") -> list[Claim]:
    """Claims about one model from the entries of the file of published numbers."""
    return [Claim(entry["variable"], int(entry["quarter"]), float(entry["value"]), model) for entry in entries]


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


@checked_options
def open_panels(
    title: str,
    rows: int = 2,
    columns: int = 4,
    *,
    size: tuple[float, float] | None = None,
    legend_rows: int = 1,
    share_x: bool = True,
    share_y: bool | Literal["row"] = False,
) -> Panels:
    """Begin a figure; call it inside the house style.

    Parameters
    ----------
    title : str
        Above everything.
    rows, columns : int
        Of panels.
    size : (float, float), optional
        Width and height in inches.
    legend_rows : int
        Lines that the legend takes.
    share_x : bool
        Whether panels share their horizontal axis.
    share_y : bool or "row"
        Whether panels share their vertical axis, all or those of a row.
    """
    from matplotlib.figure import Figure

    width, height = size or (10.5, 0.7 + 2.6 * rows)
    figure = Figure(figsize=(width, height))
    figure.suptitle(title, x=0.01, ha="left", fontsize=10)
    # A strip of its own for the legend: constrained layout would put it over the title.
    strip_height = 0.09 + 0.2 * legend_rows
    subfigures: Any = figure.subfigures(2, 1, height_ratios=[strip_height, height - strip_height])
    strip, body = subfigures
    return Panels(figure, strip, body, body.subplots(rows, columns, sharex=share_x, sharey=share_y, squeeze=False))


def mark_claims(axis: Any, variable: str, claims: Sequence[Claim], colour: str) -> None:
    """Put a cross where the source's text gives a number for the variable, a plus where it is about a second model."""
    models = list(dict.fromkeys(claim.model for claim in claims))
    for claim in claims:
        if claim.variable == variable:
            marker = "X" if claim.model == models[0] else "P"
            label = f"source's text, {claim.model}" if claim.model else "source's text"
            axis.plot(claim.quarter, claim.value, ls="", marker=marker, ms=7, color=colour, label=label)


def mark_printed_axis(axis: Any, ends: tuple[float, float] | None) -> None:
    """Draw lines where the axis of the source's figure ends, which bounds what it can have shown."""
    for end in ends or ():
        axis.axhline(end, color=GREY, ls=(0, (1, 2)), lw=1, label="ends of the printed axis")


def close_panels(
    panels: Panels, note: str, *, time_label: str = "quarters after the shock", legend_columns: int | None = None
) -> "Figure":
    """Add the legend of all panels, the horizontal axis and the note, and fix the layout.

    Parameters
    ----------
    panels : Panels
        Drawn.
    note : str
        Below the panels.
    time_label : str
        Label of the horizontal axis; none if the panels have their own.
    legend_columns : int, optional
        Entries of the legend side by side; all of them if left out.
    """
    if time_label:
        for axis in panels.axes[-1]:
            axis.set_xlabel(time_label)
    entries = {}
    for axis in panels.axes.flat:
        axis.margins(x=0.02)
        entries.update({label: handle for handle, label in zip(*axis.get_legend_handles_labels(), strict=True)})
    panels.strip.legend(entries.values(), entries.keys(), loc="center left", ncols=legend_columns or len(entries))
    if note:
        letters = round(LETTERS_PER_INCH * panels.figure.get_figwidth())
        panels.body.supxlabel(fill(note, letters), x=0.01, ha="left", fontsize=7, color="#444444")
    settle(panels.figure)
    return panels.figure
