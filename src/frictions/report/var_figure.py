"""Responses of the VAR as Figures 1.6 and 1.7 draw them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
from scipy.stats import norm

from frictions.report.house_style import BLUE, GREY, VERMILION, house_style
from frictions.report.labels import VARIABLES
from frictions.report.panels import Claim, close_panels, mark_claims, open_panels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DRAWN = (
    "output",
    "inflation",
    "consumption",
    "inventory_sales",
    "inventories",
    "unit_labor_cost",
    "profit_share",
    "commodity_prices",
)
PANELS = {variable: VARIABLES[variable] for variable in _DRAWN}
"""Variables drawn and their titles, in the source's order."""


def draw_var_responses(
    irf: pd.DataFrame,
    stable: pd.DataFrame,
    units: Mapping[str, str],
    title: str,
    coverage: float,
    claims: Sequence[Claim],
    note: str,
) -> "Figure":
    """Eight panels: point response, shaded band, local projections as bubbles, the source's numbers as crosses.

    Parameters
    ----------
    irf : DataFrame
        The contract's ``irf.csv``.
    stable : DataFrame
        ``variable``, ``horizon``, ``lower`` and ``upper`` of the band without explosive draws, drawn as an outline.
    units : mapping of str to str
        Unit of each variable, for the axis.
    title : str
    coverage : float
        Of the shaded band, between 0 and 1.
    claims : sequence of Claim
        Drawn in the panel of their variable.
    note : str
        Below the panels, e.g. which series are substitutes; may be empty.
    """
    bubbles = {"color": GREY, "lw": 0.8, "marker": "o", "ms": 3.5, "mfc": "white", "mew": 0.9}
    with house_style():
        panels = open_panels(title)
        for axis, (variable, name) in zip(panels.axes.flat, PANELS.items(), strict=True):
            rows = irf[irf["variable"] == variable]
            label = f"{coverage:.0%} bootstrap band"
            axis.fill_between(rows["horizon"], rows["lower"], rows["upper"], color=BLUE, alpha=0.2, lw=0, label=label)
            outline = stable[stable["variable"] == variable]
            for end, own in (("lower", "without explosive draws"), ("upper", None)):
                axis.plot(outline["horizon"], outline[end], color=BLUE, lw=0.7, ls=(0, (4, 2)), label=own)
            axis.axhline(0, color="black", lw=0.6)
            axis.plot(rows["horizon"], rows["point"], color=BLUE, label="VAR")
            error = norm.ppf(0.5 + coverage / 2) * rows["local_projection_se"]
            axis.errorbar(
                rows["horizon"],
                rows["local_projection"],
                yerr=error,
                elinewidth=0.5,
                label=f"local projection, {coverage:.0%} interval",
                **bubbles,
            )
            mark_claims(axis, variable, claims, VERMILION)
            axis.set_title(name)
            axis.set_ylabel(units[variable])
        return close_panels(panels, note)


def band_note(draws: pd.DataFrame) -> str:
    """Say how many draws a band rests on and how many of them are explosive.

    Parameters
    ----------
    draws : DataFrame
        The contract's ``draws.csv``.
    """
    counts = draws.set_index("quantity")["value"].astype(int)
    kept = "are kept in the band, as in the source" if counts["kept"] == counts["draws"] else "are left out of the band"
    share = counts["explosive"] / counts["draws"]
    return (
        f"{counts['draws']:,} bootstrap draws, pointwise percentiles; {counts['explosive']:,} of them ({share:.1%}) "
        f"have an explosive root and {kept}. Dashed: the band without them. docs/var.md says how often such bands hold "
        "the truth in a VAR of this size."
    )
