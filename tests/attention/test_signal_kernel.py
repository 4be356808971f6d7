"""The compiled kernel against the general fixed point, closed forms and reference values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frictions.attention.cross_term import tracking_form
from frictions.attention.economy import given_targets
from frictions.attention.equilibrium import search
from frictions.attention.information import best_information, initial_structure, shift_matrix, weighted_targets
from frictions.attention.riccati import solve_inattention
from frictions.attention.signal_kernel import cost_at_capacity, mean_beliefs
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.sequence_space import first_best

from .conftest import QUARTERLY_VARIANCE, exact_value, random_decay


@pytest.fixture(scope="module")
def form(inattentive, steady):
    return tracking_form(profit_hessian(inattentive, steady), inattentive.beta)


@pytest.fixture(scope="module")
def no_information_targets(sequence):
    return first_best(sequence, np.zeros(2 * sequence.horizon)).reshape(2, -1)


@pytest.mark.parametrize("information", ["joint", "separate"])
@pytest.mark.parametrize("seed", range(4))
def test_one_signal_kernel_equals_the_general_fixed_point(form, information, seed):
    rng = np.random.default_rng(seed)
    lags = 12
    targets = np.array([random_decay(rng, 40), 8.0 * random_decay(rng, 40)])
    targets[0] += 0.4
    firm = given_targets(targets, form, 0.98, information, "ignored", lags, anchored=False)
    tracked = targets[:, : lags + 1].copy()
    tracked[1, lags] = 0.0
    ratio = 0.5
    found = best_information(firm, tracked, initial_structure(firm, tracked), cost_ratio=ratio)
    transition, innovation = shift_matrix(lags), np.zeros((lags + 1, lags + 1))
    innovation[0, 0] = 1.0
    for d, value in enumerate(weighted_targets(firm, tracked)):
        values, vectors = np.linalg.eigh(value)
        roots = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 0.0))
        if d == 1:
            # The sum of old shocks does not matter for the stock, and has no stationary variance.
            transition, innovation, roots = transition[:-1, :-1], innovation[:-1, :-1], roots[:-1]
        general = solve_inattention(transition, innovation, roots, ratio / np.log(2.0), 0.98)
        assert general.signals == 1
        assert found.bits[d] == pytest.approx(general.bits, rel=1e-7)
        learned = 1.0 - found.nat_cost / found.eigenvalues[d]
        posterior = found.priors[d] - learned * np.outer(found.outward[d], found.outward[d])
        size = len(transition)
        np.testing.assert_allclose(posterior[:size, :size], general.posterior, atol=2e-6 * np.abs(posterior).max())
        assert found.second_eigenvalues()[d] == pytest.approx(general.eigenvalues[-2] * np.log(2.0) / ratio, rel=1e-4)


@pytest.mark.parametrize(("cost", "bits", "loss"), [(1e-5, 0.73648, 5.5376e-6), (5e-6, 1.07838, 3.0834e-6)])
def test_joint_information_about_the_targets_of_an_uninformed_economy(
    inattentive, form, no_information_targets, cost, bits, loss
):
    firm = given_targets(no_information_targets, form, inattentive.beta, "joint", anchored=False)
    tracked = no_information_targets[:, : firm.lags + 1].copy()
    tracked[1, -1] = 0.0
    start = initial_structure(firm, tracked)
    found = best_information(firm, tracked, start, cost_ratio=cost / QUARTERLY_VARIANCE, tolerance=1e-8)
    assert found.bits[0] == exact_value(bits, 2e-5)
    learned = 1.0 - found.nat_cost / found.eigenvalues[0]
    posterior = found.priors[0] - learned * np.outer(found.outward[0], found.outward[0])
    assert 0.5 * np.sum(found.values[0] * posterior) * QUARTERLY_VARIANCE == pytest.approx(loss, rel=2e-5)


def test_truncating_the_moving_average_changes_nothing(form):
    """An AR(1) target as a moving average of 30 or 60 shocks gives the bits of the scalar closed form."""
    price = 0.7 ** np.arange(100)
    bits = {}
    for lags in (30, 60):
        firm = given_targets(np.array([price, price]), form, 0.95, "separate", "ignored", lags)
        bits[lags] = search(firm, cost_ratio=0.5, permanent=False).bits
    assert bits[30] == pytest.approx(bits[60], abs=1e-5)
    for d in range(2):
        weight = np.array([[np.sqrt(form.weight[d, d])]])
        scalar = solve_inattention(np.array([[0.7]]), np.eye(1), weight, 0.5 / np.log(2.0), 0.95)
        assert bits[60][d] == pytest.approx(scalar.bits, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.floats(0.01, 100.0), min_size=1, max_size=2),
    capacity=st.floats(0.01, 4.0),
)
def test_the_cost_at_a_capacity_makes_the_flows_add_up_to_it(values, capacity):
    eigenvalues = np.array(values)
    cost = cost_at_capacity(eigenvalues, np.ones(len(values), dtype=bool), capacity)
    assert 0.5 * np.log2(np.maximum(eigenvalues / cost, 1.0)).sum() == pytest.approx(capacity, rel=1e-9)


def test_a_decision_that_may_not_learn_gets_no_share_of_the_capacity():
    cost = cost_at_capacity(np.array([4.0, 1.0]), np.array([False, True]), 1.0)
    assert cost == pytest.approx(0.25)


def test_average_beliefs_follow_the_kalman_filter():
    rng = np.random.default_rng(5)
    lags, periods = 6, 30
    signal, gain = rng.normal(size=lags + 1), 0.2 * rng.normal(size=lags + 1)
    transition = shift_matrix(lags)
    state, belief = np.zeros(lags + 1), np.zeros(lags + 1)
    state[0] = 1.0
    for t, row in enumerate(mean_beliefs(signal, gain, periods)):
        expected = transition @ belief
        belief = expected + gain * (signal @ (state - expected))
        np.testing.assert_allclose(row, belief, atol=1e-12)
        state = transition @ state
        assert state.sum() == pytest.approx(1.0), t


def test_the_compiled_filter_equals_its_python_source():
    rng = np.random.default_rng(6)
    signal, gain = rng.normal(size=9), 0.1 * rng.normal(size=9)
    np.testing.assert_allclose(mean_beliefs(signal, gain, 25), mean_beliefs.py_func(signal, gain, 25), rtol=1e-12)
