"""Tail probabilities of weighted sums of chi-squares."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chi2, expon

from frictions.matching.quadratic_form import InvalidQuadraticForm, quadratic_form_tail


@pytest.mark.parametrize("freedom", [1, 2, 3, 7, 83, 1000])
@pytest.mark.parametrize("probability", [0.9999, 0.9, 0.5, 0.05, 1e-4, 1e-8])
def test_equal_weights_give_the_chi_square(freedom, probability):
    value = chi2.isf(probability, freedom)
    assert quadratic_form_tail(2.5 * value, np.full(freedom, 2.5)) == pytest.approx(probability, abs=1e-10)


def test_pairs_of_equal_weights_give_the_hypoexponential():
    # Two chi-squares of two degrees are exponentials: the tail of their sum has a closed form.
    a, b, value = 1.0, 0.3, 2.2
    expected = (a * expon.sf(value / (2 * a)) - b * expon.sf(value / (2 * b))) / (a - b)
    assert quadratic_form_tail(value, np.array([a, a, b, b])) == pytest.approx(expected, abs=1e-11)


def test_symmetric_indefinite_form_gives_the_laplace_distribution():
    assert quadratic_form_tail(1.7, np.array([0.5, 0.5, -0.5, -0.5])) == pytest.approx(0.5 * np.exp(-1.7), abs=1e-11)
    assert quadratic_form_tail(0.0, np.array([2.0, -2.0])) == pytest.approx(0.5, abs=1e-11)


def test_unequal_weights_agree_with_simulation():
    rng = np.random.default_rng(5)
    weights = 10.0 ** rng.uniform(-3, 0, 30) * rng.choice([1.0, 1.0, -1.0], 30)
    draws = rng.standard_normal((200_000, 30)) ** 2 @ weights
    for value in np.quantile(draws, [0.01, 0.3, 0.9, 0.99]):
        share = np.mean(draws > value)
        error = np.sqrt(share * (1 - share) / len(draws))
        assert quadratic_form_tail(value, weights) == pytest.approx(share, abs=4 * error)


@settings(deadline=None)
@given(
    weights=arrays(np.float64, st.integers(1, 12), elements=st.floats(-5.0, 5.0).filter(lambda w: abs(w) > 1e-5)),
    value=st.floats(-20.0, 20.0),
)
@pytest.mark.slow
def test_reflection_and_scale_leave_the_probability(weights, value):
    tail = quadratic_form_tail(value, weights)
    assert 0.0 <= tail <= 1.0
    assert tail + quadratic_form_tail(-value, -weights) == pytest.approx(1.0, abs=1e-8)
    assert quadratic_form_tail(7.0 * value, 7.0 * weights) == pytest.approx(tail, abs=1e-8)


def test_empty_forms_are_typed_errors():
    for value, weights in ((1.0, np.zeros(3)), (np.nan, np.ones(2)), (1.0, np.array([np.inf]))):
        with pytest.raises(InvalidQuadraticForm):
            quadratic_form_tail(value, weights)
