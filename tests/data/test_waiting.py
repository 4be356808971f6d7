"""A server that asks to wait is obeyed, within the deadline of a reply; waits are counted, not slept."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest

from frictions.data.http import PullFailed, TooManyRequests, TransientFailure, _check_status, with_retries


@dataclass(frozen=True)
class Patient:
    user_agent: str = "test"
    timeout: float = 1.0
    deadline: float = 60.0
    attempts: int = 3
    backoff: float = 2.0
    max_bytes: int = 1000


def answer(wait: str):
    return SimpleNamespace(status_code=429, headers={"Retry-After": wait} if wait else {})


def attempts_of(*outcomes):
    """One outcome an attempt: a failure that is raised, or the reply."""
    left = list(outcomes)

    def attempt():
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return attempt


def test_the_wait_that_is_asked_for_comes_before_the_next_attempt():
    waits = []
    attempt = attempts_of(TooManyRequests(17.0), TransientFailure("HTTP 503", 503), b"data")
    assert with_retries(attempt, Patient(), waits.append) == b"data"
    assert waits[0] == 17.0
    # The second wait is the usual one after two failures.
    assert waits[1] == 4.0


def test_after_the_last_attempt_the_failure_says_how_long_the_server_asked_for():
    waits = []
    with pytest.raises(PullFailed, match=r"asks to wait 5 s \(3 attempts\)"):
        with_retries(attempts_of(*[TooManyRequests(5.0)] * 3), Patient(), waits.append)
    assert waits == [5.0, 5.0]


@pytest.mark.parametrize("wait", ["0", "1", "60"])
def test_a_wait_within_the_deadline_is_obeyed(wait):
    with pytest.raises(TooManyRequests) as caught:
        _check_status(answer(wait), 60.0)
    assert caught.value.wait == float(wait)


@pytest.mark.parametrize("wait", ["61", "3600", "", "soon", "-1", "1.5e9"])
def test_a_wait_beyond_the_deadline_or_none_ends_the_pull(wait):
    with pytest.raises(PullFailed, match="too many requests") as caught:
        _check_status(answer(wait), 60.0)
    assert not isinstance(caught.value, TransientFailure)


def test_a_date_is_a_wait_too():
    with pytest.raises(TooManyRequests) as caught:
        _check_status(answer(format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)), 60.0)
    assert 0.0 <= caught.value.wait <= 30.0
    with pytest.raises(TooManyRequests) as caught:
        _check_status(answer("Sat, 01 Jan 2000 00:00:00 GMT"), 60.0)
    assert caught.value.wait == 0.0
