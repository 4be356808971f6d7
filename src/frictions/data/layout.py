"""What a CSV of series looks like from its header: one series or many, and in which column each.

Only the standard library is imported: the workflow looks at headers every time it starts.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from frictions.errors import FrictionsError

DATE_HEADERS = frozenset({"date", "observation_date", "quarter", "month", "sasdate"})
_VINTAGE_SUFFIX = re.compile(r"_\d{8}$")


class BadSeriesFile(FrictionsError):
    """A file of series that cannot be used; the message names file, series and date."""


@dataclass(frozen=True)
class Layout:
    """Columns of a CSV of series.

    Parameters
    ----------
    columns : mapping
        Position of the column by catalogue code; columns that the catalogue does not know are left out.
    wide : bool
        Whether the file holds more than one column of values.
    """

    columns: Mapping[str, int]
    wide: bool


def read_layout(path: Path, code_of: Mapping[str, str]) -> Layout | None:
    """Read the header of a CSV.

    Known are ``date,value`` (the file's name is the code), FRED's own download (``DATE,CODE`` or
    ``observation_date,CODE``, a vintage date after the code allowed), and wide files whose first column is a date or a
    quarter (FRED-QD and FRED-MD among them).

    Parameters
    ----------
    path : Path
        The file.
    code_of : mapping
        Catalogue code by mnemonic in lower case (:attr:`frictions.data.catalogue.Catalogue.code_of`).

    Returns
    -------
    Layout or None
        None if it is no file of series.

    Raises
    ------
    BadSeriesFile
        If the file cannot be read as text, or two of its columns are the same series.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream), [])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadSeriesFile(f"{path}: not readable as CSV text ({type(error).__name__})") from None
    return layout_of(header, path.stem, code_of, str(path))


def layout_of(header: list[str], stem: str, code_of: Mapping[str, str], name: str) -> Layout | None:
    """Interpret a header; see :func:`read_layout`."""
    cells = [cell.strip() for cell in header]
    if len(cells) < 2 or cells[0].lower() not in DATE_HEADERS:
        return None
    if len(cells) == 2 and cells[1].lower() == "value":
        cells[1] = stem
    columns: dict[str, int] = {}
    for position, cell in enumerate(cells[1:], start=1):
        code = code_of.get(cell.lower()) or code_of.get(_VINTAGE_SUFFIX.sub("", cell).lower())
        if code is None:
            continue
        if code in columns:
            raise BadSeriesFile(f"{name}: two columns hold series {code} ({cells[columns[code]]} and {cell})")
        columns[code] = position
    return Layout(columns=columns, wide=len(cells) > 2)
