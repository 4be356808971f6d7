import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frictions.timeseries.bias import UnstableEstimate, bias_corrected, corrected, pope_bias
from frictions.timeseries.stability import explosive, largest_root
from frictions.timeseries.var import estimate_var

from .conftest import simulated_panel


@given(seed=st.integers(0, 10_000), scale=st.floats(0.2, 1.4))
@settings(max_examples=40, deadline=None)
def test_the_screen_agrees_with_the_eigenvalues(seed, scale):
    draws = np.random.default_rng(seed).standard_normal((20, 2, 4, 4)) * scale / 2
    expected = [largest_root(draw) >= 1.0 for draw in draws]
    np.testing.assert_array_equal(explosive(draws), expected)


def test_roots_at_and_far_beyond_the_unit_circle_are_explosive():
    roots = np.array([0.0, 0.5, 0.999999, 1.0, 1.000001, 3.0, 1e6])
    np.testing.assert_array_equal(explosive(roots.reshape(-1, 1, 1, 1)), roots >= 1.0)


def test_the_modulus_counts_and_not_the_real_part():
    """Rotations that no power decides, a billionth inside and outside the unit circle."""
    angle = np.array([[np.cos(1.0), -np.sin(1.0)], [np.sin(1.0), np.cos(1.0)]])
    sizes = np.array([0.5, 1 - 1e-9, 1 + 1e-9, 1.2])
    np.testing.assert_array_equal(explosive(sizes[:, None, None, None] * angle), sizes > 1.0)


def test_bias_of_an_ar1_is_the_textbook_value():
    """Kendall (1954): -(1 + 3 rho)/T with an estimated constant."""
    rng = np.random.default_rng(0)
    series = np.zeros(400)
    for t in range(1, 400):
        series[t] = 0.8 * series[t - 1] + rng.standard_normal()
    model = estimate_var(series[:, None], lags=1)
    rho = model.lag_matrices.item()
    assert pope_bias(model).item() == pytest.approx(-(1 + 3 * rho) / len(model.residuals), rel=1e-10)


@pytest.mark.slow
def test_bias_formula_agrees_with_simulation():
    truth = estimate_var(simulated_panel(seed=4, periods=120, variables=2), lags=1)
    rng = np.random.default_rng(1)
    factor = np.linalg.cholesky(truth.covariance)
    errors = []
    for _ in range(4000):
        sample = np.zeros((220, 2))
        shocks = rng.standard_normal(sample.shape) @ factor.T
        for t in range(1, len(sample)):
            sample[t] = truth.lag_matrices[0] @ sample[t - 1] + shocks[t]
        errors.append(estimate_var(sample[100:], lags=1).lag_matrices[0] - truth.lag_matrices[0])
    simulated = np.mean(errors, axis=0)
    noise = np.std(errors, axis=0) / np.sqrt(len(errors))
    # The formula is of first order in 1/T: a tenth of the largest bias is what the next order may add.
    tolerance = 4 * noise + 0.1 * np.abs(simulated).max()
    assert np.all(np.abs(pope_bias(truth)[0] - simulated) < tolerance)


def test_correction_raises_persistence_but_never_beyond_the_unit_circle(model):
    bias = pope_bias(model)
    assert largest_root(bias_corrected(model, bias).lag_matrices) < 1.0
    assert largest_root(bias_corrected(model, bias).lag_matrices) > largest_root(model.lag_matrices)
    # Scaling lag k by c^k scales every root by c.
    factor = (0.999 / largest_root(model.lag_matrices)) ** np.arange(1, 4)
    almost = model.lag_matrices * factor[:, None, None]
    assert largest_root(almost - bias) > 1.0
    shrunk = corrected(almost[None], bias)[0]
    assert 0.999 < largest_root(shrunk) < 1.0


def test_an_explosive_draw_is_left_alone(model):
    wild = model.lag_matrices * 2
    np.testing.assert_array_equal(corrected(wild[None], pope_bias(model))[0], wild)


def test_corrected_process_keeps_the_sample_mean(model):
    fixed = bias_corrected(model, pope_bias(model))
    mean = np.linalg.solve(np.eye(11) - fixed.lag_matrices.sum(axis=0), fixed.intercept)
    np.testing.assert_allclose(mean, model.panel.mean(axis=0), atol=1e-8)


def test_bias_of_an_explosive_estimate_is_refused():
    series = 1.05 ** np.arange(60) + 0.01 * np.random.default_rng(0).standard_normal(60)
    with pytest.raises(UnstableEstimate, match=r"largest root is 1\.0"):
        pope_bias(estimate_var(series[:, None], lags=1))
