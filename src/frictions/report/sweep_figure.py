"""Quantities of a sweep over its parameters: lines over one, maps over two."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.report.house_style import BLUE, GREY, VERMILION, house_style, settle
from frictions.report.labels import PARAMETERS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = 2
"""Panels a row."""

NOISE = 1e-6
"""Relative range of a quantity below which it counts as constant."""

ZERO = 1e-10
"""Size below which it counts as zero."""


class NothingToDraw(FrictionsError):
    """A quantity that is to be drawn is not in the sweep; the message names it and what is there."""


def draw_sweep(table: pd.DataFrame, parameters: Sequence[str], draw: Sequence[str], title: str) -> "Figure":
    """Draw one panel a quantity.

    Parameters
    ----------
    table : DataFrame
        The contract's table of a sweep: point, the parameters, quantity, value, status.
    parameters : sequence of str
        Varied parameters. Over the first is drawn a line, over the first two a map; further ones stay at their first
        value, which the title says.
    draw : sequence of str
        Quantities.
    title : str
        What is swept.

    Raises
    ------
    NothingToDraw
        If no point has one of the quantities.
    """
    from matplotlib.figure import Figure

    table, held = _slice(table, parameters[2:])
    for quantity in draw:
        if quantity not in set(table["quantity"]):
            found = ", ".join(name for name in table["quantity"].unique()[:12] if name)
            raise NothingToDraw(f"quantity '{quantity}' is not in the sweep; it has {found or 'no solution'}, ...")
    points = table.drop_duplicates("point")
    unsolved = points[points["status"] != "ok"]
    rows = -(-len(draw) // COLUMNS)
    with house_style():
        figure = Figure(figsize=(9.6, 1.3 + 2.9 * rows))
        figure.suptitle("\n".join(filter(None, (title, held))), x=0.01, ha="left", fontsize=10)
        axes = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
        for axis, quantity in zip(axes, draw, strict=False):
            chosen = table[table["quantity"] == quantity]
            if len(parameters) == 1:
                _line(axis, chosen, points, unsolved, parameters[0])
            else:
                _map(figure, axis, chosen, points, parameters[0], parameters[1])
            axis.set_title(quantity)
        for axis in axes[len(draw) :]:
            axis.set_visible(False)
        figure.supxlabel(_note(points, len(parameters)), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
    return figure


def _slice(table: pd.DataFrame, others: Sequence[str]) -> tuple[pd.DataFrame, str]:
    """Keep the points at the first value of the parameters that are not drawn."""
    words = []
    for name in others:
        first = table[name].iloc[0]
        table = table[table[name] == first]
        words.append(f"{name} = {first:g}")
    return table, f"at {', '.join(words)}" if words else ""


def _line(axis: Any, chosen: pd.DataFrame, points: pd.DataFrame, unsolved: pd.DataFrame, name: str) -> None:
    # A point without a solution leaves a gap.
    values = points[[name]].merge(chosen[[name, "value"]], on=name, how="left").sort_values(name)
    axis.plot(values[name], values["value"], color=BLUE, marker="o", ms=2.5)
    if len(unsolved):
        # On the lower edge of the panel, whatever the scale of the quantity.
        place: Mapping[str, Any] = {"transform": axis.get_xaxis_transform(), "clip_on": False}
        axis.plot(unsolved[name], np.zeros(len(unsolved)), ls="", marker="x", ms=5, color=VERMILION, **place)
    axis.set_xlabel(_label(name))
    axis.margins(x=0.03)
    if _logarithmic(np.sort(points[name].unique())):
        axis.set_xscale("log")
        _plain_numbers(axis.xaxis)
    level = float(values["value"].abs().max())
    # Where the parameter does nothing, the solver's tolerance drawn to scale would look like an effect.
    if level < ZERO:
        axis.set_ylim(-1.0, 1.0)
    elif np.ptp(values["value"].dropna()) < NOISE * level:
        axis.set_ylim(*sorted(values["value"].mean() * np.array([0.95, 1.05])))


def _map(figure: "Figure", axis: Any, chosen: pd.DataFrame, points: pd.DataFrame, across: str, upwards: str) -> None:
    # The whole grid, so that what has no solution shows as grey.
    x, y = np.sort(points[across].unique()), np.sort(points[upwards].unique())
    values = chosen.pivot(index=upwards, columns=across, values="value").reindex(index=y, columns=x).to_numpy()
    axis.set_facecolor(GREY)
    axis.grid(visible=False)
    colours: dict[str, Any] = {"cmap": "viridis"}
    low, high = np.nanmin(values), np.nanmax(values)
    if low < 0.0 < high:
        largest = max(-low, high)
        colours = {"cmap": "RdBu_r", "vmin": -largest, "vmax": largest}
    mesh = axis.pcolormesh(_edges(x), _edges(y), np.ma.masked_invalid(values), rasterized=True, **colours)
    figure.colorbar(mesh, ax=axis)
    for grid, scale, along in ((x, axis.set_xscale, axis.xaxis), (y, axis.set_yscale, axis.yaxis)):
        if _logarithmic(grid):
            scale("log")
            _plain_numbers(along)
    axis.set_xlabel(_label(across))
    axis.set_ylabel(_label(upwards))


def _plain_numbers(along: Any) -> None:
    """Write 0.2, 0.5, 1 along a logarithmic axis instead of powers of ten."""
    from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

    along.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    along.set_major_formatter(StrMethodFormatter("{x:g}"))
    along.set_minor_formatter(NullFormatter())


def _edges(values: Array) -> Array:
    """Borders of cells around the values of a grid, halfway between them on its own scale."""
    if len(values) == 1:
        return np.array([values[0] - 0.5, values[0] + 0.5])
    if _logarithmic(values):
        return np.exp(_edges_of(np.log(values)))
    return _edges_of(values)


def _edges_of(values: Array) -> Array:
    middle = 0.5 * (values[1:] + values[:-1])
    return np.concatenate([[values[0] - (middle[0] - values[0])], middle, [values[-1] + (values[-1] - middle[-1])]])


def _logarithmic(values: Array) -> bool:
    """Whether a grid grows by a constant factor rather than by a constant step."""
    if len(values) < 3 or values[0] <= 0.0:
        return False
    return bool(np.ptp(np.diff(np.log(values))) < 1e-6 < np.ptp(np.diff(values)))


def _label(name: str) -> str:
    return f"{name}: {PARAMETERS[name]}" if name in PARAMETERS else name.replace("_", " ")


def _note(points: pd.DataFrame, varied: int) -> str:
    counts = points.loc[points["status"] != "ok", "status"].value_counts()
    if counts.empty:
        return f"{len(points)} points, all of them solved."
    reasons = ", ".join(f"{name} at {count}" for name, count in counts.items())
    mark = "crosses" if varied == 1 else "grey"
    return f"{len(points)} points, {counts.sum()} of them without a solution ({mark}): {reasons}."
