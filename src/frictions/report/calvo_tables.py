"""Tables of the Calvo model: parameters (1.1), criterion (1.2) and policy rules (A.1)."""

from collections.abc import Mapping, Sequence

import pandas as pd

from frictions.report.labels import PARAMETERS, VARIABLES
from frictions.report.table import Table

RULES = {
    "psi_l1": ("labour", "inventories"),
    "psi_l2": ("labour", "price"),
    "psi_z1": ("goods for sale", "inventories"),
    "psi_z2": ("goods for sale", "price"),
    "psi_mc1": ("marginal cost", "inventories"),
    "psi_mc2": ("marginal cost", "price"),
    "psi_inv1": ("next inventories", "inventories"),
    "psi_inv2": ("next inventories", "price"),
    "psi_p1": ("reset price", "inventories"),
}
"""Coefficients of Table A.1: the decision, and what it reacts to."""


def parameters_table(
    published: Mapping[str, Mapping[str, float]],
    fixed: Mapping[str, float],
    estimates: pd.DataFrame,
    notes: Sequence[str],
) -> Table:
    """Table 1.1, Calvo column: what is fixed, and the source's estimates beside ours.

    Parameters
    ----------
    published : mapping
        ``predetermined`` and ``Calvo``, values by parameter.
    fixed : mapping of str to float
        Parameters not estimated here.
    estimates : DataFrame
        The contract's ``estimates.csv``.
    notes : sequence of str
    """
    rows: list[dict[str, object]] = [
        {
            "parameter": name,
            "meaning": PARAMETERS[name],
            "published": value,
            "replicated": fixed[name],
            "at bound": "not estimated",
        }
        for name, value in published["predetermined"].items()
    ]
    rows += [
        {
            "parameter": row["parameter"],
            "meaning": PARAMETERS[row["parameter"]],
            "published": published["Calvo"][row["parameter"]],
            "replicated": row["value"],
            "standard error": row["standard_error"],
            "lower": row["lower"],
            "upper": row["upper"],
            "at bound": row["at_bound"],
        }
        for row in estimates.fillna({"at_bound": ""}).to_dict("records")
    ]
    columns = ["parameter", "meaning", "published", "replicated", "standard error", "lower", "upper", "at bound"]
    decimals = dict.fromkeys(columns[2:7], 4)
    frame = pd.DataFrame(rows, columns=columns)
    return Table("table_1_1", "Parameters of the Calvo model (Table 1.1)", frame, decimals, tuple(notes))


def criterion_table(
    published: Mapping[str, float], published_sum: float, variants: Mapping[str, pd.DataFrame], notes: Sequence[str]
) -> Table:
    """Table 1.2, Calvo column: contributions of the six variables to the criterion.

    Parameters
    ----------
    published : mapping of str to float
        Printed contributions by variable.
    published_sum : float
        The printed sum.
    variants : mapping of str to DataFrame
        The contract's ``criterion.csv`` by variant.
    notes : sequence of str
    """
    columns: dict[str, list[object]] = {
        "variable": [*(VARIABLES[name] for name in published), "Sum"],
        "published": [*published.values(), published_sum],
    }
    for name, table in variants.items():
        parts = table.set_index("variable")["contribution"]
        columns[name] = [*(float(parts[variable]) for variable in published), float(parts.sum())]
    title = "Matching criterion of the Calvo model (Table 1.2)"
    return Table("table_1_2", title, pd.DataFrame(columns), dict.fromkeys(columns, 2), tuple(notes))


def rules_table(variants: Mapping[str, pd.DataFrame], notes: Sequence[str]) -> Table:
    """Table A.1: coefficients of the firms' policy rules, which the source states as symbols only.

    Parameters
    ----------
    variants : mapping of str to DataFrame
        The contract's ``rules.csv`` by variant.
    notes : sequence of str
    """
    columns: dict[str, list[object]] = {
        "coefficient": list(RULES),
        "decision": [decision for decision, _ in RULES.values()],
        "reacts to own": [state for _, state in RULES.values()],
    }
    for name, table in variants.items():
        values = table.set_index("coefficient")["value"]
        columns[name] = [float(values[coefficient]) for coefficient in RULES]
    title = "Policy rules of a firm under Calvo pricing (Table A.1)"
    return Table("table_a_1", title, pd.DataFrame(columns), dict.fromkeys(columns, 4), tuple(notes))
