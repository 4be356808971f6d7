"""Comparative statics of a frictionless firm, as Figures 1.1 to 1.5 draw them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from frictions.arrays import Array
from frictions.report.house_style import BLUE, GREY, VERMILION, close_figure, house_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class StaticsFigure:
    """What one of the five figures shows.

    Attributes
    ----------
    title : str
    condition : str
        The optimality condition whose gap is drawn, or both for the curves.
    change : str
        How the environment changes, for the legend.
    """

    title: str
    condition: str
    change: str


FIGURES = {
    "figure_1_1": StaticsFigure(
        "Production decision: higher real interest rate (Figure 1.1)", "stock condition (1.40)", "higher real rate"
    ),
    "figure_1_2": StaticsFigure(
        "Production decision: lower real marginal cost (Figure 1.2)", "stock condition (1.40)", "lower marginal cost"
    ),
    "figure_1_3": StaticsFigure(
        "Pricing decision: lower real marginal cost (Figure 1.3)", "price condition (1.41)", "lower marginal cost"
    ),
    "figure_1_4": StaticsFigure("Both decisions: higher real interest rate (Figure 1.4)", "", "higher real rate"),
    "figure_1_5": StaticsFigure("Both decisions: lower real marginal cost (Figure 1.5)", "", "lower marginal cost"),
}


def statics_note(name: str, real_rate_rise: float, marginal_cost_fall: float) -> str:
    """What the firm of a figure is, what changes, and who chose the size of the change.

    Parameters
    ----------
    name : str
        A key of ``FIGURES``.
    real_rate_rise, marginal_cost_fall : float
        Sizes of the changes, log points; the rate is one of a quarter.
    """
    change = (
        f"The real interest rate is {100 * real_rate_rise:g} percent a quarter higher"
        if FIGURES[name].change == "higher real rate"
        else f"Real marginal cost is {100 * marginal_cost_fall:g} percent lower"
    )
    return (
        "A firm that knows everything and may change its price, with the parameters of Table 1.1, at the steady state. "
        f"{change}, a size of our choice, since the source prints none."
    )


def draw_surfaces(name: str, arrays: Mapping[str, Array], note: str) -> "Figure":
    """Left side less right side of a condition over stock and price, before and after, with the zero plane.

    Parameters
    ----------
    name : str
        A key of ``FIGURES`` with a condition.
    arrays : mapping
        ``stock`` (nz,), ``price`` (np,), ``before`` and ``after`` (np, nz).
    note : str
        See :func:`statics_note`.
    """
    figure_of = FIGURES[name]
    with house_style():
        from matplotlib.figure import Figure
        from matplotlib.lines import Line2D

        figure = Figure(figsize=(9.5, 4.4))
        space = figure.add_subplot(1, 2, 1, projection="3d")
        plane = figure.add_subplot(1, 2, 2)
        stock, price = np.meshgrid(arrays["stock"], arrays["price"])
        drawn = [("steady state", arrays["before"], BLUE, "-"), (figure_of.change, arrays["after"], VERMILION, "--")]
        for label, gap, colour, dashes in drawn:
            space.plot_surface(
                stock, price, gap, color=colour, alpha=0.55, rstride=4, cstride=4, lw=0.2, edgecolor="white"
            )
            plane.contour(stock, price, gap, levels=[0.0], colors=[colour], linestyles=[dashes])
            plane.plot([], [], color=colour, ls=dashes, label=label)
        space.plot_surface(stock, price, np.zeros_like(stock), color=GREY, alpha=0.3)
        for axis in (space, plane):
            axis.set_xlabel("goods for sale over steady state")
            axis.set_ylabel("relative price")
        space.view_init(elev=18, azim=-55)
        space.locator_params(nbins=4)
        space.tick_params(pad=1)
        space.set_title(f"{figure_of.condition}: left less right side")
        space.legend(
            handles=[Line2D([], [], color=c, lw=4, alpha=0.7, label=label) for label, _, c, _ in drawn],
            loc="upper left",
        )
        plane.set_title("where the condition holds")
        plane.legend()
        return close_figure(figure, figure_of.title, note)


def draw_curves(name: str, before: Mapping[str, Array], after: Mapping[str, Array], note: str) -> "Figure":
    """Both conditions as curves in stock and price, before and after; the optimum is where two curves cross.

    Parameters
    ----------
    name : str
        A key of ``FIGURES``.
    before, after : mappings
        ``stock_line`` and ``price_line`` (2, n), ``optimum`` (2,); stocks in units of output's level.
    note : str
        See :func:`statics_note`.
    """
    figure_of = FIGURES[name]
    with house_style():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(6.5, 4.6))
        axis = figure.subplots()
        unit = before["optimum"][0]
        for label, curves, dashes in (("", before, "-"), (f", {figure_of.change}", after, "--")):
            for line, colour, equation in (("stock", BLUE, "1.40"), ("price", VERMILION, "1.41")):
                stock, price = curves[f"{line}_line"]
                axis.plot(stock / unit, price, color=colour, ls=dashes, label=f"{line} line ({equation}){label}")
            face = "white" if label else "black"
            axis.plot(curves["optimum"][0] / unit, curves["optimum"][1], "o", ms=5, color="black", mfc=face)
        axis.annotate(
            "",
            xy=(after["optimum"][0] / unit, after["optimum"][1]),
            xytext=(1.0, before["optimum"][1]),
            arrowprops={"arrowstyle": "->", "color": "black", "lw": 0.9},
        )
        optima = np.array([before["optimum"], after["optimum"]]) / np.array([unit, 1.0])
        reach = np.maximum(2.5 * np.abs(optima[1] - optima[0]), [0.03, 0.006])
        axis.set_xlim(optima[:, 0].min() - reach[0], optima[:, 0].max() + reach[0])
        axis.set_ylim(optima[:, 1].min() - reach[1], optima[:, 1].max() + reach[1])
        axis.set_xlabel("goods for sale over steady state")
        axis.set_ylabel("relative price")
        axis.legend()
        return close_figure(figure, figure_of.title, note)
