"""Reading one series from a CSV: every defect is a one-line error that names file, series and date."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from frictions.data.catalogue import SeriesInfo
from frictions.data.dates import is_day_first, month_and_day
from frictions.data.layout import MISSING, BadSeriesFile, described, layout_of, rows_below

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")


@dataclass(frozen=True)
class Observation:
    """One row: the text of its date, months since year 0, day (0 for a quarter), and the value (NaN if missing)."""

    date: str
    month: int
    day: int
    value: float


def read_series(path: Path, info: SeriesInfo, code_of: Mapping[str, str], *, ascending: bool = False) -> pd.Series:
    """Read one series from a file that :func:`frictions.data.layout.read_layout` understands.

    Parameters
    ----------
    path : Path
        CSV with one series or many.
    info : SeriesInfo
        Which series, and its native frequency. A monthly series may come as quarterly means.
    code_of : mapping
        Catalogue code by mnemonic in lower case.
    ascending : bool
        Whether to refuse dates out of order; else they are sorted.

    Returns
    -------
    Series
        float64 with a PeriodIndex of frequency Q or M, named by its code, sorted, unique, trimmed at both ends. A value
        that the file itself marks as missing (``.`` or blank) inside the span is NaN.

    Raises
    ------
    BadSeriesFile
        If the file is not readable, lacks the series, or holds a text value, an unreadable or repeated date, a
        period left out, or another frequency.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadSeriesFile(f"{path}: not readable ({error.strerror})") from None
    return parse_series(content, str(path), path.stem, info, code_of, ascending=ascending)


def parse_series(
    content: bytes, name: str, stem: str, info: SeriesInfo, code_of: Mapping[str, str], *, ascending: bool = False
) -> pd.Series:
    """Read one series from the bytes of a CSV; see :func:`read_series`.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        What to call it in errors.
    stem : str
        Code to assume if the header is ``date,value``.
    info, code_of, ascending
        As in :func:`read_series`.
    """
    try:
        text = content.decode("utf-8-sig")
        layout = layout_of(text, stem, code_of, name)
        rows = [] if layout is None else list(rows_below(text, layout))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadSeriesFile(f"{name}: not readable as CSV text ({type(error).__name__}: {error})") from None
    if layout is None or info.code not in layout.columns:
        raise BadSeriesFile(f"{name}: {described(text, layout, info.code)}")
    column, width = layout.columns[info.code], len(layout.header)
    observations = []
    for line, row in rows:
        if len(row) != width:
            raise BadSeriesFile(f"{name}: series {info.code}: line {line} has {len(row)} cells, the header {width}")
        value = row[column].strip()
        if layout.delimiter == ";" and _DECIMAL_COMMA.fullmatch(value):
            value = value.replace(",", ".")
        observations.append(_observation(row[layout.dates].strip(), value, name, info.code, line))
    return series_of(observations, name, info, ascending=ascending)


def series_of(
    observations: Iterable[Observation], name: str, info: SeriesInfo, *, ascending: bool = False
) -> pd.Series:
    """Turn rows into a series; see :func:`read_series` for what is refused."""
    rows = list(observations)
    if ascending:
        for earlier, later in pairwise(rows):
            if (later.month, later.day) < (earlier.month, earlier.day):
                raise BadSeriesFile(f"{name}: series {info.code}: {later.date} comes after {earlier.date}")
    rows.sort(key=lambda row: (row.month, row.day))
    held = [n for n, row in enumerate(rows) if not np.isnan(row.value)]
    if not held:
        raise BadSeriesFile(f"{name}: series {info.code} has no values")
    rows = rows[held[0] : held[-1] + 1]
    for earlier, later in pairwise(rows):
        if (earlier.month, earlier.day) == (later.month, later.day):
            raise BadSeriesFile(f"{name}: series {info.code}: {later.date} is there twice")
    frequency = _frequency(rows, name, info)
    if frequency == "M" and info.frequency == "Q":
        # A file that mixes frequencies leaves the months between two quarters blank.
        rows = [row for row in rows if not np.isnan(row.value)]
        frequency = _frequency(rows, name, info)
        if frequency == "M":
            raise BadSeriesFile(f"{name}: series {info.code} is monthly here, but the catalogue says quarterly")
    step = 3 if frequency == "Q" else 1
    for earlier, later in pairwise(rows):
        if later.month - earlier.month != step:
            gap = _period(earlier.month + step, frequency)
            raise BadSeriesFile(f"{name}: series {info.code}: gap: nothing for {gap} after {earlier.date}")
    index = pd.PeriodIndex([_period(row.month, frequency) for row in rows], freq=frequency)
    return pd.Series([row.value for row in rows], index=index, name=info.code, dtype=np.float64)


def to_quarterly(series: pd.Series, aggregation: str) -> pd.Series:
    """Quarterly series from a monthly one; a quarterly series is returned as it is.

    Parameters
    ----------
    series : Series
        With a PeriodIndex of frequency Q or M.
    aggregation : {"mean", "last"}
        Mean of the three months, or the last one (stocks at the end of the period).

    Returns
    -------
    Series
        Missing in quarters that lack one of their months, and without such quarters at the ends.
    """
    if series.index.freqstr.startswith("Q"):
        return series
    months = series.reindex(
        pd.period_range(series.index[0].asfreq("Q").asfreq("M", "start"), series.index[-1].asfreq("Q").asfreq("M"))
    )
    table = months.to_numpy().reshape(-1, 3)
    values = table.mean(axis=1) if aggregation == "mean" else np.where(np.isnan(table).any(axis=1), np.nan, table[:, 2])
    quarters = pd.Series(values, index=months.index[::3].asfreq("Q"), name=series.name)
    first, last = quarters.first_valid_index(), quarters.last_valid_index()
    return quarters.loc[first:last] if first is not None else quarters.iloc[:0]


def _observation(date: str, value: str, name: str, code: str, line: int) -> Observation:
    month, day = _parse_date(date, name, code, line)
    if value in MISSING:
        return Observation(date, month, day, np.nan)
    if not _NUMBER.fullmatch(value) or not np.isfinite(float(value)):
        raise BadSeriesFile(f"{name}: series {code}: {date}: {value!r} is not a number")
    return Observation(date, month, day, float(value))


def _parse_date(text: str, name: str, code: str, line: int) -> tuple[int, int]:
    """Months since year 0 and the day; a quarter counts as its first month and day 0."""
    found = month_and_day(text)
    if found is None:
        hint = "; write dates with the day first as 1990-01-31" if is_day_first(text) else ""
        raise BadSeriesFile(f"{name}: series {code}: line {line}: {text!r} is not a date{hint}")
    return found


def _frequency(rows: list[Observation], name: str, info: SeriesInfo) -> str:
    """Q or M from the smallest step between two rows; the catalogue decides for a single row."""
    if len(rows) == 1:
        return "Q" if rows[0].day == 0 else info.frequency
    steps = [(later.month - earlier.month, earlier, later) for earlier, later in pairwise(rows)]
    smallest, earlier, later = min(steps, key=lambda step: step[0])
    if smallest in (1, 3):
        return "M" if smallest == 1 else "Q"
    what = "is not monthly or quarterly" if smallest else "has more than one value a month"
    raise BadSeriesFile(f"{name}: series {info.code} {what}: {earlier.date} is followed by {later.date}")


def _period(month: int, frequency: str) -> pd.Period:
    return pd.Period(year=month // 12, month=month % 12 + 1, freq=frequency)
