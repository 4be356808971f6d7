"""The native database of gretl: an index in text and a file of single-precision values."""

import io
import re
import shutil
import subprocess
import tarfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from frictions.errors import FrictionsError

MISSING_VALUE = np.float32(-999.0)
_SPAN = re.compile(r"([AQMWDU])\s+(\S+)\s+-\s+(\S+)\s+n\s*=\s*(\d+)")


class BadDatabase(FrictionsError):
    """A gretl database that cannot be read; the message names the file or series."""


@dataclass(frozen=True)
class Entry:
    """One series of the index.

    Parameters
    ----------
    name, description : str
        As in the index; names are in lower case there.
    frequency : str
        Q, M, or another letter of gretl's.
    start, end : str
        First and last period, e.g. ``1947.1`` or ``1959.01``.
    offset, count : int
        Where its values start in the binary file, and how many they are.
    """

    name: str
    description: str
    frequency: str
    start: str
    end: str
    offset: int
    count: int


def read_index(text: str) -> dict[str, Entry]:
    """Read the index of a database (``fedstl.idx``).

    Per series there is a line ``name  description`` and a line ``Q  1947.1 - 2022.3  n = 303``; comments start with #.
    The binary file holds the values of the series in the same order. The first of two series of one name counts.

    Raises
    ------
    BadDatabase
        If a series has no readable second line.
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    entries: dict[str, Entry] = {}
    offset = 0
    for number in range(0, len(lines), 2):
        name, _, description = lines[number].strip().partition(" ")
        match = _SPAN.match(lines[number + 1].strip()) if number + 1 < len(lines) else None
        if match is None:
            raise BadDatabase(f"index: series {name!r} is not followed by its span")
        entry = Entry(name, description.strip(), match[1], match[2], match[3], offset, int(match[4]))
        entries.setdefault(name, entry)
        offset += entry.count
    return entries


def read_values(entry: Entry, content: bytes) -> pd.Series:
    """Values of one series.

    Parameters
    ----------
    entry : Entry
        From :func:`read_index`; quarterly or monthly.
    content : bytes
        The binary file: little-endian float32, -999 is missing.

    Returns
    -------
    Series
        float64 with a PeriodIndex of frequency Q or M, trimmed of missing values at both ends. Each value is the
        shortest decimal that gives back the stored float32, so 0.1 is 0.1.

    Raises
    ------
    BadDatabase
        If the frequency is another, the file is too short, or span and count disagree.
    """
    if entry.frequency not in ("Q", "M"):
        raise BadDatabase(f"series {entry.name}: frequency {entry.frequency} is not quarterly or monthly")
    if (entry.offset + entry.count) * 4 > len(content):
        raise BadDatabase(f"series {entry.name}: the binary file ends before its values do")
    raw = np.frombuffer(content, dtype="<f4", count=entry.count, offset=entry.offset * 4)
    index = pd.period_range(
        _period(entry.start, entry.frequency), _period(entry.end, entry.frequency), freq=entry.frequency
    )
    if len(index) != entry.count:
        raise BadDatabase(f"series {entry.name}: {entry.start} to {entry.end} is not {entry.count} periods")
    values = [np.nan if value == MISSING_VALUE else float(str(value)) for value in raw]
    series = pd.Series(values, index=index, name=entry.name.upper(), dtype=np.float64)
    if series.notna().sum() == 0:
        raise BadDatabase(f"series {entry.name}: no values")
    return series.loc[series.first_valid_index() : series.last_valid_index()]


def open_database(source: Path, stem: str = "fedstl") -> tuple[str, bytes]:
    """Index and binary file of a database, from a Debian package or a folder.

    Parameters
    ----------
    source : Path
        A ``.deb``, or a folder that holds the two files at any depth.
    stem : str
        Name of the database.

    Returns
    -------
    str
        The index.
    bytes
        The values.

    Raises
    ------
    BadDatabase
        If the source does not hold both files.
    """
    if source.is_dir():
        index, values = (next(iter(sorted(source.rglob(f"{stem}.{kind}"))), None) for kind in ("idx", "bin"))
        if index is None or values is None:
            raise BadDatabase(f"{source}: it holds no {stem}.idx and {stem}.bin")
        return _decode(index.read_bytes()), values.read_bytes()
    if not source.is_file():
        raise BadDatabase(f"{source}: no such file or folder")
    found: dict[str, bytes] = {}
    with _package_tree(source) as tree:
        for member in tree:
            name = Path(member.name).name
            if member.isfile() and name in (f"{stem}.idx", f"{stem}.bin"):
                stream = tree.extractfile(member)
                found[name] = stream.read() if stream else b""
    if len(found) != 2:
        raise BadDatabase(f"{source.name}: the package holds no {stem}.idx and {stem}.bin")
    return _decode(found[f"{stem}.idx"]), found[f"{stem}.bin"]


def extract_series(index: str, values: bytes, codes: Collection[str]) -> dict[str, tuple[Entry, pd.Series]]:
    """Entries and values of the named series, by code in upper case.

    Raises
    ------
    BadDatabase
        If one is not in the index.
    """
    entries = read_index(index)
    if missing := [code for code in codes if code.lower() not in entries]:
        raise BadDatabase(f"the database holds no series {', '.join(missing)}")
    return {code: (entry := entries[code.lower()], read_values(entry, values)) for code in codes}


def _decode(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def _period(text: str, frequency: str) -> pd.Period:
    year, _, part = text.partition(".")
    month = (int(part) - 1) * 3 + 1 if frequency == "Q" else int(part)
    return pd.Period(year=int(year), month=month, freq=frequency)


def _package_tree(package: Path) -> tarfile.TarFile:
    """Open the file tree of a Debian package, which is an ``ar`` archive around a tar file."""
    content = package.read_bytes()
    if not content.startswith(b"!<arch>\n"):
        raise BadDatabase(f"{package.name}: not a Debian package")
    position = 8
    while position + 60 <= len(content):
        header = content[position : position + 60]
        name, size = header[:16].decode("ascii", "replace").strip().rstrip("/"), int(header[48:58])
        body = content[position + 60 : position + 60 + size]
        if name.startswith("data.tar"):
            if name.endswith(".zst"):
                body = _unpack_with_dpkg(package)
            return tarfile.open(fileobj=io.BytesIO(body), mode="r:*")
        position += 60 + size + size % 2
    raise BadDatabase(f"{package.name}: the package holds no files")


def _unpack_with_dpkg(package: Path) -> bytes:
    """Zstandard is not in the standard library of Python 3.13; dpkg knows it."""
    program = shutil.which("dpkg-deb")
    if program is None:
        raise BadDatabase(f"{package.name}: compressed with Zstandard; unpack it and name the folder")
    return subprocess.run([program, "--fsys-tarfile", str(package)], check=True, capture_output=True).stdout
