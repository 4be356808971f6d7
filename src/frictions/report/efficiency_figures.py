"""Figures of the efficiency model: stationary equilibria, paths, existence and robustness."""

from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd

from frictions.report.house_style import BLUE, GREEN, GREY, ORANGE, VERMILION, house_style, settle

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INFORMATION = {"exogenous": ("information given", BLUE, "-"), "endogenous": ("information chosen", VERMILION, "--")}
"""Label, colour and dashes of each kind of information."""

EFFICIENCY = "production efficiency η"

STATIONARY_PANELS = {
    "Price informativeness": ("low_volatility", "I = 1/β₃", ("I",)),
    "Variance of the resale price": ("low_volatility", "price units squared", ("var_resale",)),
    "Informativeness, other equilibrium": ("high_volatility", "I = 1/β₃", ("I",)),
    "Revelatory efficiency": ("low_volatility", "share of variance", ("rpe",)),
    "Forecasting efficiency": ("low_volatility", "share of variance", ("fpe",)),
}
"""Branch, unit and quantity of each panel but the last, which shows the chosen precisions."""

PATH_PANELS = {
    "eta": ("Efficiency", "production efficiency η"),
    "I": ("Informativeness", "I = 1/β₃"),
    "var_resale": ("Resale risk", "variance of the next price"),
}


def draw_stationary(stationary: pd.DataFrame) -> "Figure":
    """Six panels against efficiency.

    Parameters
    ----------
    stationary : DataFrame
        The contract's ``stationary.csv``.
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(9.5, 5.8))
        axes = figure.subplots(2, 3)
        for axis, (title, (branch, unit, quantities)) in zip(axes.flat, STATIONARY_PANELS.items(), strict=False):
            for information, (label, colour, dashes) in INFORMATION.items():
                for quantity in quantities:
                    rows = _select(stationary, information=information, branch=branch, quantity=quantity)
                    axis.plot(rows["eta"], rows["value"], color=colour, ls=dashes, marker="o", ms=3, label=label)
            axis.set_title(title)
            axis.set_ylabel(unit)
        last = axes[-1, -1]
        for quantity, label, colour in (
            ("tau_x", r"about demand, $\tau_x$", GREEN),
            ("tau_g", r"about noise demand, $\tau_g$", ORANGE),
        ):
            rows = _select(stationary, information="endogenous", branch="low_volatility", quantity=quantity)
            last.plot(rows["eta"], rows["value"], color=colour, ls="-" if quantity == "tau_x" else "-.", label=label)
        last.set_title("Chosen precision of private signals")
        last.set_ylabel("precision (1/variance)")
        # Room for the legend below both lines.
        last.set_ylim(bottom=0.0)
        last.legend(loc="lower left")
        axes[0, 0].legend()
        for axis in axes.flat:
            axis.set_xlabel(EFFICIENCY)
        figure.suptitle("Stationary equilibria by production efficiency", x=0.01, ha="left", fontsize=10)
        _note(
            figure,
            "Calibration of this project (the source prints none). The low-volatility equilibrium, except in the panel "
            "of the other one, the high-volatility equilibrium, where the effect on informativeness is the opposite.",
            170,
        )
        settle(figure)
        return figure


def draw_paths(path: pd.DataFrame, dates: Mapping[str, int], reach: int = 10) -> "Figure":
    """One row a change, panels for efficiency, informativeness and the variance of the next price.

    Parameters
    ----------
    path : DataFrame
        Columns change, information, period, quantity, value.
    dates : mapping of str to int
        Period of each change.
    reach : int
        Periods shown on each side of the change.
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(9.5, 0.8 + 2.5 * len(dates)))
        axes = figure.subplots(len(dates), len(PATH_PANELS), squeeze=False)
        for (change, date), row in zip(dates.items(), axes, strict=True):
            near = path[(path["change"] == change) & ((path["period"] - date).abs() <= reach)]
            for axis, (quantity, (title, unit)) in zip(row, PATH_PANELS.items(), strict=True):
                for information, (label, colour, dashes) in INFORMATION.items():
                    rows = _select(near, information=information, quantity=quantity)
                    style = {"color": colour, "ls": dashes, "label": label}
                    if quantity == "eta":
                        # The same whatever the information.
                        style = {"color": "black", "ls": "-"}
                    axis.plot(rows["period"] - date, rows["value"], marker="o", ms=3, **style)
                axis.axvline(0, color=GREY, lw=0.8, ls=":")
                axis.set_title(f"{title}, {change.replace('_', '-')} change")
                axis.set_ylabel(unit)
                axis.set_xlabel("periods since the change")
        figure.legend(*axes[0, 1].get_legend_handles_labels(), loc="outside upper right", ncols=2)
        figure.suptitle("Changes of production efficiency that are known in advance", x=0.01, ha="left", fontsize=10)
        _note(
            figure,
            "Investors in period t trade on the price of t+1: a change in period 0 moves informativeness in period -1 "
            "directly, and in earlier periods only through that.",
            170,
        )
        settle(figure)
        return figure


