"""The user's own files and the schema."""

import numpy as np
import pandas as pd
import pytest

from frictions.data.firms.directory import ColumnSource, read_column_map, read_firm_file
from frictions.data.firms.schema import NAMES, InvalidFirmFile, table_schema


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "tic": ["A", "A"],
            "datadate": ["2001-03-31", "2001-06-30"],
            "prcc": [10.0, 11.0],
            "oibdp": [1.5, -0.5],
            "at": [9.0, 8.0],
        }
    )


COLUMNS = {
    "firm": "tic",
    "date": "datadate",
    "price": "prcc",
    "earnings": {"column": "oibdp", "scale": 1e6},
    "assets": "at",
}


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".parquet"])
def test_every_format_gives_the_same_panel(tmp_path, rows, suffix):
    path = tmp_path / f"panel{suffix}"
    rows.to_parquet(path) if suffix == ".parquet" else rows.to_csv(path, index=False)
    frame = read_firm_file(path, read_column_map(COLUMNS))
    assert tuple(frame.columns) == NAMES
    assert frame["earnings"].tolist() == [1.5e6, -0.5e6]
    assert frame["assets"].tolist() == [9.0, 8.0]
    assert frame["capex"].isna().all()


def test_column_map_refuses_names_outside_the_schema():
    with pytest.raises(InvalidFirmFile, match="profit"):
        read_column_map({"profit": "x"})
    with pytest.raises(InvalidFirmFile, match="scale of price"):
        read_column_map({"price": {"column": "x", "scale": "many"}})
    with pytest.raises(InvalidFirmFile, match="price must be"):
        read_column_map({"price": {"scale": 2}})


def test_missing_columns_are_named(tmp_path, rows):
    path = tmp_path / "panel.csv"
    rows.to_csv(path, index=False)
    with pytest.raises(InvalidFirmFile, match="no column prc for price"):
        read_firm_file(path, {"price": ColumnSource("prc")})
    with pytest.raises(InvalidFirmFile, match="lacks the columns firm, date, price, earnings"):
        read_firm_file(path)


def test_unreadable_files_are_named(tmp_path):
    with pytest.raises(InvalidFirmFile, match=r"absent\.csv"):
        read_firm_file(tmp_path / "absent.csv")
    with pytest.raises(InvalidFirmFile, match=r"panel\.xlsx"):
        read_firm_file(tmp_path / "panel.xlsx")
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"not parquet")
    with pytest.raises(InvalidFirmFile, match="broken"):
        read_firm_file(broken)


def test_schema_is_valid_and_describes_a_panel(tmp_path, rows):
    frictionless = pytest.importorskip("frictionless")
    schema = frictionless.Schema.from_descriptor(table_schema())
    assert schema.field_names == list(NAMES)
    path = tmp_path / "panel.csv"
    rows.to_csv(path, index=False)
    frame = read_firm_file(path, read_column_map(COLUMNS))
    frame["sic"] = np.nan
    frame.to_csv(tmp_path / "long.csv", index=False)
    with frictionless.system.use_context(trusted=True):
        report = frictionless.validate(str(tmp_path / "long.csv"), schema=schema)
    assert report.valid, report.flatten(["message"])


def test_a_real_panel_reads_through_a_column_map(external_data):
    columns = read_column_map({"firm": "ticker", "date": "quarter_end", "shares": "shares_split_adj"})
    frame = read_firm_file(external_data / "firms" / "stockpup_quarterly_panel.csv.gz", columns)
    assert frame["firm"].nunique() == 541
    assert len(frame) == 44240
