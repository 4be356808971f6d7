"""Files of series: what is written comes back exactly, and every defect is named."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.directory import AmbiguousSeries, NoSuchDirectory, directory_index
from frictions.data.files import write_atomically
from frictions.data.layout import BadSeriesFile
from frictions.data.plan import series_needed
from frictions.data.provenance import BadProvenance, describe, read_provenance, write_provenance
from frictions.data.pulls import plan_pulls
from frictions.data.readers import parse_series, read_series, to_quarterly
from frictions.data.store_format import series_bytes, write_series

FLOATS = st.floats(allow_nan=False, allow_infinity=False, width=64)


def parse(text: str, catalogue, code: str = "FEDFUNDS", **options) -> pd.Series:
    return parse_series(text.encode(), "file.csv", code, catalogue.series[code], catalogue.code_of, **options)


@given(values=st.lists(FLOATS | st.none(), min_size=2, max_size=40), start=st.integers(0, 600), quarterly=st.booleans())
def test_a_stored_series_comes_back_bit_for_bit(catalogue, values, start, quarterly):
    values = [1.5, *values, -2.5]
    frequency = "Q" if quarterly else "M"
    index = pd.period_range(
        pd.Period("1900-01", freq="M").asfreq(frequency) + start, periods=len(values), freq=frequency
    )
    series = pd.Series([np.nan if v is None else v for v in values], index=index, dtype=float)
    back = parse(series_bytes(series).decode(), catalogue)
    assert back.index.equals(index)
    np.testing.assert_array_equal(back.to_numpy(), series.to_numpy())
    assert series_bytes(back) == series_bytes(series)


@pytest.mark.parametrize(
    "text",
    [
        "date,value\n1990-01-01,8.23\n1990-02-01,8.24\n",
        "DATE,FEDFUNDS\n1990-01-01,8.23\n1990-02-01,8.24\n",
        "observation_date,FEDFUNDS\n1990-01-01,8.23\n1990-02-01,8.24\n1990-03-01,\n",
        '"Date","FEDFUNDS"\n1989-12-01,.\n1990-01-01,8.23\n1990-02-01,8.24\n',
        "\ufeffDATE,FEDFUNDS\r\n1990-01-01,8.23\r\n1990-02-01,8.24\r\n",
        "observation_date,FEDFUNDS_20080430\n1990-01-01,8.23\n1990-02-01,8.24\n",
        "date,GDPC1,fedfunds,OTHER\n1990-01-01,1,8.23,x\n1990-02-01,2,8.24,y\n",
        "sasdate,FEDFUNDS,M2SL\nTransform:,2,6\n1/1/1990,8.23,5\n2/1/1990,8.24,6\n,,\n",
        "date,value\n1990-02,8.24\n1990-01,8.23\n",
    ],
)
def test_every_known_layout_gives_the_same_series(catalogue, text):
    series = parse(text, catalogue)
    assert list(series.index.astype(str)) == ["1990-01", "1990-02"]
    assert series.to_list() == [8.23, 8.24]


def test_fred_qd_dates_are_the_last_month_of_the_quarter(catalogue):
    text = "sasdate,FEDFUNDS,CMRMTSPLx\nfactors,0,1\ntransform,2,5\n3/1/1959,2.57,9\n6/1/1959,3.08,8\n"
    series = parse(text, catalogue, "CMRMTSPL")
    assert list(series.index.astype(str)) == ["1959Q1", "1959Q2"]
    assert series.to_list() == [9.0, 8.0]


@pytest.mark.parametrize("text", ["1970Q1", "1970-Q1", "1970:Q1", "1970q1", "1970.Q1"])
def test_quarters_may_be_written_as_text(catalogue, text):
    series = parse(f"quarter,GDPC1\n{text},1\n1970Q2,2\n", catalogue, "GDPC1")
    assert str(series.index[0]) == "1970Q1"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("date,value\n1990-01-01,8.2\n1990-02-01,n/a\n", r"FEDFUNDS: 1990-02-01: 'n/a' is not a number"),
        ("date,value\n1990-01-01,8.2\n1990-02-01,1_000\n", "'1_000' is not a number"),
        ("date,value\n1990-01-01,8.2\n1990-02-01,inf\n", "'inf' is not a number"),
        ("date,value\n1990-01-01,8.2\n1990-02-01,1e999\n", "'1e999' is not a number"),
        ('date,value\n1990-01-01,8.2\n1990-02-01,"1,000"\n', "'1,000' is not a number"),
        (
            "date,value\n1990-01-01,1\n1990-02-01,2\n1990-04-01,3\n",
            "FEDFUNDS: gap: nothing for 1990-03 after 1990-02-01",
        ),
        ("date,value\n1990Q1,1\n1990Q2,2\n1990Q4,3\n", "gap: nothing for 1990Q3"),
        ("date,value\n1990-01-01,1\n1990-02-01,2\n1990-02-01,2\n", "FEDFUNDS: 1990-02-01 is there twice"),
        ("date,value\n1990-01-01,1\n1991-01-01,2\n", "FEDFUNDS is not monthly or quarterly"),
        ("date,value\n1990-01-01,1\n1990-01-02,2\n", "more than one value a month"),
        ("date,value\n1990-01-01,1\nsoon,2\n", "line 3: 'soon' is not a date"),
        ("date,value\n1990-13-01,1\n", "is not a date"),
        ("date,value\n1990-01-01,1\n1990-02-01\n", "line 3 has 1 cells, the header 2"),
        ("date,value\n1990-01-01,.\n", "has no values"),
        ("date,value\n", "has no values"),
        ("", "holds no series FEDFUNDS"),
        ("date,M2SL\n1990-01-01,1\n", "holds no series FEDFUNDS"),
        ("<!DOCTYPE html><html></html>", "holds no series FEDFUNDS"),
        ("date,FEDFUNDS,fedfunds\n1990-01-01,1,1\n", "two columns hold series FEDFUNDS"),
    ],
)
def test_a_defect_is_one_line_that_names_file_and_series(catalogue, text, complaint):
    with pytest.raises(BadSeriesFile, match=complaint) as caught:
        parse(text, catalogue)
    assert str(caught.value).startswith("file.csv")
    assert "\n" not in str(caught.value)


def test_a_quarterly_series_in_monthly_values_is_refused(catalogue):
    with pytest.raises(BadSeriesFile, match="GDPC1 is monthly here"):
        parse("date,value\n1990-01-01,1\n1990-02-01,2\n", catalogue, "GDPC1")


def test_a_quarterly_series_among_monthly_rows_is_found(catalogue):
    rows = "".join(f"1990-{m:02d}-01,{m if m % 3 == 1 else ''}\n" for m in range(1, 13))
    assert parse(f"date,value\n{rows}", catalogue, "GDPC1").to_list() == [1.0, 4.0, 7.0, 10.0]


def test_bytes_that_are_not_text_are_refused(catalogue):
    with pytest.raises(BadSeriesFile, match="not readable as CSV text"):
        parse_series(b"\xff\xfe\x00d", "file.csv", "GDPC1", catalogue.series["GDPC1"], catalogue.code_of)


def test_dates_out_of_order_are_sorted_unless_order_is_asked_for(catalogue):
    text = "date,value\n1990-02-01,2\n1990-01-01,1\n"
    assert parse(text, catalogue).to_list() == [1.0, 2.0]
    with pytest.raises(BadSeriesFile, match="1990-01-01 comes after 1990-02-01"):
        parse(text, catalogue, ascending=True)


@given(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=60), st.integers(0, 11))
def test_quarterly_means_use_complete_quarters_only(values, offset):
    index = pd.period_range(pd.Period("1990-01", freq="M") + offset, periods=len(values), freq="M")
    monthly = pd.Series(values, index=index)
    quarterly = to_quarterly(monthly, "mean")
    groups = monthly.groupby(monthly.index.asfreq("Q"))
    complete = groups.mean()[groups.count() == 3]
    assert list(quarterly.index) == list(complete.index)
    np.testing.assert_allclose(quarterly, complete, atol=1e-8)
    last = to_quarterly(monthly, "last")
    np.testing.assert_array_equal(last, groups.last()[groups.count() == 3])


def test_a_missing_month_leaves_its_quarter_missing():
    index = pd.period_range("1990-01", periods=9, freq="M")
    monthly = pd.Series([1, 2, 3, 4, np.nan, 6, 7, 8, 9], index=index, dtype=float)
    np.testing.assert_array_equal(to_quarterly(monthly, "mean").to_numpy(), [2.0, np.nan, 8.0])
    np.testing.assert_array_equal(to_quarterly(monthly, "last").to_numpy(), [3.0, np.nan, 9.0])


def test_an_interrupted_write_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    write_atomically(path, b"good")

    def fail(_):
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"half")
    assert path.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [path]


def test_provenance_comes_back_as_written_and_a_damaged_one_is_named(catalogue, tmp_path):
    record = describe(
        catalogue.series["GDPC1"],
        b"x",
        source="directory",
        origin="here.csv",
        units="billions of dollars",
        frequency="Q",
    )
    write_provenance(record, tmp_path / "a.json")
    assert read_provenance(tmp_path / "a.json") == record
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(BadProvenance, match=r"a\.json"):
        read_provenance(tmp_path / "a.json")


def index_of(catalogue, *paths, vintage=None):
    return directory_index(list(paths), vintage, catalogue.code_of)


def test_a_folder_is_searched_on_its_top_level_and_other_files_are_left_alone(catalogue, tmp_path, write_csv):
    write_csv("in/FEDFUNDS.csv", "date,value\n1990-01-01,1\n")
    write_csv("in/gdp.csv", "DATE,GDP\n1990-01-01,1\n")
    write_csv("in/sectors.csv", "quarter,manufacturing_sic\n1990Q1,1\n")
    write_csv("in/series.csv", "series,freq\nGDP,Q\n")
    write_csv("in/notes.txt", "date,GDPC1\n")
    write_csv("in/deeper/GDPC1.csv", "date,value\n1990-01-01,1\n")
    assert index_of(catalogue, tmp_path / "in").available == {"FEDFUNDS", "GDP"}


def test_earlier_entries_win(catalogue, tmp_path, write_csv):
    first = write_csv("first.csv", "quarter,GDP,GDPC1\n1990Q1,1,1\n")
    write_csv("in/GDP.csv", "date,value\n1990-01-01,2\n")
    assert index_of(catalogue, first, tmp_path / "in").path_of("GDP") == first
    assert index_of(catalogue, tmp_path / "in", first).path_of("GDP") == tmp_path / "in" / "GDP.csv"


def test_two_files_that_disagree_are_both_named_and_never_chosen_between(catalogue, tmp_path, write_csv):
    write_csv("in/qd_2020-02.csv", "quarter,GDP,GDPC1\n1990Q1,1,7\n1990Q2,2,7\n")
    write_csv("in/qd_2020-04.csv", "quarter,GDP,GDPC1\n1990Q1,1,7\n1990Q2,3,7\n")
    index = index_of(catalogue, tmp_path / "in")
    assert index.path_of("GDPC1").name == "qd_2020-02.csv"
    with pytest.raises(AmbiguousSeries, match=r"GDP: .*qd_2020-02\.csv and qd_2020-04\.csv differ.*data\.vintage"):
        index.path_of("GDP")
    assert index_of(catalogue, tmp_path / "in", vintage="2020-04").path_of("GDP").name == "qd_2020-04.csv"


def test_a_longer_span_counts_as_a_disagreement(catalogue, tmp_path, write_csv):
    write_csv("in/a.csv", "DATE,GDP\n1990-01-01,1\n")
    write_csv("in/b.csv", "DATE,GDP\n1990-01-01,1.0\n1990-04-01,2\n")
    with pytest.raises(AmbiguousSeries, match="only one goes on to 1990-04-01"):
        index_of(catalogue, tmp_path / "in").path_of("GDP")


def test_choosing_a_vintage_never_borrows_from_another_one(catalogue, tmp_path, write_csv):
    write_csv("in/qd_2018.csv", "quarter,GDP,M2SL\n1990Q1,1,5\n")
    write_csv("in/qd_2020.csv", "quarter,GDP,GDPC1\n1990Q1,1,7\n")
    write_csv("in/FEDFUNDS.csv", "date,value\n1990-01-01,1\n")
    index = index_of(catalogue, tmp_path / "in", vintage="2020")
    assert index.available == {"GDP", "GDPC1", "FEDFUNDS"}


def test_missing_folders_empty_folders_and_unknown_vintages_are_named(catalogue, tmp_path, write_csv):
    (tmp_path / "empty").mkdir()
    write_csv("in/GDP.csv", "date,value\n1990-01-01,2\n")
    other = write_csv("other.csv", "a,b\n1,2\n")
    with pytest.raises(NoSuchDirectory, match="nowhere does not exist"):
        index_of(catalogue, tmp_path / "nowhere")
    with pytest.raises(NoSuchDirectory, match=r"no file in .*empty"):
        index_of(catalogue, tmp_path / "empty")
    with pytest.raises(NoSuchDirectory, match=r"data\.vintage.*2099"):
        index_of(catalogue, tmp_path / "in", vintage="2099")
    with pytest.raises(BadSeriesFile, match=r"other\.csv: it holds no series"):
        index_of(catalogue, other)
    with pytest.raises(NoSuchDirectory, match=r"data\.directory"):
        index_of(catalogue)


def test_a_series_is_read_from_the_file_that_the_plan_names(catalogue, tmp_path):
    index = pd.period_range("1970Q1", periods=8, freq="Q")
    for n, code in enumerate(catalogue.embedded):
        write_series(pd.Series(np.arange(8.0) + n, index=index), tmp_path / f"{code}.csv")
    planned = plan_pulls(catalogue, {"source": "directory", "directory": str(tmp_path)})
    assert set(planned.pulls) == set(series_needed(planned.plan))
    for n, code in enumerate(catalogue.embedded):
        if code in planned.pulls:
            from pathlib import Path

            series = read_series(Path(planned.pulls[code].path), catalogue.series[code], catalogue.code_of)
            assert series.iloc[0] == n


def test_the_real_folders_give_up_their_series(catalogue, external_data):
    macro = external_data / "macro"
    for path in (macro, macro / "var_inputs_quarterly.csv"):
        planned = plan_pulls(catalogue, {"source": "directory", "directory": str(path)})
        assert {pull.path for pull in planned.pulls.values()} == {str(macro / "var_inputs_quarterly.csv")}
    with pytest.raises(AmbiguousSeries, match="fredqd_"):
        plan_pulls(catalogue, {"source": "directory", "directory": str(macro / "fredqd")})
