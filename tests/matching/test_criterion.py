"""Whitening, J and its parts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.matching.criterion import (
    InvalidCriterion,
    build_criterion,
    criterion_parts,
    criterion_value,
    whiten,
    with_target,
)
from frictions.matching.weighting import NotPositiveDefinite


@given(seed=st.integers(0, 10_000))
def test_criterion_is_the_quadratic_form_and_its_parts_add_up(seed):
    rng = np.random.default_rng(seed)
    factors = [rng.standard_normal((m, m + 3)) for m in (3, 5)]
    blocks = [f @ f.T for f in factors]
    target, responses = rng.standard_normal((2, 8))
    criterion = build_criterion(target, blocks, ("a", "b"))
    gap = target - responses
    direct = [gap[:3] @ np.linalg.solve(blocks[0], gap[:3]), gap[3:] @ np.linalg.solve(blocks[1], gap[3:])]
    parts = criterion_parts(criterion, responses)
    assert list(parts) == ["a", "b"]
    assert list(parts.values()) == pytest.approx(direct, rel=1e-7)
    assert sum(parts.values()) == pytest.approx(criterion_value(criterion, responses), rel=1e-13)


def test_whitened_draws_have_unit_covariance(linear_problem):
    rng = np.random.default_rng(2)
    draws = np.linalg.cholesky(linear_problem.weight_covariance) @ rng.standard_normal((15, 200_000))
    assert np.cov(whiten(linear_problem.criterion, draws)) == pytest.approx(np.eye(15), abs=0.02)


def test_criterion_does_not_depend_on_the_unit_of_a_variable(linear_problem):
    units = np.repeat([100.0, 1e-3, 4.0], [5, 4, 6])
    responses = linear_problem.responses(np.ones(4))
    scaled = linear_problem.weight_covariance * np.outer(units, units)
    blocks = [scaled[:5, :5], scaled[5:9, 5:9], scaled[9:, 9:]]
    other = build_criterion(linear_problem.target * units, blocks, linear_problem.criterion.names)
    expected = criterion_value(linear_problem.criterion, responses)
    assert criterion_value(other, responses * units) == pytest.approx(expected, rel=1e-12)


def test_one_block_may_be_a_full_covariance(linear_problem):
    full = build_criterion(linear_problem.target, [linear_problem.weight_covariance], ["all"])
    responses = linear_problem.responses(np.ones(4))
    expected = criterion_value(linear_problem.criterion, responses)
    assert criterion_value(full, responses) == pytest.approx(expected, rel=1e-12)


def test_sizes_that_do_not_fit_are_typed_errors(linear_problem):
    criterion = linear_problem.criterion
    with pytest.raises(InvalidCriterion, match="15"):
        criterion_value(criterion, np.ones(1))
    with pytest.raises(InvalidCriterion, match="15"):
        whiten(criterion, np.ones((14, 2)))
    with pytest.raises(InvalidCriterion):
        with_target(criterion, np.full(15, np.nan))
    with pytest.raises(InvalidCriterion):
        build_criterion(np.ones(5), [np.eye(2), np.eye(2)], ("a", "b"))
    with pytest.raises(InvalidCriterion):
        build_criterion(np.ones(4), [np.eye(2), np.eye(2)], ("a", "a"))
    with pytest.raises(NotPositiveDefinite, match="b"):
        build_criterion(np.ones(4), [np.eye(2), np.ones((2, 2))], ("a", "b"))
