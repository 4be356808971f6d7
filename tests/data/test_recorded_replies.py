"""Replies of the services are read as meant; the files of `recorded/` have their shapes and invented values."""

import json
from pathlib import Path

import pytest

from frictions.data.bea import parse_bea
from frictions.data.catalogue import BeaLine, SeriesInfo
from frictions.data.fred import check_fred
from frictions.data.http import PullFailed
from frictions.data.live import pull_live
from frictions.data.readers import parse_series
from tests.data.conftest import ANYTHING, Reply

RECORDED = Path(__file__).with_name("recorded")
GDP = SeriesInfo("GDPC1", "x", "x", "Q", "SAAR", "mean", "x", "x", fred="GDPC1", plausible=ANYTHING)
DAILY = SeriesInfo("DGS10", "x", "x", "M", "NSA", "mean", "x", "x", fred="DGS10", plausible=ANYTHING)


def line(table: str, number: int, description: str) -> SeriesInfo:
    bea = BeaLine("NIPA", table, number, description)
    return SeriesInfo("X", "x", "millions of dollars", "Q", "SA", "mean", "x", "x", bea=bea, plausible=ANYTHING)


def reply(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


def test_the_old_header_of_fred_is_read(catalogue):
    series = check_fred(reply("fredgraph_old_header.csv"), catalogue.series["A464RC1Q027SBEA"], catalogue.code_of)
    assert (str(series.index[0]), series.iloc[0], series.iloc[-1]) == ("1947Q1", 20.1, 20.8)
    assert (len(series.dropna()), series.loc["1947Q2"]) == (7, 20.2)


def test_the_new_header_of_fred_is_read(catalogue):
    assert check_fred(reply("fredgraph_new_header.csv"), GDP, catalogue.code_of).to_list() == [2001.25, 2002.5]


@pytest.mark.parametrize(("name", "first"), [("20080430", 11001.5), ("20260801", 16001.125)])
def test_a_vintage_download_is_read_as_its_series(catalogue, name, first):
    body = reply(f"alfredgraph_{name}.csv")
    series = parse_series(body, "file", "x", catalogue.series["GDPC1"], catalogue.code_of)
    assert (str(series.index[0]), series.iloc[0], len(series)) == ("2007Q3", first, 3)


def test_a_daily_series_with_blank_holidays_is_refused_for_its_frequency():
    with pytest.raises(PullFailed, match="more than one value a month"):
        check_fred(reply("fredgraph_daily_blank_holiday.csv"), DAILY, {"dgs10": "DGS10"})


def test_the_bea_reply_is_read_with_its_commas_and_units():
    body = reply("bea_nipa_quarterly.json")
    series = parse_bea(body, line("T20305", 1, "Personal consumption expenditures"))
    assert list(series.index.astype(str)) == ["2015Q1", "2015Q2"]
    assert series.to_list() == [12_001_234.0, 12_002_345.0]


def test_a_value_that_the_bea_does_not_give_is_missing():
    series = parse_bea(reply("bea_nipa_quarterly.json"), line("T20305", 2, "Goods"))
    assert series.dropna().to_dict() == {series.index[0]: 4_000_111.0}


def test_the_error_of_a_bad_key_with_http_200_is_an_error():
    with pytest.raises(PullFailed, match="Invalid Request - Invalid API UserId"):
        parse_bea(reply("bea_error_with_http_200.json"), line("U001B", 1, "Manufacturing"))


def test_a_reply_of_another_dataset_is_refused():
    with pytest.raises(PullFailed, match="lack TableName or LineNumber"):
        parse_bea(reply("bea_regional.json"), line("U001B", 1, "Manufacturing"))


def test_fred_json_of_its_other_interface_is_not_taken_for_csv(catalogue):
    with pytest.raises(PullFailed, match="the header is"):
        check_fred(reply("fred_api_observations.json"), GDP, catalogue.code_of)


def test_a_page_passes_through_the_whole_pull(server, live):
    body = reply("fredgraph_old_header.csv")
    server.answer = lambda _: Reply(body)
    puller = live()
    puller = live(live={**vars(puller.options.live), "minimum_values": 7})
    content, record = pull_live(puller, "A464RC1Q027SBEA", "fred")
    assert content.decode().splitlines()[:2] == ["date,value", "1947-01-01,20.1"]
    assert record.origin.endswith("?id=A464RC1Q027SBEA")
    assert json.loads((puller.store / "A464RC1Q027SBEA.json").read_text())["sha256"] == record.sha256


def test_replies_that_others_recorded_are_read_too(catalogue, external_data):
    recorded = external_data / "recorded"

    def body(name: str) -> bytes:
        return (recorded / name).read_bytes()

    profits = catalogue.series["A464RC1Q027SBEA"]
    series = check_fred(body("fredgraph_A464RC1Q027SBEA_2017.csv"), profits, catalogue.code_of)
    assert (str(series.index[0]), series.iloc[0], series.iloc[-1], len(series)) == ("1947Q1", 30.7, 31.4, 8)
    head = check_fred(body("fredgraph_GDPC1_2026_head.csv"), GDP, catalogue.code_of)
    assert head.to_list() == [2182.681, 2176.892]
    for vintage in ("20080430", "20260801"):
        download = body(f"alfredgraph_GDPC1_{vintage}.csv")
        series = parse_series(download, "file", "x", catalogue.series["GDPC1"], catalogue.code_of)
        assert (str(series.index[0]), len(series)) == ("2007Q3", 3)
    spending = line("T20305", 1, "Personal consumption expenditures")
    assert parse_bea(body("bea_api_getdata_nipa_T20305_Q_2015_rebuilt.json"), spending).to_list() == [
        12_119_763.0,
        12_264_140.0,
    ]
    with pytest.raises(PullFailed, match="Invalid API UserId"):
        parse_bea(body("bea_api_error_bad_userid_http200.json"), spending)
    with pytest.raises(PullFailed, match="lack TableName or LineNumber"):
        parse_bea(body("bea_api_getdata_regional.json"), spending)
    with pytest.raises(PullFailed, match="more than one value a month"):
        check_fred(body("fredgraph_DGS10_2026_missing_is_blank.csv"), DAILY, {"dgs10": "DGS10"})


def test_every_table_that_the_catalogue_names_exists(catalogue, external_data):
    register = (external_data / "recorded/bea_niunderlyingdetail_tables.csv").read_text(encoding="utf-8")
    names = {row.split(",", 1)[0] for row in register.splitlines()[1:]}
    wanted = {info.bea.table for info in catalogue.series.values() if info.bea}
    assert wanted == {"U001A2", "U001B", "U002AU", "U002BU", "U004A3", "U004B3"}
    assert wanted <= names
