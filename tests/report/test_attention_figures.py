import numpy as np
import pandas as pd
import pytest

from frictions.report.attention_labels import MODES
from frictions.report.decisions_figure import DecisionClaims, draw_decisions
from frictions.report.equilibria_figure import attentive_branches, draw_equilibria, other_branches
from frictions.report.labels import SYMBOLS
from frictions.report.profiles_figure import draw_profiles
from frictions.report.sensitivity_figure import draw_sensitivity


def lines_of(axis):
    return {line.get_label(): line for line in axis.lines if not line.get_label().startswith("_")}


def decisions(scale):
    horizon = np.arange(40)
    rows = [
        pd.DataFrame({"decision": name, "horizon": horizon, "first_best": -scale * 0.5**horizon, "actual": -0.1})
        for name in ("price", "stock")
    ]
    return pd.concat(rows)


def test_decision_figure_draws_one_decision_and_marks_the_source_in_every_panel():
    variants = {"a": decisions(1.0), "b": decisions(2.0)}
    claims = DecisionClaims(impact=-1.0, axis=(-1.0, 0.4))
    figure = draw_decisions(variants, "stock", {"a": "A", "b": "B"}, claims, "t", "n")
    assert len(figure.axes) == 2
    for axis, scale in zip(figure.axes, (1.0, 2.0), strict=True):
        lines = lines_of(axis)
        assert lines["first best"].get_ydata()[0] == -scale
        assert len(lines["actual, average over firms"].get_xdata()) == 31
        assert lines["source's text, first best"].get_ydata()[0] == -1.0
    # Panels can be compared by eye only on one axis.
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim()


def test_price_figure_marks_when_the_deviation_is_gone_and_no_impact():
    figure = draw_decisions({"a": decisions(1.0)}, "price", {"a": "A"}, DecisionClaims(gone_by=25), "t", "n")
    lines = lines_of(figure.axes[0])
    assert lines["source's text, gap closed"].get_xdata()[0] == 25
    assert "source's text, first best" not in lines and "ends of the printed axis" not in lines


def test_sensitivity_lines_differ_in_dashes_as_well_as_in_colour():
    irf = pd.DataFrame({"variable": "stock", "horizon": np.arange(40), "response": -0.1 * 0.9 ** np.arange(40)})
    cases = {"dear": irf, "cheap": irf.assign(response=2 * irf["response"]), "cheapest": irf}
    figure = draw_sensitivity(dict.fromkeys(MODES, cases), "stock", (-0.25, 0.0), "t", "n")
    assert [axis.get_title(loc="left") for axis in figure.axes] == list(MODES.values())
    lines = lines_of(figure.axes[1])
    drawn = [lines[case] for case in cases]
    assert len({line.get_linestyle() for line in drawn}) == len({line.get_color() for line in drawn}) == 3
    assert drawn[1].get_ydata()[0] == pytest.approx(-0.2)
    assert figure.axes[0].get_ylim()[0] <= -0.25


def equilibria():
    """Attention up to a cost of 3, none above 2, an unstable equilibrium between; joint and separate."""
    rows = []
    for information in ("joint", "separate"):
        for cost in (1.0, 1.5, 2.0, 2.5, 4.0):
            found = []
            if cost <= 3.0:
                found.append((1.0 / cost, True))
            if 2.0 <= cost <= 3.0:
                found.append((0.1 * cost - 0.02, False))
            if cost >= 2.0:
                found.append((0.0, True))
            for number, (bits, stable) in enumerate(found):
                rows += [
                    (information, cost, number, bits, stable, quantity, value)
                    for quantity, value in quantities_of(information, bits, bits).items()
                ]
    columns = ["information", "cost", "equilibrium", "bits", "stable", "quantity", "value"]
    return pd.DataFrame(rows, columns=columns)


def quantities_of(information, bits, on_price):
    values = {"info_flow": bits, "inventory_sales_impact": 0.3 - bits}
    return values | ({"info_flow_P": on_price} if information == "separate" else {})


def branches():
    """The same curve traced over bits; it folds at a cost of 3."""
    rows = [
        (information, "attentive", point, cost, bits, quantity, value)
        for information in ("joint", "separate")
        for point, (cost, bits) in enumerate([(1.0, 1.0), (2.0, 0.5), (3.0, 0.3), (2.5, 0.23), (2.0, 0.18)])
        for quantity, value in quantities_of(information, bits, bits).items()
    ]
    return pd.DataFrame(rows, columns=["information", "branch", "point", "cost", "bits", "quantity", "value"])


def thresholds():
    rows = [
        ("joint", "nobody_attends_above", 2.0),
        ("separate", "nobody_attends_above", 2.0),
        ("separate", "stock_unattended_above", 1.6),
    ]
    return pd.DataFrame(rows, columns=["information", "quantity", "cost"])


