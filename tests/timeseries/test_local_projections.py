import numpy as np
import pytest

from frictions.timeseries.local_projections import local_projections
from frictions.timeseries.var import SampleTooShort, estimate_var, impulse_responses, recursive_impact

HORIZONS = 16


@pytest.fixture(scope="module")
def var_responses(model):
    return impulse_responses(model.lag_matrices, recursive_impact(model.covariance, 8, 0.6), HORIZONS)


def test_local_projection_equals_var_on_impact_and_one_quarter_later(model, var_responses):
    projections = local_projections(model, 8, 0.6, HORIZONS)
    np.testing.assert_allclose(projections.response[:2], var_responses[:2], rtol=0, atol=1e-10)
    assert np.abs(projections.response[2:] - var_responses[2:]).max() > 1e-3


def test_one_more_lag_breaks_the_equality_one_quarter_later(model, var_responses):
    """The regression on the shock, its predecessors and p lags of all variables holds one lag more than the VAR."""
    augmented = local_projections(model, 8, 0.6, HORIZONS, errors="lag_augmented")
    np.testing.assert_allclose(augmented.response[0], var_responses[0], rtol=0, atol=1e-10)
    assert np.abs(augmented.response[1] - var_responses[1]).max() > 1e-4


@pytest.mark.parametrize("h", [1, 4, 9])
def test_newey_west_errors_agree_with_statsmodels(model, h):
    import statsmodels.api as sm

    panel, position = model.panel, 8
    impact = recursive_impact(model.covariance, position, 0.6)
    quarters = np.arange(2, len(panel) - h)
    regressors = np.column_stack([np.ones(len(quarters)), *[panel[quarters - k] for k in range(3)]])
    projections = local_projections(model, position, 0.6, HORIZONS)
    for variable in (0, 3, 8):
        fit = sm.OLS(panel[quarters + h, variable], regressors).fit(
            cov_type="HAC", cov_kwds={"maxlags": h, "use_correction": False}
        )
        test = fit.t_test(np.concatenate([[0.0], impact, np.zeros(22)]))
        assert projections.response[h, variable] == pytest.approx(test.effect.item(), rel=1e-8)
        assert projections.standard_error[h, variable] == pytest.approx(test.sd.item(), rel=1e-7)


@pytest.mark.parametrize("h", [1, 6])
def test_lag_augmented_errors_agree_with_statsmodels(model, h):
    import statsmodels.api as sm

    panel = model.panel
    quarters = np.arange(3, len(panel) - h)
    history = [panel[quarters - k] for k in (1, 2, 3)]
    regressors = np.column_stack([np.ones(len(quarters)), panel[quarters, :9], *history])
    projections = local_projections(model, 8, 0.6, HORIZONS, errors="lag_augmented")
    for variable in (0, 5):
        fit = sm.OLS(panel[quarters + h, variable], regressors).fit(cov_type="HC1")
        assert projections.response[h, variable] == pytest.approx(0.6 * fit.params[9], rel=1e-8)
        assert projections.standard_error[h, variable] == pytest.approx(0.6 * fit.bse[9], rel=1e-7)


@pytest.mark.parametrize("errors", ["newey_west", "lag_augmented"])
def test_predecessors_do_not_move_on_impact(model, errors):
    projections = local_projections(model, 8, 0.6, HORIZONS, errors)
    assert np.all(projections.response[0, :8] == 0) and np.all(projections.standard_error[0, :9] == 0)
    assert projections.response[0, 8] == pytest.approx(0.6)
    assert np.all(projections.standard_error[1:] > 0)


def test_horizons_beyond_the_sample_are_refused(panel):
    model = estimate_var(panel[:48], lags=3)
    with pytest.raises(SampleTooShort, match="use fewer horizons"):
        local_projections(model, 8, 0.6, HORIZONS)
