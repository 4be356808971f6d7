"""Rows of the tidy files."""

import numpy as np
import pytest

from frictions.matching.estimation import estimate
from frictions.matching.inference import sandwich
from frictions.matching.parameters import Parameter
from frictions.matching.profile import profile_criterion
from frictions.matching.rows import criterion_rows, estimate_rows, minima_rows, normal_intervals, profile_rows


@pytest.fixture
def results(linear_problem):
    problem = linear_problem
    parameters = [Parameter("bounded", "b", -20.0, 0.5, -10.0, 0.0), *problem.parameters[1:]]
    found = estimate(problem.responses, problem.criterion, parameters, np.array([[0.0] * 4, [-1.0] * 4]))
    inference = sandwich(problem.responses, problem.criterion, parameters, found.best, problem.sampling_covariance)
    return problem, parameters, found, inference


def test_estimates_have_the_columns_of_the_contract_in_order(results):
    _, _, found, inference = results
    rows = estimate_rows(found, inference.standard_errors, normal_intervals(found, inference.standard_errors))
    assert [list(row) for row in rows] == [["parameter", "value", "standard_error", "lower", "upper", "at_bound"]] * 4
    assert rows[0]["at_bound"] == "upper"
    assert np.isnan([rows[0]["standard_error"], rows[0]["lower"], rows[0]["upper"]]).all()
    for row in rows[1:]:
        assert row["at_bound"] == ""
        assert row["upper"] - row["value"] == pytest.approx(1.959964 * row["standard_error"], rel=1e-6)
        assert row["value"] - row["lower"] == pytest.approx(1.959964 * row["standard_error"], rel=1e-6)


def test_intervals_end_at_the_bounds(results):
    _, parameters, found, inference = results
    lower, upper = normal_intervals(found, 1e3 * inference.standard_errors)
    assert lower[1:].tolist() == [p.lower for p in parameters[1:]]
    assert upper[1:].tolist() == [p.upper for p in parameters[1:]]


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
