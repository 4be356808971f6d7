"""The eleven variables are the formulas of section 1.5.1, and the substitutes follow the exact series as stated."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from frictions.data.comparison import comparison_table
from frictions.data.directory import directory_index
from frictions.data.plan import choose_suppliers, series_needed
from frictions.data.pulls import plan_pulls
from frictions.data.readers import read_series
from frictions.data.received import check_received, in_catalogue_unit, received_unit
from frictions.data.variables import BadVariable, IncompleteSample, build_variables, require_complete, substitutes
from frictions.timeseries.detrending import detrended_panel
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact
from tests.data.conftest import invented_series

VINTAGES = [
    "fredqd_2018Q4_v2019-04",
    "fredqd_2019Q3_v2020-02",
    "fredqd_2019Q3_v2020-04",
    "fredqd_2020Q2_v2020-09",
    "fredqd_2022Q4_v2023-03",
    "fredqd_2023Q3_v2024-02",
    "fredqd_2025Q2",
]


def load(catalogue, *paths, **settings):
    planned = plan_pulls(catalogue, {"source": "directory", "directory": [str(path) for path in paths], **settings})
    series = {code: received(catalogue, code, Path(pull.path)) for code, pull in planned.pulls.items()}
    return planned.plan, series, build_variables(catalogue, planned.plan, series)


def received(catalogue, code, path):
    """A series in the catalogue's unit, checked as a pull checks it."""
    info = catalogue.series[code]
    series = read_series(path, info, catalogue.code_of)
    units = received_unit(series, info, {})
    check_received(series, info, units, str(path))
    return in_catalogue_unit(series, info, units)


def exact_plan(catalogue):
    codes = [code for code in catalogue.series if code.isalnum() and not code.startswith(("U00", "CBIC"))]
    return choose_suppliers(catalogue, codes), codes


def test_variables_are_what_the_formulas_say_computed_by_hand(boundless):
    plan, codes = exact_plan(boundless)
    data = invented_series(boundless, codes)
    frame = build_variables(boundless, plan, data)
    ln = np.log
    by_hand = {
        "output": 100 * ln(data["GDPC1"]),
        "inflation": 100 * ln(data["PCECTPI"]).diff(),
        "consumption": 100 * ln(data["PCNDx"]),
        "inventory_sales": 100 * ln(data["INVCQRMTSPL"] / (12 * data["CMRMTSPL"])),
        "inventories": 100 * ln(data["INVCQRMTSPL"] / 1000),
        "unit_labor_cost": 100 * ln(data["PRS85006173"]),
        "profit_share": 100 * ln(data["A464RC1Q027SBEA"] / data["GDP"]),
        "commodity_prices": 100 * ln(data["PPIACO"]).diff(4),
        "federal_funds": data["FEDFUNDS"],
        "nonborrowed_reserves": data["BOGNONBR"] / data["TRARR"],
        "money_growth": 100 * ln(data["M2SL"]).diff(4),
    }
    assert list(frame) == list(by_hand)
    for name, expected in by_hand.items():
        np.testing.assert_allclose(frame[name], expected, rtol=1e-13, err_msg=name)


def test_a_negative_ratio_of_reserves_passes_and_negative_output_does_not(boundless):
    plan, codes = exact_plan(boundless)
    data = invented_series(boundless, codes)
    data["BOGNONBR"] = -data["BOGNONBR"]
    assert (build_variables(boundless, plan, data)["nonborrowed_reserves"] < 0).all()
    data["GDPC1"].iloc[3] = -1.0
    with pytest.raises(BadVariable, match=r"variable output from real_gdp \(GDPC1\).*logarithm of -1 in 1995Q4"):
        build_variables(boundless, plan, data)


def test_a_gap_inside_the_sample_names_variable_concept_series_and_quarter(boundless):
    plan, codes = exact_plan(boundless)
    data = invented_series(boundless, codes)
    data["PPIACO"].iloc[20] = np.nan
    frame = build_variables(boundless, plan, data)
    start, end = pd.Period("1996Q1", freq="Q"), pd.Period("2020Q4", freq="Q")
    with pytest.raises(IncompleteSample, match=r"commodity_prices from producer_prices \(PPIACO\): nothing in 2000Q1"):
        require_complete(frame, start, end, boundless, plan)
    early = require_complete(frame, start, pd.Period("1999Q4", freq="Q"), boundless, plan)
    assert early.notna().all().all()


def test_a_sample_beyond_the_data_says_how_far_they_go(boundless):
    plan, codes = exact_plan(boundless)
    frame = build_variables(boundless, plan, invented_series(boundless, codes, quarters=40))
    with pytest.raises(IncompleteSample, match=r"variable output.*nothing in 2005Q1.*it runs from 1995Q1 to 2004Q4"):
        require_complete(frame, pd.Period("1997Q1", freq="Q"), pd.Period("2007Q4", freq="Q"), boundless, plan)


