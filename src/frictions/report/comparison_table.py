"""The two estimated models side by side: criterion, what it took to reach it, and whether the gap is noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from frictions.report.attention_labels import quantities
from frictions.report.labels import VARIABLES
from frictions.report.table import Table

COUNTS = ("responses matched", "parameters estimated", "parameters on a bound", "degrees of freedom", "local minima")

TEST = {
    "difference": "difference of J from Calvo",
    "standard_error": "its standard error",
    "statistic": "Rivers-Vuong statistic",
    "p_value": "p-value, normal",
    "degenerate_p_value": "p-value, same residuals",
    "two_step_p_value": "p-value, two-step",
    "overfitting": "part due to parameter counts",
    "adjusted_p_value": "p-value, net of that part",
}
"""Rows of the test by the names of ``matching.comparison.RiversVuong``."""

ASSUMPTIONS = (
    "Rivers and Vuong: both models are approximations, the null is equal distance from the population responses in "
    "this metric; responses are asymptotically normal, the minima unique and, bounds apart, interior, and the metric is "
    "taken as given. If both models leave the same residuals the normal law fails; the two-step p-value holds in either case."
)


@dataclass(frozen=True, eq=False)
class EstimatedVariant:
    """An estimated model.

    Attributes
    ----------
    criterion, point, tests : DataFrame
        The contract's ``criterion.csv``, ``point.csv`` or ``estimates.csv``, and ``tests.csv``.
    against_calvo : DataFrame or None
        Columns quantity and value: the test against the Calvo model; none for that model itself.
    """

    criterion: pd.DataFrame
    point: pd.DataFrame
    tests: pd.DataFrame
    against_calvo: pd.DataFrame | None = None


def comparison_table(variants: Mapping[str, EstimatedVariant], responses: int, notes: Sequence[str]) -> Table:
    """One column a model, one row a quantity.

    Parameters
    ----------
    variants : mapping of str to EstimatedVariant
        By the label of the column.
    responses : int
        Number of responses matched, the same for all.
    notes : sequence of str
    """
    columns = {label: _column(variant, responses) for label, variant in variants.items()}
    names = list(dict.fromkeys(name for column in columns.values() for name in column))
    order = [name for name in (*_first_rows(), *TEST.values()) if name in names]
    frame = pd.DataFrame(
        {"quantity": order} | {label: [column.get(name) for name in order] for label, column in columns.items()}
    )
    frame = frame.astype(dict.fromkeys(columns, float))
    three = {i for i, name in enumerate(order) if "p-value" in name or "statistic" in name}
    none = {i for i, name in enumerate(order) if name in COUNTS}
    row_decimals = dict.fromkeys(three, 3) | dict.fromkeys(none, 0)
    title = "Rational inattention and Calvo pricing, estimated on the same responses"
    decimals = dict.fromkeys(columns, 1)
    return Table("table_comparison", title, frame, decimals, (*notes, ASSUMPTIONS), row_decimals)


def _first_rows() -> list[str]:
    parts = [f"J, {VARIABLES[name].lower()}" for name in VARIABLES]
    return ["J", *parts, *COUNTS, "p-value of J, exact law", "p-value of J, scaled"]


def _column(variant: EstimatedVariant, responses: int) -> dict[str, float]:
    tests = quantities(variant.tests)
    parts = variant.criterion.set_index("variable")["contribution"].astype(float)
    bounds = variant.point["at_bound"].fillna("").astype(str)
    column = {
        "J": float(parts.sum()),
        **{f"J, {VARIABLES[str(name)].lower()}": float(value) for name, value in parts.items()},
        "responses matched": float(responses),
        "parameters estimated": float(len(variant.point)),
        "parameters on a bound": float((bounds != "").sum()),
        "degrees of freedom": tests["degrees_of_freedom"],
        "local minima": tests["local_minima"],
        "p-value of J, exact law": tests["p_value"],
        "p-value of J, scaled": tests["scaled_p_value"],
    }
    if variant.against_calvo is not None:
        found = quantities(variant.against_calvo)
        column |= {label: found[name] for name, label in TEST.items() if name in found}
    return column
