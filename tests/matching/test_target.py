import numpy as np
import pytest

from frictions.matching.criterion import criterion_parts, criterion_value
from frictions.matching.target import (
    MATCHED_VARIABLES,
    UnknownTarget,
    bootstrap_targets,
    matched_rows,
    matching_target,
    target_criterion,
)

NAMES = [*MATCHED_VARIABLES, "federal_funds"]


@pytest.fixture(scope="module")
def draws():
    return np.random.default_rng(0).standard_normal((400, 16, 7)).cumsum(axis=1)


@pytest.fixture(scope="module")
def target(draws):
    point = np.arange(16 * 6, dtype=float).reshape(16, 6)
    return matching_target(point, draws[:, :, :6], weighting="max_index", index_base=1)


def test_impact_quarter_is_left_out_and_variables_follow_one_another(target):
    assert target.psi.shape == (90,)
    np.testing.assert_array_equal(target.psi[:15], np.arange(1, 16) * 6)
    np.testing.assert_array_equal(target.psi[75:], np.arange(1, 16) * 6 + 5)


def test_weighted_blocks_keep_the_variances_and_shrink_the_covariances_by_the_larger_quarter(target):
    for i in range(6):
        full = target.omega[15 * i : 15 * i + 15, 15 * i : 15 * i + 15]
        np.testing.assert_allclose(np.diag(target.sigma[i]), np.diag(full))
        assert target.sigma[i][0, 1] == pytest.approx(full[0, 1] / 2)
        assert target.sigma[i][13, 14] == pytest.approx(full[13, 14] / 15)


def test_criterion_on_some_variables_is_the_sum_of_their_parts(target):
    responses = np.zeros(90)
    parts = criterion_parts(target_criterion(target), responses)
    chosen = ["output", "unit_labor_cost"]
    rows = matched_rows(chosen)
    value = criterion_value(target_criterion(target, chosen), responses[rows])
    assert value == pytest.approx(parts["output"] + parts["unit_labor_cost"])


def test_bootstrap_targets_average_to_the_target(target, draws):
    targets = bootstrap_targets(target, draws, NAMES, len(draws))
    np.testing.assert_allclose(targets.mean(axis=0), target.psi, atol=1e-10)
    np.testing.assert_allclose(np.cov(targets.T), target.omega, rtol=1e-10, atol=1e-10)


def test_the_first_bootstrap_targets_do_not_depend_on_how_many_are_used(target, draws):
    few, all_of_them = (bootstrap_targets(target, draws, NAMES, count) for count in (5, len(draws)))
    np.testing.assert_array_equal(few, all_of_them[:5])


def test_unknown_variables_and_too_few_draws_are_refused_by_name(target, draws):
    with pytest.raises(UnknownTarget, match="'profits' cannot be matched"):
        matched_rows(["output", "profits"])
    with pytest.raises(UnknownTarget, match="401 bootstrap targets are wanted, the VAR has 400"):
        bootstrap_targets(target, draws, NAMES, 401)
    with pytest.raises(UnknownTarget, match="'output' is not a variable"):
        bootstrap_targets(target, draws, ["a"] * 7, 10)
