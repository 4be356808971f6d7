"""What the catalogue holds plausible for a series or variable; :mod:`frictions.data.plausible` checks it.

The module imports nothing but the standard library, because the workflow reads the catalogue every time it starts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frictions.data.formula import check_quarter
from frictions.errors import FrictionsError

SMALLEST_SLIP = 1000.0
"""Factor between neighbouring units, thousands and millions for instance, which a range must be able to show."""


class BadBounds(FrictionsError):
    """Bounds that do not hang together; the message says why."""


@dataclass(frozen=True)
class Bounds:
    """Bounds that history since 1947 stays within, with room for revisions and other base years.

    Parameters
    ----------
    lowest, highest : float
        Range of the values.
    largest_change : float
        Over one quarter: 100 times the change in logarithms if ``in_logs``, else in the unit of the values.
    in_logs : bool
        How changes are measured.
    readings : mapping
        Lowest and highest change over a quarter, measured in the same way, by quarter such as ``1980Q2``. They are
        taken where the change differs from those of both neighbours, and from its own negative, by more than
        revisions move it, so that a shift by one quarter and a flipped sign show.
    """

    lowest: float
    highest: float
    largest_change: float
    in_logs: bool
    readings: Mapping[str, tuple[float, float]]


def parse_bounds(entry: Mapping[str, Any]) -> Bounds:
    """Read the entry ``plausible`` of a series or variable.

    Parameters
    ----------
    entry : mapping
        ``range`` (two numbers), ``growth`` (percent, in logarithms) or ``change`` (in the unit of the values), and
        ``readings`` (two numbers by quarter).

    Returns
    -------
    Bounds

    Raises
    ------
    BadBounds
        If a number is missing or no number, or a range above zero spans a factor of 1000, which would hide a wrong
        unit.
    FormulaError
        If a quarter is not written like ``1980Q2``.
    """
    if ("growth" in entry) == ("change" in entry):
        raise BadBounds("give either growth, in percent, or change, in the unit of the values")
    in_logs = "growth" in entry
    lowest, highest = _interval("range", entry["range"])
    if in_logs and not lowest > 0:
        raise BadBounds("growth needs a range above zero")
    if in_logs and highest >= SMALLEST_SLIP * lowest:
        raise BadBounds(f"the range spans a factor of {SMALLEST_SLIP:g} or more, so that a wrong unit would not show")
    largest = entry["growth" if in_logs else "change"]
    if not _is_number(largest) or not largest > 0:
        raise BadBounds(f"the largest change must be a positive number, not {largest!r}")
    if not isinstance(entry["readings"], Mapping):
        raise BadBounds("readings must map quarters to intervals")
    readings = {}
    for quarter, interval in entry["readings"].items():
        check_quarter(str(quarter), "readings")
        readings[str(quarter)] = _interval(f"reading {quarter}", interval)
    return Bounds(lowest, highest, float(largest), in_logs, readings)


def _interval(name: str, value: Any) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)) or not value[0] < value[1]:
        raise BadBounds(f"{name} must be two ascending numbers, not {value!r}")
    return float(value[0]), float(value[1])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
