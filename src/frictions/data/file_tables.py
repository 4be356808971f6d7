"""The tables of a file as text: a text file is one, a workbook has one a sheet, Stata's and Parquet files hold a frame.

What a file is, its first bytes say. Libraries are imported only for the files that need them: the workflow looks at
files every time it starts.
"""

import csv
import io
import math
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frictions.data.forms import UNSTATED, FileForm
from frictions.data.layout import DATE_HEADERS, LOOKED_AT, BadSeriesFile
from frictions.data.series_in_rows import turned_to_columns

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".dta", ".parquet"})
"""Endings of the files of a folder that are looked at."""

_Reader = Callable[[bytes, str, FileForm, int | None], "list[Table]"]
_ZIP, _OLD_EXCEL, _PARQUET, _STATA = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1", b"<stata_dta>"
_OLD_STATA = frozenset({105, 108, 110, 111, 113, 114, 115})


@dataclass(frozen=True)
class Table:
    """A table of a file.

    Attributes
    ----------
    name : str
        The file, and the sheet where it has sheets, for errors.
    text : str
        Cells separated by comma, semicolon or tab.
    sheet : str or None
        Name of the sheet of a workbook.
    """

    name: str
    text: str
    sheet: str | None = None


def tables_of(
    content: bytes, name: str, code_of: Mapping[str, str], form: FileForm = UNSTATED, rows: int | None = None
) -> list[Table]:
    """Give the tables of a file, those with series in rows turned to columns.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        What to call it in errors.
    code_of : mapping
        Catalogue code by mnemonic in lower case.
    form : FileForm
        What is stated about the file.
    rows : int or None
        How many rows of a frame are enough; None: all.

    Returns
    -------
    list of Table

    Raises
    ------
    BadSeriesFile
        If the file is damaged, is neither text nor a workbook, a Stata or a Parquet file, or lacks the stated sheet.
    """
    kind = _kind(content[:16])
    if kind is None:
        try:
            text = content.decode("utf-8-sig")
            return [Table(name, turned_to_columns(text, code_of) or text)]
        except (UnicodeDecodeError, csv.Error) as error:
            raise BadSeriesFile(f"{name}: not readable as CSV text ({type(error).__name__}: {error})") from None
    what, reader = kind
    try:
        tables = reader(content, name, form, rows)
    except BadSeriesFile:
        raise
    # Each library has its own errors for a damaged file, and lets those of others through.
    except Exception as error:
        reason = " ".join(str(error).split())[:120]
        raise BadSeriesFile(f"{name}: not readable as {what} ({type(error).__name__}: {reason})") from None
    return [Table(table.name, turned_to_columns(table.text, code_of) or table.text, table.sheet) for table in tables]


def tables_at(path: Path, code_of: Mapping[str, str], form: FileForm = UNSTATED) -> list[Table]:
    """Give the first lines of the tables of a file, enough to know what they hold; see :func:`tables_of`."""
    try:
        with path.open("rb") as stream:
            head = stream.read(16)
            if _kind(head) is not None:
                return tables_of(path.read_bytes(), str(path), code_of, form, LOOKED_AT)
        with path.open(encoding="utf-8-sig", newline="") as lines:
            text = "".join(islice(lines, LOOKED_AT))
        if turned_to_columns(text, code_of) is not None:
            return tables_of(path.read_bytes(), str(path), code_of, form)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadSeriesFile(f"{path}: not readable as CSV text ({type(error).__name__})") from None
    return [Table(str(path), text)]


def _kind(head: bytes) -> tuple[str, _Reader] | None:
    """What a file is by its first bytes, and how it is read; None for text."""
    if head.startswith(_ZIP):
        return "an Excel workbook", _workbook
    if head.startswith(_OLD_EXCEL):
        return "an old Excel workbook", _old_workbook
    if head.startswith(_PARQUET):
        return "a Parquet file", _parquet
    if head.startswith(_STATA) or (len(head) > 2 and head[0] in _OLD_STATA and head[1] in (1, 2) and head[2] == 1):
        return "a Stata file", _stata
    return None


def _old_workbook(content: bytes, name: str, form: FileForm, rows: int | None) -> list[Table]:
    raise BadSeriesFile(f"{name}: this is a workbook of Excel before 2007; save it as .xlsx or CSV")


