"""From a source to the table of series and the record of where each came from."""

import logging
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from frictions.data.files import sha256_of, write_atomically
from frictions.data.layout import BadSeriesFile
from frictions.data.live import pull_fred_qd
from frictions.data.plan import series_needed
from frictions.data.provenance import write_provenance
from frictions.data.pull import MissingPull, assemble_series, pull_series
from frictions.data.pulls import Pull, plan_pulls
from frictions.data.readers import read_series
from frictions.data.settings import load_settings
from frictions.data.store_format import write_series
from tests.data.conftest import Reply
from tests.data.test_live_sources import QD_CODES, qd_body

LOG = logging.getLogger("frictions.test")


@pytest.fixture
def folder(catalogue, project, tmp_path) -> Path:
    """Every embedded series from 1990 to 2016 in its native frequency, as a user's own folder."""
    for code in catalogue.embedded:
        series = read_series(
            project / f"data/vintages/gretl-2022c/{code}.csv", catalogue.series[code], catalogue.code_of
        )
        write_series(series.loc["1990":"2016"], tmp_path / "in" / f"{code}.csv")
    return tmp_path / "in"


def pull_all(catalogue, settings, output: Path):
    planned = plan_pulls(catalogue, settings)
    pulled = {}
    for code, pull in planned.pulls.items():
        content, record = pull_series(catalogue, pull, load_settings(settings), LOG)
        pulled[code] = output / f"{code}.csv"
        write_atomically(pulled[code], content)
        write_provenance(record, pulled[code].with_suffix(".json"))
    return planned, pulled


def test_the_table_holds_every_series_quarterly_and_the_record_its_checksum(catalogue, folder, tmp_path):
    settings = {"source": "directory", "directory": str(folder)}
    planned, pulled = pull_all(catalogue, settings, tmp_path / "pulled")
    table, records = assemble_series(catalogue, planned.plan, pulled)
    assert list(table) == list(records) == list(series_needed(planned.plan))
    assert (table.index.name, str(table.index[0]), str(table.index[-1])) == ("quarter", "1990Q1", "2016Q4")
    monthly = pd.read_csv(folder / "FEDFUNDS.csv")["value"].to_numpy()
    np.testing.assert_allclose(table["FEDFUNDS"], monthly.reshape(-1, 3).mean(axis=1), rtol=1e-14)
    for code, record in records.items():
        assert record["sha256"] == sha256_of(pulled[code].read_bytes())
        assert {"source", "vintage", "sha256", "retrieved", "rights", "exact", "reason"} <= set(record)
        assert record["exact"] == (record["reason"] == "")
    assert records["FEDFUNDS"]["aggregation"] == "mean"
    assert records["GDPC1"]["aggregation"] == "none"


def test_pulling_twice_gives_the_same_bytes(catalogue, folder, tmp_path):
    settings = {"source": "directory", "directory": str(folder)}
    _, first = pull_all(catalogue, settings, tmp_path / "one")
    _, second = pull_all(catalogue, settings, tmp_path / "two")
    for code in first:
        assert first[code].read_bytes() == second[code].read_bytes()
        assert first[code].with_suffix(".json").read_bytes() == second[code].with_suffix(".json").read_bytes()


def test_a_bad_value_stops_the_pull_with_its_name(catalogue, folder):
    path = folder / "PPIACO.csv"
    path.write_text(path.read_text().replace("1995-05-01,", "1995-05-01,about "))
    settings = {"source": "directory", "directory": str(folder)}
    pull = plan_pulls(catalogue, settings).pulls["PPIACO"]
    with pytest.raises(BadSeriesFile, match=r"PPIACO\.csv: series PPIACO: 1995-05-01: 'about"):
        pull_series(catalogue, pull, load_settings(settings), LOG)


def test_a_series_that_was_not_pulled_is_named(catalogue, folder, tmp_path):
    planned, pulled = pull_all(catalogue, {"source": "directory", "directory": str(folder)}, tmp_path / "pulled")
    del pulled["M2SL"]
    with pytest.raises(MissingPull, match="series M2SL"):
        assemble_series(catalogue, planned.plan, pulled)


def test_a_live_pull_writes_the_stored_copy_and_says_when_it_is_stale(server, live, catalogue, tmp_path):
    puller = live()
    body = qd_body()
    server.answer = lambda _: Reply(body)
    for stale in (False, True):
        content, record = pull_fred_qd(puller, QD_CODES)
        write_atomically(tmp_path / "fred_qd.csv", content)
        write_provenance(record, tmp_path / "fred_qd.json")
        pull = Pull("CMRMTSPL", "fred_qd", str(tmp_path / "fred_qd.csv"))
        series, own = pull_series(catalogue, pull, puller.options, LOG)
        assert series.startswith(b"date,value\n1959-01-01,285000.0\n")
        assert (own.stale is not None) is stale
        assert own.sha256 == sha256_of(series)
        server.answer = lambda _: Reply(status=500)


def test_a_pure_revision_changes_some_series_and_leaves_the_others_byte_for_byte(catalogue, external_data, tmp_path):
    folder = external_data / "macro" / "fredqd"
    pulled = {}
    for vintage in ("v2020-02", "v2020-04"):
        settings = {"source": "directory", "directory": str(folder), "vintage": vintage}
        pulled[vintage] = pull_all(catalogue, settings, tmp_path / vintage)[1]
    same = {
        code for code, path in pulled["v2020-02"].items() if path.read_bytes() == pulled["v2020-04"][code].read_bytes()
    }
    assert {"GDPC1", "FEDFUNDS", "NONBORRES"} <= same
    assert same.isdisjoint({"ULCNFB", "PPIACO", "M2REAL"})
