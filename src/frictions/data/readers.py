"""Reading one series from a file: every defect is a one-line error that names file, series and date."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from frictions.data.catalogue import SeriesInfo
from frictions.data.dates import UnclearDates, is_day_first, month_and_day, with_fractions
from frictions.data.file_tables import Table, tables_of
from frictions.data.forms import UNSTATED, FileForm
from frictions.data.layout import MISSING, BadSeriesFile, Layout, described, layout_of, rows_below
from frictions.data.numbers import UnclearNumber, number_reader


@dataclass(frozen=True)
class Observation:
    """One row: the text of its date, months since year 0, day (0 for a quarter), and the value (NaN if missing)."""

    date: str
    month: int
    day: int
    value: float


@dataclass(frozen=True)
class Reading:
    """A series, and in words what of its file was taken for what."""

    series: pd.Series
    taken_as: str


def read_file(path: Path, info: SeriesInfo, code_of: Mapping[str, str], form: FileForm = UNSTATED) -> Reading:
    """Read one series from a file that :func:`frictions.data.file_tables.tables_of` understands.

    Parameters
    ----------
    path : Path
        File with one series or many.
    info : SeriesInfo
        Which series, and its native frequency. A monthly series may come as quarterly means.
    code_of : mapping
        Catalogue code by mnemonic in lower case.
    form : FileForm
        What is stated about the file.

    Returns
    -------
    Reading
        The series is float64 with a PeriodIndex of frequency Q or M, named by its code, sorted, unique, trimmed at both
        ends. A value that the file itself marks as missing (``.`` or blank) inside the span is NaN.

    Raises
    ------
    BadSeriesFile
        If the file is not readable, lacks the series, holds it twice, or holds a text value, an unreadable, unclear or
        repeated date, a period left out, or another frequency.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadSeriesFile(f"{path}: not readable ({error.strerror})") from None
    return _read(content, str(path), path.stem, info, code_of, False, form)


def read_series(path: Path, info: SeriesInfo, code_of: Mapping[str, str]) -> pd.Series:
    """Read one series from a file about which nothing is stated; see :func:`read_file`."""
    return read_file(path, info, code_of).series


def parse_series(
    content: bytes, name: str, stem: str, info: SeriesInfo, code_of: Mapping[str, str], *, ascending: bool = False
) -> pd.Series:
    """Read one series from the bytes of a file or reply; see :func:`read_file`.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        What to call it in errors.
    stem : str
        Code to assume if the header is ``date,value``.
    info, code_of
        As in :func:`read_file`.
    ascending : bool
        Whether to refuse dates out of order; else they are sorted.
    """
    return _read(content, name, stem, info, code_of, ascending, UNSTATED).series


def _read(
    content: bytes,
    name: str,
    stem: str,
    info: SeriesInfo,
    code_of: Mapping[str, str],
    ascending: bool,
    form: FileForm,
) -> Reading:
    tables = tables_of(content, name, code_of, form)
    readings: list[Reading] = []
    misses: list[str] = []
    for table in tables:
        try:
            layout = layout_of(table.text, stem, code_of, table.name, form)
            if layout is None or info.code not in layout.columns:
                misses.append(f"{table.name}: {described(table.text, layout, info.code, form)}")
                continue
            readings.append(_from_table(table, layout, info, ascending, form))
        except csv.Error as error:
            raise BadSeriesFile(f"{table.name}: not readable as CSV text ({type(error).__name__}: {error})") from None
    if not readings:
        raise BadSeriesFile("; ".join(misses) or f"{name}: it has no visible sheet")
    first, *others = readings
    if any(not first.series.equals(other.series) for other in others):
        raise BadSeriesFile(
            f"{name}: series {info.code} differs between its sheets ({'; '.join(one.taken_as for one in readings)}); "
            "state sheet for this file under data.forms"
        )
    return first


def _from_table(table: Table, layout: Layout, info: SeriesInfo, ascending: bool, form: FileForm) -> Reading:
    name, column, width = table.name, layout.columns[info.code], len(layout.header)
    cells: list[tuple[int, str, str]] = []
    for line, row in rows_below(table.text, layout):
        if len(row) != width:
            raise BadSeriesFile(f"{name}: series {info.code}: line {line} has {len(row)} cells, the header {width}")
        cells.append((line, row[layout.dates].strip(), row[column].strip()))
    try:
        day_first = form.dates == "day first" if form.dates else is_day_first(date for _, date, _ in cells)
        number = number_reader([value for _, _, value in cells if value not in MISSING], layout.delimiter, form)
    except UnclearDates as error:
        hint = "state dates: day first or month first for this file under data.forms"
        raise BadSeriesFile(f"{name}: series {info.code}: {error}; {hint}") from None
    except UnclearNumber as error:
        raise BadSeriesFile(f"{name}: series {info.code}: {error}") from None
    observations = []
    dates = with_fractions([date for _, date, _ in cells])
    for (line, date, value), complete in zip(cells, dates, strict=True):
        found = month_and_day(complete, day_first=day_first)
        if found is None:
            raise BadSeriesFile(f"{name}: series {info.code}: line {line}: {date!r} is not a date")
        try:
            observations.append(Observation(date, *found, np.nan if value in MISSING else number(value)))
        except UnclearNumber as error:
            raise BadSeriesFile(f"{name}: series {info.code}: {date}: {error}") from None
    series = series_of(observations, name, info, ascending=ascending)
    return Reading(series, _in_words(table, layout, column, day_first))


def _in_words(table: Table, layout: Layout, column: int, day_first: bool) -> str:
    named = layout.header[layout.dates]
    parts = [
        f"sheet {table.sheet!r}" if table.sheet else "",
        f"values from column {layout.header[column]!r}",
        f"dates from {named!r}" if named else "dates from the column without a name",
        "the day before the month" if day_first else "",
    ]
    return ", ".join(part for part in parts if part)


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
