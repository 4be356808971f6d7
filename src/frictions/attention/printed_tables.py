"""Tables 1.3 to 1.5 as one object: every printed number about rational inattention that an equilibrium implies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from frictions.attention.arma import ArmaSolution
from frictions.verdicts import Printed, printed, verdict

CAP = 1.0
"""Deviations are counted up to this share of the printed number, so that one wild number does not decide a table."""

REPORTED = ("profit_deviation", "info_flow_P", "info_flow_Z", "interaction_share_pct")
"""Rows of Tables 1.4 and 1.5."""

NEARNESS = {"within_5": 0.05, "within_10": 0.10, "within_20": 0.20}
"""Relative deviations up to which numbers are counted."""


@dataclass(frozen=True)
class Column:
    """A column of Table 1.4 or 1.5.

    Attributes
    ----------
    name : str
        The experiment.
    relative_cost : float
        Cost of a bit over the variance of the shock, relative to the benchmark.
    size : float
        Size of the shock in profit deviations, percent.
    """

    name: str
    relative_cost: float
    size: float


@dataclass(frozen=True)
class PrintedNumber:
    """A number of Tables 1.3 to 1.5.

    Attributes
    ----------
    table : str
        For instance ``1.3``.
    column : str
        Name of the :class:`Column` it is about.
    quantity : str
        A moment, ``profit_deviation``, ``info_flow_P``, ``info_flow_Z`` or ``interaction_share_pct``.
    printed : Printed
        The value and its digits.
    """

    table: str
    column: str
    quantity: str
    printed: Printed

    @property
    def value(self) -> float:
        """The printed value."""
        return float(self.printed.value)


def printed_numbers(
    published: Mapping[str, Mapping[str, Any]], cost_columns: Sequence[str], size_columns: Sequence[str]
) -> tuple[PrintedNumber, ...]:
    """Every number of Tables 1.3 to 1.5 that an equilibrium implies.

    Parameters
    ----------
    published : mapping
        Printed texts by table: ``table_1_3`` with column ``RI``, ``table_1_4`` and ``table_1_5`` by quantity.
    cost_columns, size_columns : sequences of str
        Experiments of the columns of Tables 1.4 and 1.5, in the source's order; the first of both is the benchmark.
    """
    benchmark = cost_columns[0]
    numbers = [
        PrintedNumber("1.3", benchmark, name, printed(text)) for name, text in published["table_1_3"]["RI"].items()
    ]
    for table, columns in (("1.4", cost_columns), ("1.5", size_columns)):
        rows = published[f"table_{table.replace('.', '_')}"]
        for position, column in enumerate(columns):
            for quantity in REPORTED:
                # The first column of Table 1.5 repeats that of Table 1.4.
                repeated = table == "1.5" and column == benchmark and quantity in published["table_1_4"]
                if quantity in rows and not repeated:
                    numbers.append(PrintedNumber(table, column, quantity, printed(rows[quantity][position])))
    return tuple(numbers)


def printed_flows(numbers: Sequence[PrintedNumber]) -> dict[str, tuple[float, float]]:
    """Printed flows to price and stock, bits a quarter, by column."""
    flows: dict[str, dict[str, float]] = {}
    for one in numbers:
        if one.quantity in ("info_flow_P", "info_flow_Z"):
            flows.setdefault(one.column, {})[one.quantity] = one.value
    return {column: (pair["info_flow_P"], pair["info_flow_Z"]) for column, pair in flows.items()}


@dataclass(frozen=True)
class Agreement:
    """How close numbers come to the printed ones.

    Attributes
    ----------
    count : int
        Numbers compared.
    exact, within_5, within_10, within_20, sign : int
        How many agree in the printed digits, within so many percent, in sign.
    mean_deviation : float
        Mean relative deviation, each counted up to :data:`CAP`.
    """

    count: int
    exact: int
    within_5: int
    within_10: int
    within_20: int
    sign: int
    mean_deviation: float


def agreement(numbers: Sequence[PrintedNumber], replicated: Sequence[float]) -> Agreement:
    """Compare numbers with the printed ones.

    Parameters
    ----------
    numbers : sequence of PrintedNumber
    replicated : sequence of float
        In the same order and units; NaN where there is none, which counts as a deviation of :data:`CAP`.

    Returns
    -------
    Agreement
    """
    printed, found = np.array([one.value for one in numbers]), np.array(replicated, dtype=np.float64)
    deviations = np.where(np.isnan(found), np.inf, np.abs(found / printed - 1.0))
    return Agreement(
        count=len(numbers),
        exact=sum(
            bool(np.isfinite(value)) and verdict(one.printed, float(value), "exact") == "exact"
            for one, value in zip(numbers, found, strict=True)
        ),
        **{name: int((deviations <= bound).sum()) for name, bound in NEARNESS.items()},
        sign=int((found * printed > 0.0).sum()),
        mean_deviation=float(np.minimum(deviations, CAP).mean()),
    )


def reported_attention(
    rules: ArmaSolution, size: float, discount_factor: float, *, noise_product: bool
) -> Mapping[str, float]:
    """What Tables 1.4 and 1.5 report of an equilibrium.

    Parameters
    ----------
    rules : ArmaSolution
        Decision rules.
    size : float
        Size of the shock, percent.
    discount_factor : float
        By which the loss is capitalised, quarterly.
    noise_product : bool
        Whether the reported loss contains the product of the noises of both decisions, under one noise per shock a
        large part of it; Table 1.5 fits without.

    Returns
    -------
    dict
        ``profit_deviation`` in units of ``Xi p^-theta S``, capitalised; flows in bits a quarter;
        ``interaction_share_pct``, zero where nothing is lost.
    """
    left_out = 0.0 if noise_product else rules.noise_interaction
    profit, interaction = rules.profit - left_out, rules.interaction - left_out
    return {
        "profit_deviation": profit * (size / 100.0) ** 2 / (1.0 - discount_factor),
        "info_flow_P": float(rules.bits[0]),
        "info_flow_Z": float(rules.bits[1]),
        "interaction_share_pct": 100.0 * interaction / profit if profit > 0.0 else 0.0,
    }
