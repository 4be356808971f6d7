"""Fetching over HTTP with bounded patience: per-read timeout, deadline, size cap, few retries."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol

import requests
import tenacity
import urllib3

from frictions.errors import FrictionsError


class Patience(Protocol):
    """How a service is to be treated."""

    @property
    def user_agent(self) -> str:
        """What requests say they come from."""

    @property
    def timeout(self) -> float:
        """Seconds for a connection or the next part of a reply."""

    @property
    def deadline(self) -> float:
        """Seconds for one whole reply."""

    @property
    def attempts(self) -> int:
        """How often to try."""

    @property
    def backoff(self) -> float:
        """Seconds before the second attempt."""

    @property
    def max_bytes(self) -> int:
        """Largest reply to accept."""


class PullFailed(FrictionsError):
    """A series that could not be pulled; the message says which and why, and never holds a key.

    Parameters
    ----------
    message : str
    status : int, optional
        The server's status code, where it answered with one.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class TransientFailure(PullFailed):
    """A failure that another attempt may cure: no connection, a timeout, a cut-off reply, a server error."""


class TooManyRequests(TransientFailure):
    """The server asks to wait, not longer than a whole reply may take.

    Parameters
    ----------
    wait : float
        Seconds that it asks for.
    """

    def __init__(self, wait: float) -> None:
        super().__init__(f"HTTP 429, too many requests; the server asks to wait {wait:g} s", 429)
        self.wait = wait


class BoundedSession(requests.Session):
    """A requests session whose replies are read whole, within a deadline and a size.

    Parameters
    ----------
    settings : Patience
        Timeout, deadline, size and user agent.
    """

    def __init__(self, settings: Patience) -> None:
        super().__init__()
        self._settings = settings
        self.headers["User-Agent"] = settings.user_agent

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """Send one request and read the reply.

        Raises
        ------
        TransientFailure
            If there is no connection, no whole reply in time, or a server error.
        PullFailed
            If the server refuses, or the reply is too large.
        """
        settings = self._settings
        started = time.monotonic()
        kwargs |= {"stream": True, "timeout": settings.timeout}
        try:
            with super().request(method, url, *args, **kwargs) as response:
                _check_status(response, settings.deadline)
                response._content = _read_within(response, started + settings.deadline, settings.max_bytes)
                return response
        except requests.Timeout:
            raise TransientFailure(f"no reply within {settings.timeout:g} s") from None
        except requests.RequestException as error:
            raise TransientFailure(f"no connection ({type(error).__name__})") from None


def _check_status(response: requests.Response, longest_wait: float) -> None:
    status = response.status_code
    if status == 429:
        wait = response.headers.get("Retry-After", "")
        seconds = _seconds_to_wait(wait)
        if seconds is not None and seconds <= longest_wait:
            raise TooManyRequests(seconds)
        raise PullFailed(f"HTTP 429, too many requests{f'; retry after {wait[:20]} s' if wait else ''}", status)
    if status >= 500 or status == 408:
        raise TransientFailure(f"HTTP {status}", status)
    if status != 200:
        raise PullFailed(f"HTTP {status}", status)


def _seconds_to_wait(retry_after: str) -> float | None:
    """Seconds that a header Retry-After asks for, as a number or as a date; None if it is neither."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max((until - datetime.now(UTC)).total_seconds(), 0.0) if until.tzinfo is not None else None


def _read_within(response: requests.Response, deadline: float, limit: int) -> bytes:
    """Read a reply part by part, so that a server that trickles does not hold us for ever."""
    parts, size = [], 0
    try:
        while part := response.raw.read1(65536, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > limit:
                raise PullFailed(f"the reply is larger than {limit} bytes")
            if time.monotonic() > deadline:
                raise TransientFailure("the reply did not end before the deadline")
    except urllib3.exceptions.ReadTimeoutError:
        raise TransientFailure("the reply stopped half-way") from None
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise TransientFailure(f"the reply was cut off ({type(error).__name__})") from None
    return b"".join(parts)


def with_retries(
    attempt: Callable[[], bytes], settings: Patience, sleep: Callable[[float], None] = time.sleep
) -> bytes:
    """Try a few times, waiting as long as the server asks, else twice as long after each transient failure.

    Parameters
    ----------
    attempt : callable
        Makes one attempt and gives the checked reply.
    settings : Patience
        Number of attempts and first wait.
    sleep : callable
        Waits that many seconds.

    Raises
    ------
    PullFailed
        The failure of the last attempt, or the first one that is not transient.
    """
    growing = tenacity.wait_exponential(multiplier=settings.backoff, max=60)

    def wait(state: tenacity.RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome is not None else None
        return failure.wait if isinstance(failure, TooManyRequests) else growing(state)

    retrying = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(settings.attempts),
        wait=wait,
        retry=tenacity.retry_if_exception_type(TransientFailure),
        sleep=sleep,
        reraise=True,
    )
    try:
        return retrying(attempt)
    except TransientFailure as failure:
        raise PullFailed(f"{failure} ({settings.attempts} attempts)", failure.status) from None


def get(url: str, params: Mapping[str, str], settings: Patience) -> bytes:
    """One GET request.

    Raises
    ------
    PullFailed
        As :class:`BoundedSession` says.
    """
    with BoundedSession(settings) as session:
        return session.get(url, params=dict(params)).content


def refuse_page(body: bytes) -> None:
    """Refuse an empty reply and an HTML page.

    Raises
    ------
    TransientFailure
        Either may be a passing state of the server.
    """
    text = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        raise TransientFailure("the reply is empty")
    if text.startswith(b"<"):
        raise TransientFailure("the reply is an HTML page, not data")
