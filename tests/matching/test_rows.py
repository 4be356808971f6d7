"""Rows of the tidy files."""

import numpy as np
import pytest

from frictions.matching.estimation import estimate
from frictions.matching.inference import sandwich
from frictions.matching.parameters import Parameter
from frictions.matching.profile import profile_criterion
from frictions.matching.rows import criterion_rows, minima_rows, point_rows, profile_rows


@pytest.fixture
def results(linear_problem):
    problem = linear_problem
    parameters = [Parameter("bounded", "b", -20.0, 0.5, -10.0, 0.0), *problem.parameters[1:]]
    found = estimate(problem.responses, problem.criterion, parameters, np.array([[0.0] * 4, [-1.0] * 4]))
    inference = sandwich(problem.responses, problem.criterion, parameters, found.best, problem.sampling_covariance)
    return problem, parameters, found, inference


def test_point_rows_leave_the_error_of_a_bound_parameter_empty(results):
    _, _, found, inference = results
    rows = point_rows(found, inference.standard_errors)
    assert [list(row) for row in rows] == [["parameter", "value", "standard_error", "at_bound"]] * 4
    assert rows[0]["at_bound"] == "upper" and np.isnan(rows[0]["standard_error"])
    assert all(row["at_bound"] == "" and row["standard_error"] > 0 for row in rows[1:])


def test_contributions_add_up_to_the_criterion_of_the_first_minimum(results):
    _, _, found, _ = results
    rows = criterion_rows(found)
    assert [row["variable"] for row in rows] == ["output", "inflation", "wage"]
    assert sum(row["contribution"] for row in rows) == pytest.approx(found.best.criterion, rel=1e-13)
    minima = minima_rows(found)
    assert len(minima) == 4 * len(found.minima)
    assert minima[0]["criterion"] == found.best.criterion
    assert minima[0]["starts"] == 2


def test_profile_rows_are_one_a_point(results):
    problem, parameters, found, _ = results
    profiles = [
        profile_criterion(problem.responses, problem.criterion, parameters, found.best.estimate, name, np.zeros(1))
        for name in ("bounded", "theta_1")
    ]
    rows = profile_rows(profiles)
    assert len(rows) == 4
    assert list(rows[0]) == ["parameter", "value", "criterion"]
    assert {row["parameter"] for row in rows} == {"bounded", "theta_1"}
