"""The Hessian blocks of section A.4 against differences of the profit function with 50 digits."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.steady_state import steady_state
from tests.inventory.numerical_profit import firm_at, hessian_blocks


@pytest.fixture(scope="module", params=[1.0, 0.8633, 0.6])
def both(request, inattentive):
    parameters = replace(inattentive, alpha=request.param)
    steady = steady_state(parameters, "exact")
    return parameters, profit_hessian(parameters, steady), hessian_blocks(firm_at(parameters, steady))


@pytest.mark.parametrize("block", ["own", "lead", "lag", "exogenous", "exogenous_lead", "exogenous_lag"])
def test_each_block_equals_differences_of_the_profit_function(both, block):
    _, analytic, numerical = both
    np.testing.assert_allclose(getattr(analytic, block), numerical[block], rtol=1e-11, atol=1e-12)


def test_intertemporal_block_vanishes_only_at_constant_returns(both):
    parameters, analytic, _ = both
    assert (np.abs(analytic.lead).max() == 0.0) == (parameters.alpha == 1.0)


def test_values_at_constant_returns(inattentive):
    hessian = profit_hessian(inattentive, steady_state(inattentive))
    np.testing.assert_allclose(hessian.own, [[-6.83068, -0.72745], [-0.72745, -0.17301]], atol=5e-6)
    assert hessian.exogenous_lead[:, 0] == pytest.approx((3.19344, 1.00872), abs=1e-5)
    assert -hessian.exogenous[1, 0] == pytest.approx(1.14631, abs=5e-6)


def test_values_at_decreasing_returns(inattentive):
    parameters = replace(inattentive, alpha=0.8633)
    hessian = profit_hessian(parameters, steady_state(parameters, "exact"))
    # The expected values are cut, not rounded, after the fifth decimal.
    np.testing.assert_allclose(hessian.own, [[-8.94256, -1.39453], [-1.39453, -0.65307]], rtol=0.0, atol=1e-5)
    assert hessian.lead[:, 1] == pytest.approx((0.75038, 0.23702), abs=1e-5)


def test_published_matrix_is_half_the_hessian_within_two_percent(inattentive):
    printed = np.array([[-3.418, -0.365], [-0.365, -0.088]])
    np.testing.assert_allclose(-profit_hessian(inattentive, steady_state(inattentive)).loss, printed, rtol=0.02)


def test_the_loss_is_positive_definite(both):
    assert np.linalg.eigvalsh(both[1].loss).min() > 0.0
