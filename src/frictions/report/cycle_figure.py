"""Reallocation over the business cycle, and Proposition 1 as a curve."""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from frictions.report.house_style import BLUE, GREEN, GREY, VERMILION, house_style, settle
from frictions.report.transition_figure import lemons_label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LINES = [(BLUE, "-", "o"), (VERMILION, "--", "s")]


def draw_cycle(
    moments: pd.DataFrame, facts: pd.DataFrame, responses: pd.DataFrame, published: Mapping[str, float], note: str
) -> "Figure":
    """Correlations with output, costs, and responses to the most persistent shock.

    Parameters
    ----------
    moments, facts, responses : DataFrame
        The contract's ``business_cycle.csv``, ``cycle_facts.csv`` and ``cycle_responses.csv``.
    published : mapping of str to float
        Facts that the source cites.
    note : str
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(9.0, 6.4))
        axes = figure.subplots(2, 2)
        rates = sorted(moments["lemons"].unique(), reverse=True)
        correlations = (
            ("reallocation", "reallocation", BLUE, "o"),
            ("mpk_dispersion", "dispersion of log MPK", VERMILION, "s"),
        )
        for rate, dashes, face in zip(rates, ("-", "--"), (None, "white"), strict=False):
            for variable, label, colour, marker in correlations:
                rows = moments[(moments["lemons"] == rate) & (moments["variable"] == variable)]
                axes[0, 0].plot(
                    rows["persistence"],
                    rows["correlation"],
                    color=colour,
                    ls=dashes,
                    marker=marker,
                    mfc=face or colour,
                    label=f"{label}, {lemons_label(rate)}",
                )
            rows = facts[(facts["lemons"] == rate) & (facts["quantity"] == "cost_in_recession")]
            axes[0, 1].plot(
                rows["persistence"],
                rows["value"],
                color=GREEN,
                ls=dashes,
                marker="o",
                mfc=face or GREEN,
                label=lemons_label(rate),
            )
        axes[0, 0].axhline(0, color="black", lw=0.6)
        axes[0, 0].set_title("Correlation with output")
        axes[0, 1].axhline(published["cost_in_recession"], color=GREY, ls=":", label="Eisfeldt and Rampini, as cited")
        axes[0, 1].set_title("Cost of reallocation in a recession")
        axes[0, 1].set_ylabel("over its mean")
        axes[0, 1].set_ylim(0, 1.15 * published["cost_in_recession"])
        for axis in axes[0]:
            axis.set_xlabel("persistence of aggregate productivity")
        most = responses["persistence"].max()
        panels = (("reallocation", "Reallocation, percent"), ("mpk_dispersion", "Dispersion of log MPK, points"))
        for axis, (variable, title) in zip(axes[1], panels, strict=True):
            for rate, (colour, dashes, _) in zip(rates, _LINES, strict=False):
                rows = responses[
                    (responses["lemons"] == rate)
                    & (responses["persistence"] == most)
                    & (responses["variable"] == variable)
                    & (responses["period"] <= 20)
                ]
                axis.plot(rows["period"], rows["response"], color=colour, ls=dashes, label=lemons_label(rate))
            axis.axhline(0, color="black", lw=0.6)
            axis.set_title(f"{title} (persistence {most:g})")
            axis.set_xlabel("year, 1 is that of the innovation")
            axis.set_xticks([1, 5, 10, 15, 20])
        for axis in axes.flat:
            axis.legend(fontsize=7)
            axis.margins(x=0.03)
        figure.suptitle("Reallocation over the business cycle", x=0.01, ha="left", fontsize=10)
        figure.supxlabel(fill(note, 155), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure


def draw_proposition(curves: pd.DataFrame, notes: Sequence[str]) -> "Figure":
    """Elasticities of the price and of good sales in productivity against the elasticity of substitution.

    Parameters
    ----------
    curves : DataFrame
        The contract's ``one_period.csv``.
    notes : sequence of str
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8.0, 3.9))
        axes = figure.subplots(1, 2)
        panels = (
            ("price_elasticity", 1.0, "Price of used capital"),
            ("good_sales_elasticity", 0.0, "Sales of good capital"),
        )
        for axis, (column, level, title) in zip(axes, panels, strict=True):
            axis.axhline(level, color="black", lw=0.6)
            for rate, (colour, dashes, _) in zip(sorted(curves["lemons"].unique(), reverse=True), _LINES, strict=False):
                rows = curves[curves["lemons"] == rate]
                axis.plot(rows["substitution"], rows[column], color=colour, ls=dashes, label=lemons_label(rate))
                threshold = rows["threshold"].iloc[0]
                axis.plot(threshold, level, "o", ms=5, color=colour, mfc="white")
            axis.set_title(title)
            axis.set_xlabel("elasticity of substitution ε")
        axes[0].set_ylabel("elasticity in productivity Z")
        axes[0].legend()
        figure.suptitle("Proposition 1 in the one-period model", x=0.01, ha="left", fontsize=10)
        figure.supxlabel(fill(" ".join(notes), 140), x=0.01, ha="left", fontsize=7, color="#444444")
        settle(figure)
        return figure
