"""The live source against a server that misbehaves: nothing good is ever overwritten by something bad."""

import io
import json
import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from frictions.data.http import PullFailed
from frictions.data.live import pull_fred_qd, pull_live, series_from_fred_qd
from frictions.data.rate_limit import Ledger
from frictions.data.store import mark_checked
from tests.data.conftest import Reply

KEY = "SECRET-KEY-0123"
HTML = b"<!DOCTYPE html><html><body>Down for maintenance</body></html>"
QD_CODES = ["GDPC1", "PCNDx", "CMRMTSPL", "FEDFUNDS"]


def fred_body(months: int = 24, code: str = "M2SL", header: str = "observation_date", start: str = "1959-01") -> bytes:
    periods = pd.period_range(start, periods=months, freq="M")
    rows = "".join(f"{period.start_time:%Y-%m-%d},{286.6 + n}\n" for n, period in enumerate(periods))
    return f"{header},{code}\n{rows}".encode()


QD_LEVELS = {"GDPC1": 3000, "PCNDx": 700, "CMRMTSPLx": 285000, "FEDFUNDS": 2}


def qd_body(quarters: int = 16, names=tuple(QD_LEVELS), ends: dict | None = None) -> bytes:
    periods = pd.period_range("1959Q1", periods=quarters, freq="Q")
    lines = [",".join(["sasdate", *names]), ",".join(["factors", *"0" * len(names)])]
    lines += [",".join(["transform", *"5" * len(names)])]
    for n, period in enumerate(periods):
        cells = ["" if n >= (ends or {}).get(name, quarters) else f"{QD_LEVELS[name] + n}" for name in names]
        lines.append(",".join([f"{period.month}/1/{period.year}", *cells]))
    return ("\n".join(lines) + "\n").encode()


def bea_body(quarters: int = 16, table: str = "U001B", multiplier: str = "6", unit: int = 1, **changes: str) -> bytes:
    rows = []
    for line, described in ((1, "Manufacturing and trade industries"), (2, "Manufacturing industries")):
        for n, period in enumerate(pd.period_range("1997Q1", periods=quarters, freq="Q")):
            row = {
                "TableName": table,
                "SeriesCode": f"S{line}",
                "LineNumber": str(line),
                "LineDescription": described,
                "TimePeriod": str(period),
                "METRIC_NAME": "Chained Dollars",
                "CL_UNIT": "Level",
                "UNIT_MULT": multiplier,
                "DataValue": f"{(1_119_763 * line + n) // unit:,}",
                "NoteRef": table,
            }
            rows.append(row | changes)
    return json.dumps({"BEAAPI": {"Request": {}, "Results": {"Statistic": "x", "Data": rows}}}).encode()


def bea_error(code: str = "1", text: str = "Invalid Request - Invalid API UserId.") -> bytes:
    error = {"APIErrorCode": code, "APIErrorDescription": text}
    return json.dumps({"BEAAPI": {"Request": {}, "Results": {"Error": error}}}).encode()


