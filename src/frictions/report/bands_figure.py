"""Responses of the VAR with bands of several kinds."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from frictions.arrays import Array
from frictions.report.coverage_table import KINDS
from frictions.report.house_style import BLUE, GREEN, GREY, ORANGE, VERMILION, house_style
from frictions.report.panels import close_panels, open_panels
from frictions.report.var_figure import PANELS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOOKS: Mapping[str, Mapping[str, Any]] = {
    "percentile": {"color": BLUE, "ls": "-"},
    "hall": {"color": ORANGE, "ls": (0, (5, 2))},
    "sup_t": {"color": GREY, "ls": (0, (1, 1))},
    "bias_corrected": {"color": VERMILION, "ls": (0, (3, 1, 1, 1))},
    "wild": {"color": GREEN, "ls": (0, (4, 2))},
    "moving_block": {"color": "black", "ls": (0, (1, 2))},
}
"""Colour and line by kind: told apart in grey by the line."""


def draw_bands(
    names: Sequence[str],
    point: Array,
    bands: Mapping[str, tuple[Array, Array]],
    units: Mapping[str, str],
    coverage: float,
) -> "Figure":
    """Eight panels: point response, and lower and upper end of every band.

    Parameters
    ----------
    names : sequence of n str
        Variables of the VAR.
    point : (horizons, n) array
    bands : mapping of str to two (horizons, n) arrays
        By kind.
    units : mapping of str to str
        Unit of each variable.
    coverage : float
        Nominal.
    """
    with house_style():
        panels = open_panels(f"Responses to the federal funds shock with {coverage:.0%} bands", legend_rows=2)
        for axis, (variable, title) in zip(panels.axes.flat, PANELS.items(), strict=True):
            column = list(names).index(variable)
            axis.axhline(0, color="black", lw=0.6)
            axis.plot(point[:, column], color="black", lw=1.6, label="estimate")
            for kind, ends in bands.items():
                for end, label in zip(ends, (KINDS[kind], None), strict=True):
                    axis.plot(end[:, column], lw=1.0, label=label, **LOOKS[kind])
            axis.set_title(title)
            axis.set_ylabel(units[variable])
        note = "table_band_coverage says how often each kind holds the truth in samples drawn from this VAR."
        return close_panels(panels, note, legend_columns=4)
