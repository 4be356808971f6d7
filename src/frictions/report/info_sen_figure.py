"""The cross-section of informativeness on sensitivity, one panel for each panel of firms and measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from frictions.efficiency.cross_section import winsorise
from frictions.report.house_style import BLUE, GREY, VERMILION, house_style, settle
from frictions.report.info_sen_labels import MEASURES, SENSITIVITIES, SOURCES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = {
    "informativeness": ("informativeness", "kept"),
    "revelatory": ("revelatory_informativeness", "kept"),
    "adjusted": ("adjusted_informativeness", "adjusted_kept"),
}
"""Columns of ``firms.csv`` with each measure and with the firms that count for it."""
BINS = 20


@dataclass(frozen=True)
class PanelFigure:
    """What is drawn of one panel of firms.

    Attributes
    ----------
    name : str
    settings : mapping
        ``source``, ``measures``, ``sensitivity`` and ``across``, the share winsorised in each tail across firms.
    firms, variants : DataFrame
        The contract's files of the panel.
    """

    name: str
    settings: Mapping[str, Any]
    firms: pd.DataFrame
    variants: pd.DataFrame


def draw_cross_sections(panels: Sequence[PanelFigure], published_slope: float) -> "Figure":
    """Firms as dots, means of equal groups as circles, the fitted line of column (1); the published slope in the title.

    Parameters
    ----------
    panels : sequence of PanelFigure
    published_slope : float
        Drawn through the means, since the level of the source's sensitivity is unknown.
    """
    widest = max(len(panel.settings["measures"]) for panel in panels)
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(3.3 * widest + 0.4, 3.5 * len(panels) + 0.9))
        # A strip of its own for the legend: constrained layout would put it over the title.
        strips: Any = figure.subfigures(2, 1, height_ratios=[0.3, 3.5 * len(panels)])
        strip, body = strips
        axes = body.subplots(len(panels), widest, squeeze=False)
        for panel, row in zip(panels, axes, strict=True):
            for axis in row[len(panel.settings["measures"]) :]:
                axis.set_visible(False)
            for axis, measure in zip(row, panel.settings["measures"], strict=False):
                _draw(axis, panel, measure, published_slope)
        strip.legend(*axes[0, 0].get_legend_handles_labels(), loc="center left", ncols=3, fontsize=7)
        figure.suptitle("Price informativeness and production efficiency across firms", x=0.01, ha="left", fontsize=10)
        sources = "; ".join(f"{panel.name}: {SOURCES[panel.settings['source']]}" for panel in panels)
        text = (
            f"{sources}. Both axes winsorised as in the regression. The published slope is not drawn: it is one of "
            "other firms, and the formula of its sensitivity is not printed."
        )
        body.supxlabel(fill(text, 60 * widest), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure


def _draw(axis: Any, panel: PanelFigure, measure: str, published_slope: float) -> None:
    sensitivity, across = panel.settings["sensitivity"], panel.settings["across"]
    variants = panel.variants
    chosen = variants[(variants["measure"] == measure) & (variants["sensitivity"] == sensitivity)]
    fit = chosen[chosen["column"] == 1].set_index("regressor")
    column, flag = COLUMNS[measure]
    kept = panel.firms[flag].to_numpy(dtype=bool)
    y = winsorise(np.where(kept, panel.firms[column].to_numpy(dtype=float), np.nan), across)
    x = winsorise(panel.firms[sensitivity].to_numpy(dtype=float), across)
    both = np.isfinite(x) & np.isfinite(y)
    x, y = x[both], y[both]
    axis.plot(x, y, ls="", marker=".", ms=3, mew=0, color=GREY, alpha=min(1.0, 250 / x.size + 0.12), rasterized=True)
    groups = [group for group in np.array_split(np.argsort(x, kind="stable"), min(BINS, x.size)) if group.size]
    axis.plot(
        [x[group].mean() for group in groups],
        [y[group].mean() for group in groups],
        ls="",
        marker="o",
        ms=4.5,
        mfc="white",
        mec=BLUE,
        mew=1.2,
        label="means of equal groups",
    )
    ends = np.array([x.min(), x.max()])
    slope = fit.loc["production_efficiency", "coefficient"]
    axis.plot(ends, fit.loc["constant", "coefficient"] + slope * ends, color=VERMILION, label="fitted line, column (1)")
    t = fit.loc["production_efficiency", "t_value"]
    axis.set_title(f"Panel {panel.name}\nslope {slope:+.3f} (t {t:.1f}), published {published_slope:+.2f}")
    axis.set_xlabel(f"sensitivity: {SENSITIVITIES[sensitivity]}")
    axis.set_ylabel(MEASURES[measure])