def test_the_table_of_substitutes_has_a_row_for_every_concept_of_every_variable(catalogue):
    plan = choose_suppliers(catalogue, catalogue.embedded)
    table = substitutes(catalogue, plan)
    assert list(table.columns) == ["variable", "concept", "series", "exact", "reason"]
    assert set(table["variable"]) == set(catalogue.variables)
    assert (table["reason"] == "").equals(table["exact"])


@pytest.mark.parametrize("vintage", VINTAGES)
def test_every_vintage_of_fred_qd_alone_gives_all_variables_to_the_end_of_the_samples(
    catalogue, external_data, vintage
):
    plan, _, frame = load(catalogue, external_data / "macro" / "fredqd" / f"{vintage}.csv")
    sample = require_complete(frame, pd.Period("1967Q1", freq="Q"), pd.Period("2015Q4", freq="Q"), catalogue, plan)
    assert sample.shape == (196, 11)
    assert sample["nonborrowed_reserves"].loc["1970Q1":"2007Q2"].between(0.8, 1.01).all()
    assert sample["nonborrowed_reserves"].min() < 0
    flagged = substitutes(catalogue, plan).query("not exact")
    assert set(flagged["variable"]) == {
        "inventories",
        "unit_labor_cost",
        "profit_share",
        "nonborrowed_reserves",
        "money_growth",
    }


def test_fred_qd_with_a_folder_of_downloads_makes_profits_reserves_and_money_exact(catalogue, external_data):
    macro = external_data / "macro"
    plan, _, _ = load(catalogue, macro / "fredqd" / "fredqd_2025Q2.csv", macro / "fred")
    inexact = [concept for concept, supplier in plan.suppliers.items() if not supplier.exact]
    assert inexact == ["finished_goods_and_trade_inventories", "labor_share", "nominal_gdp"]


def test_a_vintage_is_chosen_from_a_folder_by_a_part_of_its_name(catalogue, external_data):
    folder = external_data / "macro" / "fredqd"
    _, _, february = load(catalogue, folder, vintage="v2020-02")
    _, _, april = load(catalogue, folder, vintage="v2020-04")
    _, _, named = load(catalogue, folder / "fredqd_2019Q3_v2020-04.csv")
    pd.testing.assert_frame_equal(april, named)
    assert not april.equals(february)


def test_the_file_with_every_ingredient_is_exact_but_for_finished_goods(catalogue, external_data):
    plan, _, frame = load(catalogue, external_data / "macro" / "var_inputs_quarterly.csv")
    assert [c for c, s in plan.suppliers.items() if not s.exact] == ["finished_goods_and_trade_inventories"]
    start, end = pd.Period("1967Q1", freq="Q"), pd.Period("2016Q4", freq="Q")
    assert require_complete(frame, start, end, catalogue, plan).shape == (200, 11)


def test_reserves_of_old_and_new_vintages_agree_though_their_units_differ(catalogue, external_data):
    folder = external_data / "macro" / "fredqd"
    raw = [
        read_series(folder / f"{name}.csv", catalogue.series["NONBORRES"], catalogue.code_of)
        for name in ("fredqd_2023Q3_v2024-02", "fredqd_2025Q2")
    ]
    span = slice("1970Q1", "2019Q4")
    assert (raw[0].loc[span] / raw[1].loc[span]).median() == pytest.approx(1000, rel=0.01)
    _, _, old = load(catalogue, folder / "fredqd_2023Q3_v2024-02.csv")
    _, _, new = load(catalogue, folder / "fredqd_2025Q2.csv")
    gap = (old["nonborrowed_reserves"] - new["nonborrowed_reserves"]).loc[span].abs()
    assert gap.max() < 0.01


@pytest.fixture(scope="module")
def everything(catalogue, project, external_data):
    """Series for the comparisons: the embedded vintage first (where built), then the external folder."""
    macro = external_data / "macro"
    embedded = project / "data" / "vintages" / "gretl-2022c"
    rest = [macro / "gretl", macro / "var_inputs_quarterly.csv", macro / "fred", macro / "fredqd" / "fredqd_2025Q2.csv"]
    # The one of 2022 begins in 1992.
    longer = project / "data/vintages/fred-md-2026-08"
    first = [longer / "ISRATIO.csv", longer / "DNDGRG3M086SBEA.csv", embedded]
    index = directory_index([*first, *rest], None, catalogue.code_of)
    return {code: received(catalogue, code, index.path_of(code)) for code in index.available}


# Fragment of a comparison's name -> its correlation to two decimals.
STATED = {
    "geometric price index": 0.92,
    "price index of all consumption": 0.60,
    "goods and structures at home": 0.81,
    "final sales of domestic product": 0.73,
    "sales are consumer goods": 0.73,
    "at home and exports": 0.76,
    "their own price index": 1.00,
    "over the exact sales": 0.97,
    "in current prices": 0.82,
    "after tax": 0.95,
    "unit profits": 0.77,
    "all corporations": 0.64,
    "nonlabor payments of nonfarm": 0.22,
    "less borrowings": 0.97,
    "not adjusted for reserve": 0.97,
}


