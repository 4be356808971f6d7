"""Every construction that may stand behind Tables 1.3 to 1.5, and how many printed numbers each gives."""

from collections.abc import Mapping, Sequence

import pandas as pd

from frictions.report.table import Table

FLOWS = {"sum": "added up", "joint": "joint"}
NOISES = {"shared": "one per shock", "independent": "one per decision"}
INTERACTIONS = {
    "counted": "counted",
    "counted_without_noise": "counted, reported without noises",
    "ignored": "ignored",
}
CLOSURES = {"stock_out_term": "stock-out term", "price_index": "price index"}
"""How the choices of a construction are shown, by the names of the contract's ``variants.csv``."""

NEAR = {"1.3": "within_5", "1.4": "within_20", "1.5": "within_20"}
"""What is counted of each table."""


def constructions_table(variants: pd.DataFrame, by_table: pd.DataFrame, notes: Sequence[str]) -> Table:
    """One row a construction, the closest to Table 1.3 first.

    Parameters
    ----------
    variants, by_table : DataFrame
        The contract's ``variants.csv`` and ``variants_by_table.csv``, whose rows are in the same order of variants.
    notes : sequence of str
    """
    columns: dict[str, list[object]] = {
        "rules": [f"ARMA({ar},{ma})" for ar, ma in zip(variants["ar"], variants["ma"], strict=True)],
        "flows": _shown(variants["flow"], FLOWS),
        "noise": _shown(variants["noise"], NOISES),
        "interaction": _shown(variants["interaction"], INTERACTIONS),
        "price level from": _shown(variants["closure"], CLOSURES),
        "cost": variants["cost_ratio"].tolist(),
        "deviation, 1.3": variants["mean_deviation"].tolist(),
    }
    for table, counted in NEAR.items():
        rows = by_table[by_table["table"].astype(str) == table]
        label = f"{table}, {counted.removeprefix('within_')} percent"
        columns[label] = [f"{near} of {of}" for near, of in zip(rows[counted], rows["printed"], strict=True)]
    columns |= {"digits": variants["exact"].tolist(), "sign": variants["sign"].tolist()}
    title = "Constructions tried against Tables 1.3 to 1.5, the closest to Table 1.3 first"
    decimals = {"cost": 1, "deviation, 1.3": 3, "digits": 0, "sign": 0}
    frame = pd.DataFrame(columns)
    # In print there is no room for how many digits and signs are as printed.
    shorter = frame.drop(columns=["digits", "sign"])
    return Table("table_constructions", title, frame, decimals, tuple(notes), in_print=shorter)


def largest_excess(excess: pd.DataFrame) -> pd.Series:
    """Largest excess over the columns of the contract's ``printed_attention*.csv``, by cost; NaN if one is missing."""
    return excess.groupby("cost_ratio")["excess_percent"].agg(lambda values: values.max(skipna=False))


def _shown(values: pd.Series, labels: Mapping[str, str]) -> list[object]:
    return [labels[value] for value in values]
