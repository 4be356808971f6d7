"""Fetching over HTTP with bounded patience: per-read timeout, deadline, size cap, few retries."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

import requests
import tenacity
import urllib3

from frictions.data.deadline import Deadline, WatchedAdapter
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


MOST_REDIRECTS = 5


class BoundedSession(requests.Session):
    """A requests session whose replies are read whole, within a deadline and a size.

    The deadline holds for everything together: connections, headers, redirects and the body. A redirect is followed on
    the same host only, so that what a request says, a key for instance, reaches no other; its own body is not read.

    Parameters
    ----------
    settings : Patience
        Timeout, deadline, size and user agent.
    """

    def __init__(self, settings: Patience) -> None:
        super().__init__()
        self._settings = settings
        self.headers["User-Agent"] = settings.user_agent
        for scheme in ("http://", "https://"):
            self.mount(scheme, WatchedAdapter())

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """Send one request and read the reply.

        Raises
        ------
        TransientFailure
            If there is no connection, no whole reply in time, or a server error.
        PullFailed
            If the address is none, the server refuses or redirects elsewhere, or the reply is too large.
        """
        settings = self._settings
        kwargs |= {"stream": True, "timeout": settings.timeout, "allow_redirects": False}
        with Deadline(settings.deadline) as deadline:
            try:
                response = self._followed(method, url, *args, **kwargs)
            except Exception as error:
                if deadline.over:
                    raise TransientFailure("the reply did not end before the deadline") from None
                raise _as_failure(error, settings) from None
            if deadline.over:
                # The end of the connection would pass for the end of a reply that does not announce its length.
                raise TransientFailure("the reply did not end before the deadline")
            return response

    def resolve_redirects(self, *args: Any, **kwargs: Any) -> Iterator[Any]:  # type: ignore[override]
        """None: even where the library does not follow a redirect, it would read all of its body, however large."""
        return iter(())

    def _followed(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:
        for _ in range(MOST_REDIRECTS + 1):
            _host_of(url)
            with super().request(method, url, *args, **kwargs) as response:
                if not response.is_redirect:
                    _check_status(response, self._settings.deadline)
                    response._content = _read_within(response, self._settings.max_bytes)
                    return response
                url = _on_the_same_host(url, response.headers["location"])
                kwargs["params"] = None
        raise PullFailed(f"more than {MOST_REDIRECTS} redirects")


def _as_failure(error: Exception, settings: Patience) -> Exception:
    """What an exception of the library means here; one of another kind stays what it is."""
    if isinstance(error, requests.Timeout):
        return TransientFailure(f"no reply within {settings.timeout:g} s")
    if isinstance(error, requests.exceptions.InvalidURL | urllib3.exceptions.LocationValueError | UnicodeError):
        return PullFailed("the address is not one that can be asked")
    if isinstance(error, requests.RequestException | urllib3.exceptions.HTTPError):
        return TransientFailure(f"no connection ({type(error).__name__})")
    return error


def _host_of(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of an address.

    Raises
    ------
    PullFailed
        If it is not an address of the web.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, parts, port = None, urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host:
        # Without what follows a question mark, where a key would stand.
        raise PullFailed(f"{url.partition('?')[0][:80]!r} is not an address that begins with http:// or https://")
    return parts.scheme, host, port


def _on_the_same_host(url: str, location: str) -> str:
    """The address that a redirect leads to.

    Raises
    ------
    PullFailed
        If it leads to another host or port, or from an encrypted connection to one that is not.
    """
    try:
        target = urljoin(url, location)
    except ValueError:
        raise PullFailed("it redirects to what is no address") from None
    scheme, host, port = _host_of(url)
    new_scheme, new_host, new_port = _host_of(target)
    upgraded = (scheme, new_scheme) == ("http", "https") and port is None and new_port is None
    if host != new_host or not (upgraded or (scheme, port) == (new_scheme, new_port)):
        place = f"{new_scheme}://{new_host[:60]}{f':{new_port}' if new_port else ''}"
        raise PullFailed(f"it redirects to another host ({place}), which is not followed")
    return target


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


def _read_within(response: requests.Response, limit: int) -> bytes:
    """Read a reply part by part, up to its largest size."""
    parts, size = [], 0
    try:
        while part := response.raw.read1(65536, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > limit:
                raise PullFailed(f"the reply is larger than {limit} bytes")
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
