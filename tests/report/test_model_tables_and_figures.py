import numpy as np
import pandas as pd
import pytest

from frictions.inventory.comparative_statics import curves, higher_real_rate, steady_environment, surfaces
from frictions.report.criterion_table import criterion_table
from frictions.report.impacts_table import impacts_table
from frictions.report.model_figure import PANELS, draw_model_responses
from frictions.report.moments_table import LABELS, moments_table
from frictions.report.money_figure import PANELS as MONEY_PANELS
from frictions.report.money_figure import draw_money_responses, draw_money_variants
from frictions.report.panels import Claim, claims_of
from frictions.report.parameters_table import parameters_table
from frictions.report.rules_table import RULES, rules_table
from frictions.report.statics_figure import FIGURES, draw_curves, draw_surfaces, statics_note


def irf_of(variables, periods=40):
    rows = [(name, h, 0.1 * i + 0.9**h) for i, name in enumerate(variables) for h in range(periods)]
    return pd.DataFrame(rows, columns=["variable", "horizon", "response"])


@pytest.fixture
def var_irf():
    names = [name for name in PANELS.values() if name]
    rows = [(name, h, np.sin(h), np.sin(h) - 1, np.sin(h) + 1) for name in names for h in range(16)]
    return pd.DataFrame(rows, columns=["variable", "horizon", "point", "lower", "upper"])


@pytest.mark.slow
def test_models_stand_beside_the_var_in_the_panels_that_it_has(var_irf):
    figure = draw_model_responses(
        var_irf,
        {"one": irf_of(PANELS), "two": irf_of(PANELS)},
        title="t",
        coverage=0.9,
        claims=[Claim("real_wage", 0, -0.25)],
        note="n",
    )
    assert len(figure.axes) == 8
    for axis, counterpart in zip(figure.axes, PANELS.values(), strict=True):
        labels = axis.get_legend_handles_labels()[1]
        assert {"one", "two"} <= set(labels)
        assert ("VAR" in labels) == bool(counterpart)
        assert ("source's text" in labels) == (counterpart == "unit_labor_cost")
    line = next(line for line in figure.axes[1].lines if line.get_label() == "one")
    assert len(line.get_xdata()) == 16
    np.testing.assert_allclose(line.get_ydata(), 0.1 + 0.9 ** np.arange(16))


def test_money_figure_draws_each_variable_once():
    variables = [name for _, names in MONEY_PANELS.values() for name in names]
    figure = draw_money_responses(irf_of(variables), -0.6, "t", "n")
    drawn = [line.get_label() for axis in figure.axes for line in axis.lines if not line.get_label().startswith("_")]
    assert len(drawn) == len(variables) + 1
    assert figure.axes[0].lines[1].get_ydata()[0] == -0.6


@pytest.mark.slow
def test_money_variants_share_the_axes_of_each_panel():
    variables = [name for _, names in MONEY_PANELS.values() for name in names]
    larger = irf_of(variables).assign(response=lambda table: 3 * table["response"])
    figure = draw_money_variants({"small": irf_of(variables), "large": larger}, -0.6, "t", "n")
    assert len(figure.axes) == 2 * len(MONEY_PANELS)
    for above, below in zip(figure.axes[: len(MONEY_PANELS)], figure.axes[len(MONEY_PANELS) :], strict=True):
        assert above.get_ylim() == below.get_ylim()
        np.testing.assert_allclose(below.lines[-1].get_ydata(), 3 * above.lines[-1].get_ydata())


def test_statics_figures_show_both_environments(parameters, steady):
    here = steady_environment(steady)
    there = higher_real_rate(here, 0.002)
    found = surfaces(parameters, steady, there, "stock")
    fields = ("stock", "price", "before", "after")
    note = statics_note("figure_1_1", real_rate_rise=0.0015, marginal_cost_fall=0.005)
    assert "0.15 percent a quarter higher, a size of our choice" in note
    assert "0.5 percent lower" in statics_note("figure_1_5", real_rate_rise=0.0015, marginal_cost_fall=0.005)
    figure = draw_surfaces("figure_1_1", {name: getattr(found, name) for name in fields}, note)
    assert " ".join(figure.get_supxlabel().split()) == note
    assert [axis.get_title() or axis.get_title(loc="left") for axis in figure.axes][1] == "where the condition holds"
    before, after = (
        {"stock_line": c.stock_line, "price_line": c.price_line, "optimum": np.array(c.optimum)}
        for c in (curves(parameters, here), curves(parameters, there))
    )
    (axis,) = draw_curves("figure_1_4", before, after, "").axes
    assert len(axis.get_legend_handles_labels()[1]) == 4
    # A higher real rate lowers the stock that the firm wants, and the axes show where it ends.
    end = after["optimum"][0] / before["optimum"][0]
    assert end < 1 and axis.get_xlim()[0] < end
    assert set(FIGURES) == {f"figure_1_{number}" for number in range(1, 6)}