def _workbook(content: bytes, name: str, form: FileForm, rows: int | None) -> list[Table]:
    """Visible sheets of a workbook, or the stated one; formulas give the value that they had when it was saved."""
    import openpyxl

    parts = zipfile.ZipFile(io.BytesIO(content))
    if "xl/workbook.xml" not in parts.namelist():
        raise BadSeriesFile(f"{name}: this is an archive, not a workbook; unpack it")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if form.sheet is not None and form.sheet not in sheets:
        raise BadSeriesFile(
            f"{name}: it has no sheet {form.sheet!r}, as data.forms says; there are {', '.join(sheets)}"
        )
    chosen = (
        [form.sheet] if form.sheet else [title for title, sheet in sheets.items() if sheet.sheet_state == "visible"]
    )
    if any(part.startswith("xl/worksheets/") and b"<f" in parts.read(part) for part in parts.namelist()):
        _refuse_formulas_without_value(content, name, chosen)
    tables = []
    for title in chosen:
        # The size that a program wrote into the sheet may be too small, and rows beyond it would be lost.
        sheets[title].reset_dimensions()
        tables.append(Table(f"{name}, sheet {title}", _csv(sheets[title].iter_rows(values_only=True)), title))
    return tables


def _refuse_formulas_without_value(content: bytes, name: str, titles: Iterable[str]) -> None:
    """Refuse a workbook with a formula that a program wrote and Excel never computed: its cell would pass for missing.

    Raises
    ------
    BadSeriesFile
        With the first such cell.
    """
    import openpyxl

    formulas = openpyxl.load_workbook(io.BytesIO(content))
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for title in titles:
        for row in formulas[title].iter_rows():
            for cell in row:
                if cell.data_type == "f" and values[title][cell.coordinate].value is None:
                    raise BadSeriesFile(
                        f"{name}: cell {cell.coordinate} of sheet {title} is a formula whose value was not saved; "
                        "open the file in Excel and save it"
                    )


def _stata(content: bytes, name: str, form: FileForm, rows: int | None) -> list[Table]:
    import pandas as pd

    frame = pd.read_stata(io.BytesIO(content), convert_categoricals=False).head(rows)
    return [Table(name, _frame_text(frame, name, form))]


def _parquet(content: bytes, name: str, form: FileForm, rows: int | None) -> list[Table]:
    import pandas as pd

    frame = pd.read_parquet(io.BytesIO(content), engine="pyarrow")
    if not isinstance(frame.index, pd.RangeIndex):
        frame = frame.reset_index()
    return [Table(name, _frame_text(frame.head(rows), name, form))]


def _frame_text(frame: "pd.DataFrame", name: str, form: FileForm) -> str:
    """Write a frame as CSV whose first column is the one of dates, by its type where its name is none of a date."""
    import pandas as pd

    if frame.columns.nlevels > 1:
        raise BadSeriesFile(f"{name}: its columns have names of more than one level; write one name a column")
    titles = [str(column) for column in frame.columns]
    columns = [_cells_of(frame.iloc[:, position]) for position in range(len(titles))]
    dated = [n for n, kind in enumerate(frame.dtypes) if isinstance(kind, pd.PeriodDtype) or kind.kind == "M"]
    if form.date_column in titles:
        dated = [titles.index(form.date_column)]
    if len(dated) > 1:
        names = " and ".join(titles[position] for position in dated)
        raise BadSeriesFile(f"{name}: columns {names} hold dates; state date_column for this file under data.forms")
    named = [n for n, title in enumerate(titles) if title.lower() in DATE_HEADERS]
    first = next(iter(dated or named), 0)
    if dated and first not in named:
        titles[first] = form.date_column or "date"
    order = [first, *(n for n in range(len(titles)) if n != first)]
    return _csv([[titles[n] for n in order], *zip(*(columns[n] for n in order), strict=True)])


def _cells_of(column: "pd.Series") -> list[Any]:
    """Values of a column; one of single precision as the shortest decimals that single precision can tell apart."""
    return (
        ["" if math.isnan(value) else str(value) for value in column.to_numpy()]
        if column.dtype == "float32"
        else list(column)
    )


def _csv(rows: Iterable[Sequence[Any]]) -> str:
    cells = [[_cell(value) for value in row] for row in rows]
    # A row of a sheet ends with its last filled cell.
    width = max((len(row) for row in cells), default=0)
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(row + [""] * (width - len(row)) for row in cells)
    return stream.getvalue()


def _cell(value: Any) -> str:
    """A cell as text: a number with the fewest digits that give it back, a date without its time."""
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(float(value))
    if value is None or str(value) in ("NaT", "<NA>"):
        return ""
    if isinstance(value, date):
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    return str(value).strip()
