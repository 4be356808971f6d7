"""Statements that compare economies, on paths made up for it."""

import numpy as np
import pandas as pd
import pytest

from frictions.hypotheses.reallocation_comparisons import Comparison, response_over, statements_by_reading

PATH = np.array([-1.0, -3.0, 2.0, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 9.0])


@pytest.mark.parametrize(
    ("years", "value"),
    [
        ("as_stated", 0.5),
        ("first", -1.0),
        ("second", -3.0),
        ("third", 2.0),
        ("five", -1.0),
        ("ten", -1.0),
        ("largest", 9.0),
    ],
)
def test_a_path_over_the_years_asked_for(years, value):
    assert response_over(PATH, years, year=4) == pytest.approx(value)


def economy(first, second, level):
    """Paths of two years with and without lemons, and the stationary value."""
    rows = [(0.002, "x", 1, first), (0.002, "x", 2, second), (0.0, "x", 1, 0.0), (0.0, "x", 2, 0.0)]
    transition = pd.DataFrame(rows, columns=["lemons", "variable", "period", "percent_deviation"])
    return transition, pd.DataFrame({"lemons": [0.002, 0.0], "quantity": "X", "value": level})


def test_levels_may_say_the_opposite_of_percent_and_another_year_too():
    (first, small), (second, large) = economy(-2.0, 1.0, 1.0), economy(-1.0, 2.0, 10.0)
    statement = Comparison("s.deeper", "x", "X", "a", "b", 0.002, above=False, year=1)
    without = Comparison("s.same", "x", "", "a", "b", 0.0, above=True, year=1)
    variants = [
        {"years": years, "measure": measure} for years in ("as_stated", "second") for measure in ("percent", "level")
    ]
    found = statements_by_reading([statement, without], {"a": first, "b": second}, {"a": small, "b": large}, variants)
    # Percent: -2 below -1, and 1 below 2; levels: -0.02 above -0.1, and 0.01 below 0.2. Equal paths are not above.
    assert found == [[True, False], [False, False], [True, False], [True, False]]
