"""Replies recorded from the live services are read as they were meant."""

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


@pytest.fixture
def recorded(external_data: Path) -> Path:
    return external_data / "recorded"


def line(table: str, number: int, description: str) -> SeriesInfo:
    bea = BeaLine("NIPA", table, number, description)
    return SeriesInfo("X", "x", "millions of dollars", "Q", "SA", "mean", "x", "x", bea=bea, plausible=ANYTHING)


def test_the_old_header_of_fred_is_read(catalogue, recorded):
    body = (recorded / "fredgraph_A464RC1Q027SBEA_2017.csv").read_bytes()
    series = check_fred(body, catalogue.series["A464RC1Q027SBEA"], catalogue.code_of)
    assert (str(series.index[0]), series.iloc[0], series.iloc[-1], len(series)) == ("1947Q1", 30.7, 31.4, 8)


def test_the_new_header_of_fred_is_read(catalogue, recorded):
    body = (recorded / "fredgraph_GDPC1_2026_head.csv").read_bytes()
    info = SeriesInfo("GDPC1", "x", "x", "Q", "SAAR", "mean", "x", "x", fred="GDPC1", plausible=ANYTHING)
    assert check_fred(body, info, catalogue.code_of).to_list() == [2182.681, 2176.892]


@pytest.mark.parametrize(("name", "first"), [("20080430", 11658.9), ("20260801", 16809.587)])
def test_a_vintage_download_is_read_as_its_series(catalogue, recorded, name, first):
    body = (recorded / f"alfredgraph_GDPC1_{name}.csv").read_bytes()
    series = parse_series(body, "file", "x", catalogue.series["GDPC1"], catalogue.code_of)
    assert (str(series.index[0]), series.iloc[0], len(series)) == ("2007Q3", first, 3)


def test_a_daily_series_with_blank_holidays_is_refused_for_its_frequency(catalogue, recorded):
    body = (recorded / "fredgraph_DGS10_2026_missing_is_blank.csv").read_bytes()
    info = SeriesInfo("DGS10", "x", "x", "M", "NSA", "mean", "x", "x", fred="DGS10", plausible=ANYTHING)
    with pytest.raises(PullFailed, match="more than one value a month"):
        check_fred(body, info, {"dgs10": "DGS10"})


def test_the_bea_reply_is_read_with_its_commas_and_units(recorded):
    body = (recorded / "bea_api_getdata_nipa_T20305_Q_2015_rebuilt.json").read_bytes()
    series = parse_bea(body, line("T20305", 1, "Personal consumption expenditures"))
    assert list(series.index.astype(str)) == ["2015Q1", "2015Q2"]
    assert series.to_list() == [12_119_763.0, 12_264_140.0]


def test_the_error_of_a_bad_key_with_http_200_is_an_error(recorded):
    body = (recorded / "bea_api_error_bad_userid_http200.json").read_bytes()
    with pytest.raises(PullFailed, match="Invalid Request - Invalid API UserId"):
        parse_bea(body, line("U001B", 1, "Manufacturing"))


def test_a_reply_of_another_dataset_is_refused(recorded):
    body = (recorded / "bea_api_getdata_regional.json").read_bytes()
    with pytest.raises(PullFailed, match="lack TableName or LineNumber"):
        parse_bea(body, line("U001B", 1, "Manufacturing"))


def test_fred_json_of_its_other_interface_is_not_taken_for_csv(catalogue, recorded):
    body = (recorded / "fred_api_series_observations_GDPC1_2023.json").read_bytes()
    info = SeriesInfo("GDPC1", "x", "x", "Q", "SAAR", "mean", "x", "x", fred="GDPC1", plausible=ANYTHING)
    with pytest.raises(PullFailed, match="the header is"):
        check_fred(body, info, catalogue.code_of)


def test_every_table_that_the_catalogue_names_exists(catalogue, recorded):
    register = (recorded / "bea_niunderlyingdetail_tables.csv").read_text(encoding="utf-8")
    names = {row.split(",", 1)[0] for row in register.splitlines()[1:]}
    wanted = {info.bea.table for info in catalogue.series.values() if info.bea}
    assert wanted == {"U001A2", "U001B", "U002AU", "U002BU", "U004A3", "U004B3"}
    assert wanted <= names


def test_a_recorded_page_passes_through_the_whole_pull(server, live, recorded):
    body = (recorded / "fredgraph_A464RC1Q027SBEA_2017.csv").read_bytes()
    server.answer = lambda _: Reply(body)
    puller = live()
    puller = live(live={**vars(puller.options.live), "minimum_values": 8})
    content, record = pull_live(puller, "A464RC1Q027SBEA", "fred")
    assert content.decode() == body.decode().replace("DATE,A464RC1Q027SBEA", "date,value")
    assert record.origin.endswith("?id=A464RC1Q027SBEA")
    assert json.loads((puller.store / "A464RC1Q027SBEA.json").read_text())["sha256"] == record.sha256
