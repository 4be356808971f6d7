"""Open data of the Securities and Exchange Commission: replies of its documented shape on a loopback server."""

import http.server
import json
import logging
import os
import threading
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.firms.daily_prices import fetch_prices, quarter_prices, read_price_file, with_prices
from frictions.data.firms.edgar import EdgarSettings, NoFacts, fetch_edgar_panel, frame_periods
from frictions.data.firms.edgar_pull import pull_edgar
from frictions.data.firms.schema import NAMES, InvalidFirmFile
from frictions.data.firms.web_store import FetchFailed, InvalidAgent, WebStore, fetch_json
from frictions.data.firms.xbrl_facts import (
    MalformedReply,
    latest_filing,
    parse_concept,
    parse_frame,
    quarterly_flows,
)

AGENT = "Replication of a paper someone@example.org"


class _Service(http.server.ThreadingHTTPServer):
    """Serves `pages` (path to text, or to a status code) and keeps the requests it saw."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, str | int | list] = {}
        self.seen: list[tuple[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append((self.path, self.headers["User-Agent"]))
        page = self.server.pages.get(self.path, 404)
        if isinstance(page, list):
            page = page.pop(0) if len(page) > 1 else page[0]
        status, body = (page, "") if isinstance(page, int) else (200, page)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments):
        pass


@pytest.fixture
def service():
    server = _Service()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def store(tmp_path):
    return WebStore(tmp_path / "store", AGENT, requests_per_second=1e4, longest_wait=0.01)


def _frame(tag, rows, unit="USD"):
    """A frame as the service documents it; rows are (cik, start, end, value, accession)."""
    data = []
    for cik, start, end, value, accession in rows:
        entry = {"accn": accession, "cik": cik, "entityName": f"FIRM {cik}", "loc": "US-IL", "end": end, "val": value}
        if start is not None:
            entry["start"] = start
        data.append(entry)
    head = {"taxonomy": "us-gaap", "tag": tag, "ccp": "CY2019Q1", "uom": unit, "label": tag, "description": tag}
    return {**head, "pts": len(data), "data": data}


def _concept(cik, tag, rows):
    """A company concept as documented; rows are (start, end, value, accession, filed)."""
    entries = [
        {"start": s, "end": e, "val": v, "accn": a, "fy": 2019, "fp": "Q1", "form": "10-Q", "filed": f}
        for s, e, v, a, f in rows
    ]
    return {
        "cik": cik,
        "taxonomy": "us-gaap",
        "tag": tag,
        "label": tag,
        "description": "",
        "entityName": "FIRM",
        "units": {"USD": entries},
    }


YEAR_TO_DATE = [
    ("2019-01-01", "2019-03-31", 10.0, "0000000007-19-000001", "2019-05-01"),
    ("2019-01-01", "2019-06-30", 25.0, "0000000007-19-000002", "2019-08-01"),
    ("2019-01-01", "2019-09-30", 45.0, "0000000007-19-000003", "2019-11-01"),
    ("2019-01-01", "2019-12-31", 70.0, "0000000007-20-000001", "2020-02-01"),
]


def test_year_to_date_values_become_quarters():
    facts = parse_concept(_concept(7, "Capex", YEAR_TO_DATE), "USD", "test")
    flows = quarterly_flows(facts)
    assert flows.values["value"].tolist() == [10.0, 15.0, 20.0, 25.0]
    assert flows.values["origin"].tolist() == ["reported", "difference", "difference", "difference"]
    assert flows.values["end"].dt.strftime("%m-%d").tolist() == ["03-31", "06-30", "09-30", "12-31"]
    assert (flows.superseded, flows.unusable) == (0, 0)


def test_fourth_quarter_is_the_year_less_three_reported_quarters():
    rows = [
        (7, "2019-01-01", "2019-03-31", 1.0, "0000000007-19-000001"),
        (7, "2019-04-01", "2019-06-30", 2.0, "0000000007-19-000002"),
        (7, "2019-07-01", "2019-09-30", 3.0, "0000000007-19-000003"),
        (7, "2019-01-01", "2019-12-31", 10.0, "0000000007-20-000001"),
    ]
    values = quarterly_flows(parse_frame(_frame("Revenues", rows), "test")).values
    assert values["value"].tolist() == [1.0, 2.0, 3.0, 4.0]
    assert values["origin"].tolist()[-1] == "difference"


def test_fiscal_year_that_ends_in_january_and_has_53_weeks():
    rows = [
        ("2017-01-29", "2017-04-29", 1.0, "0000000007-17-000001", "2017-06-01"),
        ("2017-01-29", "2017-07-29", 3.0, "0000000007-17-000002", "2017-09-01"),
        ("2017-01-29", "2017-10-28", 6.0, "0000000007-17-000003", "2017-12-01"),
        ("2017-01-29", "2018-02-03", 11.0, "0000000007-18-000001", "2018-03-20"),
    ]
    values = quarterly_flows(parse_concept(_concept(7, "Capex", rows), "USD", "test")).values
    assert values["value"].tolist() == [1.0, 2.0, 3.0, 5.0]


def test_a_year_alone_cannot_be_turned_into_quarters_and_is_counted():
    flows = quarterly_flows(
        parse_frame(_frame("Revenues", [(7, "2019-01-01", "2019-12-31", 10.0, "0000000007-20-000001")]), "t")
    )
    assert flows.values.empty
    assert flows.unusable == 1


def test_a_missing_quarter_inside_a_year_is_not_made_up():
    rows = [YEAR_TO_DATE[0], YEAR_TO_DATE[3]]
    flows = quarterly_flows(parse_concept(_concept(7, "Capex", rows), "USD", "test"))
    assert flows.values["value"].tolist() == [10.0]
    assert flows.unusable == 1


@given(quarters=st.lists(st.integers(-1000, 1000), min_size=4, max_size=4), reported=st.sets(st.integers(0, 3)))
def test_any_mix_of_quarters_and_year_to_date_gives_back_the_quarters(quarters, reported):
    starts = ["2019-01-01", "2019-04-01", "2019-07-01", "2019-10-01"]
    ends = ["2019-03-31", "2019-06-30", "2019-09-30", "2019-12-31"]
    rows = []
    for k in range(4):
        rows.append((starts[0], ends[k], float(sum(quarters[: k + 1])), f"0000000007-19-00000{k}", "2020-02-01"))
        if k in reported and k > 0:
            rows.append((starts[k], ends[k], float(quarters[k]), f"0000000007-19-00000{k}", "2020-02-01"))
    values = quarterly_flows(parse_concept(_concept(7, "Capex", rows), "USD", "test")).values
    assert values["value"].tolist() == [float(q) for q in quarters]


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_latest_filing_wins_whatever_the_order_and_is_counted(order):
    restated = ("2019-01-01", "2019-03-31", 12.0, "0000000007-20-000009", "2020-05-01")
    facts = parse_concept(_concept(7, "Capex", [*YEAR_TO_DATE, restated][order]), "USD", "test")
    flows = quarterly_flows(facts)
    assert flows.values["value"].tolist() == [12.0, 13.0, 20.0, 25.0]
    assert flows.superseded == 1


def test_identical_values_filed_again_do_not_count_as_restated():
    again = ("2019-01-01", "2019-03-31", 10.0, "0000000007-20-000009", "2020-05-01")
    kept, superseded = latest_filing(parse_concept(_concept(7, "Capex", [*YEAR_TO_DATE, again]), "USD", "test"))
    assert len(kept) == 4
    assert superseded == 0


def test_accession_orders_filings_across_the_century():
    rows = [(7, None, "1999-12-31", 1.0, "0000000007-99-000009"), (7, None, "1999-12-31", 2.0, "0000000007-01-000001")]
    kept, _ = latest_filing(parse_frame(_frame("Assets", rows), "test"))
    assert kept["value"].tolist() == [2.0]


@pytest.mark.parametrize("reply", [[], {}, {"data": []}, {"tag": "A", "data": [{"cik": 1}]}, {"tag": "A", "data": [3]}])
def test_frames_of_another_shape_are_refused(reply):
    with pytest.raises(MalformedReply, match="place"):
        parse_frame(reply, "place")


def test_concepts_without_the_unit_or_with_bad_dates_are_refused():
    with pytest.raises(MalformedReply, match="USD"):
        parse_concept({"cik": 1, "tag": "A", "units": {"EUR": []}}, "USD", "place")
    with pytest.raises(MalformedReply, match="place"):
        parse_concept(_concept(1, "A", [("2019-13-01", "2019-03-31", 1.0, "a", "2019-05-01")]), "USD", "place")


def _serve_panel(service):
    def put(taxonomy, tag, unit, period, rows):
        service.pages[f"/api/xbrl/frames/{taxonomy}/{tag}/{unit}/{period}.json"] = json.dumps(_frame(tag, rows, unit))

    ends = ["2019-03-31", "2019-06-30", "2019-09-30", "2019-12-31"]
    starts = ["2019-01-01", "2019-04-01", "2019-07-01", "2019-10-01"]
    for quarter in range(4):
        end = ends[quarter]
        accession = f"0000000007-19-00000{quarter}"
        if quarter < 3:
            for tag, value in (("OperatingIncomeLoss", -1.0 + quarter), ("Revenues", 10.0 + quarter)):
                put("us-gaap", tag, "USD", f"CY2019Q{quarter + 1}", [(7, starts[quarter], end, value, accession)])
        rows = [(7, None, end, 100.0 + quarter, accession)]
        put("us-gaap", "Assets", "USD", f"CY2019Q{quarter + 1}I", rows)
        put("us-gaap", "StockholdersEquity", "USD", f"CY2019Q{quarter + 1}I", rows)
    put(
        "us-gaap",
        "OperatingIncomeLoss",
        "USD",
        "CY2019",
        [(7, "2019-01-01", "2019-12-31", 5.0, "0000000007-20-000001")],
    )
    put("us-gaap", "Revenues", "USD", "CY2019", [(7, "2019-01-01", "2019-12-31", 46.0, "0000000007-20-000001")])
    put(
        "dei",
        "EntityCommonStockSharesOutstanding",
        "shares",
        "CY2019Q2I",
        [(7, None, "2019-04-25", 50.0, "0000000007-19-000000")],
    )
    tag = "PaymentsToAcquirePropertyPlantAndEquipment"
    service.pages[f"/api/xbrl/companyconcept/CIK0000000007/us-gaap/{tag}.json"] = json.dumps(
        _concept(7, tag, YEAR_TO_DATE)
    )


def test_panel_is_assembled_from_frames_and_concepts(service, store):
    _serve_panel(service)
    settings = EdgarSettings(2019, 2019, service.address, firms=(7,), tickers={7: "ABC"})
    panel = fetch_edgar_panel(store, settings)
    frame = panel.frame
    assert tuple(frame.columns) == NAMES
    assert frame["firm"].tolist() == ["ABC"] * 4
    assert frame["earnings"].tolist() == [-1.0, 0.0, 1.0, 5.0]
    assert frame["revenue"].tolist() == [10.0, 11.0, 12.0, 13.0]
    assert frame["capex"].tolist() == [10.0, 15.0, 20.0, 25.0]
    assert frame["assets"].tolist() == [100.0, 101.0, 102.0, 103.0]
    assert frame["shares"].iloc[0] == 50.0
    assert frame["price"].isna().all()
    assert panel.differenced == 5
    assert "us-gaap_SalesRevenueNet_USD_CY2019Q1.json" in panel.absent
    assert {agent for _, agent in service.seen} == {AGENT}


def test_firms_without_a_ticker_carry_their_number(service, store):
    _serve_panel(service)
    frame = fetch_edgar_panel(store, EdgarSettings(2019, 2019, service.address)).frame
    assert set(frame["firm"]) == {"CIK0000000007"}


def test_fresh_files_are_not_asked_for_again(service, store):
    _serve_panel(service)
    settings = EdgarSettings(2019, 2019, service.address)
    first = fetch_edgar_panel(store, settings)
    asked = len(service.seen)
    second = fetch_edgar_panel(store, settings)
    pd.testing.assert_frame_equal(first.frame, second.frame)
    # Pages that do not exist leave no file and are asked for again.
    assert len(service.seen) - asked == len(second.absent)


def test_nothing_served_is_an_error_that_names_the_years(service, store):
    with pytest.raises(NoFacts, match="2019"):
        fetch_edgar_panel(store, EdgarSettings(2019, 2019, service.address))


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
    for bad in ("<html>busy</html>", 500, 404):
        service.pages["/a.json"] = bad
        assert fetch_json(store, service.address + "/a.json", "a.json") == [1]
    assert len(store.notes) == 3
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


def test_period_names_are_those_of_the_service():
    assert frame_periods(2019, 2019, instant=False) == ["CY2019Q1", "CY2019Q2", "CY2019Q3", "CY2019Q4", "CY2019"]
    assert frame_periods(2019, 2019, instant=True)[0] == "CY2019Q1I"


def test_daily_prices_come_one_ticker_a_request_and_failures_are_named(service, store):
    service.pages["/d/abc.csv"] = "Date,Open,Close\n2019-03-28,1,10.0\n2019-03-29,1,11.0\n"
    service.pages["/d/bad.csv"] = "No data"
    prices, failures = fetch_prices(store, service.address + "/d/{ticker}.csv", ["ABC", "BAD", "GONE", "../up"])
    assert prices["close"].tolist() == [10.0, 11.0]
    assert set(failures) == {"BAD", "GONE", "../up"}
    panel = pd.DataFrame({"firm": ["ABC", "ABC"], "date": pd.to_datetime(["2019-03-31", "2019-06-30"])})
    filled = with_prices(panel, prices)["price"]
    assert filled.iloc[0] == 11.0
    assert np.isnan(filled.iloc[1])


def test_price_file_prefers_the_adjusted_close(tmp_path):
    path = tmp_path / "prices.csv"
    path.write_text("Ticker,Date,Close,Adj Close\nabc,2019-03-29,20,10\nabc,not a date,1,1\n")
    prices = read_price_file(path)
    quarters = pd.DataFrame({"ticker": ["ABC"], "date": pd.to_datetime(["2019-03-31"])}, index=[7])
    assert quarter_prices(prices, quarters).to_dict() == {7: 10.0}
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InvalidFirmFile, match="ticker, date, close"):
        read_price_file(path)


def _panel_settings(service, tmp_path, **changes):
    return {
        "user_agent": AGENT,
        "first_year": 2019,
        "last_year": 2019,
        "address": service.address,
        "store": str(tmp_path / "store"),
        "firms": [7],
        "tickers": {"abc": 7},
        **changes,
    }


# The service's limit on requests makes this slow.
@pytest.mark.slow
def test_pulled_panel_has_prices_of_a_file_and_counts_what_rules_touched(service, tmp_path):
    _serve_panel(service)
    closes = "ticker,date,close\nABC,2019-03-29,20\nABC,2019-06-28,21\n"
    (tmp_path / "closes.csv").write_text(closes)
    settings = _panel_settings(service, tmp_path, price_file=str(tmp_path / "closes.csv"))
    frame, counts = pull_edgar(settings, logging.getLogger("test"))
    assert frame["price"].tolist()[:2] == [20.0, 21.0]
    assert frame["price"].isna().tolist() == [False, False, True, True]
    assert counts["quarter obtained as a difference of spans"] == 5


# The service's limit on requests makes this slow.
@pytest.mark.slow
def test_pulled_panel_asks_for_prices_by_ticker_and_warns_of_those_it_lacks(service, tmp_path, caplog):
    _serve_panel(service)
    service.pages["/prices/abc.csv"] = "Date,Close\n2019-03-29,20\n"
    settings = _panel_settings(service, tmp_path, price_address=service.address + "/prices/{ticker}.csv")
    settings["tickers"]["NONE"] = 8
    with caplog.at_level(logging.WARNING):
        frame, _ = pull_edgar(settings, logging.getLogger("test"))
    assert frame["price"].iloc[0] == 20.0
    assert "no prices of NONE" in caplog.text


def test_pulled_panel_needs_prices_from_somewhere(service, tmp_path):
    with pytest.raises(InvalidFirmFile, match="price_file or price_address"):
        pull_edgar(_panel_settings(service, tmp_path), logging.getLogger("test"))
    assert service.seen == []


def test_tickers_that_yaml_takes_for_truth_values_are_refused(service, tmp_path):
    settings = _panel_settings(service, tmp_path, price_file="closes.csv", tickers={True: 7})
    with pytest.raises(InvalidFirmFile, match="quotes around tickers such as ON"):
        pull_edgar(settings, logging.getLogger("test"))