def fred_workbook(code: str = "M2SL") -> bytes:
    """The same observations as a workbook: a sheet of notes, then one of data with the day before the time."""
    rows = [line.split(",") for line in fred_body(code=code).decode().splitlines()]
    book = openpyxl.Workbook()
    book.active.append(["FRED Graph Observations"])
    sheet = book.create_sheet("Monthly")
    sheet.append(rows[0])
    for date, value in rows[1:]:
        sheet.append([datetime.fromisoformat(date), float(value)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


QUARTERLY = b"".join(b"%d-%02d-01,1\n" % (1959 + n // 4, n % 4 * 3 + 1) for n in range(12))
GOOD = {"fred": fred_body(), "fred_qd": qd_body(), "bea": bea_body()}
TITLE = {"fred": "series M2SL", "fred_qd": "FRED-QD current", "bea": "series U001B_1"}
NAME = {"fred": "M2SL", "fred_qd": "fred_qd_current", "bea": "U001B_1"}


def pull(puller, source: str):
    if source == "fred_qd":
        return pull_fred_qd(puller, QD_CODES)
    return pull_live(puller, NAME[source], source)


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Bytes and time of every stored file and record."""
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".")
    }


# What goes wrong -> (reply, what the error says), for any of the three services.
COMMON = {
    "server error": (Reply(b"oops", status=500), r"HTTP 500 \(2 attempts\)"),
    "unavailable": (Reply(b"", status=503), r"HTTP 503 \(2 attempts\)"),
    "not found": (Reply(b"no", status=404), "HTTP 404"),
    "too many requests": (Reply(b"", status=429, headers={"Retry-After": "3600"}), "HTTP 429.*3600"),
    "hang": (Reply(hang=True), r"no reply within 0\.3 s \(2 attempts\)"),
    "trickle": (Reply(b"observation_date,M2SL\n" * 9, trickle=True), "did not end before the deadline"),
    "empty": (Reply(b""), "the reply is empty"),
    "blank": (Reply(b" \n\n"), "the reply is empty"),
    "html with 200": (Reply(HTML, kind="text/html"), "HTML page"),
    "html that claims to be data": (Reply(b"\xef\xbb\xbf\n" + HTML), "HTML page"),
    "too large": (Reply(b"x" * 2_000_001), "larger than 2000000 bytes"),
    "not text": (Reply(b"\x80\x81\x82" * 100), "header|CSV text|not one of"),
}
FRED = {
    "error body with 200": (Reply(b'{"error_code":400,"error_message":"Bad Request"}'), "the header is"),
    "another series": (Reply(fred_body(code="M1SL")), "the header is .*M1SL"),
    "changed header": (Reply(fred_body(header="when")), "the header is .*when"),
    "column added": (Reply(fred_body(code="M2SL,flag")), "the header is"),
    "header only": (Reply(b"observation_date,M2SL\n"), "has no values"),
    "text value": (Reply(fred_body().replace(b"290.6", b"soon")), "'soon' is not a number"),
    "month left out": (Reply(fred_body().replace(b"1959-05-01,290.6\n", b"")), "gap: nothing for 1959-05"),
    "month twice": (Reply(fred_body().replace(b"1959-05-01", b"1959-04-01")), "1959-04-01 is there twice"),
    "dates reversed": (Reply(b"observation_date,M2SL\n1959-02-01,1\n1959-01-01,2\n"), "comes after"),
    "yearly": (Reply(b"observation_date,M2SL\n1959-01-01,1\n1960-01-01,2\n"), "not monthly or quarterly"),
    "quarterly": (Reply(b"observation_date,M2SL\n" + QUARTERLY), "its frequency is Q"),
    "cut in a number": (Reply(fred_body()[:-3]), "ends in the middle of a row"),
    "a fragment": (Reply(fred_body(3)), "only 3 values, too few"),
    "ends early": (Reply(fred_body(23)), "it ends in 1960-11, the kept copy in 1960-12"),
    "starts late": (Reply(fred_body(24, start="1959-02")), "it starts in 1959-02, the kept copy in 1959-01"),
    "holes": (Reply(fred_body().replace(b"290.6", b".")), "it has 23 values, the kept copy 24"),
    "cut in a row": (Reply(fred_body()[:-12]), "ends in the middle of a row"),
    "workbook cut off": (Reply(fred_workbook()[:-100]), "not readable as an Excel workbook"),
    "workbook of another series": (Reply(fred_workbook("M1SL")), "no sheet of the reply .*Monthly.* holds M2SL"),
}
FRED_QD = {
    "error body with 200": (Reply(b"Bad request"), "the header begins with 'Bad request'"),
    "changed header": (Reply(qd_body().replace(b"sasdate", b"period")), "the header begins with 'period"),
    "a mnemonic renamed": (Reply(qd_body().replace(b"PCNDx", b"PCND_x")), "no column PCNDx"),
    "one series ends early": (Reply(qd_body(ends={"PCNDx": 15})), "series PCNDx: it ends in 1962Q3"),
    "the file ends early": (Reply(qd_body(15)), "series GDPC1: it ends in 1962Q3"),
    "cut in a row": (Reply(qd_body()[:-8]), "middle of a row"),
    "text value": (Reply(qd_body().replace(b",3005,", b",n.a.,")), "'n.a.' is not a number"),
    "quarter left out": (Reply(qd_body().replace(b"6/1/1960,3005,705,285005,7\n", b"")), "gap: nothing for 1960Q2"),
}
BEA = {
    "bad key with 200": (Reply(bea_error()), "error: Invalid Request - Invalid API UserId"),
    "error that quotes the key": (Reply(bea_error(text=f"No such user {KEY}")), r"No such user \*\*\*"),
    "error at the top": (Reply(b'{"BEAAPI":{"Error":{"APIErrorDescription":"Throttled"}}}'), "error: Throttled"),
    "empty error": (Reply(b'{"BEAAPI":{"Results":{"Error":{}},"Error":{"x":1}}}'), "without a description"),
    "no data": (Reply(b'{"BEAAPI":{"Results":{"Data":[]}}}'), "holds no data"),
    "another document": (Reply(b'{"a":1}'), "not one of the BEA's API"),
    "cut json": (Reply(bea_body()[:-40]), "not one of the BEA's API"),
    "another table": (Reply(bea_body(table="U001A")), "no line 1 of table U001B"),
    "line moved": (Reply(bea_body(LineDescription="Retail trade")), "line 1 of table U001B is 'Retail trade'"),
    "columns renamed": (Reply(bea_body().replace(b"DataValue", b"Value")), "lack TimePeriod, DataValue"),
    "text value": (Reply(bea_body(DataValue="much")), "'much' is not a number"),
    "monthly": (Reply(bea_body(TimePeriod="1997M01")), "'1997M01' is not a quarter"),
    "ends early": (Reply(bea_body(15)), "it ends in 2000Q3, the kept copy in 2000Q4"),
}
CASES = [
    (source, name, reply, complaint)
    for source, own in (("fred", FRED), ("fred_qd", FRED_QD), ("bea", BEA))
    for name, (reply, complaint) in (COMMON | own).items()
]


LIMITS = {"too large": {"max_bytes": 2_000_000}, "hang": {"timeout": 0.3}, "trickle": {"deadline": 0.6}}
"""What is asked of the replies that are about a limit; the others have all the time that a busy machine takes."""


@pytest.mark.parametrize(("source", "name", "reply", "complaint"), CASES, ids=[f"{s}-{n}" for s, n, _, _ in CASES])
def test_a_bad_reply_leaves_the_last_good_copy_byte_for_byte(server, live, caplog, source, name, reply, complaint):
    puller = live()
    server.answer = lambda _: Reply(GOOD[source])
    content, record = pull(puller, source)
    puller = live(live={**vars(puller.options.live), **LIMITS.get(name, {})})
    before = snapshot(puller.store)
    server.answer = lambda _: reply
    with caplog.at_level(logging.DEBUG):
        kept, stale = pull(puller, source)
    assert snapshot(puller.store) == before
    assert kept == content
    assert stale.sha256 == record.sha256
    assert stale.stale is not None
    assert record.stale is None
    warnings = [entry.getMessage() for entry in caplog.records if entry.name == "frictions.test"]
    assert len(warnings) == 1
    assert re.search(complaint, warnings[0])
    assert TITLE[source] in warnings[0]
    assert "the last good copy is 0.0 days old" in warnings[0]
    assert KEY not in caplog.text + stale.stale
    assert all(KEY.encode() not in path.read_bytes() for path in puller.store.iterdir())


@pytest.mark.parametrize("source", ["fred", "fred_qd", "bea"])
@pytest.mark.parametrize("cut_after", [0, 40, 300])
def test_a_body_cut_off_before_its_announced_end_is_not_accepted(server, live, source, cut_after):
    puller = live()
    server.answer = lambda _: Reply(GOOD[source])
    pull(puller, source)
    before = snapshot(puller.store)
    server.answer = lambda _: Reply(GOOD[source], cut_after=cut_after)
    _, stale = pull(puller, source)
    assert "cut off" in stale.stale
    assert snapshot(puller.store) == before


@pytest.mark.parametrize("source", ["fred", "fred_qd", "bea"])
def test_with_no_earlier_copy_a_failure_is_a_typed_error_and_writes_nothing(server, live, source):
    server.answer = lambda _: Reply(HTML)
    puller = live()
    with pytest.raises(PullFailed, match=f"{TITLE[source]}: .*HTML page.*no earlier copy") as caught:
        pull(puller, source)
    assert "\n" not in str(caught.value)
    assert snapshot(puller.store) == {}


@pytest.mark.parametrize("source", ["fred", "fred_qd", "bea"])
def test_no_connection_at_all_is_a_typed_error(server, live, source):
    nowhere = "http://127.0.0.1:9"
    puller = live()
    addresses = {"fred_url": f"{nowhere}/f", "fred_qd_url": f"{nowhere}/{{vintage}}", "bea_url": f"{nowhere}/b"}
    puller = live(live={**vars(puller.options.live), **addresses})
    with pytest.raises(PullFailed, match="no connection") as caught:
        pull(puller, source)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("source", ["fred", "fred_qd", "bea"])
def test_a_fragment_is_not_taken_for_a_series_even_when_there_is_no_copy(server, live, source):
    fragments = {"fred": fred_body(9), "fred_qd": qd_body(9), "bea": bea_body(9)}
    server.answer = lambda _: Reply(fragments[source])
    with pytest.raises(PullFailed, match="it has only 9 values"):
        pull(live(), source)


def test_on_failure_stop_raises_and_keeps_the_copy(server, live):
    puller = live(on_failure="stop")
    server.answer = lambda _: Reply(GOOD["fred"])
    pull(puller, "fred")
    before = snapshot(puller.store)
    server.answer = lambda _: Reply(status=500)
    with pytest.raises(PullFailed, match=r"series M2SL: HTTP 500.*days old.*stays in"):
        pull(puller, "fred")
    assert snapshot(puller.store) == before


@pytest.mark.parametrize("source", ["fred", "fred_qd", "bea"])
def test_identical_content_leaves_file_and_record_untouched(server, live, source):
    puller = live()
    server.answer = lambda _: Reply(GOOD[source])
    pull(puller, source)
    before = snapshot(puller.store)
    pull(puller, source)
    assert snapshot(puller.store) == before


def test_revised_and_longer_content_replaces_the_copy(server, live):
    puller = live()
    server.answer = lambda _: Reply(GOOD["fred"])
    old, _ = pull(puller, "fred")
    server.answer = lambda _: Reply(fred_body(30).replace(b"290.6", b"291.25"))
    new, record = pull(puller, "fred")
    assert new != old
    assert (puller.store / "M2SL.csv").read_bytes() == new
    assert record.stale is None
    assert b"1959-05-01,291.25\n" in new


@pytest.mark.parametrize("source", ["fred", "fred_qd", "bea"])
def test_no_request_goes_out_while_the_copy_is_young(server, live, source):
    puller = live(max_age=1)
    server.answer = lambda _: Reply(GOOD[source])
    pull(puller, source)
    count = len(server.requests)
    assert pull(puller, source)[1].stale is None
    assert len(server.requests) == count
    mark_checked(puller.store, NAME[source], datetime.now(UTC) - timedelta(days=2))
    pull(puller, source)
    assert len(server.requests) == count + 1


def test_a_shorter_series_is_accepted_when_the_setting_allows_it(server, live):
    server.answer = lambda _: Reply(GOOD["fred"])
    pull(live(), "fred")
    server.answer = lambda _: Reply(fred_body(12))
    content, record = pull(live(allow_shorter=["M2SL"]), "fred")
    assert content.count(b"\n") == 13
    assert record.stale is None


def test_a_passing_failure_is_retried_and_a_refusal_is_not(server, live):
    replies = [Reply(status=503), Reply(GOOD["fred"])]
    server.answer = lambda _: replies.pop(0)
    assert pull(live(), "fred")[1].stale is None
    assert len(server.requests) == 2
    server.requests.clear()
    server.answer = lambda _: Reply(status=404)
    pull(live(), "fred")
    assert len(server.requests) == 1


def test_requests_say_who_asks_and_ask_for_one_series_from_an_explicit_start(server, live):
    server.answer = lambda _: Reply(GOOD["fred"])
    pull(live(), "fred")
    (request,) = server.requests
    assert request["id"] == "M2SL"
    assert "frictions" in request["agent"]
    assert "Mozilla" not in request["agent"]


def test_the_whole_history_is_kept_not_the_last_five_years(server, live):
    server.answer = lambda _: Reply(GOOD["fred"])
    assert pull(live(), "fred")[0].startswith(b"date,value\n1959-01-01,286.6\n")


def test_a_workbook_of_fred_is_as_good_as_its_csv(server, live):
    server.answer = lambda _: Reply(GOOD["fred"])
    content, record = pull(live(), "fred")
    server.answer = lambda _: Reply(fred_workbook(), kind="application/vnd.ms-excel")
    assert pull(live(max_age=0), "fred") == (content, record)
    assert len(server.requests) == 2


def test_a_vintage_of_fred_qd_is_asked_for_by_name_and_recorded(server, live, catalogue):
    puller = live(vintage="2020-04")
    server.answer = lambda _: Reply(GOOD["fred_qd"])
    content, file = pull_fred_qd(puller, QD_CODES)
    assert server.requests[0]["path"] == "/qd/2020-04.csv"
    assert (puller.store / "fred_qd_2020-04.csv").read_bytes() == content == GOOD["fred_qd"]
    series, record = series_from_fred_qd(content, file, catalogue.series["CMRMTSPL"], catalogue, {})
    assert (record.vintage, record.source, record.series) == ("2020-04", "fred_qd", "CMRMTSPL")
    assert series.iloc[0] == 285000.0


def test_the_bea_is_asked_for_the_table_and_the_key_goes_nowhere_else(server, live):
    puller = live()
    server.answer = lambda _: Reply(GOOD["bea"])
    content, record = pull(puller, "bea")
    (request,) = server.requests
    assert (request["UserID"], request["TableName"], request["datasetname"]) == (KEY, "U001B", "NIUnderlyingDetail")
    assert KEY not in record.origin + repr(record)
    assert content.splitlines()[1] == b"1997-01-01,1119763.0"


def test_thousands_commas_and_the_power_of_ten_are_undone(server, live):
    server.answer = lambda _: Reply(bea_body(multiplier="9", unit=1000))
    assert pull(live(), "bea")[0].splitlines()[1] == b"1997-01-01,1119000.0"


@pytest.mark.parametrize("source", ["fred", "fred_qd", "bea"])
def test_a_reply_in_another_unit_leaves_the_last_good_copy_byte_for_byte(server, live, caplog, source):
    puller = live()
    server.answer = lambda _: Reply(GOOD[source])
    good, _ = pull(puller, source)
    before = snapshot(puller.store)
    wrong = {
        "fred": GOOD["fred"].replace(b",290.6", b",290600"),
        "fred_qd": GOOD["fred_qd"].replace(b",3005,", b",3005000,"),
        "bea": bea_body(multiplier="9"),
    }
    server.answer = lambda _: Reply(wrong[source])
    content, record = pull(puller, source)
    assert content == good and "outside its plausible range" in record.stale
    assert {path: copy for path, copy in snapshot(puller.store).items() if path in before} == before


def test_without_a_key_the_bea_is_not_asked(server, live):
    puller = live()
    puller.environment.clear()
    with pytest.raises(PullFailed, match="series U001B_1: BEA_API_KEY is not set"):
        pull(puller, "bea")
    assert server.requests == []


def test_requests_to_the_bea_wait_when_a_minute_is_full(tmp_path):
    now, naps = [1000.0], []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        now[0] += seconds

    ledger = Ledger(tmp_path / "ledger.json", requests=3, clock=lambda: now[0])
    for _ in range(3):
        ledger.wait(sleep)
        now[0] += 1.0
    assert naps == []
    ledger.wait(sleep)
    assert np.isclose(sum(naps), 57.01)


@pytest.mark.parametrize("limits", [{"size": 1000}, {"errors": 1}])
def test_bytes_and_errors_count_against_the_limits_too(tmp_path, limits):
    now, naps = [1000.0], []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        now[0] += seconds

    ledger = Ledger(tmp_path / "ledger.json", clock=lambda: now[0], **limits)
    ledger.wait(sleep)
    ledger.record(1000, failed=True)
    ledger.wait(sleep)
    assert len(naps) == 1


def test_a_kept_copy_whose_record_is_lost_is_still_not_overwritten_by_something_worse(server, live):
    puller = live()
    server.answer = lambda _: Reply(GOOD["fred"])
    pull(puller, "fred")
    (puller.store / "M2SL.json").unlink()
    before = snapshot(puller.store)
    server.answer = lambda _: Reply(fred_body(12))
    with pytest.raises(PullFailed, match="it ends in 1959-12"):
        pull(puller, "fred")
    assert snapshot(puller.store) == before
