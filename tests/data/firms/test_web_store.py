"""Files fetched over HTTP are kept, refreshed and never lost to a failed pull."""

import os
import time

import pytest

from frictions.data.firms.web_store import FetchFailed, InvalidAgent, WebStore, fetch_json
from tests.data.firms.conftest import AGENT


def test_temporary_failures_are_retried_and_then_named(service, store):
    service.pages["/a.json"] = [503, 429, "[1]"]
    assert fetch_json(store, service.address + "/a.json", "a.json") == [1]
    service.pages["/b.json"] = 503
    with pytest.raises(FetchFailed, match=r"b\.json.*503"):
        fetch_json(store, service.address + "/b.json", "b.json")
    assert sum(path == "/b.json" for path, _ in service.seen) == store.attempts


def test_failed_pull_keeps_the_last_good_file_and_says_so(service, store):
    service.pages["/a.json"] = "[1]"
    fetch_json(store, service.address + "/a.json", "a.json")
    old = time.time() - 30 * 86400
    os.utime(store.folder / "a.json", (old, old))
    for bad in ("<html>busy</html>", 500, 404, "[" * 100_000):
        service.pages["/a.json"] = bad
        assert fetch_json(store, service.address + "/a.json", "a.json") == [1]
    assert len(store.notes) == 4
    assert all("30.0 days" in note for note in store.notes)


def test_unchanged_content_leaves_the_file_in_place(service, store):
    service.pages["/a.json"] = "[1]"
    fetch_json(store, service.address + "/a.json", "a.json")
    path = store.folder / "a.json"
    node = path.stat().st_ino
    os.utime(path, (0, 0))
    fetch_json(store, service.address + "/a.json", "a.json")
    assert path.stat().st_ino == node
    assert sorted(p.name for p in store.folder.iterdir()) == ["a.json"]


def test_requests_keep_their_distance(service, tmp_path):
    store = WebStore(tmp_path, AGENT, requests_per_second=50.0)
    service.pages |= {f"/{k}.json": "[]" for k in range(5)}
    start = time.monotonic()
    for k in range(5):
        fetch_json(store, f"{service.address}/{k}.json", f"{k}.json")
    assert time.monotonic() - start >= 4 / 50.0


def test_user_agent_needs_a_contact(tmp_path):
    with pytest.raises(InvalidAgent, match="user_agent"):
        WebStore(tmp_path, "python")
