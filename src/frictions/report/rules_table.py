"""Table A.1: policy rules of a firm under Calvo pricing."""

from collections.abc import Mapping, Sequence

import pandas as pd

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