def draw_existence(existence: pd.DataFrame, baseline: tuple[float, float]) -> "Figure":
    """Largest risk aversion with an equilibrium against efficiency.

    Parameters
    ----------
    existence : DataFrame
        Columns information, eta, largest_risk_aversion.
    baseline : (float, float)
        Efficiency and risk aversion of the calibration, marked.
    """
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(6.2, 4.4))
        axis = figure.subplots()
        for information, (label, colour, dashes) in INFORMATION.items():
            rows = existence[existence["information"] == information]
            axis.plot(rows["eta"], rows["largest_risk_aversion"], color=colour, ls=dashes, label=label)
            axis.fill_between(rows["eta"], 0.0, rows["largest_risk_aversion"], color=colour, alpha=0.08, lw=0)
        axis.plot(*baseline, ls="", marker="X", ms=7, color="black", label="baseline")
        axis.set_ylim(bottom=0.0)
        axis.set_xlim(0.0, 1.0)
        axis.set_xlabel(EFFICIENCY)
        axis.set_ylabel("absolute risk aversion γ")
        axis.text(0.06, 0.08, "two equilibria or more", transform=axis.transAxes)
        axis.text(0.62, 0.9, "no equilibrium", transform=axis.transAxes)
        axis.legend(loc="center left", bbox_to_anchor=(0.02, 0.42))
        limits = existence.pivot(index="eta", columns="information", values="largest_risk_aversion")
        if (limits["endogenous"] / limits["exogenous"] - 1.0).abs().max() < 0.01:
            _note(
                figure,
                "The lines lie on each other: prices reveal so little at the limit that investors who choose put all "
                "their capacity into signals of demand, as precise as the given ones.",
                115,
            )
        figure.suptitle("Where a stationary equilibrium exists: below the line", x=0.01, ha="left", fontsize=10)
        settle(figure)
        return figure


def draw_robustness(capital: pd.DataFrame, profit: pd.DataFrame) -> "Figure":
    """Informativeness with durable capital, the source's example of profit, and expected profit in the model.

    Parameters
    ----------
    capital : DataFrame
        Columns variant, discount_factor, eta, quantity, value.
    profit : DataFrame
        Columns quantity, parameter, eta, value.
    """
    colours = [(BLUE, "-"), (VERMILION, "--"), (GREEN, "-."), (ORANGE, ":"), (GREY, "-")]
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(9.5, 3.6))
        left, middle, right = figure.subplots(1, 3)
        for (variant, rows), (colour, dashes) in zip(
            _select(capital, quantity="I").groupby("variant"), colours * 9, strict=False
        ):
            factor = rows["discount_factor"].iloc[0]
            label = f"{str(variant).replace('_', ' ')} (β = {factor:.3f})"
            left.plot(rows["eta"], rows["value"], color=colour, ls=dashes, label=label)
        left.set_title("Durable capital")
        left.set_ylabel("price informativeness I = 1/β₃")
        example = profit[profit["quantity"] == "example_profit"]
        for (scale, rows), (colour, dashes) in zip(example.groupby("parameter"), colours * 9, strict=False):
            middle.plot(rows["eta"], rows["value"], color=colour, ls=dashes, label=f"C = {scale}")
        middle.set_yscale("log")
        middle.set_title("Profit in the source's example")
        middle.set_ylabel("Π(η), units of income (log scale)")
        for information, (label, colour, dashes) in INFORMATION.items():
            rows = _select(profit, quantity="expected_profit", parameter=information)
            right.plot(rows["eta"], rows["value"], color=colour, ls=dashes, label=label)
        right.set_title("Expected profit in the model")
        right.set_ylabel("units of income")
        for axis in (left, middle, right):
            axis.set_xlabel(EFFICIENCY)
            axis.set_xlim(0.05, 0.95)
            axis.legend(fontsize=7)
        figure.suptitle("Robustness: durable capital and real efficiency", x=0.01, ha="left", fontsize=10)
        _note(
            figure,
            "A firm that discounts at the market rate cancels the channel through investment: without effects of the "
            "level of income (unit income) informativeness does not depend on efficiency. A line ends where no "
            "equilibrium exists. The example's profit is lowest at η = 1/C if C > 1.",
            170,
        )
        settle(figure)
        return figure


def _select(frame: pd.DataFrame, **conditions: Any) -> pd.DataFrame:
    for column, value in conditions.items():
        frame = frame[frame[column] == value]
    return frame


def _note(figure: "Figure", text: str, width: int) -> None:
    figure.supxlabel(fill(text, width), x=0.01, ha="left", fontsize=7, color="#444444")
