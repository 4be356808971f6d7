import numpy as np
import pytest

from frictions.timeseries.bands import hall_band, percentile_band, response_bands
from frictions.timeseries.variance_decomposition import variance_shares


def test_percentile_band_leaves_equal_tails():
    lower, upper = percentile_band(np.arange(1001.0)[:, None], 0.95)
    assert (lower.item(), upper.item()) == pytest.approx((25.0, 975.0))


def test_hall_band_mirrors_the_percentile_band_about_the_estimate():
    draws = np.random.default_rng(0).gamma(2.0, size=(4000, 3))
    point = np.array([1.0, 2.0, 3.0])
    lower, upper = percentile_band(draws, 0.9)
    mirrored = hall_band(draws, point, 0.9)
    np.testing.assert_allclose(mirrored[0] + upper, 2 * point)
    np.testing.assert_allclose(mirrored[1] + lower, 2 * point)
    assert np.all(mirrored[0] < mirrored[1])


def test_bias_corrected_band_comes_from_its_own_draws():
    draws, corrected = np.zeros((50, 2)), np.ones((50, 2))
    bands = response_bands(["percentile", "bias_corrected"], np.zeros(2), draws, {"bias_corrected": corrected}, 0.95)
    assert np.all(bands["percentile"][0] == 0) and np.all(bands["bias_corrected"][0] == 1)
    with pytest.raises(ValueError, match="draws of its own"):
        response_bands(["bias_corrected"], np.zeros(2), draws, {}, 0.95)


def test_variance_shares_agree_with_statsmodels(model):
    from statsmodels.tsa.vector_ar.var_model import VAR

    expected = VAR(model.panel).fit(3).fevd(12).decomp[:, :, 8].T
    np.testing.assert_allclose(variance_shares(model, 8, 12), expected, atol=1e-9)


def test_variance_shares_of_all_shocks_add_up_to_one(model):
    total = sum(variance_shares(model, position, 10) for position in range(11))
    np.testing.assert_allclose(total, 1.0, atol=1e-12)
