"""The general inattention problem: closed forms, and no other signal does better."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frictions.attention.riccati import InvalidInattentionProblem, solve_inattention


def test_scalar_autoregression_has_the_closed_form_posterior():
    found = solve_inattention(np.array([[0.9]]), np.eye(1), np.eye(1), cost=0.5, discount=0.95)
    assert found.posterior[0, 0] == pytest.approx(0.38670361, abs=5e-9)


@settings(max_examples=40, deadline=None)
@given(
    persistence=st.floats(0.0, 0.99),
    cost=st.floats(0.05, 0.8),
    discount=st.floats(0.5, 1.0),
    weight=st.floats(0.9, 2.0),
)
def test_scalar_posterior_solves_its_quadratic(persistence, cost, discount, weight):
    """First-order condition of a scalar state: marginal loss plus what a later bit saves equals the cost."""
    found = solve_inattention(np.array([[persistence]]), np.eye(1), np.array([[weight]]), cost, discount)
    posterior, prior = found.posterior[0, 0], found.prior[0, 0]
    assert prior == pytest.approx(persistence**2 * posterior + 1.0, rel=1e-9)
    gap = weight**2 * posterior + discount * cost * persistence**2 * posterior / prior - cost
    assert gap == pytest.approx(0.0, abs=1e-8 * cost)
    assert found.bits == pytest.approx(0.5 * np.log2(prior / posterior), rel=1e-8)


def test_states_without_memory_are_learned_by_reverse_water_filling():
    variances = np.array([4.0, 1.0, 0.3])
    found = solve_inattention(np.zeros((3, 3)), np.diag(variances), np.eye(3), cost=0.6, discount=0.9)
    np.testing.assert_allclose(np.diag(found.posterior), np.minimum(variances, 0.6), rtol=1e-10)
    assert found.signals == 2
    assert found.loss == pytest.approx(0.5 * np.minimum(variances, 0.6).sum(), rel=1e-10)


def test_nothing_is_learned_at_a_prohibitive_cost():
    found = solve_inattention(np.array([[0.5]]), np.eye(1), np.eye(1), cost=10.0, discount=0.95)
    assert found.bits == 0.0
    assert found.prior[0, 0] == pytest.approx(1.0 / 0.75)


def test_no_other_stationary_signal_does_better():
    """Random noisy signals, by the Kalman filter, against the optimum without discounting."""
    transition = np.array([[1.2, -0.4], [1.0, 0.0]])
    innovation = np.diag([1.0, 0.0])
    targets = np.array([[1.0], [-0.5]])
    cost = 0.4
    best = solve_inattention(transition, innovation, targets, cost, discount=1.0)
    optimum = best.loss + cost * np.log(2.0) * best.bits
    rng = np.random.default_rng(3)
    values = []
    for _ in range(200):
        weights, noise = rng.normal(size=2), np.exp(rng.uniform(-2.0, 2.0))
        prior = np.eye(2)
        for _ in range(400):
            surprise = weights @ prior @ weights + noise
            posterior = prior - np.outer(prior @ weights, prior @ weights) / surprise
            prior = transition @ posterior @ transition.T + innovation
        nats = 0.5 * np.log((weights @ prior @ weights + noise) / noise)
        values.append(0.5 * float(np.sum(targets @ targets.T * posterior)) + cost * nats)
    assert min(values) >= optimum * (1.0 - 1e-9)
    # The random search comes near, so that the bound is not idle.
    assert min(values) < 1.05 * optimum


def test_inadmissible_problems_are_refused():
    with pytest.raises(InvalidInattentionProblem, match="cost"):
        solve_inattention(np.eye(1), np.eye(1), np.eye(1), cost=0.0, discount=0.9)
    with pytest.raises(InvalidInattentionProblem, match="discount"):
        solve_inattention(np.eye(1), np.eye(1), np.eye(1), cost=1.0, discount=1.1)
    with pytest.raises(InvalidInattentionProblem, match="row"):
        solve_inattention(np.eye(2), np.eye(2), np.ones((3, 1)), cost=1.0, discount=0.9)
