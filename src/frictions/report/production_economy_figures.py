"""Figures of the production economy: prices against the state, terms of the short rate, yields, correlation."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from frictions.report.document.names import readable
from frictions.report.house_style import BLUE, GREEN, GREY, ORANGE, VERMILION, close_figure, house_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINES = [(ORANGE, "-."), (GREY, "-"), (BLUE, "--"), (VERMILION, "-"), (GREEN, ":")]
STATE = "state of production x"

PRICE_PANELS = {
    "short_rate": ("Short rate", "percent a year", 100.0),
    "consumption_wealth": ("Consumption over wealth", "percent a year", 100.0),
    "lambda1": ("Price of the production shock λ₁", "per square root of a year", 1.0),
    "lambda2": ("Price of the state's own shock λ₂", "per square root of a year", 1.0),
}
"""Title, unit and factor from the file's unit."""

TERMS = {
    "growth_term": ("expected production growth $g$", BLUE, "--"),
    "risk_term": (r"risk $-\gamma\xi^2$", VERMILION, "-."),
    "hedging_term": (r"hedging $(J_{Wx}/J_W)\,\xi v_1$", GREEN, ":"),
    "short_rate": ("short rate $r$ (sum)", "black", "-"),
}


def calibration_note(parameters: Mapping[str, float]) -> str:
    """The parameters behind a figure, and who chose them."""
    values = ", ".join(f"{readable(name)} {value:g}" for name, value in parameters.items())
    return f"Calibration of this project, since the source prints none; a year: {values}."


def draw_prices(state_grid: pd.DataFrame, parameters: Mapping[str, float]) -> "Figure":
    """Four panels against the state, a line for each risk aversion.

    Parameters
    ----------
    state_grid : DataFrame
        Columns risk_aversion, state, quantity, value.
    parameters : mapping of str to float
        Of the economy, for the note.
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8, 5.6))
        axes = figure.subplots(2, 2)
        for axis, (quantity, (title, unit, factor)) in zip(axes.flat, PRICE_PANELS.items(), strict=True):
            axis.axhline(0, color="black", lw=0.6)
            for gamma, rows, colour, dashes in _by_risk_aversion(state_grid[state_grid["quantity"] == quantity]):
                axis.plot(rows["state"], factor * rows["value"], color=colour, ls=dashes, label=f"γ = {gamma:g}")
            axis.set_title(title)
            axis.set_ylabel(unit)
            axis.set_xlabel(STATE)
            axis.margins(x=0.02)
        axes[0, 0].legend()
        return close_figure(figure, "Production economy: prices against the state", calibration_note(parameters))


def draw_short_rate_terms(state_grid: pd.DataFrame, parameters: Mapping[str, float]) -> "Figure":
    """One panel for each risk aversion: the short rate and its three terms against the state."""
    groups = list(_by_risk_aversion(state_grid))
    with house_style():
        from matplotlib.figure import Figure

        figure, axes = _panels(Figure, len(groups))
        for axis, (gamma, rows, _, _) in zip(axes, groups, strict=True):
            axis.axhline(0, color="black", lw=0.6)
            for term, (label, colour, dashes) in TERMS.items():
                part = rows[rows["quantity"] == term]
                axis.plot(part["state"], 100.0 * part["value"], color=colour, ls=dashes, label=label)
            axis.set_title(f"Risk aversion γ = {gamma:g}")
            axis.set_ylabel("percent a year")
            axis.set_xlabel(STATE)
            axis.margins(x=0.02)
        axes[0].legend(loc="upper left")
        return close_figure(
            figure, "Production economy: the short rate by its three terms", calibration_note(parameters)
        )


def draw_yield_curves(yields: pd.DataFrame, parameters: Mapping[str, float]) -> "Figure":
    """One panel for each risk aversion: real zero-coupon yields by maturity at each state.

    Parameters
    ----------
    yields : DataFrame
        The contract's ``yields.csv``.
    parameters : mapping of str to float
        Of the economy, for the note.
    """
    groups = list(_by_risk_aversion(yields))
    with house_style():
        from matplotlib.figure import Figure

        figure, axes = _panels(Figure, len(groups))
        for axis, (gamma, rows, _, _) in zip(axes, groups, strict=True):
            for (state, curve), (colour, dashes) in zip(rows.groupby("state"), LINES * 9, strict=False):
                axis.plot(curve["maturity"], 100.0 * curve["yield"], color=colour, ls=dashes, label=f"x = {state:g}")
            axis.set_title(f"Risk aversion γ = {gamma:g}")
            axis.set_ylabel("percent a year")
            axis.set_xlabel("maturity, years")
            axis.margins(x=0.02)
            low, high = axis.get_ylim()
            axis.set_ylim(min(low, 0.0), high)
        axes[0].legend()
        return close_figure(figure, "Production economy: real zero-coupon yields", calibration_note(parameters))


def draw_correlation(
    correlation: pd.DataFrame, state: float, maturity: float, parameters: Mapping[str, float]
) -> "Figure":
    """Short rate and term spread at one state against the correlation of state and production.

    Parameters
    ----------
    correlation : DataFrame
        Columns risk_aversion, correlation, quantity, value; empty values where the economy has no equilibrium.
    state, maturity : float
        Where the economy is read; maturity in years.
    parameters : mapping of str to float
        Of the economy, for the note; its correlation is the one that varies.
    """
    titles = {"short_rate": f"Short rate at x = {state:g}", "term_spread": f"{maturity:g}-year yield less short rate"}
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8, 3.4))
        axes = figure.subplots(1, 2)
        for axis, (quantity, title) in zip(axes, titles.items(), strict=True):
            axis.axhline(0, color="black", lw=0.6)
            for gamma, rows, colour, dashes in _by_risk_aversion(correlation[correlation["quantity"] == quantity]):
                axis.plot(rows["correlation"], 100.0 * rows["value"], color=colour, ls=dashes, label=f"γ = {gamma:g}")
            axis.set_title(title)
            axis.set_ylabel("percent a year" if quantity == "short_rate" else "percentage points a year")
            axis.set_xlabel("correlation of state and production ρ")
            axis.margins(x=0.02)
        axes[1].legend()
        return close_figure(figure, "Production economy: what the correlation does", calibration_note(parameters))


def _by_risk_aversion(frame: pd.DataFrame) -> Iterator[tuple[float, pd.DataFrame, str, str]]:
    for (gamma, rows), (colour, dashes) in zip(frame.groupby("risk_aversion"), LINES * 9, strict=False):
        yield float(str(gamma)), rows, colour, dashes


def _panels(figure_type: Any, count: int) -> tuple[Any, list[Any]]:
    """A figure with panels two in a row, those left over hidden."""
    height = int(np.ceil(count / 2))
    figure = figure_type(figsize=(8, 0.5 + 2.7 * height))
    axes = list(figure.subplots(height, 2, squeeze=False).flat)
    for axis in axes[count:]:
        axis.set_visible(False)
    return figure, axes[:count]
