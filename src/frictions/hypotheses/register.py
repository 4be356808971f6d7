"""The register of hypotheses: what was tried for which printed numbers, and what it gave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from frictions.hypotheses.judgement import Judged, judge
from frictions.verdicts import Found, Printed, Rule, Verdict

REGISTER_COLUMNS = [
    "family",
    "claim",
    "items",
    "variants",
    "left_out",
    "main_run",
    "best",
    "chance",
    "holds",
    "best_variant",
    "choices",
    "moving_all",
    "first_moving_all",
]
COUNTED: tuple[Verdict, ...] = ("exact", "close", "sign", "differs")
"""Verdicts that a variant may have."""

TRIED_COLUMNS = ["item", "family", "variants", "agreeing", "in_best"]


@dataclass(frozen=True, eq=False)
class Tried:
    """A family that was tried.

    Attributes
    ----------
    name, claim : str
    items : tuple of str
        Of the scoreboard.
    variants : DataFrame
        Column ``variant``, and one column a choice.
    left_out : int
        Combinations whose choices do not go together.
    judged : Judged
    """

    name: str
    claim: str
    items: tuple[str, ...]
    variants: pd.DataFrame
    left_out: int
    judged: Judged


def values_table(values: Sequence[Sequence[Any]], items: Sequence[str]) -> pd.DataFrame:
    """Rows of values.csv: variant, item, value."""
    rows = [(number, item, value) for number, row in enumerate(values) for item, value in zip(items, row, strict=True)]
    return pd.DataFrame(rows, columns=["variant", "item", "value"])


def variants_table(variants: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of variants.csv: variant, and one column a choice."""
    return pd.DataFrame(list(variants)).rename_axis("variant").reset_index()


def judge_table(
    values: pd.DataFrame, variants: pd.Series, printed: Mapping[str, Printed], rules: Mapping[str, Rule], seed: int
) -> tuple[tuple[str, ...], Judged]:
    """Judge the values of a family.

    Parameters
    ----------
    values : DataFrame
        Columns variant, item, value; an item without a value in a variant differs there.
    variants : Series
        Names of the variants, the main run's first.
    printed, rules : mapping
        By item.
    seed : int

    Returns
    -------
    items : tuple of str
    judged : Judged
        Items of one column or row of a table, which share their name up to the last point, are one class; statements
        are another than numbers.
    """
    wide = values.pivot(index="variant", columns="item", values="value").reindex(variants)
    items = tuple(dict.fromkeys(values["item"]))
    rows = [[_found(row[item], printed[item]) for item in items] for _, row in wide.iterrows()]
    classes = [f"{item.rpartition('.')[0]} {isinstance(printed[item].value, bool)}" for item in items]
    return items, judge(rows, [printed[item] for item in items], [rules[item] for item in items], classes, seed)


def _found(value: Any, source: Printed) -> Found:
    if pd.isna(value):
        return None
    if isinstance(source.value, bool):
        return str(value).lower() == "true"
    return str(value) if isinstance(source.value, str) else float(value)


def agreement_table(tried: Tried) -> pd.DataFrame:
    """Rows of agreement.csv: by variant, how many items have which verdict.

    ``nearer`` counts the items that differ in the main run and come nearer, ``lost`` those that agree there and differ
    here.
    """
    counts = [[row.count(name) for name in COUNTED] for row in tried.judged.verdicts]
    table = pd.DataFrame(counts, columns=list(COUNTED))
    table.insert(0, "variant", tried.variants["variant"].to_numpy())
    table.insert(1, "items", len(tried.items))
    differing = ~tried.judged.agrees[0]
    table["nearer"] = tried.judged.nearer[:, differing].sum(axis=1)
    table["lost"] = (~tried.judged.agrees[:, ~differing]).sum(axis=1)
    return table


def register_rows(families: Sequence[Tried]) -> pd.DataFrame:
    """One row a family, columns ``REGISTER_COLUMNS``."""
    rows = []
    for tried in families:
        best = tried.variants.iloc[tried.judged.best]
        agreeing = tried.judged.agrees.sum(axis=1)
        moving = tried.variants["variant"][tried.judged.moves_all]
        rows.append(
            {
                "family": tried.name,
                "claim": tried.claim,
                "items": len(tried.items),
                "variants": len(tried.variants),
                "left_out": tried.left_out,
                "main_run": int(agreeing[0]),
                "best": int(agreeing[tried.judged.best]),
                "chance": tried.judged.chance,
                "holds": tried.judged.holds,
                "best_variant": best["variant"],
                "choices": ", ".join(
                    f"{name.replace('_', ' ')}: {option}" for name, option in best.items() if name != "variant"
                ),
                "moving_all": len(moving),
                "first_moving_all": moving.iloc[0] if len(moving) else None,
            }
        )
    return pd.DataFrame(rows, columns=REGISTER_COLUMNS)


def tried_rows(families: Sequence[Tried]) -> pd.DataFrame:
    """One row an item and family, columns ``TRIED_COLUMNS``: in how many variants it agrees, and in the best one."""
    rows = [
        (item, tried.name, len(tried.variants), int(agrees.sum()), bool(agrees[tried.judged.best]))
        for tried in families
        for item, agrees in zip(tried.items, tried.judged.agrees.T, strict=True)
    ]
    return pd.DataFrame(rows, columns=TRIED_COLUMNS)


def sentences(register: pd.DataFrame, tried: pd.DataFrame) -> dict[str, str]:
    """What was tried for each item, from the register and the rows of :func:`tried_rows`."""
    said = {row["family"]: sentence(row) for row in register.to_dict("records")}
    return {str(item): " ".join(said[name] for name in rows["family"]) for item, rows in tried.groupby("item")}


def share_in_words(share: float) -> str:
    """A share as whole percents, and what is below half of one as less than one."""
    return "less than 1 percent" if share < 0.005 else f"{100 * share:.0f} percent"


def sentence(row: Mapping[str, Any]) -> str:
    """What a row of the register says, for the notes of the scoreboard.

    Examples
    --------
    >>> sentence({"family": "r", "variants": 540, "best": 10, "items": 11, "holds": False, "chance": 0.2})
    'Tried: 540 variants of "r", of which the best gives 10 of 11; so does the best for 20 percent of random orders.'
    """
    family = f'{row["variants"]} variants of "{row["family"]}"'
    if row["holds"]:
        return f"Tried: {family}; one gives all {row['items']}."
    found = f"Tried: {family}, of which the best gives {row['best']} of {row['items']}"
    if pd.isna(row["chance"]) or not row["best"]:
        return f"{found}."
    return f"{found}; so does the best for {share_in_words(row['chance'])} of random orders."
