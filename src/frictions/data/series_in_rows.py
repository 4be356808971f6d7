"""Tables whose series run along rows, as the Bureau of Economic Analysis publishes them, turned to columns.

Only the standard library is imported: the workflow looks at files every time it starts.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise

from frictions.data.dates import month_and_day
from frictions.data.layout import LOOKED_AT

_YEAR = re.compile(r"(19|20)\d{2}")
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?")
_PART = re.compile(r"Q?([1-4])|(IV|I{1,3})", re.IGNORECASE)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}

FEWEST_PERIODS = 4
"""A row with fewer periods is not taken for the head of a table."""


def turned_to_columns(text: str, code_of: Mapping[str, str]) -> str | None:
    """Turn a table with one period a column into one with one period a row.

    The row of periods has at least four of them one after the other, quarters or months, or years above quarters. A
    column is named by the cell before the first period that the catalogue knows as a series; else by the description,
    followed by ``(line N)`` where another row has the same one. Rows without a value are notes.

    Parameters
    ----------
    text : str
        A table with commas between cells.
    code_of : mapping
        Catalogue code by mnemonic in lower case.

    Returns
    -------
    str or None
        CSV with a first column ``date``; None if no row has periods.
    """
    head = _rows(islice(io.StringIO(text, newline=""), LOOKED_AT))
    for number, row in enumerate(head):
        below = head[number + 1] if number + 1 < len(head) else []
        for periods, used in ((_periods(row), 1), (_years_above_quarters(row, below), 2)):
            if periods is not None:
                return _turned(_rows(io.StringIO(text, newline=""))[number + used :], *periods, code_of)
    return None


def _rows(lines: Iterable[str]) -> list[list[str]]:
    return [[cell.strip() for cell in row] for row in csv.reader(lines)]


def _periods(row: Sequence[str]) -> tuple[int, list[str]] | None:
    """First column and text of the periods that fill the end of a row, one month or one quarter after the other."""
    last = len(row)
    while last and not row[last - 1]:
        last -= 1
    first = last
    months: list[int] = []
    # 1990.25 is a date to some programs, but in a row it is a value.
    while first and not _NUMBER.fullmatch(row[first - 1]) and (found := month_and_day(row[first - 1])) is not None:
        first -= 1
        months.insert(0, found[0])
    steps = {later - earlier for earlier, later in pairwise(months)}
    if len(months) < FEWEST_PERIODS or first == 0 or steps not in ({1}, {3}):
        return None
    return first, list(row[first:last])


def _years_above_quarters(years: Sequence[str], quarters: Sequence[str]) -> tuple[int, list[str]] | None:
    """Periods of two rows; a year may stand once above its quarters."""
    first = next((n for n, cell in enumerate(years) if _YEAR.fullmatch(cell)), 0)
    periods, year = [], ""
    for position in range(first, len(quarters)):
        part = _PART.fullmatch(quarters[position])
        above = years[position] if position < len(years) else ""
        if part is None or not (above == "" or _YEAR.fullmatch(above)):
            break
        year = above or year
        periods.append(f"{year}Q{part[1] or _ROMAN[part[2].upper()]}")
    return (first, periods) if first > 0 and len(periods) >= FEWEST_PERIODS else None


def _turned(rows: Sequence[Sequence[str]], first: int, periods: Sequence[str], code_of: Mapping[str, str]) -> str:
    held = [row for row in rows if any(row[:first]) and any(row[first:])]
    names = [_name(row[:first], code_of) for row in held]
    counts = Counter(name for name, _ in names)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["date", *(f"{name} (line {line})" if counts[name] > 1 and line else name for name, line in names)])
    for position, period in enumerate(periods, start=first):
        writer.writerow([period, *(row[position] if position < len(row) else "" for row in held)])
    return stream.getvalue()


def _name(cells: Sequence[str], code_of: Mapping[str, str]) -> tuple[str, str]:
    """Name of a row, and the number of its line if it has one."""
    filled = [cell for cell in cells if cell]
    line = filled[0] if filled[0].isdigit() else ""
    known = next((cell for cell in filled if cell.lower() in code_of), None)
    return known or next((cell for cell in filled if not cell.isdigit()), filled[0]), line
