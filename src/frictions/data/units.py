"""Units of series: what a text such as ``billions of chained 2012 dollars`` means, and how one becomes another.

A unit is always stated, by the catalogue, by the vintage that a series comes from or by the user; nothing here looks at
values. The module imports nothing but the standard library, because the workflow reads the catalogue every time it
starts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frictions.data.formula import check_quarter
from frictions.errors import FrictionsError

SCALES = {"": 1.0, "thousands of ": 1e3, "millions of ": 1e6, "billions of ": 1e9, "trillions of ": 1e12}
_SCALED = re.compile("(?P<scale>thousands of |millions of |billions of |trillions of |)(?P<measure>.+)")
_DOLLARS = re.compile(r"(?P<chained>chained )?(?P<base>\d{4}(-\d\d)? )?dollars(?P<period> a month)?")
_INDEX = re.compile(r"index, (?P<base>base year|\d{4}(-\d\d)?) = 100")
_PLAIN = ("percent a year", "ratio")

_GRETL_SCALES = {"Bil. of": "billions of", "Mil. of": "millions of", "Thous. of": "thousands of"}
_GRETL_MONEY = re.compile(r"(?P<scale>Bil\. of|Mil\. of|Thous\. of) (?P<chained>Chn\. (?P<base>\d{4}) )?\$")
_GRETL_INDEX = re.compile(r"(?P<first>\d{4})(-\d\d(?P<last>\d\d))?=100")


class UnknownUnit(FrictionsError):
    """A unit that is not known, not stated, or does not convert to the one that is wanted; the message names it."""


@dataclass(frozen=True)
class Unit:
    """A unit of measurement.

    Parameters
    ----------
    text : str
        As written.
    scale : float
        How many of the measure one unit is, 1e9 for billions.
    measure : str
        What is counted, without scale and base period: ``dollars``, ``chained dollars``, ``index``, ``ratio``, ...
    base : str or None
        Base period of a price index or of constant dollars; None where the text leaves it open.
    """

    text: str
    scale: float
    measure: str
    base: str | None = None


def parse_unit(text: str) -> Unit:
    """Read a unit.

    Parameters
    ----------
    text : str
        ``[thousands of|millions of|billions of|trillions of] [chained] [base] dollars [a month]``,
        ``index, <base> = 100`` (``base year`` leaves the base open), ``percent a year`` or ``ratio``.

    Returns
    -------
    Unit

    Raises
    ------
    UnknownUnit
        If the text is none of these.
    """
    if text in _PLAIN:
        return Unit(text, 1.0, text)
    if match := _INDEX.fullmatch(text):
        return Unit(text, 1.0, "index", None if match["base"] == "base year" else match["base"])
    if (match := _SCALED.fullmatch(text)) and (money := _DOLLARS.fullmatch(match["measure"])):
        constant = "chained " if money["chained"] else "constant " if money["base"] else ""
        measure = f"{constant}dollars{money['period'] or ''}"
        return Unit(text, SCALES[match["scale"]], measure, (money["base"] or "").strip() or None)
    raise UnknownUnit(
        f"unit {text!r} is not known; a unit reads like 'billions of dollars', 'millions of chained 2017 dollars', "
        f"'index, 2017 = 100', 'percent a year' or 'ratio'"
    )


def conversion_factor(given: str, wanted: str) -> float:
    """Factor that turns values in one unit into values in another.

    Parameters
    ----------
    given, wanted : str
        Units; a base period that the wanted one leaves open may be any.

    Returns
    -------
    float

    Raises
    ------
    UnknownUnit
        If one of them is not known, or they measure different things or have different base periods.
    """
    one, other = parse_unit(given), parse_unit(wanted)
    if one.measure != other.measure or (other.base is not None and one.base != other.base):
        raise UnknownUnit(f"{given!r} does not convert to {wanted!r}")
    return one.scale / other.scale


@dataclass(frozen=True)
class UnitSpan:
    """The unit of the files whose last quarter lies in a span; None leaves the span open on that side."""

    first: str | None
    last: str | None
    units: str


def parse_unit_span(entry: Mapping[str, Any], wanted: str) -> UnitSpan:
    """Read one entry of ``units_of_files``.

    Parameters
    ----------
    entry : mapping
        ``units``, and perhaps ``from`` and ``to``, first and last of the last quarters.
    wanted : str
        The catalogue's unit, which it must convert to.

    Returns
    -------
    UnitSpan

    Raises
    ------
    UnknownUnit
        If the unit is not known or does not convert.
    FormulaError
        If a quarter is not written like ``2023Q4``.
    """
    conversion_factor(str(entry["units"]), wanted)
    for quarter in filter(None, (entry.get("from"), entry.get("to"))):
        check_quarter(str(quarter), "units_of_files")
    return UnitSpan(entry.get("from"), entry.get("to"), str(entry["units"]))


def unit_of_file(code: str, units: str, spans: Sequence[UnitSpan], last_quarter: str, stated: Mapping[str, str]) -> str:
    """Tell the unit that a file has a series in: what the user states, else the catalogue.

    Parameters
    ----------
    code : str
        Of the series.
    units : str
        The catalogue's unit.
    spans : sequence of UnitSpan
        Units by a file's last quarter, where they changed.
    last_quarter : str
        Of the series in this file, such as ``2019Q3``.
    stated : mapping
        The setting ``data.units``: unit by code.

    Returns
    -------
    str

    Raises
    ------
    UnknownUnit
        If the unit changed, nothing is stated, and the file ends where the catalogue does not know.
    """
    if code in stated:
        conversion_factor(stated[code], units)
        return stated[code]
    if not spans:
        return units
    for span in spans:
        # Quarters such as 2019Q3 sort as text.
        if (span.first is None or span.first <= last_quarter) and (span.last is None or last_quarter <= span.last):
            return span.units
    known = "; ".join(
        f"{span.units} {' '.join(filter(None, (span.first and f'from {span.first}', span.last and f'to {span.last}')))}"
        for span in spans
    )
    raise UnknownUnit(
        f"series {code}: its unit changed, and for a file that ends in {last_quarter} it is not known (known by the "
        f"last quarter: {known}); state it in the settings, as data: {{units: {{{code}: {spans[0].units}}}}}"
    )


def unit_of_gretl_description(description: str) -> str:
    """Give the unit that gretl's St. Louis Fed database states in the description of a series.

    Parameters
    ----------
    description : str
        For instance ``M2, Bil. of $, SA``.

    Returns
    -------
    str
        A unit that :func:`parse_unit` reads.

    Raises
    ------
    UnknownUnit
        If the description states none, or more than one.
    """
    found = []
    for part in (part.strip() for part in description.split(",")):
        if match := _GRETL_MONEY.fullmatch(part):
            kind = f"chained {match['base']} dollars" if match["chained"] else "dollars"
            found.append(f"{_GRETL_SCALES[match['scale']]} {kind}")
        elif match := _GRETL_INDEX.fullmatch(part):
            base = match["first"] if match["last"] is None else f"{match['first']}-{match['last']}"
            found.append(f"index, {base} = 100")
        elif part == "%":
            # The database holds interest rates only in percent, all of them a year.
            found.append("percent a year")
        elif part == "Ratio":
            found.append("ratio")
    if len(found) != 1:
        raise UnknownUnit(f"the description {description!r} states {len(found)} units")
    return found[0]
