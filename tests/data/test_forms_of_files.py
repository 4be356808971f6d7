"""Text files as programs write them: each form gives the same series, and what is ambiguous is refused by name.

Workbooks and files of Stata and Parquet have tests of their own, in test_workbooks_and_frames.py.
"""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.dates import month_and_day
from frictions.data.directory import AmbiguousSeries, directory_index
from frictions.data.forms import BadForm, form_of, load_forms
from frictions.data.layout import BadSeriesFile
from frictions.data.plausible import ImplausibleValue
from frictions.data.readers import parse_series, read_file, read_series
from frictions.data.received import check_received

QUARTERS = pd.period_range("1970Q1", "1971Q2", freq="Q")
MONTHS = pd.period_range("1970-01", "1971-03", freq="M")
GDP = pd.Series([4251.5, 4261.2, 4302.1, np.nan, 4382.4, 4395.0], index=QUARTERS, name="GDPC1")
RATE = pd.Series(np.round(np.linspace(8.98, 3.71, 15), 2), index=MONTHS, name="FEDFUNDS")


def parse(text, catalogue, code, stem="file"):
    return parse_series(text.encode(), f"{stem}.csv", stem, catalogue.series[code], catalogue.code_of)


def lines(header, dates, values, delimiter=",", missing=""):
    rows = [
        f"{date}{delimiter}{missing if pd.isna(value) else value}" for date, value in zip(dates, values, strict=True)
    ]
    return "\n".join([header, *rows]) + "\n"


QUARTERLY_FORMS = {
    "pandas, PeriodIndex": GDP.to_frame().to_csv(),
    "pandas, DatetimeIndex": GDP.to_timestamp().to_frame().to_csv(),
    "pandas, end of quarter with time": GDP.to_timestamp(how="end").to_frame().to_csv(),
    "pandas, tab": GDP.to_frame().to_csv(sep="\t"),
    "pandas, semicolon and decimal comma": GDP.to_frame().to_csv(sep=";", decimal=","),
    "pandas, NA": GDP.to_frame().to_csv(na_rep="NA"),
    "pandas, named index": GDP.rename_axis("period").to_frame().to_csv(na_rep="NaN"),
    "gretl": lines("obs,GDPC1", [f"{q.year}:{q.quarter}" for q in QUARTERS], GDP, missing="NA"),
    "EViews": lines("obs\tGDPC1", [f"{q.year}Q{q.quarter}" for q in QUARTERS], GDP, "\t", "NA"),
    "Stata": lines("quarter,GDPC1", [f"{q.year}q{q.quarter}" for q in QUARTERS], GDP, missing="."),
    "R, yearqtr": lines('"","GDPC1"', [f'"{q.year} Q{q.quarter}"' for q in QUARTERS], GDP, missing="NA"),
    "R, zoo": lines('"Index","GDPC1"', [f"{q.year + (q.quarter - 1) / 4:.2f}" for q in QUARTERS], GDP, missing="NA"),
    "DBnomics and SDMX": "FREQ,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
    + "".join(f"Q,{q.year}-Q{q.quarter},{'' if pd.isna(v) else v},A\n" for q, v in GDP.items()),
    "quarter first": lines("date,GDPC1", [f"Q{q.quarter} {q.year}" for q in QUARTERS], GDP, missing="#N/A"),
    "notes above and below": "Gross domestic product\nBillions of chained dollars; source: the bureau\n\n"
    + lines("DATE,GDPC1", [f"{q.year}-{3 * q.quarter - 2:02d}-01" for q in QUARTERS], GDP, missing="..")
    + "\nNote: seasonally adjusted.\n",
    "file of one series": lines("Date;Value", [f"{q.year}-Q{q.quarter}" for q in QUARTERS], GDP, ";", "-"),
}


@pytest.mark.parametrize("form", QUARTERLY_FORMS)
def test_every_form_of_a_quarterly_file_gives_the_same_series(catalogue, form):
    found = parse(QUARTERLY_FORMS[form], catalogue, "GDPC1", "GDPC1")
    pd.testing.assert_series_equal(found, GDP, check_freq=False)