def test_the_curve_of_attentive_firms_is_cut_at_its_fold():
    upper, lower = attentive_branches(branches(), equilibria(), "separate")
    assert upper.stable and not lower.stable
    assert upper.points["cost"].tolist() == [1.0, 2.0, 3.0] and lower.points["cost"].tolist() == [3.0, 2.5, 2.0]


def test_firms_that_attend_to_the_stock_alone_are_a_branch_of_their_own():
    table = equilibria()
    stock = table["information"].eq("separate") & table["cost"].eq(1.0)
    table.loc[stock & table["quantity"].eq("info_flow_P"), "value"] = 0.0
    costs = {tuple(branch.points["cost"]) for branch in other_branches(table, "separate")}
    assert costs == {(1.0,), (2.0, 2.5, 4.0)}


def test_equilibria_figure_dashes_what_is_unstable_and_marks_both_readings_of_the_cost():
    readings = {"printed": 1.2, "printed, small shocks": 5.0}
    figure = draw_equilibria(equilibria(), branches(), thresholds(), readings, "t", "n")
    assert len(figure.axes) == 4
    for axis in figure.axes:
        lines = lines_of(axis)
        assert lines["unstable"].get_linestyle() == "--"
        np.testing.assert_allclose(lines["unstable"].get_xdata(), [300.0, 250.0, 200.0])
        # Costs are shares of sales, the axis is in percent; nobody attends from the threshold on, at any higher cost.
        assert lines["printed"].get_xdata()[0] == pytest.approx(120.0)
        assert lines["printed, small shocks"].get_xdata()[0] == pytest.approx(500.0)
        np.testing.assert_allclose(lines["stable"].get_xdata(), [200.0, 600.0])
    stock = "no attention to the stock from here on"
    assert stock in lines_of(figure.axes[0]) and stock not in lines_of(figure.axes[1])
    np.testing.assert_allclose(lines_of(figure.axes[1])["unstable"].get_ydata(), [0.3, 0.23, 0.18])


def test_profiles_touch_the_estimate_and_show_what_else_was_found():
    values = np.linspace(0.2, 0.8, 5)
    profile = pd.concat(
        pd.DataFrame({"parameter": name, "value": values, "criterion": 100 + (values - 0.5) ** 2})
        for name in ("cost_ratio", "xi_w")
    )
    minima = pd.DataFrame(
        [
            (0, 100.0, "cost_ratio", 0.5),
            (0, 100.0, "xi_w", 0.5),
            (1, 101.0, "cost_ratio", 0.2),
            (1, 101.0, "xi_w", 0.8),
        ],
        columns=["minimum", "criterion", "parameter", "value"],
    )
    found = pd.DataFrame({"criterion": [100.0, 120.0, 110.0], "stable": [True, True, False], "selected": [1, 0, 0]})
    held = profile[profile["parameter"] == "xi_w"].assign(parameter="sigma_l")
    profile = pd.concat([profile, held])
    figure = draw_profiles(profile, minima, found, {"Calvo": 145.0}, {"sigma_l": 0.4}, "t", "n")
    assert [axis.get_title(loc="left") for axis in figure.axes] == [
        SYMBOLS["cost_ratio"],
        SYMBOLS["xi_w"],
        f"{SYMBOLS['sigma_l']} (held)",
    ]
    lines = lines_of(figure.axes[1])
    assert (lines["estimate"].get_xdata()[0], lines["estimate"].get_ydata()[0]) == (0.5, 100.0)
    assert lines["other local minima"].get_xdata().tolist() == [0.8]
    assert lines["other stable equilibria at the estimate"].get_ydata().tolist() == [120.0]
    assert lines["other unstable equilibria at the estimate"].get_ydata().tolist() == [110.0]
    assert lines["Calvo"].get_ydata()[0] == 145.0
    # A parameter that was not estimated has no minima of its own; the estimate stands at the value it was held at.
    held_lines = lines_of(figure.axes[2])
    assert held_lines["estimate"].get_xdata()[0] == 0.4 and "other local minima" not in held_lines


def test_a_steep_profile_does_not_hide_the_gap_to_calvo():
    profile = pd.DataFrame({"parameter": "xi_w", "value": [0.1, 0.5, 0.9], "criterion": [2000.0, 100.0, 130.0]})
    minima = pd.DataFrame({"minimum": [0], "criterion": [100.0], "parameter": ["xi_w"], "value": [0.5]})
    found = pd.DataFrame({"criterion": [100.0], "stable": [1.0], "selected": [1.0]})
    figure = draw_profiles(profile, minima, found, {"Calvo": 140.0}, {}, "t", "n")
    assert figure.axes[0].get_ylim()[1] == pytest.approx(200.0)
