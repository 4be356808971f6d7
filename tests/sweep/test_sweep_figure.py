"""Figures of sweeps."""

import numpy as np
import pandas as pd
import pytest

from frictions.report.house_style import figure_bytes
from frictions.report.sweep_figure import NothingToDraw, draw_sweep


def table_of(points, failed=()):
    rows = []
    for number, point in enumerate(points):
        if number in failed:
            rows.append({"point": number, **point, "quantity": "", "value": np.nan, "status": "Indeterminate"})
        else:
            rows.append({"point": number, **point, "quantity": "g.x", "value": sum(point.values()), "status": "ok"})
    return pd.DataFrame(rows)


def test_a_line_has_a_gap_where_there_is_no_solution():
    table = table_of([{"a": float(a)} for a in (1, 2, 3, 4)], failed={1})
    figure = draw_sweep(table, ["a"], ["g.x"], "mine")
    line, crosses = figure.axes[0].lines
    np.testing.assert_array_equal(line.get_ydata(), [1.0, np.nan, 3.0, 4.0])
    np.testing.assert_array_equal(crosses.get_xdata(), [2.0])
    assert "Indeterminate at 1" in figure._supxlabel.get_text()


def test_a_map_shows_every_value_at_its_place_and_nothing_where_there_is_no_solution():
    points = [{"a": float(a), "b": 10.0 * b} for a in (1, 2, 3) for b in (1, 2)]
    figure = draw_sweep(table_of(points, failed={5}), ["a", "b"], ["g.x"], "mine")
    mesh = figure.axes[0].collections[0]
    shown = np.ma.filled(mesh.get_array(), np.nan).reshape(2, 3)
    np.testing.assert_array_equal(shown, [[11.0, 12.0, 13.0], [21.0, 22.0, np.nan]])
    assert figure.axes[0].get_xlim() == (0.5, 3.5)


def test_a_third_parameter_stays_at_its_first_value_and_the_title_says_so():
    points = [{"a": float(a), "b": float(b), "c": float(c)} for a in (1, 2) for b in (1, 2) for c in (5, 7)]
    figure = draw_sweep(table_of(points), ["a", "b", "c"], ["g.x"], "mine")
    assert "at c = 5" in figure.get_suptitle()
    assert figure.axes[0].collections[0].get_array().max() == 9.0


def test_a_quantity_that_the_sweep_lacks_is_named():
    with pytest.raises(NothingToDraw, match=r"g\.y.*g\.x"):
        draw_sweep(table_of([{"a": 1.0}, {"a": 2.0}]), ["a"], ["g.y"], "mine")


def test_equal_sweeps_give_equal_bytes():
    table = table_of([{"a": float(a)} for a in range(5)])
    first, second = (figure_bytes(draw_sweep(table, ["a"], ["g.x"], "mine"), "svg") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(("level", "limits"), [(2.0, (1.9, 2.1)), (0.0, (-1.0, 1.0))])
def test_rounding_errors_are_not_drawn_as_an_effect(level, limits):
    table = table_of([{"a": float(a)} for a in range(4)])
    table["value"] = level + 1e-13 * np.arange(4)
    axis = draw_sweep(table, ["a"], ["g.x"], "mine").axes[0]
    assert axis.get_ylim() == pytest.approx(limits)
