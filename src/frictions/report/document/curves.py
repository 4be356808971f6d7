"""The specifications as data for the page, where a reader filters them by choice."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from frictions.report.document.names import readable
from frictions.report.document.scores import SIGNIFICANT
from frictions.report.robustness_text import dimension_label
from frictions.robustness.shares import dimensions_of


def curve_data(
    specifications: pd.DataFrame, values: pd.DataFrame, claims: pd.DataFrame, units: Mapping[str, str]
) -> dict[str, Any]:
    """What the page draws specification curves from.

    Parameters
    ----------
    specifications, values, claims : DataFrame
        The contract's files of these names under ``results/robustness``.
    units : mapping of str to str
        Unit of the number that each claim is about.

    Returns
    -------
    dict
        ``dimensions`` (name, options), ``rows`` (by specification that was estimated: positions of its options) and
        ``claims`` (name, text, unit, and by row: value, lower, upper, whether it holds). The published choices are the
        first row; the rows after it are the drawn specifications.
    """
    estimated = specifications[specifications["failure"].isna()]
    kept = estimated[estimated["drawn"] | (estimated["specification"] == 0)].sort_values("specification")
    dimensions = [
        {"name": dimension_label(name), "options": list(dict.fromkeys(specifications[name].map(str)))}
        for name in dimensions_of(specifications)
    ]
    names = dimensions_of(kept)
    rows = [
        [one["options"].index(str(row[name])) for name, one in zip(names, dimensions, strict=True)]
        for row in kept.to_dict("records")
    ]
    by_claim = {str(name): own.set_index("specification") for name, own in values.groupby("claim")}
    return {
        "dimensions": [{**one, "options": [readable(option) for option in one["options"]]} for one in dimensions],
        "rows": rows,
        "claims": [
            {
                "text": claim["text"],
                "unit": units[str(claim["claim"])],
                "values": [
                    [*map(_short, row[["value", "lower", "upper"]]), int(row["holds"])]
                    for _, row in by_claim[str(claim["claim"])].loc[kept["specification"]].iterrows()
                ],
            }
            for _, claim in claims.iterrows()
        ],
    }


def _short(value: float) -> float | None:
    return None if pd.isna(value) else float(f"{value:.{SIGNIFICANT}g}")
