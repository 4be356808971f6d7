"""What a table of series looks like: where its names of columns stand, one series or many, in which column each.

Strict about meaning, generous about form: comma, semicolon or tab; notes above the names and below the data; the names
that programs give to the column of dates. A table is the text of a file, or of one sheet of a workbook
(:mod:`frictions.data.file_tables`). Only the standard library is imported: the workflow looks at files every time
it starts.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from frictions.data.dates import is_date
from frictions.data.forms import UNSTATED, FileForm
from frictions.errors import FrictionsError

DATE_HEADERS = frozenset(
    {"", "date", "dates", "observation_date", "obs", "quarter", "month", "period", "time", "time_period", "sasdate",
     "index", "unnamed: 0", "yearqtr", "yearmon"}
)  # fmt: skip
"""Names of the column of dates, in lower case; blank is what pandas and R write for an index."""

VALUE_HEADERS = frozenset({"value", "obs_value"})
"""Names of the column of values in a file of one series, whose code is the file's name."""

METADATA_ROWS = frozenset({"factors", "transform"})
"""First cells of FRED-QD's and FRED-MD's rows below the names."""

MISSING = frozenset({"", ".", "..", "-", "NA", "#N/A", "NaN", "nan"})
"""What programs write for a missing value."""

DELIMITERS = (",", ";", "\t")

LOOKED_AT = 60
"""Lines among which the names of columns are sought."""

_VINTAGE_SUFFIX = re.compile(r"_\d{8}$")


class BadSeriesFile(FrictionsError):
    """A file of series that cannot be used; the message names file, series and date."""


@dataclass(frozen=True)
class Layout:
    """Columns of a text file of series.

    Attributes
    ----------
    columns : mapping
        Position of the column by catalogue code; columns that the catalogue does not know are left out.
    wide : bool
        Whether the file holds more than one column of values.
    header : tuple of str
        Names of all columns.
    line : int
        Line of the names, counted from one.
    delimiter : str
        Between cells. With a semicolon numbers may have a decimal comma.
    dates : int
        Position of the column of dates.
    """

    columns: Mapping[str, int]
    wide: bool
    header: tuple[str, ...] = ()
    line: int = 1
    delimiter: str = ","
    dates: int = 0


def layout_of(text: str, stem: str, code_of: Mapping[str, str], name: str, form: FileForm = UNSTATED) -> Layout | None:
    """Interpret the first lines of a table.

    Known are ``date,value`` (the file's name is the code), FRED's own download (``DATE,CODE`` or
    ``observation_date,CODE``, a vintage date after the code allowed), SDMX's ``TIME_PERIOD`` and ``OBS_VALUE`` among
    other columns, and wide tables whose first column is a date or a quarter (FRED-QD and FRED-MD among them, and what
    pandas, R, gretl and EViews write). The line of names is the first one whose column of dates is named as one and
    followed by a date, in the next line that is neither blank nor a row about the columns.

    Parameters
    ----------
    text : str
        The table, or its first lines.
    stem : str
        Name of the file without its ending, the code of a lone column ``value``.
    code_of : mapping
        Catalogue code by mnemonic in lower case (:attr:`frictions.data.catalogue.Catalogue.code_of`).
    name : str
        What to call the table in errors.
    form : FileForm
        What is stated about the file.

    Returns
    -------
    Layout or None
        None if it is no table of series.

    Raises
    ------
    BadSeriesFile
        If two of its columns are the same series, or a name that is stated stands above two columns.
    """
    lines = list(islice(io.StringIO(text, newline=None), LOOKED_AT))
    for number, line in enumerate(lines):
        for delimiter in DELIMITERS:
            cells = _cells(line, delimiter)
            dates = _column_of_dates(cells, form)
            if dates is not None and _dates_follow(lines[number + 1 :], delimiter, dates, number == 0):
                return _interpreted(cells, dates, number + 1, delimiter, stem, code_of, name, form)
    return None