MONTHLY_FORMS = {
    "pandas, PeriodIndex": RATE.to_frame().to_csv(),
    "pandas, DatetimeIndex": RATE.to_timestamp().to_frame().to_csv(),
    "gretl and EViews": lines("obs,FEDFUNDS", [f"{m.year}:{m.month:02d}" for m in MONTHS], RATE),
    "EViews": lines("obs,FEDFUNDS", [f"{m.year}M{m.month:02d}" for m in MONTHS], RATE),
    "Stata": lines("month,FEDFUNDS", [f"{m.year}m{m.month}" for m in MONTHS], RATE),
    "R, yearmon": lines('"","FEDFUNDS"', [f'"{m.strftime("%b %Y")}"' for m in MONTHS], RATE),
    "R, zoo": lines("Index,FEDFUNDS", [f"{m.year + (m.month - 1) / 12:.3f}" for m in MONTHS], RATE),
    "names of months": lines("date,FEDFUNDS", [m.strftime("%B %Y") for m in MONTHS], RATE),
    "ISO with a time": lines("date,FEDFUNDS", [f"{m}-01T00:00:00Z" for m in MONTHS], RATE),
    "Excel, the day first": lines("date,FEDFUNDS", [f"01/{m.month:02d}/{m.year}" for m in MONTHS], RATE),
    "the last day first": lines("date,FEDFUNDS", [f"{m.end_time:%d-%m-%Y}" for m in MONTHS], RATE),
    "German": lines("date;FEDFUNDS", [f"{m.end_time:%d.%m.%Y}" for m in MONTHS], RATE, ";"),
    "American, the last day": lines("date,FEDFUNDS", [f"{m.end_time:%m/%d/%Y}" for m in MONTHS], RATE),
    "American": lines("sasdate,FEDFUNDS", [f"{m.month}/1/{m.year}" for m in MONTHS], RATE),
}


@pytest.mark.parametrize("form", MONTHLY_FORMS)
def test_every_form_of_a_monthly_file_gives_the_same_series(catalogue, form):
    pd.testing.assert_series_equal(parse(MONTHLY_FORMS[form], catalogue, "FEDFUNDS"), RATE, check_freq=False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,GDPC1\n31/01/1970,1\n1/31/1970,2\n", "'31/01/1970' is not a date"),
        ("date,FEDFUNDS,GDPC1\n1/2/1970,8,1\n", "'1/2/1970' can be read with the day or .* state dates: day first or"),
        ("date,GDPC1\n1/2/1970,1\n2/3/1970,2\n", "series GDPC1: '1/2/1970' can be read with the day"),
        ('date,GDPC1\n1970Q1,"4,251.5"\n', "1970Q1: '4,251.5' is not a number; .* state thousands for this file"),
        ("date,GDPC1\n1970Q1,4 251.5\n", "'4 251.5' is not a number; if it has separators of thousands"),
        ("date;GDPC1\n1970Q1;4,251\n1970Q2;4,261\n", "'4,251' has a comma before its decimals or between thousands"),
        ("obs,GDPC1\n1970:5,1\n", "'1970:5' is not a date"),
        ("obs,GDPC1\n1970.31,1\n", "'1970.31' is not a date"),
        ("date,GDPC1\nJux 1970,1\n", "'Jux 1970' is not a date"),
        ("date;GDPC1\n1970Q1;1.234,5\n", "'1.234,5' is not a number"),
        ('date,GDPC1\n1970Q1,"4251,5"\n', "'4251,5' is not a number"),
        ("date,GDPC1,gdpc1\n1970Q1,1,2\n", "two columns hold series GDPC1"),
        ("date,GDP\n1970Q1,1\n", "it holds no series GDPC1: line 1 names the columns 'date', 'GDP'"),
        ("when,GDPC1\n1970Q1,1\n", "no line names a column of dates .* its first line is 'when,GDPC1'"),
        ("", "it holds no series GDPC1: .* it is empty"),
    ],
)
def test_what_cannot_be_read_is_named(catalogue, text, said):
    with pytest.raises(BadSeriesFile, match=said):
        parse(text, catalogue, "GDPC1")


