"""Generated files and replies: each is read, or refused by a typed error, and nothing else happens."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.bea import parse_bea
from frictions.data.fred import check_fred
from frictions.data.fred_qd import parse_fred_qd
from frictions.data.http import PullFailed, get
from frictions.data.layout import BadSeriesFile
from frictions.data.readers import parse_series
from frictions.data.settings import LiveSettings
from tests.data.hostile_replies import hostile_server, send

pytestmark = pytest.mark.slow

cells = (
    st.sampled_from(
        [
            "1959-01-01",
            "1959-02-01",
            "1959Q1",
            "1/1/1959",
            "M2SL",
            "observation_date",
            "date",
            "value",
            "1",
            "-1.5",
            ".",
            "",
        ]
    )
    | st.sampled_from(
        ["1e999", "nan", "inf", "1,5", "NA", '"', "\x00", "99999-01-01", "0000-00-00", "9" * 400, "<p>", "=1"]
    )
    | st.text(max_size=6)
)
tables = st.builds(
    lambda rows, comma, end: end.join(comma.join(row) for row in rows).encode("utf-8", "surrogatepass"),
    st.lists(st.lists(cells, min_size=1, max_size=3), max_size=6),
    st.sampled_from([",", ";", "\t", " "]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
files = tables | st.binary(max_size=80) | tables.map(lambda text: b"observation_date,M2SL\n" + text)


@given(content=files)
def test_any_file_of_a_series_is_read_or_refused(catalogue, content):
    info = catalogue.series["M2SL"]
    try:
        series = parse_series(content, "the file", "M2SL", info, catalogue.code_of)
    except BadSeriesFile as error:
        assert "the file" in str(error) or "M2SL" in str(error)
    else:
        assert series.index.is_monotonic_increasing and not np.isinf(series).any()


@given(content=files)
def test_any_reply_of_fred_is_read_or_refused(catalogue, content):
    try:
        series = check_fred(content, catalogue.series["M2SL"], catalogue.code_of)
    except PullFailed:
        return
    assert series.index.is_monotonic_increasing and not np.isinf(series).any()


@given(content=files | files.map(lambda text: b"sasdate,GDPC1\nfactors,0\ntransform,5\n" + text))
def test_any_file_of_fred_qd_is_read_or_refused(catalogue, content):
    try:
        found = parse_fred_qd(content, ["GDPC1"], catalogue)
    except PullFailed:
        return
    assert list(found) == ["GDPC1"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
rows = st.fixed_dictionaries(
    {
        "TableName": st.just("U001B") | anything,
        "LineNumber": st.sampled_from(["1", 1, "x"]) | anything,
        "LineDescription": st.just("Manufacturing and trade industries") | anything,
        "TimePeriod": st.sampled_from(["1997Q1", "1997Q2", "9999Q4", "0000Q1"]) | anything,
        "UNIT_MULT": st.sampled_from(["6", 6, "-400", "9999"]) | anything,
        "DataValue": st.sampled_from(["1,119,763", "1", "(NA)", "9" * 400]) | anything,
    }
)
replies = st.builds(
    lambda data: {"BEAAPI": {"Results": {"Data": data}}}, st.lists(rows | anything, max_size=3) | rows | anything
)


@given(reply=replies | anything)
def test_any_reply_of_the_bea_is_read_or_refused(catalogue, reply):
    try:
        series = parse_bea(json.dumps(reply).encode(), catalogue.series["U001B_1"])
    except PullFailed:
        return
    assert not any(math.isinf(value) for value in series)


pieces = (
    st.sampled_from(
        [
            "HTTP/1.1 200 OK",
            "HTTP/1.1 302 Found",
            "HTTP/1.0 500",
            "HTTP/1.1 ",
            "Location: /x",
            "Location: //y",
            "Location:",
        ]
    )
    | st.sampled_from(
        [
            "Content-Length: 3",
            "Content-Length: -1",
            "Transfer-Encoding: chunked",
            "Content-Encoding: gzip",
            ":",
            "",
            "abc",
        ]
    )
    | st.sampled_from(
        ["Retry-After: soon", "Set-Cookie: a=b", "Connection: close", "3\r\nabc\r\n0", " folded", "X: \xff"]
    )
    | st.text(st.characters(max_codepoint=255), max_size=8)
)
conversations = st.lists(pieces, max_size=8).map(lambda lines: "\r\n".join(lines).encode("latin-1"))


@given(content=conversations | st.binary(max_size=60))
def test_any_bytes_for_a_reply_are_a_body_or_a_typed_error(content):
    settings = LiveSettings(timeout=5.0, deadline=20.0, attempts=1, max_bytes=1000)
    with hostile_server(send(content)) as host:
        try:
            body = get(f"http://127.0.0.1:{host.port}/", {}, settings)
        except PullFailed:
            return
    assert isinstance(body, bytes) and len(body) <= 1000
