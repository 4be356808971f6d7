"""Figures of the efficiency model and of the production economy show the numbers of their tables."""

import numpy as np
import pandas as pd
import pytest

from frictions.efficiency import tables as efficiency
from frictions.efficiency.dynamic_capital import Durability
from frictions.efficiency.parameters import Parameters
from frictions.efficiency.path import one_off_change
from frictions.production_economy import tables as economy
from frictions.production_economy.collocation import solve_equilibrium
from frictions.production_economy.comparative_statics import sweep_correlation
from frictions.production_economy.economy import Economy
from frictions.report.efficiency_figures import draw_existence, draw_paths, draw_robustness, draw_stationary
from frictions.report.house_style import figure_bytes
from frictions.report.production_economy_figures import (
    draw_correlation,
    draw_prices,
    draw_short_rate_terms,
    draw_yield_curves,
)

ETAS = np.array([0.2, 0.5, 0.8])

PARAMETERS = {"growth": 0.05, "discount_rate": 0.03}


@pytest.fixture(scope="module")
def sets():
    return efficiency.solve_efficiencies(Parameters(), ETAS)


@pytest.fixture(scope="module")
def equilibria():
    return [solve_equilibrium(Economy(risk_aversion=gamma)) for gamma in (1.0, 4.0)]


def titles(figure):
    return [axis.get_title(loc="left") for axis in figure.axes]


def drawn(axis, label):
    return next(line for line in axis.lines if line.get_label() == label).get_data()


@pytest.mark.slow
def test_stationary_figure_shows_the_selected_branch_and_the_other(sets):
    figure = draw_stationary(efficiency.stationary_table(sets))
    assert len(figure.axes) == 6
    eta, value = drawn(figure.axes[0], "information given")
    np.testing.assert_array_equal(eta, ETAS)
    assert np.all(np.diff(value) < 0)
    assert np.all(np.diff(drawn(figure.axes[2], "information given")[1]) > 0)
    assert all(axis.get_xlabel() and axis.get_ylabel() for axis in figure.axes)


def test_path_figure_is_centred_on_the_change():
    path = one_off_change(Parameters(), 0.7, 12, 20)
    frame = pd.concat([efficiency.path_table({"one_off": path})] * 1)
    figure = draw_paths(frame, {"one_off": 12})
    time, value = drawn(figure.axes[1], "information given")
    assert time[0] == -10 and time[-1] == 7
    assert time[np.argmin(value)] == -1
    efficiency_line = figure.axes[0].lines[0]
    assert efficiency_line.get_xdata()[np.argmax(efficiency_line.get_ydata())] == 0


def test_existence_figure_explains_lines_that_coincide():
    table = efficiency.existence_table(Parameters(), ETAS)
    assert "lie on each other" in draw_existence(table, (0.5, 1.0)).get_supxlabel()
    apart = table.copy()
    apart.loc[apart["information"] == "endogenous", "largest_risk_aversion"] *= 1.5
    assert draw_existence(apart, (0.5, 1.0)).get_supxlabel() == ""


def test_robustness_figure_has_a_line_for_each_variant_and_scale(sets):
    variants = [
        efficiency.durable_variant(name, Parameters(eta=0.3, gamma=0.5, log_demand=1.0), Durability(factor), None)
        for name, factor in (("patient", 1 / 1.03), ("impatient", 0.9))
    ]
    capital = efficiency.dynamic_capital_table(variants)
    figure = draw_robustness(capital, efficiency.profit_table(sets, ETAS, [0.8, 2.0]))
    assert [len(axis.lines) for axis in figure.axes] == [2, 2, 2]


def test_terms_of_the_short_rate_sum_to_it_in_the_figure(equilibria):
    names = (*economy.QUANTITIES, *economy.DECOMPOSITION)
    grid = economy.equilibrium_table(equilibria, np.array([0.5, 1.0, 2.0]), names)
    figure = draw_short_rate_terms(grid, PARAMETERS)
    assert figure.get_supxlabel().endswith("a year: growth 0.05, discount rate 0.03.")
    assert [title for title in titles(figure) if title] == ["Risk aversion γ = 1", "Risk aversion γ = 4"]
    for axis in figure.axes[:2]:
        lines = [line.get_ydata() for line in axis.lines[1:]]
        np.testing.assert_allclose(sum(lines[:3]), lines[3], rtol=1e-12)
    prices = draw_prices(grid, PARAMETERS)
    np.testing.assert_allclose(drawn(prices.axes[0], "γ = 1")[1], [2.0, 4.0, 8.0], rtol=1e-9)


def test_yields_are_drawn_in_percent(equilibria):
    table = economy.yield_table(equilibria, np.array([1.0]), np.array([1.0, 10.0]))
    figure = draw_yield_curves(table, PARAMETERS)
    np.testing.assert_allclose(drawn(figure.axes[0], "x = 1")[1], [3.96584906, 3.79523287], rtol=1e-7)
    assert figure.axes[0].get_ylabel() == "percent a year"
    assert figure_bytes(figure, "svg") == figure_bytes(figure, "svg")


def test_correlation_figure_and_certificate_leave_out_infinite_values():
    correlations = np.array([-0.5, 0.5])
    sweeps = {g: sweep_correlation(Economy(risk_aversion=g), correlations, 1.0) for g in (0.4, 4.0)}
    table = economy.correlation_table(sweeps)
    assert list(table.columns) == ["risk_aversion", "correlation", "quantity", "value"]
    rates = table[(table["quantity"] == "short_rate") & (table["risk_aversion"] == 4.0)]["value"]
    np.testing.assert_allclose(rates, [0.015271, 0.005989], atol=5e-7)
    infinite = table[(table["risk_aversion"] == 0.4) & (table["correlation"] == 0.5)]
    assert infinite["value"].isna().all()
    certificate = economy.correlation_certificate(sweeps)
    assert (certificate["value"] <= certificate["bound"]).all()
    assert not ((certificate["risk_aversion"] == 0.4) & (certificate["correlation"] == 0.5)).any()
    assert "30-year yield less short rate" in titles(draw_correlation(table, 1.0, 30.0, PARAMETERS))
