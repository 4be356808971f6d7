"""Files fetched over HTTP, kept in a folder, refreshed when old and never lost to a failed pull."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frictions.data.files import write_atomically
from frictions.data.http import PullFailed, TransientFailure, get, with_retries
from frictions.errors import FrictionsError

TOO_MANY_REQUESTS = 429
"""The status of a service that counts requests a second; a later attempt is welcome."""


class FetchFailed(PullFailed):
    """A file could not be fetched and no earlier one is kept; names the address and the reason."""


class InvalidAgent(FrictionsError):
    """The User-Agent does not carry a contact, which the service asks for."""


@dataclass
class WebStore:
    """Where fetched files are kept and how the service is to be treated."""

    folder: Path
    user_agent: str
    """Name and contact address; sent with every request."""
    max_age: float = 7 * 86400.0
    """Seconds for which a kept file is good enough."""
    requests_per_second: float = 8.0
    """The service allows ten."""
    attempts: int = 4
    timeout: float = 30.0
    """Seconds for a connection or the next part of a reply."""
    deadline: float = 120.0
    """Seconds for one whole reply."""
    backoff: float = 0.5
    """Seconds before the second attempt, then twice as long each time."""
    max_bytes: int = 50_000_000
    """Largest reply to accept."""
    notes: list[str] = field(default_factory=list)
    """Files kept from an earlier pull because the new one failed, with the reason and their age."""
    _last: float = 0.0

    def __post_init__(self) -> None:
        if "@" not in self.user_agent:
            raise InvalidAgent(f"user_agent = {self.user_agent!r} must contain a contact address")


def fetch_json(store: WebStore, address: str, name: str) -> Any:
    """Return the JSON at ``address``, kept as ``name`` in the store.

    Raises
    ------
    FetchFailed
        If it cannot be fetched, is not JSON, and no earlier file is kept. A missing page (404) raises at once.
    """
    return json.loads(fetch_text(store, address, name, check=json.loads))


def fetch_text(store: WebStore, address: str, name: str, check: Callable[[str], object] | None = None) -> str:
    """Return the text at ``address``, kept as ``name``; ``check`` must accept it before it replaces anything.

    Raises
    ------
    FetchFailed
        If it cannot be fetched or fails the check, and no earlier file is kept.
    """
    path = store.folder / name
    if path.is_file() and time.time() - path.stat().st_mtime < store.max_age:
        return path.read_text(encoding="utf-8")
    try:
        text = _get(store, address)
        if check is not None:
            check(text)
    except Exception as error:
        # Whatever a reply does to what reads it: a nest of brackets ends in a RecursionError.
        if path.is_file():
            age = (time.time() - path.stat().st_mtime) / 86400.0
            store.notes.append(f"{name}: kept the file of {age:.1f} days ago, the pull failed ({error})")
            return path.read_text(encoding="utf-8")
        raise FetchFailed(f"{address}: {error}", getattr(error, "status", None)) from error
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        # Unchanged content keeps its file: only its age is renewed.
        os.utime(path)
    else:
        write_atomically(path, text.encode("utf-8"))
    return text


def _get(store: WebStore, address: str) -> str:
    def attempt() -> bytes:
        _pace(store)
        try:
            return get(address, {}, store)
        except PullFailed as failure:
            if failure.status == TOO_MANY_REQUESTS:
                raise TransientFailure(str(failure), failure.status) from None
            raise

    return with_retries(attempt, store).decode("utf-8")


def _pace(store: WebStore) -> None:
    """Wait until the next request may be sent."""
    pause = store._last + 1.0 / store.requests_per_second - time.monotonic()
    if pause > 0.0:
        time.sleep(pause)
    store._last = time.monotonic()
