"""Files in the layout of FRED-QD with invented values: units by date, two vintages of one span, a choice by name."""

import numpy as np
import pandas as pd
import pytest

from frictions.data.directory import AmbiguousSeries
from frictions.data.pull import assemble_series
from frictions.data.pulls import plan_pulls
from frictions.data.units import UnknownUnit
from frictions.data.variables import build_variables, require_complete, substitutes
from tests.data.conftest import invented_series
from tests.data.test_pull_and_assemble import pull_all

IN_MILLIONS = "NONBORRES"
"""The series whose unit FRED-QD changed from millions to billions."""


def columns_of_fred_qd(catalogue) -> dict[str, str]:
    """Codes of the catalogue that FRED-QD carries, with the name of each there."""
    return {code: info.fred_qd for code, info in catalogue.series.items() if info.fred_qd}


def write_fred_qd(path, catalogue, last: str, *, codes_row: bool, million: bool, revised=()) -> dict[str, pd.Series]:
    """Write a vintage from 1959Q1 to a last quarter and return its series in the catalogue's units."""
    names = columns_of_fred_qd(catalogue)
    quarters = len(pd.period_range("1959Q1", last, freq="Q"))
    series = invented_series(catalogue, list(names), "1959Q1", quarters)
    series |= {code: 1.01 * series[code] for code in revised}
    series[IN_MILLIONS] = 0.9 * series["TOTRESNS"]
    table = pd.DataFrame({names[code]: values for code, values in series.items()})
    if million:
        table[names[IN_MILLIONS]] *= 1000.0
    dates = [f"{quarter.month}/1/{quarter.year}" for quarter in table.index.asfreq("M", how="end")]
    rows = [",".join(["sasdate", *table.columns])]
    if codes_row:
        rows += [",".join([label, *["5"] * table.shape[1]]) for label in ("factors", "transform")]
    rows += [
        ",".join([date, *(repr(float(value)) for value in values)])
        for date, values in zip(dates, table.to_numpy(), strict=True)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(rows) + "\n")
    return series


def variables_of(catalogue, settings, output) -> pd.DataFrame:
    planned, pulled = pull_all(catalogue, {"source": "directory", **settings}, output)
    table, _ = assemble_series(catalogue, planned.plan, pulled)
    return build_variables(catalogue, planned.plan, dict(table.items()))


@pytest.mark.parametrize(("last", "codes_row", "million"), [("2019Q3", False, True), ("2025Q2", True, False)])
def test_a_vintage_alone_gives_all_variables_whatever_the_unit_of_its_reserves(
    boundless, tmp_path, last, codes_row, million
):
    path = tmp_path / "in/fred_qd.csv"
    series = write_fred_qd(path, boundless, last, codes_row=codes_row, million=million)
    frame = variables_of(boundless, {"directory": str(path)}, tmp_path / "pulled")
    plan = plan_pulls(boundless, {"source": "directory", "directory": str(path)}).plan
    sample = require_complete(frame, pd.Period("1970Q1", freq="Q"), pd.Period("2015Q4", freq="Q"), boundless, plan)
    np.testing.assert_allclose(sample["nonborrowed_reserves"], 0.9, rtol=1e-13)
    output = 100.0 * np.log(series["GDPC1"].loc["1970Q1":"2015Q4"])
    np.testing.assert_allclose(sample["output"], output, rtol=1e-13)
    assert set(substitutes(boundless, plan).query("not exact")["variable"]) == {
        *("inventories", "unit_labor_cost", "profit_share", "nonborrowed_reserves", "money_growth")
    }


def test_a_vintage_between_the_two_units_is_refused_until_its_unit_is_said(boundless, tmp_path):
    path = tmp_path / "in/fred_qd.csv"
    write_fred_qd(path, boundless, "2024Q3", codes_row=True, million=True)
    with pytest.raises(UnknownUnit, match=r"series NONBORRES: its unit changed, and for a file that ends in 2024Q3"):
        variables_of(boundless, {"directory": str(path)}, tmp_path / "pulled")
    said = {"directory": str(path), "units": {IN_MILLIONS: "millions of dollars"}}
    frame = variables_of(boundless, said, tmp_path / "pulled")
    np.testing.assert_allclose(frame["nonborrowed_reserves"].dropna(), 0.9, rtol=1e-13)


def test_a_pure_revision_leaves_the_other_series_byte_for_byte(boundless, tmp_path):
    revised = ("ULCNFB", "PPIACO")
    for name, codes in (("fred_qd_february", ()), ("fred_qd_april", revised)):
        write_fred_qd(tmp_path / f"in/{name}.csv", boundless, "2019Q3", codes_row=False, million=True, revised=codes)
    settings = {"source": "directory", "directory": str(tmp_path / "in")}
    with pytest.raises(AmbiguousSeries, match="fred_qd_april"):
        plan_pulls(boundless, settings)
    february, april = (
        pull_all(boundless, {**settings, "vintage": month}, tmp_path / month)[1] for month in ("february", "april")
    )
    changed = {code for code in february if february[code].read_bytes() != april[code].read_bytes()}
    assert changed == set(revised) & set(february)
    assert "PPIACO" in changed


def test_downloads_beside_a_vintage_replace_its_substitutes(boundless, tmp_path):
    path = tmp_path / "in/fred_qd.csv"
    write_fred_qd(path, boundless, "2019Q3", codes_row=False, million=True)
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    codes = ["A464RC1Q027SBEA", "BOGNONBR", "TRARR"]
    for code, series in invented_series(boundless, codes, "1959Q1", 240).items():
        rows = [f"{quarter.start_time:%Y-%m-%d},{value!r}" for quarter, value in series.astype(float).items()]
        (downloads / f"{code}.csv").write_text("\n".join([f"observation_date,{code}", *rows]) + "\n")
    settings = {"source": "directory", "directory": [str(path), str(downloads)]}
    suppliers = plan_pulls(boundless, settings).plan.suppliers
    assert {series for supplier in suppliers.values() for series in supplier.series} >= set(codes)
