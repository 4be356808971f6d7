"""Workbooks and files of Stata and Parquet, made by the libraries that write them: each gives the same series."""

import datetime
import io
import re
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.directory import directory_index
from frictions.data.file_tables import SUFFIXES
from frictions.data.forms import UNSTATED, load_forms
from frictions.data.layout import BadSeriesFile
from frictions.data.readers import parse_series, read_file

QUARTERS = pd.period_range("1970Q1", "1971Q2", freq="Q")
GDP = pd.Series([4251.5, 4261.2, 4302.1, np.nan, 4382.4, 4395.0], index=QUARTERS, name="GDPC1")
TEXTS = [f"{q.year}q{q.quarter}" for q in QUARTERS]
STARTS = [quarter.start_time.to_pydatetime() for quarter in QUARTERS]
BLANK = [None if np.isnan(value) else value for value in GDP]


def workbook(**sheets):
    """Bytes of a workbook with the given rows on each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def written(write):
    stream = io.BytesIO()
    write(stream)
    return stream.getvalue()


NOTES = [["FRED Graph Observations"], ["Federal Reserve Economic Data"], [], ["GDPC1", "Real Gross Domestic Product"]]
COLUMNS = [["observation_date", "GDPC1"], *map(list, zip(STARTS, BLANK, strict=True))]
BEA_HEAD = [["Table 1.1.6. Real Gross Domestic Product"], ["[Billions of chained dollars]"], ["Quarterly data"], []]
BEA_LINES = [["1", "Gross domestic product", *BLANK], ["2", "Goods", *[1.0] * 6], ["3", "Goods", *[2.0] * 6]]
FRAME = GDP.to_frame()

FORMS = {
    "FRED: notes above": workbook(data=[*NOTES, [], *COLUMNS]),
    "FRED: a sheet of notes": workbook(README=NOTES, Quarterly=COLUMNS),
    "pandas to_excel": written(lambda stream: FRAME.to_timestamp().to_excel(stream, engine="openpyxl")),
    "quarters as text": workbook(data=[["quarter", "GDPC1"], *zip(map(str, QUARTERS), BLANK, strict=True)]),
    "the same on two sheets": workbook(one=COLUMNS, two=COLUMNS),
    "BEA: quarters along a row": workbook(
        T10106=[*BEA_HEAD, ["Line", "", *map(str, QUARTERS)], *BEA_LINES, [], ["Legend / Footnotes:"]]
    ),
    "BEA: years above quarters": workbook(
        T10106=[*BEA_HEAD, ["Line", "", 1970, 1970, 1970, 1970, 1971, 1971],
                ["", "", "Q1", "Q2", "Q3", "Q4", "Q1", "Q2"], *BEA_LINES]
    ),
    "BEA: a year once, Roman quarters": workbook(
        T10106=[*BEA_HEAD, ["Line", "", 1970, None, None, None, 1971, None],
                [None, None, "I", "II", "III", "IV", "I", "II"], *BEA_LINES]
    ),
    "BEA: as CSV": "\n".join(
        ["Table 1.1.6. Real Gross Domestic Product", "", ",".join(["Line", "", *map(str, QUARTERS)])]
        + [",".join("" if cell is None else str(cell) for cell in line) for line in BEA_LINES]
    ).encode(),
    "Stata %tq": written(
        lambda stream: FRAME.to_timestamp().rename_axis("tq").to_stata(stream, convert_dates={"tq": "tq"})
    ),
    "Stata, dates not first, another name": written(
        lambda stream: pd.DataFrame({"GDPC1": GDP.to_numpy(), "mydate": STARTS}).to_stata(
            stream, convert_dates={"mydate": "td"}, write_index=False
        )
    ),
    "Stata, single precision": written(
        lambda stream: FRAME.astype("float32").to_timestamp().rename_axis("tq").to_stata(
            stream, convert_dates={"tq": "tq"}
        )
    ),
    "Stata, quarters as text": written(
        lambda stream: FRAME.set_axis(TEXTS).rename_axis("quarter").to_stata(stream)
    ),
    "Stata before 2013": written(
        lambda stream: FRAME.to_timestamp().rename_axis("tq").to_stata(stream, convert_dates={"tq": "tq"}, version=114)
    ),
    "Parquet, PeriodIndex": written(lambda stream: FRAME.to_parquet(stream)),
    "Parquet, DatetimeIndex": written(lambda stream: FRAME.to_timestamp().to_parquet(stream)),
    "Parquet, end of quarter": written(lambda stream: FRAME.to_timestamp(how="end").to_parquet(stream)),
    "Parquet, a column of text": written(
        lambda stream: pd.DataFrame({"GDPC1": GDP.to_numpy(), "quarter": map(str, QUARTERS)}).to_parquet(stream)
    ),
    "Parquet, pyarrow dates": written(
        lambda stream: pd.DataFrame({"date": [day.date() for day in STARTS], "GDPC1": BLANK}).to_parquet(stream)
    ),
}  # fmt: skip
STATED = {
    name: load_forms({"file": {"columns": {"GDPC1": "Gross domestic product"}}})["file"]
    for name in FORMS
    if name.startswith("BEA")
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_series(catalogue, tmp_path, name):
    suffix = ".csv" if name.endswith("CSV") else {"S": ".dta", "P": ".parquet"}.get(name[0], ".xlsx")
    path = tmp_path / f"mine{suffix}"
    path.write_bytes(FORMS[name])
    form = STATED.get(name, UNSTATED)
    index = directory_index([tmp_path], None, catalogue.code_of, {path.name: form})
    reading = read_file(index.path_of("GDPC1"), catalogue.series["GDPC1"], catalogue.code_of, form)
    pd.testing.assert_series_equal(reading.series, GDP, check_freq=False, check_exact=True)


RECORDED = Path(__file__).parent / "recorded/programs"


@pytest.mark.parametrize("path", sorted(p for p in RECORDED.iterdir() if p.suffix in SUFFIXES), ids=lambda p: p.name)
def test_files_that_gretl_and_r_wrote_give_the_same_series(catalogue, path):
    monthly = "monthly" in path.name
    code = "FEDFUNDS" if monthly else "GDPC1"
    months = pd.period_range("1970-01", "1970-06", freq="M")
    expected = pd.Series([8.98, 8.98, 7.76, np.nan, 7.95, 7.61], index=months, name=code) if monthly else GDP
    found = read_file(path, catalogue.series[code], catalogue.code_of).series
    pd.testing.assert_series_equal(found, expected, check_freq=False, check_exact=True)


@given(
    start=st.integers(0, 400),
    values=st.lists(st.floats(1e-3, 1e6), min_size=2, max_size=12),
    monthly=st.booleans(),
    kind=st.sampled_from(["xlsx", "stata", "parquet"]),
)
def test_any_frame_reads_back_the_same(catalogue, start, values, monthly, kind):
    frequency, code = ("M", "FEDFUNDS") if monthly else ("Q", "GDPC1")
    first = pd.Period("1950-01", freq="M").asfreq(frequency) + start
    series = pd.Series(values, pd.period_range(first, periods=len(values), freq=frequency), name=code)
    frame = series.to_frame()
    if kind == "parquet":
        content = written(lambda stream: frame.to_parquet(stream))
    elif kind == "xlsx":
        content = written(lambda stream: frame.to_timestamp().to_excel(stream, engine="openpyxl"))
    else:
        dates = {"index": f"t{frequency.lower()}"}
        content = written(lambda stream: frame.to_timestamp().to_stata(stream, convert_dates=dates))
    found = parse_series(content, "file", "file", catalogue.series[code], catalogue.code_of)
    # openpyxl writes sixteen figures of a number: half a unit of the last one is 5e-16 of the number at most.
    tolerance = 6e-16 if kind == "xlsx" else 0.0
    pd.testing.assert_series_equal(found, series, check_freq=False, rtol=tolerance, atol=0.0)


def test_values_that_look_like_years_with_a_fraction_are_no_row_of_periods(catalogue):
    rows = ["date,GDPC1,GDP,PCND,FPI", "1970Q1,1990.25,1990.5,1990.75,1991.0", "1970Q2,2001.25,1985.5,2010.75,1999.0"]
    content = "\n".join(rows).encode()
    for code, values in (("GDPC1", [1990.25, 2001.25]), ("FPI", [1991.0, 1999.0])):
        found = parse_series(content, "file", "file", catalogue.series[code], catalogue.code_of)
        assert found.to_list() == values


def assert_refused(catalogue, tmp_path, content, said, form=UNSTATED):
    path = tmp_path / "mine.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadSeriesFile, match=said):
        read_file(path, catalogue.series["GDPC1"], catalogue.code_of, form)


def test_what_cannot_be_read_is_named(catalogue, tmp_path):
    other = [["date", "GDPC1"], ["1970Q1", 1.0]]
    assert_refused(
        catalogue, tmp_path, workbook(one=COLUMNS, two=other), "differs between its sheets .*sheet 'one'.*state sheet"
    )
    assert_refused(
        catalogue,
        tmp_path,
        workbook(one=[["hello"]], two=[["date", "GDP"], ["1970Q1", 1]]),
        "sheet one: it holds no series GDPC1: .*; .*mine.xlsx, sheet two: .* line 1 names the columns 'date', 'GDP'",
    )
    assert_refused(
        catalogue, tmp_path, workbook(one=[["date", "GDPC1"], ["1970Q1", "=1+1"]]), "cell B2 of sheet one is a formula"
    )
    assert_refused(catalogue, tmp_path, workbook(one=COLUMNS)[:-200], "not readable as an Excel workbook")
    assert_refused(catalogue, tmp_path, FORMS["Stata %tq"][:-100], "not readable as a Stata file|GDPC1")
    assert_refused(catalogue, tmp_path, FORMS["Parquet, PeriodIndex"][:-100], "not readable as a Parquet file")
    assert_refused(
        catalogue, tmp_path, b"\xd0\xcf\x11\xe0" + bytes(100), "workbook of Excel before 2007; save it as .xlsx or CSV"
    )
    two = pd.DataFrame({"a": STARTS, "b": STARTS, "GDPC1": GDP.to_numpy()})
    assert_refused(
        catalogue,
        tmp_path,
        written(lambda stream: two.to_parquet(stream)),
        "columns a and b hold dates; state date_column",
    )
    lacking = load_forms({"mine.xlsx": {"sheet": "Monthly"}})["mine.xlsx"]
    assert_refused(
        catalogue,
        tmp_path,
        workbook(one=COLUMNS),
        "it has no sheet 'Monthly', as data.forms says; there are one",
        lacking,
    )


def test_a_stated_sheet_or_column_of_dates_is_read(catalogue, tmp_path):
    path = tmp_path / "mine.xlsx"
    path.write_bytes(workbook(old=[["date", "GDPC1"], ["1970Q1", 1.0]], new=COLUMNS))
    form = load_forms({"mine.xlsx": {"sheet": "new"}})["mine.xlsx"]
    reading = read_file(path, catalogue.series["GDPC1"], catalogue.code_of, form)
    assert reading.series.equals(GDP)
    assert reading.taken_as == "sheet 'new', values from column 'GDPC1', dates from 'observation_date'"
    later = [day + datetime.timedelta(days=3650) for day in STARTS]
    path = tmp_path / "mine.parquet"
    pd.DataFrame({"released": later, "covers": STARTS, "GDPC1": GDP.to_numpy()}).to_parquet(path)
    form = load_forms({"mine.parquet": {"date_column": "covers"}})["mine.parquet"]
    assert read_file(path, catalogue.series["GDPC1"], catalogue.code_of, form).series.equals(GDP)


def test_hidden_sheets_and_a_workbook_that_is_open_are_left_alone(catalogue, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(workbook(data=COLUMNS, old=[["date", "GDPC1"], ["1970Q1", 1.0]])))
    book["old"].sheet_state = "hidden"
    book.save(tmp_path / "mine.xlsx")
    (tmp_path / "~$mine.xlsx").write_bytes(b"owner")
    path = directory_index([tmp_path], None, catalogue.code_of).path_of("GDPC1")
    assert read_file(path, catalogue.series["GDPC1"], catalogue.code_of).series.equals(GDP)


def test_a_sheet_whose_stated_size_is_too_small_is_read_whole(catalogue, tmp_path):
    source = zipfile.ZipFile(io.BytesIO(workbook(data=COLUMNS)))
    path = tmp_path / "mine.xlsx"
    with zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                body, count = re.subn(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B3"', body)
                assert count == 1
            target.writestr(name, body)
    assert read_file(path, catalogue.series["GDPC1"], catalogue.code_of).series.equals(GDP)