STATED = {
    "the month first": ("date,GDPC1\n1/2/1970,1\n", {"dates": "month first"}, "1970Q1", [1.0]),
    "the day first": ("date,GDPC1\n1/4/1970,1\n", {"dates": "day first"}, "1970Q2", [1.0]),
    "thousands": ('date,GDPC1\n1970Q1,"4,251.5"\n1970Q2,998.5\n', {"thousands": ","}, "1970Q1", [4251.5, 998.5]),
    "decimals": ("date;GDPC1\n1970Q1;4,251\n", {"decimal": ","}, "1970Q1", [4.251]),
    "thousands with semicolons": ("date;GDPC1\n1970Q1;4,251\n", {"thousands": ","}, "1970Q1", [4251.0]),
    "German numbers": ("date;GDPC1\n1970Q1;4.251,5\n", {"decimal": ",", "thousands": "."}, "1970Q1", [4251.5]),
    "Swiss numbers": ("date,GDPC1\n1970Q1,4'251.5\n", {"thousands": "'"}, "1970Q1", [4251.5]),
    "a column of dates": ("fecha,GDPC1\n1970Q1,1\n", {"date_column": "fecha"}, "1970Q1", [1.0]),
    "a column": ("date,GDPC1,new\n1970Q1,1,2\n", {"columns": {"GDPC1": "new"}}, "1970Q1", [2.0]),
    "one of two columns": (
        "date,GDPC1,GDPC1_20220928\n1970Q1,1,2\n",
        {"columns": {"GDPC1": "GDPC1_20220928"}},
        "1970Q1",
        [2.0],
    ),
}


@pytest.mark.parametrize("what", STATED)
def test_what_a_file_leaves_open_may_be_stated(catalogue, tmp_path, what):
    text, stated, first, values = STATED[what]
    path = tmp_path / "mine.csv"
    path.write_text(text)
    forms = load_forms({"mine.csv": stated})
    index = directory_index([tmp_path], None, catalogue.code_of, forms)
    series = read_file(
        index.path_of("GDPC1"), catalogue.series["GDPC1"], catalogue.code_of, form_of(path, forms)
    ).series
    assert list(series) == values and str(series.index[0]) == first


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (["mine.csv"], "data.forms: .* is not a mapping"),
        ({"mine.csv": "day first"}, "data.forms: mine.csv: 'day first' is not a mapping"),
        ({"mine.csv": {"date": "day first"}}, "mine.csv: unknown date; choose from sheet, date_column, dates"),
        ({"mine.csv": {"dates": "European"}}, "mine.csv: dates: 'European'; choose from 'day first', 'month first'"),
        ({"mine.csv": {"sheet": 3}}, "mine.csv: sheet: 3 is not a text"),
        ({"mine.csv": {"thousands": "."}}, "'.' cannot stand before the decimals and between thousands"),
        ({"mine.csv": {"columns": ["GDP"]}}, "mine.csv: columns: .* is not a mapping from series to names of columns"),
    ],
)
def test_a_statement_that_cannot_be_used_is_named(stated, said):
    with pytest.raises(BadForm, match=said):
        load_forms(stated)


