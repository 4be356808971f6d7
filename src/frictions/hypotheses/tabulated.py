"""Families whose variants another part of the project has made: their values from its table."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd


def tabulated_values(
    table: pd.DataFrame, value: str, readings: Sequence[Mapping[str, Any]], variant: str = "variant"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Values and variants of a family.

    Parameters
    ----------
    table : DataFrame
        The columns of variants and of values, and those that ``readings`` name.
    value : str
        The column of values.
    readings : sequence of mapping
        ``item``: name of an item of the scoreboard, with columns of the table in braces; ``where``: the rows it is read
        from, values by column; ``value``: another column of values; ``negated``: whether the item says the opposite of
        what the column, of true and false, says.
    variant : str
        The column that names the variants.

    Returns
    -------
    values : DataFrame
        Columns variant, item, value.
    variants : DataFrame
        Column variant, in the order of the table.
    """
    parts = []
    for reading in readings:
        rows = table
        for column, wanted in reading.get("where", {}).items():
            rows = rows[rows[column] == wanted]
        items = [reading["item"].format(**row) for row in rows.to_dict("records")]
        found = rows[reading.get("value", value)]
        if reading.get("negated"):
            found = ~found.astype(bool)
        parts.append(pd.DataFrame({"variant": rows[variant], "item": items, "value": found.astype(object)}))
    variants = table[[variant]].drop_duplicates(ignore_index=True).set_axis(["variant"], axis=1)
    return pd.concat(parts, ignore_index=True), variants
