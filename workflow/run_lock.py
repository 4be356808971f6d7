"""One run at a time in a working directory.

Snakemake's own lock is a file that outlives a killed run, after which a person must remove it. This one belongs to
the process: the operating system frees it however the run ends, so that a killed run is resumed by starting it again.
"""

import fcntl
import os
from pathlib import Path
from typing import IO

_held: list[IO[str]] = []


HOLDER = "FRICTIONS_RUN"
"""Environment variable by which the jobs of a run know which process holds its lock."""


class AnotherRun(RuntimeError):
    """Another run works in the same directory."""


def acquire(path: Path) -> bool:
    """Hold the lock until this process ends.

    Returns
    -------
    bool
        False where this process belongs to the run that holds the lock, as when a job asks for a summary of its run.

    Raises
    ------
    AnotherRun
        If a living process holds it; the message gives its number.
    """
    handle = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.seek(0)
        holder = handle.read().strip() or "unknown"
        handle.close()
        if holder == os.environ.get(HOLDER):
            return False
        raise AnotherRun(f"another run (process {holder}) works in {path.parent}; wait for it or stop it") from None
    handle.truncate(0)
    handle.write(str(os.getpid()))
    handle.flush()
    _held.append(handle)
    os.environ[HOLDER] = str(os.getpid())
    return True


def remove_leftovers(folder: Path) -> None:
    """Delete the unfinished files that a killed run left; call it with the lock held."""
    for leftover in folder.rglob(".*.part"):
        leftover.unlink(missing_ok=True)
