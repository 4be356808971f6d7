"""Whatever a server sends, a pull ends before its deadline, in little memory, with the kept copy or a typed error."""

import json
import logging
import os
import subprocess
import sys

import pytest

from frictions.data.bea import parse_bea
from frictions.data.http import PullFailed, get
from frictions.data.live import Puller, pull_live
from frictions.data.settings import LiveSettings, load_settings
from tests.conftest import PROJECT
from tests.data.hostile_replies import REPLIES, hostile_server, reply
from tests.data.test_live_sources import GOOD, KEY, NAME

pytestmark = pytest.mark.slow

PATIENCE = {"timeout": 30.0, "deadline": 60.0, "attempts": 1, "backoff": 0.01, "minimum_values": 10}
LITTLE = {"deadline": 0.4}
"""The deadline alone ends what does not end by itself: on a busy machine a timeout between two bytes might be first."""
ENDED_BY_THE_DEADLINE = [name for name in REPLIES if name.startswith("drip")]
LARGE = [name for name in REPLIES if "pour" in name or "bomb" in name]
MEMORY = 100
"""Megabytes."""


def puller_of(port: int, catalogue, store, patience=None, **settings) -> Puller:
    address = f"http://127.0.0.1:{port}"
    live = {**PATIENCE, **(patience or {})} | {
        "fred_url": f"{address}/fred",
        "bea_url": f"{address}/bea",
        "max_bytes": 1_000_000,
    }
    options = load_settings({"source": "live", "max_age": 0, "live": live} | settings)
    return Puller(catalogue, options, store, {"BEA_API_KEY": KEY}, logging.getLogger("frictions.test"))


def keep_a_good_copy(catalogue, store, source: str) -> None:
    with hostile_server(reply(GOOD[source])) as host:
        pull_live(puller_of(host.port, catalogue, store), NAME[source], source)


@pytest.fixture(scope="module", params=["fred", "bea"])
def kept(request, catalogue, tmp_path_factory):
    """A store with a good copy of one series."""
    store = tmp_path_factory.mktemp(request.param) / "store"
    keep_a_good_copy(catalogue, store, request.param)
    return request.param, store


@pytest.mark.parametrize("name", REPLIES)
def test_whatever_comes_the_kept_copy_stands_in_and_the_key_stays(kept, catalogue, caplog, name):
    source, store = kept
    # The limit of requests a minute has tests of its own.
    for ledger in store.glob(".*_requests.json"):
        ledger.unlink()
    before = {path.name: path.read_bytes() for path in store.iterdir() if not path.name.startswith(".")}
    with hostile_server(REPLIES[name]) as host, caplog.at_level(logging.DEBUG):
        content, record = pull_live(puller_of(host.port, catalogue, store, LITTLE), NAME[source], source)
        stopping = puller_of(host.port, catalogue, store, LITTLE, on_failure="stop")
        with pytest.raises(PullFailed) as caught:
            pull_live(stopping, NAME[source], source)
    assert record.stale and content == before[f"{NAME[source]}.csv"]
    assert {path.name: path.read_bytes() for path in store.iterdir() if not path.name.startswith(".")} == before
    assert KEY not in " ".join([caplog.text, str(caught.value), record.stale])
    if name in ENDED_BY_THE_DEADLINE:
        assert "did not end before the deadline" in str(caught.value)


@pytest.mark.parametrize("name", [name for name in REPLIES if name.startswith("redirect to another")])
def test_a_redirect_to_another_host_is_named_and_not_followed(name):
    """Another name for the same server could be reached, and it is not asked a second time."""
    with hostile_server(REPLIES[name]) as host:
        with pytest.raises(PullFailed, match=r"redirects to another host|not an address"):
            get(f"http://127.0.0.1:{host.port}/bea", {"UserID": KEY}, LiveSettings(**PATIENCE))
        assert len(host.asked) == 1


def test_a_redirect_on_the_same_host_is_followed_and_loses_the_question():
    def answer(connection, host):
        first = len(host.asked) == 1
        (REPLIES["redirect to itself"] if first else reply(b"the data"))(connection, host)

    with hostile_server(answer) as host:
        assert get(f"http://127.0.0.1:{host.port}/bea", {"UserID": KEY}, LiveSettings(**PATIENCE)) == b"the data"
        assert host.asked[1] == "GET /again HTTP/1.1"


ADDRESSES = ["", "ftp://127.0.0.1/x", "file:///etc/hostname", "127.0.0.1/x", "http://", "http://[::1/", "//x/y"]
ADDRESSES += ["http://a:b:c/", "http://127.0.0.1:99999/", "http://\udcff/", "http://.org/", "http://a b/"]
ADDRESSES += [f"http://{'a' * 300}.org/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_none_is_a_typed_error_without_the_key(address):
    with pytest.raises(PullFailed) as caught:
        get(address, {"UserID": KEY}, LiveSettings(**PATIENCE))
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("body", [b"[" * 100_000, json.dumps({"BEAAPI": 1}).encode()])
def test_nested_or_foreign_json_is_a_typed_error(catalogue, body):
    with pytest.raises(PullFailed, match="not one of the BEA's API"):
        parse_bea(body, catalogue.series["U001B_1"])


MEASURED = """
import resource
import sys

from frictions.data.http import PullFailed, get
from frictions.data.settings import LiveSettings

settings = LiveSettings(timeout=30.0, deadline=60.0, attempts=1, max_bytes=1_000_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    get(sys.argv[1], {}, settings)
except PullFailed as error:
    print(error, file=sys.stderr)
else:
    sys.exit("taken for data")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is told in other units")
@pytest.mark.parametrize("name", LARGE)
def test_a_reply_without_end_is_given_up_in_little_memory(name):
    with hostile_server(REPLIES[name]) as host:
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, f"http://127.0.0.1:{host.port}/"],
            env={**os.environ, "PYTHONPATH": str(PROJECT / "src")},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) / 1000 < MEMORY
