"""Responses of a model in numbers, beside what the source's figure shows."""

from collections.abc import Mapping, Sequence

import pandas as pd

from frictions.report.labels import VARIABLES
from frictions.report.table import Table


def impacts_table(
    name: str, title: str, published: Mapping[str, str], variants: Mapping[str, pd.DataFrame], notes: Sequence[str]
) -> Table:
    """Impact and range of responses by variable.

    Parameters
    ----------
    name, title : str
        Of the table.
    published : mapping of str to str
        What the source's figure shows, by variable.
    variants : mapping of str to DataFrame
        The contract's ``irf.csv`` by variant.
    notes : sequence of str
    """
    columns: dict[str, list[object]] = {
        "variable": [VARIABLES[variable] for variable in published],
        "source's figure": list(published.values()),
    }
    for variant, irf in variants.items():
        paths = irf.pivot(index="horizon", columns="variable", values="response")[list(published)]
        columns[f"{variant}, impact"] = paths.loc[0].tolist()
        columns[f"{variant}, lowest"] = paths.min().tolist()
        columns[f"{variant}, highest"] = paths.max().tolist()
    return Table(name, title, pd.DataFrame(columns), {}, tuple(notes))
