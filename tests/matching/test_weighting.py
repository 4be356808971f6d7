"""The weighted covariance of equation (1.43)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from frictions.matching.weighting import (
    InvalidWeighting,
    NotPositiveDefinite,
    full_covariance,
    stack_responses,
    weight_blocks,
    weight_covariance,
    weighting_kernel,
)
from frictions.options import UnknownOption


@pytest.mark.parametrize("index_base", [1, 2])
def test_kernel_keeps_the_diagonal_and_divides_the_rest_by_the_later_horizon(index_base):
    kernel = weighting_kernel(15, "max_index", index_base)
    for j in range(15):
        for k in range(15):
            expected = 1.0 if j == k else 1.0 / (max(j, k) + index_base)
            assert kernel[j, k] == expected


def test_printed_corners_of_the_matrix_are_reproduced():
    # The print shows sigma_{1,2}/2 in the first row and sigma_{m-1,m}/m in the last, m being the last horizon.
    rng = np.random.default_rng(3)
    draws = rng.standard_normal((200, 15)).cumsum(axis=1)
    plain = np.cov(draws, rowvar=False)
    weighted = weight_covariance(draws, "output")
    assert weighted[0, 1] == pytest.approx(plain[0, 1] / 2, rel=1e-12)
    assert weighted[13, 14] == pytest.approx(plain[13, 14] / 15, rel=1e-12)
    assert np.diag(weighted) == pytest.approx(np.diag(plain), rel=1e-12)


@given(
    factor=arrays(np.float64, (6, 3), elements=st.floats(-100.0, 100.0, allow_subnormal=False)),
    index_base=st.sampled_from([1, 2]),
)
def test_product_with_the_kernel_is_positive_definite_even_for_a_singular_covariance(factor, index_base):
    # Schur: the smallest eigenvalue of the product is at least that of the kernel times the smallest variance.
    factor[:, 0] += np.where(factor[:, 0] >= 0.0, 1.0, -1.0)
    singular = factor @ factor.T
    kernel = weighting_kernel(6, "max_index", index_base)
    least_kernel = np.linalg.eigvalsh(kernel)[0]
    assert least_kernel > 0.0
    product = np.linalg.eigvalsh(singular * kernel)
    floor = least_kernel * np.diag(singular).min()
    assert product[0] >= floor - 1e-12 * product[-1]
    assert floor > 0.0


@pytest.mark.parametrize("horizons", [2, 15, 200])
def test_kernel_is_brownian_covariance_at_inverse_times_plus_a_diagonal(horizons):
    index = np.arange(1.0, horizons + 1)
    brownian = np.minimum.outer(1 / index, 1 / index)
    extra = weighting_kernel(horizons) - brownian
    assert np.array_equal(extra, np.diag(np.diag(extra)))
    assert np.all(np.diag(extra) >= 0.0)
    assert np.linalg.eigvalsh(brownian)[0] > 0.0


def test_fewer_draws_than_horizons_are_refused_unweighted_and_accepted_weighted():
    draws = np.random.default_rng(1).standard_normal((8, 15))
    with pytest.raises(NotPositiveDefinite, match="inflation") as caught:
        weight_covariance(draws, "inflation", "none")
    assert caught.value.variable == "inflation"
    assert abs(caught.value.smallest_eigenvalue) < 1e-10
    assert np.linalg.eigvalsh(weight_covariance(draws, "inflation"))[0] > 0.0
    assert np.count_nonzero(weight_covariance(draws, "inflation", "diagonal")) == 15


def test_a_horizon_that_never_moves_is_reported_with_its_variable():
    draws = np.random.default_rng(1).standard_normal((50, 16, 2))
    draws[:, 0, 1] = 0.0
    with pytest.raises(NotPositiveDefinite, match="wage") as caught:
        weight_blocks(draws, ("output", "wage"))
    assert caught.value.smallest_eigenvalue == 0.0


def test_positive_definiteness_does_not_depend_on_units():
    draws = np.random.default_rng(1).standard_normal((50, 5)) * 10.0 ** np.array([-9.0, 0.0, 3.0, 6.0, 9.0])
    assert np.all(np.isfinite(weight_covariance(draws, "output", "none")))


def test_blocks_are_the_blocks_of_the_stacked_covariance():
    draws = np.random.default_rng(5).standard_normal((60, 4, 3))
    omega = full_covariance(draws)
    blocks = weight_blocks(draws, ("a", "b", "c"), "none")
    for i in range(3):
        assert omega[4 * i : 4 * i + 4, 4 * i : 4 * i + 4] == pytest.approx(blocks[i], rel=1e-12)
    assert np.array_equal(stack_responses(draws)[7, 4:8], draws[7, :, 1])


@pytest.mark.parametrize(
    ("draws", "options"),
    [
        (np.ones((1, 5)), {}),
        (np.ones(5), {}),
        (np.array([[1.0, np.nan], [0.0, 1.0]]), {}),
        (np.eye(5), {"index_base": 0}),
        (np.eye(5), {"weighting": "max"}),
    ],
)
def test_malformed_draws_and_options_are_typed_errors(draws, options):
    with pytest.raises(UnknownOption if "weighting" in options else InvalidWeighting):
        weight_covariance(draws, "output", **options)
