"""Whether a rebuilt result is the archived one: byte for byte, or number by number within tolerances."""

import csv
import io
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from frictions.archive.arrays import NotAnArray, members, read_array
from frictions.archive.errors import BrokenPackage

_NUMBER = re.compile(r"\d+(?:\.(\d+))?(?:[eE][-+]?\d+)?")
RENDERED = (".tex", ".md", ".html", ".txt")
DRAWN = (".pdf", ".svg", ".png")
"""Figures. Their bytes are compared on the same platform; elsewhere the numbers behind them are, in their own files."""


@dataclass(frozen=True)
class Tolerances:
    """How far two numbers may be apart: ``|a - b| <= absolute + relative * max(|a|, |b|)``.

    Parameters
    ----------
    relative, absolute : float
        The bounds, in [0, 1).
    uncounted : tuple of str
        Quantities that tell how much work a search took: rows of tables that begin with one are not compared.
    """

    relative: float
    absolute: float
    uncounted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (0 <= self.relative < 1 and 0 <= self.absolute < 1):
            raise BrokenPackage(f"tolerances {self.relative}, {self.absolute}: they must be in [0, 1)")

    def hold(self, first: float, second: float) -> bool:
        """Whether two numbers are alike; a missing value is like a missing value."""
        if math.isnan(first) or math.isnan(second):
            return math.isnan(first) and math.isnan(second)
        if math.isinf(first) or math.isinf(second):
            return first == second
        return abs(first - second) <= self.absolute + self.relative * max(abs(first), abs(second))


@dataclass(frozen=True)
class Limits:
    """Tolerances by result.

    Parameters
    ----------
    usual : Tolerances
        For results that no exception covers.
    exceptions : mapping
        Tolerances by pattern of the path of a result (``*`` stands for anything), the first that fits.
    """

    usual: Tolerances
    exceptions: Mapping[str, Tolerances]

    def of(self, output: str) -> Tolerances:
        """Tolerances of a result."""
        return next((found for pattern, found in self.exceptions.items() if fnmatch(output, pattern)), self.usual)


def read_limits(entry: Mapping[str, Any]) -> Limits:
    """Limits from settings: ``relative``, ``absolute``, ``exceptions`` by pattern, ``uncounted`` quantities."""
    uncounted = tuple(entry["uncounted"])
    exceptions = {
        pattern: Tolerances(float(value["relative"]), float(value["absolute"]), uncounted)
        for pattern, value in entry["exceptions"].items()
        if value is not None
    }
    return Limits(Tolerances(float(entry["relative"]), float(entry["absolute"]), uncounted), exceptions)


def limits_entry(limits: Limits) -> dict[str, Any]:
    """Limits as settings."""
    return {
        "relative": limits.usual.relative,
        "absolute": limits.usual.absolute,
        "exceptions": {
            pattern: {"relative": value.relative, "absolute": value.absolute}
            for pattern, value in limits.exceptions.items()
        },
        "uncounted": list(limits.usual.uncounted),
    }


def difference(archived: Path, rebuilt: Path, tolerances: Tolerances | None = None) -> str | None:
    """First difference between an archived result and the rebuilt one.

    Parameters
    ----------
    archived, rebuilt : Path
        The two files; of an archive of arrays, the first may be the folder of its members.
    tolerances : Tolerances, optional
        By default every byte must be the same. With them, numbers are compared in tables, arrays and records, numbers
        of rendered tables to one unit of the last printed digit; figures are not compared.

    Returns
    -------
    str or None
        Where the first difference is, None where the two are alike.
    """
    if not rebuilt.is_file():
        return "it was not rebuilt"
    if archived.suffix == ".npz":
        return _archives(archived, rebuilt, tolerances)
    first, second = archived.read_bytes(), rebuilt.read_bytes()
    if first == second:
        return None
    found = _first_place(archived.suffix, first, second, tolerances)
    if tolerances is None:
        return found or f"byte {_first_byte(first, second)} differs"
    return found


def _first_place(suffix: str, first: bytes, second: bytes, tolerances: Tolerances | None) -> str | None:
    limits = tolerances or Tolerances(0.0, 0.0)
    if suffix in DRAWN:
        return None
    if suffix == ".npy":
        return _arrays(first, second, limits)
    try:
        texts = first.decode("utf-8"), second.decode("utf-8")
        if suffix == ".csv":
            return _tables(*texts, limits)
        if suffix == ".json":
            return next(_records(json.loads(texts[0]), json.loads(texts[1]), limits), None)
        if suffix in RENDERED:
            return _prints(*texts, exact=tolerances is None)
    except ValueError as error:
        return f"it cannot be read ({type(error).__name__})"
    return f"byte {_first_byte(first, second)} differs"


