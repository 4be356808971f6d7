"""Table 1.1: what is fixed, and the source's estimates beside ours, model by model."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from frictions.matching.ranges import range_sentence
from frictions.report.labels import PARAMETERS
from frictions.report.table import Table

COLUMNS = [
    "model",
    "parameter",
    "meaning",
    "published",
    "replicated",
    "standard error",
    "lower",
    "upper",
    "at bound",
    "remark",
]


def parameters_table(
    published: Mapping[str, Mapping[str, float | None]],
    fixed: Mapping[str, float],
    held: Mapping[str, Mapping[str, float]],
    estimates: Mapping[str, Mapping[str, pd.DataFrame]],
    notes: Sequence[str],
) -> Table:
    """Lay out the parameters of both models.

    Parameters
    ----------
    published : mapping
        ``predetermined`` and the columns of the source (``RI``, ``Calvo``), values by parameter.
    fixed : mapping of str to float
        Parameters that no model estimates.
    held : mapping of str to mapping of str to float
        By model, parameters of its column that are not estimated here.
    estimates : mapping of str to mapping of str to DataFrame
        The contract's ``estimates.csv`` by model and variant; a variant without a name is the model itself.
    notes : sequence of str
    """
    rows = [
        _row("both", name, value, replicated=fixed[name], at_bound="not estimated", remark="")
        for name, value in published["predetermined"].items()
    ]
    for model, variants in estimates.items():
        for variant, table in variants.items():
            label = f"{model}, {variant}" if variant else model
            rows += [
                _row(
                    label,
                    str(row["parameter"]),
                    published[model].get(str(row["parameter"])),
                    replicated=row["value"],
                    standard_error=row["standard_error"],
                    lower=row["lower"],
                    upper=row["upper"],
                    at_bound=row["at_bound"],
                    remark=row["remark"],
                )
                for row in table.fillna({"at_bound": "", "remark": ""}).to_dict("records")
            ]
        rows += [
            _row(model, name, published[model].get(name), replicated=value, at_bound="not estimated", remark="")
            for name, value in held.get(model, {}).items()
        ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    decimals = dict.fromkeys(COLUMNS[3:8], 4)
    title = "Parameters of the two models (Table 1.1)"
    # In print the symbol says what is meant, and the note how ranges are to be read.
    return Table("table_1_1", title, frame, decimals, tuple(notes), not_printed=("meaning", "remark"))


def fit_note(model: str, tests: pd.DataFrame, estimates: pd.DataFrame) -> str:
    """Say how well a model fits, how it was searched for, and what its ranges are and rest on.

    Parameters
    ----------
    model : str
        How the note calls it.
    tests : DataFrame
        The contract's ``tests.csv``.
    estimates : DataFrame
        The contract's ``estimates.csv``.
    """
    found = dict(zip(tests["quantity"], tests["value"], strict=True))
    return (
        f"{model}: J = {found['statistic']:.1f}, p = {found['p_value']:.3f} from its exact law under this weight with "
        f"{found['degrees_of_freedom']:.0f} degrees of freedom; {found['local_minima']:.0f} local minima from "
        f"{found['starts']:.0f} starts; "
        f"{range_sentence(estimates['parameter'], estimates['range'], estimates['re_estimates'])}."
    )


def _row(model: str, name: str, published: float | None, **others: object) -> dict[str, object]:
    named = {key.replace("_", " "): value for key, value in others.items()}
    printed = np.nan if published is None else float(published)
    return {"model": model, "parameter": name, "meaning": PARAMETERS[name], "published": printed, **named}
