"""What must hold around a run before it starts: folders that can be written, clocks and names that make sense."""

import os
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

ROOM = 256 * 1024
"""Bytes that must be free in every folder that is written, enough for records and logs."""

SLACK = 60.0
"""Seconds by which clocks of machines may differ."""


class UnfitSurroundings(RuntimeError):
    """The run cannot start here; the message says what is wrong."""


def check_name(folder: Path) -> None:
    """Refuse a folder whose name the locale cannot express.

    Raises
    ------
    UnfitSurroundings
    """
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        raise UnfitSurroundings(
            f"the locale cannot express the name of the folder {os.fsencode(folder)!r}; set PYTHONUTF8=1"
        ) from None


def check_writable(folders: Iterable[Path]) -> None:
    """Refuse folders that are write-protected or on a full disk.

    Raises
    ------
    UnfitSurroundings
        Names the folder and the system's reason.
    """
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".room.", suffix=".part") as probe:
                probe.write(bytes(ROOM))
                probe.flush()
        except OSError as error:
            raise UnfitSurroundings(f"nothing can be written to {folder}: {error.strerror}") from None


def distrust_future_results(results: Path) -> list[Path]:
    """Give results that are dated in the future the oldest date, so that they are made again.

    They were made while the clock was wrong: a file that is changed now would count as older than they are, and the
    change would go unnoticed.

    Returns
    -------
    list of Path
        Files whose date was changed.
    """
    wrong = [path for path in results.rglob("*") if path.is_file() and _is_future(path)]
    for path in wrong:
        os.utime(path, (0, 0))
    return wrong


def check_dates(inputs: Iterable[Path]) -> None:
    """Refuse inputs that are dated in the future: whatever is made from them would count as outdated at once.

    Raises
    ------
    UnfitSurroundings
        Names the file and its date.
    """
    for path in inputs:
        if path.is_file() and _is_future(path):
            date = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            raise UnfitSurroundings(
                f"{path} is dated in the future ({date:%Y-%m-%d %H:%M} UTC); set the clock right or `touch` the file"
            )


def _is_future(path: Path) -> bool:
    return path.stat().st_mtime > time.time() + SLACK
