"""How the reconstruction was chosen, how far from optimal the printed attention is, and what true optima give."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.house_style import BLUE, GREEN, GREY, ORANGE, VERMILION, house_style
from frictions.report.panels import close_panels, open_panels
from frictions.report.reconstruction_table import largest_excess

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NOISES = {"shared": (BLUE, "one noise per shock"), "independent": (VERMILION, "one noise per decision")}
"""Colour and label by the names of the contract's ``variants.csv``."""

READINGS = {
    "shared": (BLUE, "-", "one noise, as printed"),
    "corrected": (GREEN, "--", "one noise, .2264 read as .1264"),
    "independent": (VERMILION, "-.", "independent noises, as printed"),
}
"""Colour, dashes and label by reading of the printed flows."""

KINDS = {
    ("separate", "counted"): (BLUE, "o", "separate, interaction counted"),
    ("separate", "ignored"): (ORANGE, "s", "separate, interaction ignored"),
    ("joint", "counted"): (VERMILION, "^", "joint"),
}
"""Colour, marker and label by kind of information of a true optimum."""

LEVELS = (1.0, 3.0, 10.0)
"""Percent over the optimum at which contours are drawn."""


def draw_constructions(variants: pd.DataFrame, by_table: pd.DataFrame, title: str, note: str) -> "Figure":
    """A point a construction: distance from Table 1.3, and how much of Tables 1.4 and 1.5 it gives.

    Parameters
    ----------
    variants, by_table : DataFrame
        The contract's ``variants.csv`` and ``variants_by_table.csv``, rows in the same order of variants.
    title, note : str
        Above and below the panels.
    """
    others = by_table[by_table["table"].astype(str) != "1.3"]
    tables = sorted(others["table"].astype(str).unique())
    with house_style():
        panels = open_panels(title, 1, len(tables), size=(9.0, 4.0), share_y=False)
        for axis, table in zip(panels.axes[0], tables, strict=True):
            rows = others[others["table"].astype(str) == table].reset_index(drop=True)
            for noise, (colour, label) in NOISES.items():
                for closure, marker, filled in (("stock_out_term", "o", colour), ("price_index", "s", "none")):
                    chosen = (variants["noise"] == noise) & (variants["closure"] == closure)
                    shown = label if closure == "stock_out_term" else f"{label}, price index linearised"
                    axis.plot(
                        variants.loc[chosen, "mean_deviation"],
                        rows.loc[chosen, "within_20"],
                        ls="", marker=marker, ms=5, mfc=filled, mec=colour, alpha=0.8, label=shown,
                    )  # fmt: skip
            axis.plot(
                variants["mean_deviation"].iloc[0], rows["within_20"].iloc[0],
                ls="", marker="o", ms=11, mfc="none", mec="black", label="the reconstruction",
            )  # fmt: skip
            axis.set_title(f"Table {table}")
            axis.set_xlabel("mean deviation from Table 1.3, share of the printed number")
            axis.set_ylabel(f"of {rows['printed'].iloc[0]} numbers within 20 percent")
        return close_panels(panels, note, time_label="", legend_columns=3)


def draw_printed_attention(
    excess: Mapping[str, pd.DataFrame],
    near: pd.DataFrame,
    printed: Sequence[tuple[float, float]],
    title: str,
    note: str,
) -> "Figure":
    """Largest excess over the columns by cost, and the set of flows that are nearly optimal.

    Parameters
    ----------
    excess : mapping of str to DataFrame
        The contract's ``printed_attention*.csv`` by reading.
    near : DataFrame
        The contract's ``near_optimal.csv``.
    printed : sequence of (float, float)
        Printed flows to price and stock.
    title, note : str
        Above and below the panels.
    """
    with house_style():
        panels = open_panels(title, 1, 2, size=(9.0, 4.2), share_x=False)
        left, right = panels.axes[0]
        for name, (colour, dashes, label) in READINGS.items():
            largest = largest_excess(excess[name])
            left.plot(largest.index, largest, color=colour, ls=dashes, marker="o", ms=3, label=label)
        left.axhline(3.0, color=GREY, ls=(0, (1, 2)), lw=1, label="3 percent")
        left.set_ylim(bottom=0.0)
        left.set_title("Largest excess over the columns, percent")
        left.set_xlabel("cost of a bit over the variance of the shock")
        grid = near.pivot(index="flow_stock", columns="flow_price", values="excess_percent")
        lines = right.contour(
            grid.columns, grid.index, grid.to_numpy(), levels=LEVELS, colors=[BLUE, GREEN, GREY], linewidths=1.2
        )
        right.clabel(lines, fmt=lambda level: f"{level:g} percent", fontsize=7)
        price, stock = zip(*printed, strict=True)
        right.plot(price, stock, ls="", marker="X", ms=6, color="black", label="printed flows of the benchmark")
        right.set_title("Cost of other flows at one first best")
        right.set_xlabel("flow to the price, bits a quarter")
        right.set_ylabel("flow to the stock, bits a quarter")
        return close_panels(panels, note, time_label="", legend_columns=3)


def draw_optima(
    optima: pd.DataFrame, reconstruction: tuple[float, float, int], printed: float, title: str, note: str
) -> "Figure":
    """What true optima give at every cost: the correlation of output and inflation, and the moments they hit.

    Parameters
    ----------
    optima : DataFrame
        The contract's ``optima.csv``.
    reconstruction : (float, float, int)
        Cost ratio, correlation and moments within five percent of the reconstruction.
    printed : float
        Printed correlation.
    title, note : str
        Above and below the panels.
    """
    columns = {"corr_Y_pi": "correlation of output and inflation", "within_5": "moments within 5 percent, of nine"}
    with house_style():
        panels = open_panels(title, 1, 2, size=(9.0, 3.9), share_x=True)
        for axis, (column, label), value in zip(panels.axes[0], columns.items(), reconstruction[1:], strict=True):
            for (information, interaction), (colour, marker, name) in KINDS.items():
                rows = optima[(optima["information"] == information) & (optima["interaction"] == interaction)]
                for stable, filled in ((True, colour), (False, "none")):
                    chosen = rows[rows["stable"].astype(bool) == stable]
                    axis.plot(
                        chosen["cost_ratio"], chosen[column], ls="", marker=marker, ms=5, mfc=filled, mec=colour,
                        label=name if stable else "",
                    )  # fmt: skip
            axis.plot(reconstruction[0], value, ls="", marker="X", ms=8, color="black", label="reconstruction")
            axis.set_ylabel(label)
            axis.set_xscale("log")
            axis.xaxis.set_major_formatter(lambda tick, _: f"{tick:g}")
            axis.xaxis.set_minor_formatter(lambda tick, _: f"{tick:g}")
        panels.axes[0, 0].axhline(printed, color=GREY, ls=(0, (1, 2)), lw=1, label="printed")
        time_label = "cost of a bit over the variance of the shock (log scale)"
        return close_panels(panels, note, time_label=time_label, legend_columns=3)
