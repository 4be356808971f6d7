"""The catalogue holds together, and the first complete supplier is the one that is taken."""

import copy
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.catalogue import CatalogueError, load_catalogue
from frictions.data.plan import (
    MissingSeries,
    UnknownSupplier,
    choose_suppliers,
    concepts_used,
    exactness,
    plan_from_positions,
    series_needed,
)
from frictions.data.pulls import live_origins, plan_pulls
from frictions.data.settings import BadSetting, load_settings

NAMES = [
    "output",
    "inflation",
    "consumption",
    "inventory_sales",
    "inventories",
    "unit_labor_cost",
    "profit_share",
    "commodity_prices",
    "federal_funds",
    "nonborrowed_reserves",
    "money_growth",
]


@pytest.fixture
def raw(project: Path) -> dict:
    return yaml.safe_load((project / "config" / "series.yaml").read_text(encoding="utf-8"))


def test_the_eleven_variables_stand_in_recursive_order_with_the_funds_rate_ninth(catalogue):
    assert list(catalogue.variables) == NAMES
    assert NAMES.index("federal_funds") == 8


def test_the_source_calls_three_series_stationary(catalogue):
    stationary = [name for name, variable in catalogue.variables.items() if variable.published_decision == "stationary"]
    assert stationary == ["inflation", "inventory_sales", "commodity_prices"]


def test_only_log_levels_have_a_trend(catalogue):
    trending = [name for name, variable in catalogue.variables.items() if variable.trend == "constant_and_trend"]
    assert trending == ["output", "consumption", "inventories"]


def test_nonborrowed_reserves_are_never_logged(catalogue):
    assert "ln" not in catalogue.variables["nonborrowed_reserves"].formula.text
    assert all("ln" not in supplier.formula.text for supplier in catalogue.concepts["reserves_ratio"])


def test_every_substitute_gives_its_reason(catalogue):
    for suppliers in catalogue.concepts.values():
        for supplier in suppliers:
            assert supplier.exact or len(supplier.reason) > 20


def test_no_other_file_of_the_project_names_a_series(catalogue, project):
    codes = [code for code in catalogue.series if len(code) > 4 and code not in {"GDPC1"}]
    for path in [
        *(project / "src").rglob("*.py"),
        *(project / "workflow").rglob("*.smk"),
        *(project / "scripts").glob("*.py"),
    ]:
        text = path.read_text(encoding="utf-8")
        assert not [code for code in codes if code in text], path


def test_the_embedded_vintage_supplies_every_variable(catalogue):
    plan = choose_suppliers(catalogue, catalogue.embedded)
    inexact = {concept for concept, supplier in plan.suppliers.items() if not supplier.exact}
    assert inexact == {
        "real_nondurables",
        "trade_inventories",
        "trade_sales",
        "finished_goods_and_trade_inventories",
        "profits",
        "reserves_ratio",
    }


def test_the_live_sources_supply_every_variable_exactly_but_for_finished_goods(catalogue):
    origins = live_origins(catalogue, load_settings({"source": "live"}))
    plan = choose_suppliers(catalogue, origins)
    assert [name for name, supplier in plan.suppliers.items() if not supplier.exact] == [
        "finished_goods_and_trade_inventories"
    ]


def test_with_the_bea_every_variable_is_exact(catalogue):
    plan = plan_pulls(catalogue, {"source": "live", "live": {"bea": True}})
    assert all(supplier.exact for supplier in plan.plan.suppliers.values())
    assert {pull.source for pull in plan.pulls.values()} == {"fred_qd", "fred", "bea"}
    assert all(pull.path is None for pull in plan.pulls.values())


@given(data=st.data())
def test_the_chosen_supplier_is_the_first_complete_one(catalogue, data):
    available = data.draw(st.sets(st.sampled_from(sorted(catalogue.series))))
    try:
        plan = choose_suppliers(catalogue, available)
    except MissingSeries as error:
        concept = str(error).split("concept ")[1].split(":")[0]
        assert not any(set(supplier.series) <= available for supplier in catalogue.concepts[concept])
        return
    for concept, position in plan.positions.items():
        assert set(catalogue.concepts[concept][position].series) <= available
        assert not any(set(s.series) <= available for s in catalogue.concepts[concept][:position])
    assert set(series_needed(plan)) <= available
    assert plan_from_positions(catalogue, plan.positions) == plan


