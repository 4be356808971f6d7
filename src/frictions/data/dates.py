"""Dates of months and quarters as programs write them.

Only the standard library is imported: the workflow looks at files every time it starts.
"""

import re
from collections.abc import Iterable, Sequence

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip

_TIME = r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_QUARTER = re.compile(r"(\d{4})[ :.-]?[Qq]([1-4])")
_QUARTER_FIRST = re.compile(r"[Qq]([1-4])[ :/-]?(\d{4})")
_GRETL_QUARTER = re.compile(r"(\d{4}):([1-4])")
_MONTH = re.compile(r"(\d{4})(?:[ -]?[Mm]|:(?=\d\d$))(\d{1,2})")
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})(?:-(\d{{1,2}}){_TIME})?")
_SLASHES = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_NAMED = re.compile(r"(?:(\d{1,2})[ -])?([A-Za-z]{3,9})\.?[ -](\d{4})|(\d{4})[ -]([A-Za-z]{3,9})\.?")
_FRACTION = re.compile(r"(\d{4})\.(\d{1,16})")
_YEAR = re.compile(r"\d{4}")


class UnclearDates(ValueError):
    """Dates that can be read with the day or with the month first, with different results; the message names one."""


def month_and_day(text: str, *, day_first: bool = False) -> tuple[int, int] | None:
    """Months since year 0 and the day of a date; a quarter counts as its first month and day 0.

    Known are ISO dates with or without day and time, 1/31/1990 and 1-31-1990 (the month first unless ``day_first``),
    31.1.1990 (always the day first), 1990Q1 with or without a separator, Q1 1990, gretl's and EViews's 1990:1 (a
    quarter) and 1990:01 and 1990M01 (a month), Stata's 1990q1 and 1990m1, names of months, and R's years with a
    fraction, 1990.25 (a quarter) or 1990.083 (a month).

    Returns
    -------
    (int, int) or None
        None if it is no date.
    """
    if match := _QUARTER.fullmatch(text) or _GRETL_QUARTER.fullmatch(text):
        return int(match[1]) * 12 + (int(match[2]) - 1) * 3, 0
    if match := _QUARTER_FIRST.fullmatch(text):
        return int(match[2]) * 12 + (int(match[1]) - 1) * 3, 0
    if match := _FRACTION.fullmatch(text):
        return _fraction(int(match[1]), match[2])
    if match := _MONTH.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), 1
    elif match := _ISO.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 1)
    elif match := _SLASHES.fullmatch(text):
        year, month, day = int(match[4]), int(match[1]), int(match[3])
        if day_first:
            month, day = day, month
    elif match := _DOTS.fullmatch(text):
        year, month, day = int(match[3]), int(match[2]), int(match[1])
    elif match := _NAMED.fullmatch(text):
        year, month, day = int(match[3] or match[4]), _named_month(match[2] or match[5]), int(match[1] or 1)
    else:
        return None
    return (year * 12 + month - 1, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def with_fractions(texts: Sequence[str]) -> list[str]:
    """Write a bare year as 1970.0 if other dates of the column are years with a fraction, as R writes a time series."""
    if not any(map(_FRACTION.fullmatch, texts)):
        return list(texts)
    return [f"{text}.0" if _YEAR.fullmatch(text) else text for text in texts]


def is_date(text: str) -> bool:
    """Whether a text is a date in any of the known forms, the day or the month first."""
    return month_and_day(text) is not None or month_and_day(text, day_first=True) is not None


def is_day_first(texts: Iterable[str]) -> bool:
    """Find out from a whole column whether its dates have the day first.

    Two dates in one month speak against a reading, since no file of this project has more than one value a month. Where
    both readings are possible and give the same months, or neither is, the month comes first.

    Raises
    ------
    UnclearDates
        If both are possible and give different months.
    """
    turned = [text for text in texts if _SLASHES.fullmatch(text)]
    readings = {}
    for day_first in (False, True):
        found = [month_and_day(text, day_first=day_first) for text in turned]
        if None not in found:
            readings[day_first] = [date[0] for date in found if date is not None]
    if len(readings) == 2:
        readings = {order: months for order, months in readings.items() if len(set(months)) == len(months)}
    if len(readings) == 2 and readings[False] != readings[True]:
        raise UnclearDates(f"{turned[0]!r} can be read with the day or with the month first")
    return list(readings) == [True]


def _named_month(name: str) -> int:
    """Number of a month by its name or the first letters of it, 0 if there is none."""
    return next((n for n, month in enumerate(MONTHS, start=1) if month.startswith(name.lower())), 0)


def _fraction(year: int, digits: str) -> tuple[int, int] | None:
    """Quarter or month of a year with a fraction, which must be that of one to the digits given."""
    share, unit = int(digits) / 10 ** len(digits), 10.0 ** -len(digits)
    for parts in (4, 12):
        position = round(share * parts)
        if position < parts and abs(share - position / parts) <= 0.5 * unit + 1e-9:
            return (year * 12 + position * (12 // parts), 0 if parts == 4 else 1)
    return None