def _first_byte(first: bytes, second: bytes) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def _archives(archived: Path, rebuilt: Path, tolerances: Tolerances | None) -> str | None:
    try:
        first, second = members(archived), members(rebuilt)
    except NotAnArray as error:
        return str(error)
    if list(first) != list(second):
        return f"arrays {', '.join(second)} in place of {', '.join(first)}"
    for name, content in first.items():
        if content != second[name]:
            found = _arrays(content, second[name], tolerances or Tolerances(0.0, 0.0))
            if found or tolerances is None:
                return f"{name}: {found or 'its bytes differ'}"
    return None


def _arrays(first: bytes, second: bytes, tolerances: Tolerances) -> str | None:
    try:
        old, new = read_array(first), read_array(second)
    except NotAnArray as error:
        return str(error)
    if (old.kind, old.shape) != (new.kind, new.shape):
        return f"type {new.kind} and shape {new.shape} in place of {old.kind} and {old.shape}"
    if isinstance(old.values, bytes) or isinstance(new.values, bytes):
        return None if old.values == new.values else "its texts differ"
    for position, (a, b) in enumerate(zip(old.values, new.values, strict=True)):
        if a != b and not tolerances.hold(a, b):
            return f"element {position} is {b!r} in place of {a!r}"
    return None


def _tables(first: str, second: str, tolerances: Tolerances) -> str | None:
    old, new = list(csv.reader(io.StringIO(first))), list(csv.reader(io.StringIO(second)))
    if len(old) != len(new):
        return f"{len(new)} rows in place of {len(old)}"
    header = old[0] if old else []
    for number, (row, other) in enumerate(zip(old, new, strict=True), 1):
        if len(row) != len(other):
            return f"row {number} has {len(other)} cells in place of {len(row)}"
        if row and row[0] == other[0] and row[0] in tolerances.uncounted:
            continue
        for place, (a, b) in enumerate(zip(row, other, strict=True)):
            if a != b and not _cells(a, b, tolerances):
                return f"row {number}, column {_name(header, place)}: {b!r} in place of {a!r}"
    return None


def _name(header: Sequence[str], place: int) -> str:
    return header[place] if place < len(header) else str(place + 1)


def _cells(first: str, second: str, tolerances: Tolerances) -> bool:
    try:
        return tolerances.hold(float(first), float(second))
    except ValueError:
        return False


def _records(old: Any, new: Any, tolerances: Tolerances, place: str = "") -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            if key not in old or key not in new:
                yield f"{place}{key}: {'added' if key not in old else 'missing'}"
            else:
                yield from _records(old[key], new[key], tolerances, f"{place}{key}.")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (a, b) in enumerate(zip(old, new, strict=True)):
            yield from _records(a, b, tolerances, f"{place}{number}.")
    elif old != new:
        numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in (old, new))
        if not (numbers and tolerances.hold(old, new)):
            yield f"{place.rstrip('.')}: {new!r} in place of {old!r}"


def _prints(first: str, second: str, *, exact: bool) -> str | None:
    """First difference between two rendered tables: in the text around the numbers, or in a number."""
    old, new = first.splitlines(), second.splitlines()
    if len(old) != len(new):
        return f"{len(new)} lines in place of {len(old)}"
    for number, (line, other) in enumerate(zip(old, new, strict=True), 1):
        if line != other and (exact or not _alike_in_print(line, other)):
            return f"line {number}: {other.strip()!r} in place of {line.strip()!r}"
    return None


def _alike_in_print(line: str, other: str) -> bool:
    if _NUMBER.sub("#", line) != _NUMBER.sub("#", other):
        return False
    for a, b in zip(_NUMBER.finditer(line), _NUMBER.finditer(other), strict=True):
        digits = max(len(a[1] or ""), len(b[1] or ""))
        unit = 10.0**-digits if a[1] or b[1] else 0.0
        # Half a unit more than one, so that the binary form of the decimals does not decide.
        if a[0] != b[0] and abs(float(a[0]) - float(b[0])) > 1.5 * unit:
            return False
    return True
