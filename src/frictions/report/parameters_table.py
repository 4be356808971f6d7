"""Table 1.1: what is fixed, and the source's estimates beside ours, model by model."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from frictions.matching.ranges import range_sentence
from frictions.report.labels import PARAMETERS
from frictions.report.printed_layout import Cell, errors_below, in_parentheses, printed
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


PRINT_NOTE = (
    "Where models are columns, standard errors stand in parentheses, or that an estimate is on a bound. What is fixed "
    "is so in both models or, where the sticky-price model estimates it, under rational inattention."
)


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
    in_print = _models_as_columns(frame)
    return Table("table_1_1", title, frame, decimals, (*notes, PRINT_NOTE), in_print=in_print)


def _models_as_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """What is fixed, what the source printed and what is estimated here side by side, one row a parameter."""
    cells: dict[str, dict[str, Cell]] = {name: {} for name in frame["parameter"]}
    columns = ["fixed"]
    for row in frame.to_dict("records"):
        own, model = cells[row["parameter"]], str(row["model"])
        if row["at bound"] == "not estimated":
            own["fixed"] = (printed(row["replicated"], 4), "")
            continue
        source = f"{model.partition(',')[0]}, published"
        columns += [column for column in (source, model) if column not in columns]
        own[source] = (printed(row["published"], 4), "")
        at_bound = "(bound)" if row["at bound"] else ""
        own[model] = (printed(row["replicated"], 4), in_parentheses(row["standard error"], 4) or at_bound)
    return errors_below("parameter", columns, list(cells.items()))


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
