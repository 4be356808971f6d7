"""Charts hold the numbers of the contract's files and fit the schema of Vega-Lite."""

import altair as alt
import numpy as np
import pandas as pd
import pytest

from frictions.report.document.charts import chart_of, panel_spec, readable_inputs


@pytest.fixture(scope="module")
def chart(responses):
    return chart_of(responses, {"output": "percent of trend"}, "draw_model_figure")


def test_lines_are_named_by_model_and_mode(chart):
    assert [(line.name, line.mode) for line in chart.lines] == [
        ("VAR, baseline", ""),
        ("Attention, reconstruction", "published"),
        ("Attention, optimal joint", "optimal"),
    ]


def test_points_and_bands_are_those_of_the_files(chart, responses):
    assert list(chart.panels) == ["Output"]
    points = np.array(chart.panels["Output"], dtype=float)
    for position, table in enumerate(responses.values()):
        own = points[points[:, 0] == position]
        column = "point" if "point" in table else "response"
        assert own[:, 1] == pytest.approx(table["horizon"])
        assert own[:, 2] == pytest.approx(table[column], rel=1e-3)
    band = points[points[:, 0] == 0][:, 3:]
    assert band == pytest.approx(responses["results/var/baseline/irf.csv"][["lower", "upper"]].to_numpy(), rel=1e-3)


def test_a_unit_of_its_own_is_written_on_the_axis(chart):
    assert chart.units == {"Output": "percent of trend"}


def test_a_panel_fits_the_schema_of_vega_lite(chart):
    spec = panel_spec(chart)
    alt.LayerChart.from_dict(spec)
    assert spec == panel_spec(chart)


def test_several_experiments_are_told_apart():
    table = pd.DataFrame({"variable": ["output"], "horizon": [0], "response": [1.0]})
    paths = [f"results/attention/{case}/optimal_joint/irf.csv" for case in ("benchmark", "sigma_25bp")]
    chart = chart_of(dict.fromkeys(paths, table), {}, "draw_sensitivity")
    assert len({line.name for line in chart.lines}) == 2


def test_an_allocation_figure_shows_its_own_variables_only():
    table = pd.DataFrame(
        [(lemons, variable, 1, 1.0) for lemons in (0.002, 0.0) for variable in ("output", "mpk_ratio", "tfp_end")],
        columns=["lemons", "variable", "period", "percent_deviation"],
    )
    path = {"results/reallocation/benchmark/transition.csv": table}
    assert len(chart_of(path, {}, "draw_transition_figure").panels) == 1
    assert len(chart_of(path, {}, "draw_allocation_figure").panels) == 2
    assert len(chart_of(path, {}, "draw_allocation_figure").lines) == 2


def test_yields_become_percent_by_risk_aversion():
    table = pd.DataFrame({"risk_aversion": [0.5, 2.0], "state": 1.0, "maturity": 10.0, "yield": [0.01, 0.02]})
    chart = chart_of({"results/production_economy/yields.csv": table}, {}, "draw_yield_curves")
    assert {title: rows[0][2] for title, rows in chart.panels.items()} == {"Risk aversion 0.5": 1, "Risk aversion 2": 2}


def test_a_figure_of_other_files_has_no_chart():
    assert readable_inputs(["results/efficiency/stationary.csv"]) == []
    assert chart_of({}, {}, "draw_efficiency") is None


def test_a_figure_that_compares_experiments_has_a_panel_a_mode():
    table = pd.DataFrame({"variable": ["stock", "output"], "horizon": 0, "response": [-1.0, 5.0]})
    paths = [
        f"results/attention/{case}/{mode}/irf.csv"
        for mode in ("reconstruction", "optimal_joint")
        for case in ("benchmark", "sigma_25bp", "sigma_22bp")
    ]
    tables = {path: table.assign(response=table["response"] * (1 + at)) for at, path in enumerate(paths)}
    chart = chart_of(tables, {}, "draw_sensitivity", "stock")
    assert [line.name for line in chart.lines] == ["benchmark", "sigma 25bp", "sigma 22bp"]
    assert [row[:3] for row in chart.panels["Reconstruction"]] == [[0, 0, -1], [1, 0, -2], [2, 0, -3]]
    assert [row[:3] for row in chart.panels["Optimal joint"]] == [[0, 0, -4], [1, 0, -5], [2, 0, -6]]


def test_a_figure_of_one_decision_shows_this_decision():
    table = pd.DataFrame({"decision": ["price", "stock"], "horizon": 0, "first_best": [1.0, 2.0], "actual": [0.5, 1.0]})
    path = {"results/attention/benchmark/optimal_joint/decisions.csv": table}
    assert list(chart_of(path, {}, "draw_decisions", "stock").panels) == ["Stock"]
    assert list(chart_of(path, {}, "draw_decisions").panels) == ["Price", "Stock"]


def test_a_figure_of_the_var_shows_its_panels_with_local_projections_beside():
    names = ["output", "profit_share", "federal_funds"]
    rows = [(name, h, 1.0, 0.0, 2.0, 1.0 + h, 0.1) for name in names for h in range(3)]
    columns = ["variable", "horizon", "point", "lower", "upper", "local_projection", "local_projection_se"]
    chart = chart_of({"results/var/baseline/irf.csv": pd.DataFrame(rows, columns=columns)}, {}, "draw_var_figure")
    assert list(chart.panels) == ["Output", "Profit share"]
    assert [line.name for line in chart.lines] == ["VAR, baseline", "Local projection, baseline"]
    assert [row[2] for row in chart.panels["Output"] if row[0] == 1] == [1.0, 2.0, 3.0]