def test_a_stated_column_that_is_not_there_is_named(catalogue, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("date,GDPC1\n1970Q1,1\n")
    form = load_forms({"mine.csv": {"columns": {"GDPC1": "real gdp"}}})["mine.csv"]
    said = "it holds no column 'real gdp', as data.forms says: line 1 names the columns 'date', 'GDPC1'"
    with pytest.raises(BadSeriesFile, match=said):
        read_file(path, catalogue.series["GDPC1"], catalogue.code_of, form)


def test_what_was_taken_for_what_is_told(catalogue, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("observation_date,gdpc1_20220928\n31/03/1970,1\n")
    reading = read_file(path, catalogue.series["GDPC1"], catalogue.code_of)
    taken = "values from column 'gdpc1_20220928', dates from 'observation_date', the day before the month"
    assert reading.taken_as == taken


def test_a_value_that_no_such_series_has_is_refused_by_name(catalogue, tmp_path):
    for value in (-9999, -4251.5):
        path = tmp_path / "GDPC1.csv"
        path.write_text(lines("date,value", QUARTERS, GDP.fillna(value)))
        with pytest.raises(ImplausibleValue, match=rf"series GDPC1 .*: {value:g} in 1970Q4 is outside"):
            check_received(
                read_series(path, catalogue.series["GDPC1"], catalogue.code_of),
                catalogue.series["GDPC1"],
                catalogue.series["GDPC1"].units,
                str(path),
            )


def test_a_folder_may_hold_files_of_other_delimiters(catalogue, tmp_path):
    (tmp_path / "GDPC1.tsv").write_text(QUARTERLY_FORMS["pandas, tab"])
    (tmp_path / "rates.csv").write_text(RATE.to_frame().to_csv(sep=";", decimal=","))
    (tmp_path / "README.csv").write_text("Two series, downloaded today.\n")
    index = directory_index([tmp_path], None, catalogue.code_of)
    assert index.available == {"GDPC1", "FEDFUNDS"}
    # The same dates and values in two files are one series, other values are not.
    (tmp_path / "again.csv").write_text(QUARTERLY_FORMS["pandas, PeriodIndex"])
    assert directory_index([tmp_path], None, catalogue.code_of).path_of("GDPC1").suffix == ".tsv"
    (tmp_path / "again.csv").write_text(QUARTERLY_FORMS["pandas, PeriodIndex"].replace("4302.1", "4302.2"))
    with pytest.raises(AmbiguousSeries, match=r"4302\.1 and 1970Q3: 4302\.2"):
        directory_index([tmp_path], None, catalogue.code_of).path_of("GDPC1")


@given(
    start=st.integers(0, 480),
    values=st.lists(st.floats(-1e6, 1e6, width=32), min_size=2, max_size=30),
    monthly=st.booleans(),
    delimiter=st.sampled_from([",", ";", "\t"]),
    written=st.sampled_from(["period", "timestamp", "end"]),
)
def test_any_frame_that_pandas_writes_reads_back_the_same(catalogue, start, values, monthly, delimiter, written):
    frequency, code = ("M", "FEDFUNDS") if monthly else ("Q", "GDPC1")
    index = pd.period_range(
        pd.Period("1947-01", freq="M").asfreq(frequency) + start, periods=len(values), freq=frequency
    )
    series = pd.Series(values, index=index, name=code, dtype=np.float64)
    kept = series if written == "period" else series.to_timestamp(how="start" if written == "timestamp" else "end")
    text = kept.to_frame().to_csv(sep=delimiter, decimal="," if delimiter == ";" else ".")
    try:
        found = parse(text, catalogue, code)
    except BadSeriesFile:
        # 1,125 may be a number with decimals or an integer with a separator of thousands.
        assert delimiter == ";" and all(re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3})", str(value)) for value in values)
        return
    pd.testing.assert_series_equal(found, series, check_freq=False, check_exact=True)


@given(year=st.integers(1800, 2100), quarter=st.integers(1, 4), month=st.integers(1, 12))
def test_dates_are_read_alike_in_every_form(year, quarter, month):
    first = (year * 12 + 3 * (quarter - 1), 0)
    for text in (f"{year}Q{quarter}", f"{year}-Q{quarter}", f"{year}:{quarter}", f"{year + (quarter - 1) / 4:.2f}"):
        assert month_and_day(text) == first
    for text in (f"{year}-{month}", f"{year}:{month:02d}", f"{year}M{month}", f"{month}/1/{year}"):
        assert month_and_day(text) == (year * 12 + month - 1, 1)
    for text in (f"{year}:0", f"{year}Q5", f"{year}-13-01", f"{year}", f"13/13/{year}"):
        assert month_and_day(text) is None
