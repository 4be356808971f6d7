"""The published conclusions that rest on the data, evaluated on one vintage (section 1.5.1, Tables 1.1 to 1.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.matching.moments import BUSINESS_CYCLE_MOMENTS
from frictions.options import checked_fields, checked_options
from frictions.verdicts import Rule, Verdict, printed, verdict

Outcome: TypeAlias = Verdict | Literal["holds", "does not hold"]
"""For numbers a verdict, for claims in words the last two."""


@checked_fields
@dataclass(frozen=True)
class Conclusion:
    """One published conclusion on one vintage.

    Attributes
    ----------
    name : str
        As in the file of published numbers.
    place : str
        Where the source has it.
    quantity : str
        What ``value`` is, with its unit.
    published : str
        Number, or true or false, as printed.
    value : float
        On this vintage.
    verdict : str
    """

    name: str
    place: str
    quantity: str
    published: str
    value: float
    verdict: Outcome


@checked_options
def number_verdict(value: float, published: float, digits: int, rule: Rule) -> Verdict:
    """Judge a number that the source prints with so many digits after the point; one that is not finite differs."""
    return verdict(printed(f"{published:.{digits}f}"), value, rule) if isfinite(value) else "differs"


def claim_verdict(holds: bool) -> Outcome:
    """Judge a claim in words."""
    return "holds" if holds else "does not hold"


def text_conclusions(
    irf: pd.DataFrame, claims: Mapping[str, Any], place: str, rules: Mapping[str, Rule]
) -> list[Conclusion]:
    """Evaluate the text's claims on Figure 1.6.

    Parameters
    ----------
    irf : DataFrame
        The contract's irf.csv: columns variable, horizon, point, lower, upper.
    claims : mapping
        Published claims by name.
    place : str
    rules : mapping
        The rule by which the scoreboard judges each number.

    Returns
    -------
    list of Conclusion
        One a claim, in the order of the text. A response counts as significant in a quarter whose band excludes zero.
    """
    point, lower, upper = (_paths(irf, column) for column in ("point", "lower", "upper"))
    ratio, inflation, stock = point["inventory_sales"], point["inflation"], point["inventories"]
    first_fall = next((quarter for quarter in range(1, len(stock)) if stock[quarter] < 0.0), len(stock))
    profit_quarter = int(claims["profit_margin_significant_quarter"])
    profit = float(point["profit_share"].min())
    labor = int((upper["unit_labor_cost"] < 0.0).sum())
    rise = int((lower["inventory_sales"] > 0.0).sum())
    fall = int((upper["inventories"] < 0.0).sum())
    moved = int(((lower["inflation"] > 0.0) | (upper["inflation"] < 0.0)).sum())
    in_quarter = float(upper["profit_share"][profit_quarter])

    def numbered(name: str, quantity: str, value: float, digits: int) -> Conclusion:
        judged = number_verdict(value, float(claims[name]), digits, rules[name])
        return Conclusion(name, place, quantity, f"{claims[name]}", value, judged)

    def claimed(name: str, quantity: str, value: float, found: bool) -> Conclusion:
        return Conclusion(
            name, place, quantity, str(claims[name]).lower(), value, claim_verdict(found == bool(claims[name]))
        )

    def dated(name: str, quantity: str, value: int) -> Conclusion:
        judged = claim_verdict(value == claims[name])
        return Conclusion(name, place, quantity, str(claims[name]), float(value), judged)

    return [
        dated("is_ratio_peak_quarter", "quarter of the inventory-sales ratio's peak", int(ratio.argmax())),
        numbered("is_ratio_peak_pct", "peak of the inventory-sales ratio, percent", float(ratio.max()), 2),
        claimed("is_ratio_rise_significant", "quarters in which the ratio's rise is significant", rise, rise > 0),
        dated("inventories_fall_after_quarters", "quarters before inventories fall", first_fall - 1),
        claimed("inventories_significant", "quarters in which their fall is significant", fall, fall > 0),
        dated("inflation_trough_quarter", "quarter of inflation's trough", int(inflation.argmin())),
        numbered("inflation_trough_pct", "trough of inflation, percent a quarter", float(inflation.min()), 2),
        claimed("inflation_significant", "quarters in which inflation's response is significant", moved, moved > 0),
        claimed(
            "unit_labor_cost_strongly_procyclical",
            "quarters in which a fall of unit labour cost is significant",
            labor,
            labor > 0,
        ),
        claimed("profit_margin_falls", "lowest response of the profit share, percent", profit, profit < 0.0),
        Conclusion(
            "profit_margin_significant_quarter",
            place,
            f"upper end of the profit share's band in quarter {profit_quarter}, percent",
            str(profit_quarter),
            in_quarter,
            claim_verdict(in_quarter < 0.0),
        ),
    ]


def moment_conclusions(
    moments: pd.DataFrame, published: Mapping[str, float], rules: Mapping[str, Rule]
) -> list[Conclusion]:
    """Judge the VAR's moments of Table 1.3.

    Parameters
    ----------
    moments : DataFrame
        Columns moment, value.
    published : mapping
        By moment, printed with three digits.
    rules : mapping
        By moment, as on the scoreboard.
    """
    values = moments.set_index("moment")["value"]
    return [
        Conclusion(
            name,
            "Table 1.3",
            "moment of the VAR's responses",
            f"{published[name]:.3f}",
            float(values[name]),
            number_verdict(float(values[name]), published[name], 3, rules[name]),
        )
        for name in BUSINESS_CYCLE_MOMENTS
    ]


@checked_options
def criterion_conclusions(criteria: Mapping[str, pd.DataFrame], published: float, rule: Rule) -> list[Conclusion]:
    """Judge the criterion (1.43) of the Calvo model at the source's estimates.

    Parameters
    ----------
    criteria : mapping
        Contributions by how marginal cost enters: columns variable, contribution.
    published : float
        Sum printed in Table 1.2, one digit.
    rule : {"exact", "close", "sign"}
        As on the scoreboard.
    """
    rows = []
    for mode, parts in criteria.items():
        total = float(parts["contribution"].sum())
        rows.append(
            Conclusion(
                f"criterion_calvo_{mode}",
                "Table 1.2",
                f"criterion J of the Calvo model at the source's estimates, {mode} cost",
                f"{published:.1f}",
                total,
                number_verdict(total, published, 1, rule),
            )
        )
    return rows


@checked_options
def estimate_conclusions(
    estimation: str, point: pd.DataFrame, published: Mapping[str, float | None], place: str, rule: Rule
) -> list[Conclusion]:
    """Judge estimates of a model that was matched to this vintage.

    Parameters
    ----------
    estimation : str
        Model and file of its experiment, e.g. ``calvo/six``.
    point : DataFrame
        Columns parameter and value.
    published : mapping
        The source's estimate by parameter; None where it is not printed.
    place : str
        Where it is printed.
    rule : {"exact", "close", "sign"}
        As on the scoreboard.

    Returns
    -------
    list of Conclusion
        One a parameter that the source prints.
    """
    rows = []
    for name, value in zip(point["parameter"], point["value"].astype(float), strict=True):
        estimate = published.get(name)
        if estimate is None:
            continue
        # A trailing zero of the print is lost in the file of published numbers, which only widens `exact`.
        judged = number_verdict(value, estimate, len(f"{estimate}".partition(".")[2]), rule)
        rows.append(Conclusion(f"{estimation}: {name}", place, f"estimate of {name}", f"{estimate:g}", value, judged))
    return rows


def conclusion_rows(by_vintage: Mapping[str, Sequence[Conclusion]]) -> pd.DataFrame:
    """Put the conclusions of several vintages side by side.

    Parameters
    ----------
    by_vintage : mapping
        The same conclusions on each vintage; the first is the one that others are held against.

    Returns
    -------
    DataFrame
        Columns conclusion, place, quantity, published, vintage, value, verdict, flips: whether the verdict is another
        than on the first vintage.
    """
    first = {conclusion.name: conclusion.verdict for conclusion in next(iter(by_vintage.values()))}
    rows = [
        (c.name, c.place, c.quantity, c.published, vintage, c.value, c.verdict, c.verdict != first[c.name])
        for vintage, conclusions in by_vintage.items()
        for c in conclusions
    ]
    columns = ["conclusion", "place", "quantity", "published", "vintage", "value", "verdict", "flips"]
    return pd.DataFrame(rows, columns=columns)


def _paths(irf: pd.DataFrame, column: str) -> dict[str, Array]:
    return {
        str(variable): rows.sort_values("horizon")[column].to_numpy(dtype=np.float64)
        for variable, rows in irf.groupby("variable", sort=False)
    }
