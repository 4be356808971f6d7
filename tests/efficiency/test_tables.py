"""Tables of the solved model: columns of the contract, every certificate within its bound."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.efficiency import tables
from frictions.efficiency.dynamic_capital import Durability
from frictions.efficiency.parameters import Parameters
from frictions.efficiency.path import one_off_change, permanent_change

EFFICIENCIES = np.arange(1, 10) / 10.0


@pytest.fixture(scope="module")
def sets():
    return tables.solve_efficiencies(Parameters(), EFFICIENCIES)


def test_stationary_table_has_both_branches_and_every_quantity(sets):
    table = tables.stationary_table(sets)
    assert list(table.columns) == ["information", "eta", "branch", "quantity", "value"]
    assert set(table["branch"]) == {"high_volatility", "low_volatility"}
    required = {"I", "Sigma", "beta0", "beta1", "beta2", "beta3", "beta4", "var_resale", "rpe", "fpe", "tau_x", "tau_g"}
    assert required <= set(table["quantity"])
    assert len(table) == 2 * 9 * 2 * 14
    assert np.isfinite(table["value"]).all()


def test_every_certificate_holds(sets):
    table = tables.certificate_table(sets)
    assert (table["value"].abs() <= table["bound"]).all()
    assert set(table["quantity"]) == {"market_clearing_residual", "payoff_risk_identity", "stability_slope"}


def test_information_table_shows_forecasting_rise_while_revelation_falls(sets):
    table = tables.information_table(sets)
    wide = table[table["information"] == "exogenous"].pivot(index="eta", columns="quantity", values="value")
    assert (wide["on_income"].diff().dropna() > 0).all()
    assert (wide["revelatory"].diff().dropna() < 0).all()


def test_path_table_has_a_row_for_each_period_and_quantity():
    p = Parameters()
    table = tables.path_table(
        {"one_off": one_off_change(p, 0.7, 20, 30), "permanent": permanent_change(p, 0.8, 10, 30)}
    )
    assert list(table.columns) == ["change", "information", "period", "quantity", "value"]
    assert len(table) == 2 * 30 * 10
    moved = table[(table["change"] == "one_off") & (table["quantity"] == "eta")]
    assert moved.loc[moved["value"] == 0.7, "period"].tolist() == [20]


def test_existence_table_falls_in_efficiency():
    table = tables.existence_table(Parameters(), EFFICIENCIES)
    for _, group in table.groupby("information"):
        assert (group["largest_risk_aversion"].diff().dropna() < 0).all()


def test_dynamic_capital_table_shows_economies_without_equilibrium():
    base = Parameters(gamma=0.5, log_demand=-0.25)
    variants = [
        tables.durable_variant("level", replace(base, eta=eta), Durability(1 / 1.03), -0.25) for eta in (0.8, 0.9)
    ]
    table = tables.dynamic_capital_table(variants)
    assert list(table.columns) == ["variant", "discount_factor", "eta", "quantity", "value"]
    counts = table[table["quantity"] == "root_count"]["value"].tolist()
    assert counts == [2.0, 0.0]
    assert (table["quantity"] == "I").sum() == 1
    certificate = tables.dynamic_capital_certificate(table)
    assert certificate["eta"].tolist() == [0.8, 0.8]
    assert (certificate["value"].abs() <= certificate["bound"]).all()


def test_variant_of_unit_income_has_steady_income_one():
    base = Parameters(gamma=0.5, log_demand=1.0, eta=0.3)
    table = tables.dynamic_capital_table([tables.durable_variant("unit", base, Durability(0.9), None)])
    assert table.set_index("quantity")["value"]["income"] == pytest.approx(1.0, abs=1e-14)


def test_path_certificate_has_one_bounded_row_for_each_path():
    path = permanent_change(Parameters(), 0.8, 10, 30)
    certificate = tables.path_certificate({"permanent": path})
    assert certificate["quantity"].tolist() == ["market_clearing_residual"]
    assert (certificate["value"] <= certificate["bound"]).all()
    broken = replace(path, periods=(replace(path.periods[0], residuals=np.full(5, 1e-3)), *path.periods[1:]))
    assert (tables.path_certificate({"x": broken})["value"] > 1e-6).all()


def test_profit_table_holds_the_example_and_the_model(sets):
    table = tables.profit_table(sets, EFFICIENCIES, [0.8, 2.0])
    assert set(table["quantity"]) == {"example_profit", "expected_profit", "value_of_learning"}
    example = table[(table["quantity"] == "example_profit") & (table["parameter"] == "2")]
    assert example.loc[example["value"].idxmin(), "eta"] == 0.5