@pytest.fixture
def parameters():
    from frictions.inventory.parameters import CalvoParameters

    common = {"beta": 0.99, "theta": 5.0, "theta_w": 5.0, "delta_z": 0.018, "sigma_v": 0.33, "psi_l": 1.2, "h": 0.7}
    policy = {"g_star": 0.16, "rho_R": 0.8, "phi_pi": 2.0, "phi_Y": 0.2, "xi_w": 0.1, "iota_w": 0.1}
    return CalvoParameters(**common, **policy, sigma_c=1.2, sigma_l=0.4, alpha=0.9, xi_p=0.5, iota_p=0.0)


@pytest.fixture
def steady(parameters):
    from frictions.inventory.steady_state import steady_state

    return steady_state(parameters)


def test_moments_table_measures_the_distance_in_sampling_deviations():
    published = {"VAR": dict.fromkeys(LABELS, 0.0), "Calvo": dict.fromkeys(LABELS, 1.0)}
    moments = pd.DataFrame({"moment": list(LABELS), "value": 2.0, "sampling_sd": 0.5})
    without = moments.drop(columns="sampling_sd")
    table = moments_table(published, {"VAR": {"ours": without}, "Calvo": {"average": moments}}, ["note"])
    assert table.frame["variant"].tolist() == ["published", "ours", "published", "average", "z, average"]
    assert set(table.frame.iloc[4][list(LABELS.values())]) == {2.0}
    assert table.row_decimals == {4: 1}


def test_parameters_table_keeps_fixed_and_estimated_apart():
    def estimates(name, value):
        errors = {"standard_error": 0.1, "lower": 0.5, "upper": 0.9, "at_bound": [None], "remark": ["wide"]}
        return pd.DataFrame({"parameter": [name], "value": value, **errors})

    published = {
        "predetermined": {"beta": 0.9898},
        "RI": {"xi_w": 0.82, "sigma_l": 0.4, "xi_p": None},
        "Calvo": {"xi_w": 0.1398},
    }
    frame = parameters_table(
        published,
        {"beta": 0.98985},
        {"RI": {"sigma_l": 0.4}},
        {"RI": {"separate": estimates("xi_w", 0.98)}, "Calvo": {"": estimates("xi_w", 0.7)}},
        [],
    ).frame
    assert frame["model"].tolist() == ["both", "RI, separate", "RI", "Calvo"]
    assert frame["at bound"].tolist() == ["not estimated", "", "not estimated", ""]
    assert frame["remark"].tolist() == ["", "wide", "", "wide"]
    assert frame["replicated"].tolist() == [0.98985, 0.98, 0.4, 0.7]
    assert frame["published"].tolist() == [0.9898, 0.82, 0.4, 0.1398]


def test_criterion_table_ends_each_row_in_its_sum():
    parts = pd.DataFrame({"variable": ["output", "inflation"], "contribution": [2.0, 3.0]})
    published = {"RI": {"output": 1.0, "inflation": 1.5}, "Calvo": {"output": 4.0, "inflation": 4.5}}
    frame = criterion_table(published, {"RI": 2.4, "Calvo": 8.6}, {"RI": {"ours": parts}, "Calvo": {}}, []).frame
    assert frame[["model", "variant"]].values.tolist() == [["RI", "published"], ["RI", "ours"], ["Calvo", "published"]]
    # The printed sum, which is not the sum of the printed parts to the last digit.
    assert frame["Sum"].tolist() == [2.4, 5.0, 8.6]


def test_rules_table_names_decision_and_state():
    rules = pd.DataFrame({"coefficient": list(RULES), "value": np.arange(float(len(RULES)))})
    frame = rules_table({"marginal": rules}, []).frame
    assert frame.loc[frame["coefficient"] == "psi_p1", ["decision", "reacts to own"]].values.tolist() == [
        ["reset price", "inventories"]
    ]


def test_impacts_table_gives_impact_and_range():
    table = impacts_table("t", "T", {"output": "below 0"}, {"a": irf_of(["output"])}, [])
    row = table.frame.iloc[0]
    assert row["a, impact"] == row["a, highest"] == 1.0
    assert row["a, lowest"] == pytest.approx(0.9**39)


def test_claims_about_two_models_are_told_apart(var_irf):
    claims = [Claim("output", 0, -0.12, "Calvo"), Claim("output", 0, -0.18, "RI")]
    figure = draw_model_responses(var_irf, {"one": irf_of(PANELS)}, title="t", coverage=0.9, claims=claims, note="n")
    marked = {line.get_label(): line for line in figure.axes[0].lines if line.get_label().startswith("source's text")}
    assert set(marked) == {"source's text, Calvo", "source's text, RI"}
    assert len({line.get_marker() for line in marked.values()}) == 2
    assert marked["source's text, RI"].get_ydata()[0] == -0.18


def test_claims_are_read_from_the_published_file(project):
    import yaml

    published = yaml.safe_load((project / "config/published.yaml").read_text())
    assert claims_of(published["var"]["claims"])[0] == Claim("inventory_sales", 2, 0.35)
