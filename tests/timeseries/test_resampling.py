import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frictions.timeseries.resampling import BLOCK, chunk_of_draws, joined_draws, response_draws
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact

SHOCK = {"position": 8, "size": 0.6, "horizons": 16}


def independent_bootstrap(model, draws: int, seed: int) -> np.ndarray:
    """A residual bootstrap written the plain way: one draw at a time, one equation after the other."""
    rng = np.random.default_rng(seed)
    panel, lags = model.panel, model.lags
    errors = model.residuals - model.residuals.mean(axis=0)
    result = []
    for _ in range(draws):
        sample = panel.copy()
        picked = rng.choice(len(errors), size=len(errors))
        for t in range(lags, len(panel)):
            sample[t] = model.intercept + errors[picked[t - lags]]
            for k in range(lags):
                sample[t] += model.lag_matrices[k] @ sample[t - 1 - k]
        again = estimate_var(sample, lags)
        result.append(impulse_responses(again.lag_matrices, recursive_impact(again.covariance, 8, 0.6), 16))
    return np.array(result)


@pytest.mark.slow
def test_bands_agree_with_an_independent_bootstrap_within_simulation_error(model):
    draws = 2000
    ours = response_draws(model, range(0, draws), entropy=1, **SHOCK).responses
    theirs = independent_bootstrap(model, draws, seed=2)
    spread = ours.std(axis=0)
    moved = spread > 1e-9
    # Standard error of a 2.5 percent quantile of a normal sample: 2.67 sd / sqrt(draws); two samples, 176 numbers.
    tolerance = 4 * np.sqrt(2) * 2.67 * spread[moved] / np.sqrt(draws)
    for quantile in (0.025, 0.975):
        gap = np.abs(np.quantile(ours, quantile, axis=0) - np.quantile(theirs, quantile, axis=0))[moved]
        assert np.all(gap < tolerance)
    mean_gap = np.abs(ours.mean(axis=0) - theirs.mean(axis=0))[moved]
    assert np.all(mean_gap < 4 * np.sqrt(2 / draws) * spread[moved])


def test_one_draw_equals_the_same_draw_estimated_alone(model):
    """The batched normal equations against QR on the same artificial sample."""
    from frictions.timeseries.resampling import _artificial_samples, _estimate

    centre = model.panel.mean(axis=0)
    samples = _artificial_samples(model, centre, range(5), 7, "resampled")
    coefficients, covariances = _estimate(samples, model.lags)
    for i in range(5):
        alone = estimate_var(samples[i] + centre, model.lags)
        np.testing.assert_allclose(coefficients[i], alone.lag_matrices, atol=1e-9)
        np.testing.assert_allclose(covariances[i], alone.covariance, rtol=1e-9)


def test_artificial_data_follow_the_estimated_process(model):
    from frictions.timeseries.resampling import _artificial_samples

    centre = model.panel.mean(axis=0)
    sample = _artificial_samples(model, centre, range(1), 3, "resampled")[0] + centre
    predicted = model.intercept + sum(
        sample[2 - k : len(sample) - 1 - k] @ model.lag_matrices[k].T for k in range(model.lags)
    )
    errors = model.residuals - model.residuals.mean(axis=0)
    innovations = sample[3:] - predicted
    distance = np.abs(innovations[:, None, :] - errors[None]).max(axis=-1).min(axis=-1)
    assert distance.max() < 1e-9
    np.testing.assert_array_equal(sample[:3], (model.panel - centre)[:3] + centre)


def test_gaussian_innovations_have_the_residual_covariance(model):
    from frictions.timeseries.resampling import _artificial_samples

    centre = model.panel.mean(axis=0)
    samples = _artificial_samples(model, centre, range(200), 3, "gaussian") + centre
    predicted = model.intercept + sum(
        samples[:, 2 - k : samples.shape[1] - 1 - k] @ model.lag_matrices[k].T for k in range(model.lags)
    )
    innovations = (samples[:, 3:] - predicted).reshape(-1, samples.shape[-1])
    correlation = np.linalg.solve(np.linalg.cholesky(model.covariance), innovations.T)
    covariance = correlation @ correlation.T / len(innovations)
    np.testing.assert_allclose(covariance, np.eye(len(covariance)), atol=5 * np.sqrt(2 / len(innovations)))


@pytest.mark.parametrize("chunks", [1, 2, 5, 7])
def test_draws_are_the_same_bits_for_any_number_of_jobs(model, chunks):
    draws = 6 * BLOCK + 11
    whole = response_draws(model, range(0, draws), entropy=5, **SHOCK)
    parts = [response_draws(model, chunk_of_draws(draws, chunk, chunks), entropy=5, **SHOCK) for chunk in range(chunks)]
    joined = joined_draws([vars(part) for part in parts])
    np.testing.assert_array_equal(joined.responses, whole.responses)
    np.testing.assert_array_equal(joined.explosive, whole.explosive)


@given(draws=st.integers(1, 20_000), chunks=st.integers(1, 64))
@settings(deadline=None)
def test_chunks_partition_the_draws(draws, chunks):
    ranges = [chunk_of_draws(draws, chunk, chunks) for chunk in range(chunks)]
    assert [draw for part in ranges for draw in part] == list(range(draws))
    assert all(part.start % BLOCK == 0 for part in ranges if len(part))


def test_seeds_differ_between_draws_and_experiments(model):
    first = response_draws(model, range(0, 4), entropy=1, **SHOCK).responses
    second = response_draws(model, range(0, 4), entropy=2, **SHOCK).responses
    both = np.concatenate([first, second])[:, 5, 0]
    assert len(np.unique(both)) == 8


def test_every_draw_is_normalised_to_the_size_of_the_shock(model):
    draws = response_draws(model, range(0, 60), entropy=1, **SHOCK).responses
    np.testing.assert_allclose(draws[:, 0, 8], 0.6, atol=1e-13)
    np.testing.assert_array_equal(draws[:, 0, :8], 0.0)
