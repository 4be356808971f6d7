"""Two runs side by side: which settings, verdicts and numbers differ."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from frictions.report.table import Table, to_html

SAME = "same"


def compare_numbers(first: Mapping[str, pd.DataFrame], second: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Hold the tables of two runs against each other.

    Parameters
    ----------
    first, second : mapping
        Tables by the path of their file below the folder of results.

    Returns
    -------
    DataFrame
        One row a file, in the order of their names: ``file``, ``state`` (``same``, ``numbers differ``, ``texts
        differ``, ``rows or columns differ``, ``only in the first`` or ``only in the second``), ``numbers`` (cells with
        numbers), ``differing`` (those that differ), ``column`` with the largest difference and ``largest_difference``,
        relative to the largest absolute number of its column in either run.
    """
    rows: list[tuple[str | int | float | None, ...]] = []
    for file in sorted({*first, *second}):
        if file not in second:
            rows.append((file, "only in the first"))
        elif file not in first:
            rows.append((file, "only in the second"))
        else:
            rows.append((file, *_compared(first[file], second[file])))
    columns = ["file", "state", "numbers", "differing", "column", "largest_difference"]
    return pd.DataFrame([dict(zip(columns, row, strict=False)) for row in rows], columns=columns)


def compare_verdicts(first: pd.DataFrame, second: pd.DataFrame, names: tuple[str, str]) -> pd.DataFrame:
    """List the published items whose replicated value or verdict differs between two scoreboards.

    Parameters
    ----------
    first, second : DataFrame
        The contract's scoreboard.csv of each run.
    names : pair of str
        What the runs are called.

    Returns
    -------
    DataFrame
        ``item``, ``place``, ``published``, and by run its replicated value and its verdict; ``changes`` is ``yes``
        where the verdict differs. An item that only one run scores is listed with blanks for the other.
    """
    kept = ["item", "place", "published", "replicated", "verdict"]
    joined = first[kept].merge(second[kept], on="item", how="outer", suffixes=("", "_second")).astype(object)
    joined = joined.where(joined.notna(), "").astype(str)
    place = joined["place"].where(joined["place"] != "", joined["place_second"])
    published = joined["published"].where(joined["published"] != "", joined["published_second"])
    table = pd.DataFrame(
        {
            "item": joined["item"],
            "place": place,
            "published": published,
            names[0]: joined["replicated"],
            names[1]: joined["replicated_second"],
            f"{names[0]}: verdict": joined["verdict"],
            f"{names[1]}: verdict": joined["verdict_second"],
            "changes": np.where(joined["verdict"] != joined["verdict_second"], "yes", ""),
        }
    )
    differs = (table[names[0]] != table[names[1]]) | (table["changes"] == "yes")
    order = {item: position for position, item in enumerate(dict.fromkeys([*first["item"], *second["item"]]))}
    return table[differs].sort_values("item", key=lambda items: items.map(order)).reset_index(drop=True)


def compare_settings(first: Mapping[str, Any], second: Mapping[str, Any], names: tuple[str, str]) -> pd.DataFrame:
    """List the settings that differ between two runs.

    Parameters
    ----------
    first, second : mapping
        The contract's settings.json of each run.
    names : pair of str
        What the runs are called.

    Returns
    -------
    DataFrame
        ``setting``, its place among nested settings with points between, and the value in each run as JSON, blank where
        it has none.
    """
    one, two = dict(_flat(first)), dict(_flat(second))
    order = list(dict.fromkeys([*one, *two]))
    rows = [(name, one.get(name, ""), two.get(name, "")) for name in order if one.get(name) != two.get(name)]
    return pd.DataFrame(rows, columns=["setting", *names])


def compare_given_files(first: pd.DataFrame, second: pd.DataFrame, names: tuple[str, str]) -> pd.DataFrame:
    """List the files behind tables and figures that no rule makes and whose content differs between two runs.

    Parameters
    ----------
    first, second : DataFrame
        The contract's report/provenance.csv of each run.
    names : pair of str
        What the runs are called.

    Returns
    -------
    DataFrame
        ``file`` and the first eight characters of its checksum in each run, blank where no item comes from it.
    """
    sums = [
        dict(frame[frame["kind"] == "given"][["name", "value"]].itertuples(index=False)) for frame in (first, second)
    ]
    files = [file for file in sorted({*sums[0], *sums[1]}) if sums[0].get(file) != sums[1].get(file)]
    return pd.DataFrame(
        [(file, *(str(one.get(file, ""))[:8] for one in sums)) for file in files], columns=["file", *names]
    )