def rows_below(text: str, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Rows below the names with the number of their lines; blank lines, rows about the columns and notes left out.

    Raises
    ------
    csv.Error
        If quotes do not match.
    """
    waiting: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=layout.delimiter)
    for line, row in enumerate(reader, start=1):
        if line <= layout.line or not any(map(str.strip, row)):
            continue
        waiting.append((line, row))
        # What looks like a note is one only if no row of data follows.
        if not _is_note(row, layout):
            for at, held in waiting:
                if held[0].strip().rstrip(":").lower() not in METADATA_ROWS:
                    yield at, held
            waiting.clear()


def described(text: str, layout: Layout | None, code: str, form: FileForm = UNSTATED) -> str:
    """What was looked for and what was seen, for the error about a file that does not hold a series."""
    if layout is None and form.date_column is not None:
        return (
            f"it holds no series {code}: no line names a column {form.date_column!r}, as data.forms says, above a date"
        )
    if layout is None:
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        seen = f"its first line is {first[:60]!r}" if first else "it is empty"
        return f"it holds no series {code}: no line names a column of dates (date, quarter, obs, ...) above one; {seen}"
    names = ", ".join(repr(one) for one in layout.header[:8]) + (", ..." if len(layout.header) > 8 else "")
    sought = f"no column {form.columns[code]!r}, as data.forms says" if code in form.columns else f"no series {code}"
    return f"it holds {sought}: line {layout.line} names the columns {names}"


def _interpreted(
    cells: list[str],
    dates: int,
    line: int,
    delimiter: str,
    stem: str,
    code_of: Mapping[str, str],
    name: str,
    form: FileForm,
) -> Layout:
    named = {cell.lower() for cell in cells}
    columns = _stated_columns(cells, name, form)
    for position, cell in enumerate(cells):
        if position == dates or position in columns.values():
            continue
        lone = cell.lower() in VALUE_HEADERS and (len(cells) == 2 or "time_period" in named)
        title = stem if lone else cell
        code = code_of.get(title.lower()) or code_of.get(_VINTAGE_SUFFIX.sub("", title).lower())
        if code is None or code in form.columns:
            continue
        if code in columns:
            raise BadSeriesFile(
                f"{name}: two columns hold series {code} ({cells[columns[code]]} and {cell}); "
                "state which under columns for this file under data.forms"
            )
        columns[code] = position
    wide = len(cells) > 2 and "time_period" not in named
    return Layout(columns, wide, tuple(cells), line, delimiter, dates)


def _stated_columns(cells: list[str], name: str, form: FileForm) -> dict[str, int]:
    """Columns that the form names; a sheet of a workbook may lack one that another sheet has."""
    columns = {}
    for code, column in form.columns.items():
        if (count := cells.count(column)) > 1:
            raise BadSeriesFile(f"{name}: series {code}: {count} columns are called {column!r}, as data.forms says")
        if count:
            columns[code] = cells.index(column)
    return columns


def _column_of_dates(cells: list[str], form: FileForm) -> int | None:
    """The stated column, else the first or SDMX's wherever it stands, if its name is one of a column of dates."""
    if len(cells) < 2:
        return None
    lowered = [cell.lower() for cell in cells]
    if form.date_column is not None:
        return lowered.index(form.date_column.lower()) if form.date_column.lower() in lowered else None
    if "time_period" in lowered and "obs_value" in lowered:
        return lowered.index("time_period")
    return 0 if lowered[0] in DATE_HEADERS and any(lowered[1:]) else None


def _dates_follow(lines: list[str], delimiter: str, dates: int, first: bool) -> bool:
    """Whether the next line with cells has a date in the column of dates.

    Names in the first line may stand alone, and what follows them may be wrong: that is said about the row then.
    """
    if first:
        return True
    for line in lines:
        cells = _cells(line, delimiter)
        if not any(cells) or cells[0].rstrip(":").lower() in METADATA_ROWS:
            continue
        return len(cells) > dates and is_date(cells[dates])
    return False


def _is_note(row: list[str], layout: Layout) -> bool:
    """Whether a row below the data says something in one cell that is no date."""
    filled = [cell for cell in row if cell.strip()]
    return (
        len(filled) == 1
        and row[0].strip() == filled[0].strip()
        and not is_date(filled[0].strip())
        and (len(row) == 1 or len(row) == len(layout.header))
    )


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []
