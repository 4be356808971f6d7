"""A shared count of requests, so that parallel jobs together stay below a server's limits a minute."""

import fcntl
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WINDOW = 60.0


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file, which is made if need be; released also when the process dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True)
class Ledger:
    """Requests of the last minute, kept in a file.

    The defaults stay below the limits of the BEA, 100 requests, 100 MB and 30 errors a minute, and so below the 120
    requests that FRED allows.

    Parameters
    ----------
    path : Path
        The file.
    requests, size, errors : int
        Most requests, bytes and errors a minute.
    clock : callable
        Seconds since the epoch.
    """

    path: Path
    requests: int = 90
    size: int = 90_000_000
    errors: int = 25
    clock: Callable[[], float] = time.time

    def wait(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """Wait until one more request fits, and count it."""
        while True:
            with locked(self.path.with_suffix(".lock")):
                now = self.clock()
                entries = self._recent(now)
                oldest = self._blocking(entries)
                if oldest is None:
                    self._write([*entries, [now, 1, 0, 0]])
                    return
            sleep(max(oldest + WINDOW - now, 0.0) + 0.01)

    def record(self, size: int, *, failed: bool) -> None:
        """Count the size of a reply, or an error."""
        with locked(self.path.with_suffix(".lock")):
            now = self.clock()
            self._write([*self._recent(now), [now, 0, size, int(failed)]])

    def _blocking(self, entries: list[list[float]]) -> float | None:
        """Time of the oldest entry if a limit is reached."""
        totals = [sum(entry[n] for entry in entries) for n in (1, 2, 3)]
        if totals[0] >= self.requests or totals[1] >= self.size or totals[2] >= self.errors:
            return entries[0][0]
        return None

    def _recent(self, now: float) -> list[list[float]]:
        try:
            entries = json.loads(self.path.read_text(encoding="utf-8"))
            return [entry for entry in entries if now - WINDOW < entry[0] <= now]
        except (OSError, ValueError, TypeError, IndexError):
            return []

    def _write(self, entries: list[list[float]]) -> None:
        self.path.write_text(json.dumps(entries), encoding="utf-8")