@pytest.mark.parametrize("fragment", STATED)
def test_a_substitute_follows_the_exact_series_as_closely_as_the_catalogue_says(catalogue, everything, fragment):
    table = comparison_table(catalogue, everything)
    (name,) = [c.name for c in catalogue.comparisons if c.name.endswith(fragment) or fragment in c.name][:1]
    row = table[table["name"] == name]
    assert row["quarters"].item() == 152
    assert round(row["correlation"].item(), 2) == pytest.approx(STATED[fragment])


def test_nearly_identical_substitutes_are_nearly_identical(catalogue, everything):
    table = comparison_table(catalogue, everything).set_index("name")["correlation"]
    assert table["labor share: deflator from unit labor and nonlabor cost"] > 0.999
    assert table["labor share: deflator of the business sector"] == pytest.approx(0.96, abs=0.005)
    assert table["nominal output: real output times its price index"] > 0.996
    assert table["money: real money times consumer prices"] > 0.9999


def test_the_comparison_in_the_documentation_is_the_computed_one(catalogue, everything, project):
    text = (project / "docs" / "data.md").read_text(encoding="utf-8")
    printed = dict(re.findall(r"^\| ([^|]+: [^|]+) \| ([01]\.\d{4} \|.*) \|$", text, flags=re.M))
    assert set(printed) == {comparison.name for comparison in catalogue.comparisons}
    for name, correlation, _, *gaps in comparison_table(catalogue, everything).itertuples(index=False):
        assert printed[name] == " | ".join([f"{correlation:.4f}", *(f"{gap:.1f}" for gap in gaps)])


def test_the_table_of_variables_in_the_documentation_is_the_computed_one(catalogue, project, external_data):
    text = (project / "docs/data.md").read_text(encoding="utf-8")
    printed = {
        cells[0]: cells[1:]
        for cells in re.findall(
            r"^\| `(\w+)` \| ([^|]+) \| (yes|no) \| ([01]\.\d+) \| ([01]\.\d+) \|$", text, flags=re.M
        )
    }
    assert list(printed) == list(catalogue.variables)
    _, _, exact = load(catalogue, external_data / "macro/var_inputs_quarterly.csv")
    settings = yaml.safe_load((project / "config/config.yaml").read_text())
    shipped = [project / folder for folder in settings["data"]["embedded"]]
    plan, _, default = load(catalogue, *shipped)
    _, _, older = load(catalogue, shipped[-1])
    for name, variable in catalogue.variables.items():
        suppliers = [plan.suppliers[concept] for concept in variable.formula.names]
        used = ", ".join(dict.fromkeys(code for supplier in suppliers for code in supplier.series))
        changes = [frame[name].diff()["1970Q1":"2007Q4"] for frame in (default, older, exact)]
        correlations = [f"{one.corr(changes[-1]):.3f}" for one in changes[:-1]]
        answer = "yes" if all(supplier.exact for supplier in suppliers) else "no"
        assert printed[name] == (used, answer, *correlations), name


def test_series_of_the_plan_are_asked_for_once(catalogue):
    needed = series_needed(choose_suppliers(catalogue, catalogue.embedded))
    assert len(needed) == len(set(needed))


def peak_of_inventory_sales(catalogue, frame) -> tuple[float, int]:
    """Largest response of the inventory-sales ratio to a 60 basis point shock, percent, and its quarter."""
    filtered = {name for name, variable in catalogue.variables.items() if variable.published_decision == "filter"}
    start, end = pd.Period("1970Q1", freq="Q"), pd.Period("2007Q4", freq="Q")
    panel = detrended_panel(frame, filtered, start, end, horizon=8, lags=4, window="history")
    model = estimate_var(panel.to_numpy(), 3)
    impact = recursive_impact(model.covariance, list(panel).index("federal_funds"), 0.60)
    response = impulse_responses(model.lag_matrices, impact, 16)[:, list(panel).index("inventory_sales")]
    return round(float(response.max()), 2), int(response.argmax())


@pytest.mark.parametrize(("suppliers", "peak"), [({}, (0.35, 3)), ({"trade_sales": 3}, (0.15, 1))])
def test_sales_of_services_would_hide_the_response_of_the_inventory_sales_ratio(catalogue, project, suppliers, peak):
    folder = project / "data" / "vintages" / "gretl-2022c"
    _, _, frame = load(catalogue, folder, suppliers=suppliers)
    assert peak_of_inventory_sales(catalogue, frame) == peak


def test_the_exact_series_respond_as_the_substitutes_do(catalogue, external_data):
    _, _, frame = load(catalogue, external_data / "macro" / "var_inputs_quarterly.csv")
    assert peak_of_inventory_sales(catalogue, frame) == (0.32, 3)
