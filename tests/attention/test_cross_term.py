"""The loss with a cross term between neighbouring quarters as a pure tracking problem."""

from dataclasses import replace

import numpy as np
import pytest

from frictions.attention.cross_term import NoTrackingForm, tracking_form
from frictions.attention.economy import actions_of, decisions_of
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.steady_state import steady_state


@pytest.fixture(scope="module", params=[1.0, 0.8633, 0.6])
def problem(request, inattentive):
    parameters = replace(inattentive, alpha=request.param)
    return parameters, profit_hessian(parameters, steady_state(parameters))


def test_tracking_form_equals_the_discounted_loss_on_random_paths(problem):
    parameters, hessian = problem
    beta, form = parameters.beta, tracking_form(hessian, parameters.beta)
    rng = np.random.default_rng(0)
    for _ in range(5):
        # Errors that end: both sums are then finite and the identity is exact.
        errors = np.zeros((2, 80))
        errors[:, :60] = rng.normal(size=(2, 60))
        ahead = np.concatenate([errors[:, 1:], np.zeros((2, 1))], axis=1)
        discount = beta ** np.arange(80)
        loss = -0.5 * np.einsum("t,it,ij,jt->", discount, errors, hessian.own, errors)
        loss -= np.einsum("t,it,ij,jt->", discount, errors, hessian.lead, ahead)
        actions = actions_of(form, errors)
        tracking = 0.5 * np.einsum("t,it,ij,jt->", discount, actions, form.weight, actions)
        assert tracking == pytest.approx(loss, rel=1e-10)


def test_constant_returns_need_no_reduction(inattentive, steady):
    hessian = profit_hessian(inattentive, steady)
    form = tracking_form(hessian, inattentive.beta)
    np.testing.assert_array_equal(form.weight, -hessian.own)
    assert not form.carry.any()


def test_decisions_and_actions_are_inverse_to_each_other(problem):
    parameters, hessian = problem
    form = tracking_form(hessian, parameters.beta)
    paths = np.random.default_rng(1).normal(size=(2, 50))
    np.testing.assert_allclose(decisions_of(form, actions_of(form, paths)), paths, atol=1e-12)


def test_a_loss_that_is_not_convex_is_refused(inattentive, steady):
    hessian = profit_hessian(inattentive, steady)
    with pytest.raises(NoTrackingForm, match="convex"):
        tracking_form(replace(hessian, own=-hessian.own), inattentive.beta)


def test_printed_matrix_is_half_the_hessian(inattentive, steady):
    """Section 1.6 prints -3.418, -0.365, -0.088; one is 1.7 percent off, none more than 2."""
    half = 0.5 * profit_hessian(inattentive, steady).own
    printed = np.array([[-3.418, -0.365], [-0.365, -0.088]])
    np.testing.assert_allclose(half, printed, rtol=0.02)
    np.testing.assert_allclose(half, [[-3.41534, -0.363725], [-0.363725, -0.086505]], atol=5e-6)
