"""The store of live series: the last good copy of each, its provenance, and when it was last checked."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from frictions.data.files import sha256_of, write_atomically
from frictions.data.http import PullFailed
from frictions.data.provenance import BadProvenance, Provenance, read_provenance, write_provenance


@dataclass(frozen=True)
class Kept:
    """A copy in the store.

    Parameters
    ----------
    content : bytes
        The file.
    provenance : Provenance or None
        Its record; None if that is missing or of another content.
    retrieved : datetime
        When it was retrieved (by the record, else by the file's time).
    """

    content: bytes
    provenance: Provenance | None
    retrieved: datetime


def kept_copy(folder: Path, name: str) -> Kept | None:
    """Find the copy of a series or file in the store, if there is one."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        return None
    content = path.read_bytes()
    retrieved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    try:
        record = read_provenance(folder / f"{name}.json")
    except BadProvenance:
        return Kept(content, None, retrieved)
    if record.sha256 != sha256_of(content):
        return Kept(content, None, retrieved)
    return Kept(content, record, datetime.fromisoformat(record.retrieved) if record.retrieved else retrieved)


def replace_copy(folder: Path, name: str, content: bytes, provenance: Provenance) -> Provenance:
    """Put a checked copy into the store; identical content leaves file and record untouched.

    Returns
    -------
    Provenance
        The record now in the store.
    """
    kept = kept_copy(folder, name)
    if kept is not None and kept.content == content and kept.provenance is not None:
        return kept.provenance
    write_atomically(folder / f"{name}.csv", content)
    write_provenance(provenance, folder / f"{name}.json")
    return provenance


def mark_checked(folder: Path, name: str, now: datetime) -> None:
    """Note when a series was last asked for with success."""
    write_atomically(folder / f".{name}.checked", now.isoformat().encode())


def is_fresh(folder: Path, name: str, max_age_days: float, now: datetime) -> bool:
    """Whether the copy was checked less than so many days ago."""
    try:
        checked = datetime.fromisoformat((folder / f".{name}.checked").read_text(encoding="utf-8"))
        return 0 <= (now - checked).total_seconds() < max_age_days * 86400
    except (OSError, ValueError, TypeError):
        return False


def refuse_worse(new: pd.Series, kept: pd.Series | None, minimum_values: int) -> None:
    """Refuse a fragment, and a series that covers less than the kept copy.

    Parameters
    ----------
    new, kept : Series
        What came, and what is there (None if nothing).
    minimum_values : int
        Fewest values of a whole series.

    Raises
    ------
    PullFailed
        If it has too few values, starts later, ends earlier, has fewer values or another frequency than the copy.
    """
    if new.notna().sum() < minimum_values:
        raise PullFailed(f"it has only {new.notna().sum()} values, too few for a whole series ({minimum_values})")
    if kept is None:
        return
    if new.index.freqstr != kept.index.freqstr:
        raise PullFailed(f"its frequency is {new.index.freqstr}, that of the kept copy {kept.index.freqstr}")
    if new.index[-1] < kept.index[-1]:
        raise PullFailed(f"it ends in {new.index[-1]}, the kept copy in {kept.index[-1]}")
    if new.index[0] > kept.index[0]:
        raise PullFailed(f"it starts in {new.index[0]}, the kept copy in {kept.index[0]}")
    if new.notna().sum() < kept.notna().sum():
        raise PullFailed(f"it has {new.notna().sum()} values, the kept copy {kept.notna().sum()}")