def comparison_tables(
    settings: pd.DataFrame,
    given: pd.DataFrame,
    verdicts: pd.DataFrame,
    numbers: pd.DataFrame,
    names: tuple[str, str],
) -> tuple[Table, ...]:
    """The tables of the page, each with a sentence that sums it up; numbers to five figures, and only what differs."""
    title = f"{names[0]} and {names[1]}"
    changed = int((verdicts["changes"] == "yes").sum())
    different = numbers[numbers["state"] != SAME].reset_index(drop=True)
    return (
        Table(
            "settings", f"Settings that differ: {title}", settings, notes=(f"Settings that differ: {len(settings)}.",)
        ),
        Table("given", f"Files that differ: {title}", given, notes=(f"Files that differ: {len(given)}.",)),
        Table(
            "verdicts",
            f"Published items whose replicated value or verdict differs: {title}",
            verdicts.assign(**{name: verdicts[name].map(_short) for name in names}),
            notes=(f"Items whose verdict changes: {changed}.",),
        ),
        Table(
            "numbers",
            f"Tables of results that differ: {title}",
            different,
            decimals={"numbers": 0, "differing": 0, "largest_difference": 6},
            notes=(
                f"{len(numbers) - len(different)} of {len(numbers)} tables are the same in both runs. The largest "
                "difference is relative to the largest absolute number of its column.",
            ),
        ),
    )


def page(tables: tuple[Table, ...], title: str) -> str:
    """A page of tables that needs no other file."""
    style = (
        "body{font-family:sans-serif;max-width:80em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;"
        "margin:2em 0}caption{font-weight:bold;text-align:left;margin-bottom:.5em}th,td{padding:.2em .8em .2em 0;"
        "text-align:left;vertical-align:top;overflow-wrap:anywhere}thead th{border-bottom:1px solid}"
    )
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{style}</style>'
    body = "".join(map(to_html, tables))
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body><h1>{escape(title)}</h1>\n{body}</body></html>\n'


def _compared(
    first: pd.DataFrame, second: pd.DataFrame
) -> tuple[str, int | None, int | None, str | None, float | None]:
    if first.shape != second.shape or list(first) != list(second):
        return "rows or columns differ", None, None, None, None
    numbers, differing, texts = 0, 0, False
    largest: tuple[float, str | None] = (0.0, None)
    for column in first:
        one, two = first[column], second[column]
        if not (pd.api.types.is_numeric_dtype(one) and pd.api.types.is_numeric_dtype(two)):
            texts = texts or not one.astype(str).equals(two.astype(str))
            continue
        a, b = one.to_numpy(np.float64), two.to_numpy(np.float64)
        unequal = ~((a == b) | (np.isnan(a) & np.isnan(b)))
        numbers += len(a)
        differing += int(unequal.sum())
        held = np.concatenate([a, b])
        held = np.abs(held[np.isfinite(held)])
        both = unequal & np.isfinite(a) & np.isfinite(b)
        gap = np.abs(a[both] - b[both])
        if len(gap) and gap.max() / held.max() > largest[0]:
            largest = (float(gap.max() / held.max()), str(column))
    state = "texts differ" if texts else "numbers differ" if differing else SAME
    return state, numbers, differing, largest[1], largest[0] if differing else None


def _short(value: str) -> str:
    """A number to five figures, a text as it is."""
    try:
        return f"{float(value):.5g}"
    except ValueError:
        return value


def _flat(settings: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every setting with its place, its value as JSON."""
    if isinstance(settings, Mapping) and settings:
        for name, value in settings.items():
            yield from _flat(value, f"{place}.{name}" if place else str(name))
    else:
        yield place, json.dumps(settings, ensure_ascii=False)
