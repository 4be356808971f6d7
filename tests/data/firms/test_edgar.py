"""A firm panel from the open data of the Securities and Exchange Commission, served on a loopback server."""

import json
import logging

import pandas as pd
import pytest

from frictions.data.firms.edgar import EdgarSettings, NoFacts, fetch_edgar_panel, frame_periods
from frictions.data.firms.edgar_pull import pull_edgar
from frictions.data.firms.schema import NAMES, InvalidFirmFile
from tests.data.firms.conftest import AGENT
from tests.data.firms.service_replies import YEAR_TO_DATE, concept_reply, frame_reply


def _serve_panel(service):
    def put(taxonomy, tag, unit, period, rows):
        service.pages[f"/api/xbrl/frames/{taxonomy}/{tag}/{unit}/{period}.json"] = json.dumps(
            frame_reply(tag, rows, unit)
        )

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
        concept_reply(7, tag, YEAR_TO_DATE)
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


def test_period_names_are_those_of_the_service():
    assert frame_periods(2019, 2019, instant=False) == ["CY2019Q1", "CY2019Q2", "CY2019Q3", "CY2019Q4", "CY2019"]
    assert frame_periods(2019, 2019, instant=True)[0] == "CY2019Q1I"


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
