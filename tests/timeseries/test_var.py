import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frictions.timeseries.var import (
    CollinearRegressors,
    NotPositiveDefinite,
    SampleTooShort,
    companion_matrix,
    estimate_var,
    impulse_responses,
    recursive_impact,
)


@pytest.fixture(scope="module")
def reference(panel):
    from statsmodels.tsa.vector_ar.var_model import VAR

    return VAR(panel).fit(3, trend="c")


def test_coefficients_and_covariance_agree_with_statsmodels(model, reference):
    np.testing.assert_allclose(model.intercept, reference.intercept, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(model.lag_matrices, reference.coefs, rtol=0, atol=1e-8)
    np.testing.assert_allclose(model.covariance, reference.sigma_u, rtol=1e-8, atol=1e-8)
    np.testing.assert_allclose(model.covariance_ml, reference.sigma_u_mle, rtol=1e-8, atol=1e-8)


def test_recursive_responses_agree_with_statsmodels(model, reference):
    expected = reference.irf(15).orth_irfs[:, :, 8]
    impact = recursive_impact(model.covariance, 8, size=expected[0, 8])
    np.testing.assert_allclose(impulse_responses(model.lag_matrices, impact, 16), expected, rtol=0, atol=1e-8)


def test_shock_has_the_size_asked_for_and_spares_its_predecessors(model):
    impact = recursive_impact(model.covariance, 8, size=0.60)
    assert impact[8] == pytest.approx(0.60, abs=1e-15)
    assert np.all(impact[:8] == 0.0)
    assert np.all(impact[9:] != 0.0)


@given(scale=st.floats(1e-6, 1e6), position=st.integers(0, 10))
@settings(max_examples=30, deadline=None)
def test_impact_does_not_depend_on_the_scale_of_the_covariance(model, scale, position):
    expected = recursive_impact(model.covariance, position, 0.6)
    np.testing.assert_allclose(recursive_impact(scale * model.covariance, position, 0.6), expected, rtol=1e-10)


def test_responses_are_powers_of_the_companion_matrix(model):
    impact = recursive_impact(model.covariance, 8, 0.6)
    companion = companion_matrix(model.lag_matrices)
    state = np.concatenate([impact, np.zeros(22)])
    for response in impulse_responses(model.lag_matrices, impact, 16):
        np.testing.assert_allclose(response, state[:11], atol=1e-12)
        state = companion @ state


def test_batched_responses_equal_single_ones(model):
    lag_matrices = np.stack([model.lag_matrices, 0.5 * model.lag_matrices])
    impacts = np.stack([recursive_impact(model.covariance, 8, size) for size in (0.6, 1.2)])
    together = impulse_responses(lag_matrices, impacts, 16)
    for i in range(2):
        np.testing.assert_allclose(together[i], impulse_responses(lag_matrices[i], impacts[i], 16), atol=1e-13)


def test_too_few_quarters_are_refused_with_their_number(panel):
    with pytest.raises(SampleTooShort, match="34 usable quarters for 34 regressors"):
        estimate_var(panel[:37], lags=3)


def test_a_repeated_variable_is_refused(panel):
    with pytest.raises(CollinearRegressors, match="rank below"):
        estimate_var(np.column_stack([panel[:, :3], panel[:, 1]]), lags=2)


def test_an_indefinite_covariance_is_refused_with_its_eigenvalue():
    with pytest.raises(NotPositiveDefinite, match="smallest eigenvalue -1"):
        recursive_impact(np.array([[1.0, 2.0], [2.0, 1.0]]), 1, 1.0)