def test_an_override_takes_another_supplier_and_never_falls_through(catalogue):
    plan = choose_suppliers(catalogue, catalogue.embedded, {"profits": 3})
    assert plan.suppliers["profits"].series == ("CPROFIT",)
    with pytest.raises(MissingSeries, match=r"profit_share, concept profits.*A464RC1Q027SBEA"):
        choose_suppliers(catalogue, catalogue.embedded, {"profits": 0})


@pytest.mark.parametrize(
    "override", [{"profit": 0}, {"profits": 99}, {"profits": -1}, {"profits": "1"}, {"profits": True}]
)
def test_an_override_that_does_not_exist_is_named(catalogue, override):
    with pytest.raises(UnknownSupplier, match=f"data.suppliers.*{next(iter(override))}"):
        choose_suppliers(catalogue, catalogue.embedded, override)


def test_a_missing_series_is_named_with_variable_and_concept(catalogue):
    with pytest.raises(MissingSeries, match=r"variable commodity_prices, concept producer_prices.*PPIACO") as caught:
        choose_suppliers(catalogue, set(catalogue.embedded) - {"PPIACO"})
    assert "\n" not in str(caught.value)


def test_a_series_counts_as_exact_only_if_all_its_uses_are(catalogue):
    plan = choose_suppliers(catalogue, catalogue.embedded)
    flags = exactness(plan)
    assert flags["GDPC1"][0] is False and "trade_sales" in flags["GDPC1"][1]
    assert flags["FEDFUNDS"] == (True, "")


def test_every_concept_of_the_catalogue_is_used(catalogue):
    assert set(concepts_used(catalogue)) == set(catalogue.concepts)


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("variables", "output", "formula"), "100 * ln(no_such)", "variable 'output'.*no_such"),
        (("variables", "output", "formula"), "100 *", "variable 'output'.*not readable"),
        (("variables", "output", "trend"), "linear", "variable 'output': trend"),
        (("variables", "output", "colour"), "red", "variable 'output': unknown key colour"),
        (("concepts", "real_gdp"), [], "concept 'real_gdp'"),
        (("concepts", "real_gdp"), [{"series": ["NOPE"], "exact": True}], "supplier 0: series NOPE"),
        (("concepts", "real_gdp"), [{"series": ["GDPC1"], "exact": False}], "must give its reason"),
        (("concepts", "real_gdp"), [{"series": ["GDPC1", "GDP"], "exact": True}], "need a formula"),
        (("concepts", "real_gdp"), [{"series": ["GDPC1"], "formula": "GDP", "exact": True}], "exactly the series"),
        (("concepts", "real_gdp"), [{"series": ["GDPC1"], "exact": "yes"}], "exact must be true or false"),
        (("series", "GDPC1", "frequency"), "D", "series 'GDPC1': frequency"),
        (("series", "GDPC1", "aliases"), ["GDP"], "mnemonic 'GDP' already belongs|series 'GDP': mnemonic"),
    ],
)
def test_a_catalogue_that_does_not_hang_together_is_refused_by_name(raw, path, value, complaint):
    broken = copy.deepcopy(raw)
    entry = broken
    for key in path[:-1]:
        entry = entry[key]
    entry[path[-1]] = value
    with pytest.raises(CatalogueError, match=complaint):
        load_catalogue(broken)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"source": "web"}, "data.source"),
        ({"max_age": -1}, "data.max_age"),
        ({"on_failure": "ignore"}, "data.on_failure"),
        ({"live": {"tiemout": 3}}, "data.live.*tiemout"),
        ({"live": {"attempts": 0}}, "data.live.attempts"),
        ({"live": {"bea": "yes"}}, "data.live.bea"),
        ({"suppliers": ["profits"]}, "data.suppliers"),
        ({"allow_shorter": "M2SL"}, "data.allow_shorter"),
    ],
)
def test_a_wrong_setting_is_named(settings, name):
    with pytest.raises(BadSetting, match=name):
        load_settings(settings)


def test_planning_imports_neither_pandas_nor_numpy(project):
    code = (
        "import sys; import frictions.data.pulls, frictions.data.catalogue; "
        "print([name for name in ('pandas', 'numpy', 'requests', 'pandas_datareader') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(project / "src")},
    )
    assert run.stdout.strip() == "[]"
