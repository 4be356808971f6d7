"""Table 1.2: contributions of the six variables to the matching criterion, one row a variant of a model."""

from collections.abc import Mapping, Sequence

import pandas as pd

from frictions.report.labels import VARIABLES
from frictions.report.table import Table


def criterion_table(
    published: Mapping[str, Mapping[str, float]],
    sums: Mapping[str, float],
    variants: Mapping[str, Mapping[str, pd.DataFrame]],
    notes: Sequence[str],
) -> Table:
    """Lay out criteria, published and replicated, model by model.

    Parameters
    ----------
    published : mapping of str to mapping of str to float
        Printed contributions by variable, by model (``RI``, ``Calvo``).
    sums : mapping of str to float
        Printed sums by model; they differ from the sums of the printed parts in the last digit.
    variants : mapping of str to mapping of str to DataFrame
        The contract's ``criterion.csv`` by model and variant.
    notes : sequence of str
    """
    names = list(next(iter(published.values())))
    rows: list[dict[str, object]] = []
    for model, tables in variants.items():
        printed = {VARIABLES[name]: value for name, value in published[model].items()}
        rows.append({"model": model, "variant": "published", **printed, "Sum": sums[model]})
        for variant, table in tables.items():
            parts = table.set_index("variable")["contribution"].astype(float)
            found = {VARIABLES[name]: float(parts[name]) for name in names}
            rows.append({"model": model, "variant": variant, **found, "Sum": float(parts.sum())})
    columns = ["model", "variant", *(VARIABLES[name] for name in names), "Sum"]
    title = "Matching criterion of the two models (Table 1.2)"
    return Table("table_1_2", title, pd.DataFrame(rows, columns=columns), dict.fromkeys(columns, 1), tuple(notes))
