"""The VAR on real vintages: the embedded one, the exact series, and seven FRED-QD files."""

import numpy as np
import pytest

from frictions.timeseries.local_projections import local_projections
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact
from tests.embedded import embedded_panel

FRED_QD = [
    "2018Q4_v2019-04",
    "2019Q3_v2020-02",
    "2019Q3_v2020-04",
    "2020Q2_v2020-09",
    "2022Q4_v2023-03",
    "2023Q3_v2024-02",
    "2025Q2",
]


def responses_of(panel):
    model = estimate_var(panel.to_numpy(), lags=3)
    position = list(panel).index("federal_funds")
    paths = impulse_responses(model.lag_matrices, recursive_impact(model.covariance, position, 0.6), 16)
    return dict(zip(panel, paths.T, strict=True))


def test_embedded_vintage_gives_the_reference_responses(project):
    panel = embedded_panel(project)
    assert (str(panel.index[0]), len(panel)) == ("1970Q1", 152)
    responses = responses_of(panel)
    # An independent program on the same data; it prints two digits.
    np.testing.assert_allclose(responses["inventory_sales"][1:5], [0.21, 0.30, 0.36, 0.33], atol=0.01)
    assert responses["output"][3] == pytest.approx(-0.31, abs=0.01)
    assert responses["consumption"][3] == pytest.approx(-0.20, abs=0.01)
    assert responses["profit_share"][3] == pytest.approx(-1.29, abs=0.03)
    assert responses["unit_labor_cost"][3] == pytest.approx(0.14, abs=0.01)
    assert np.all(np.abs(responses["inflation"][7:11] + 0.03) < 0.01)


def test_exact_series_give_the_published_peak_of_the_inventory_sales_ratio(project, external_data):
    path = external_data / "macro/var_inputs_quarterly.csv"
    panel = embedded_panel(project, source="directory", directory=str(path))
    responses = responses_of(panel)
    assert np.argmax(responses["inventory_sales"]) == 3
    assert responses["inventory_sales"][3] == pytest.approx(0.327, abs=0.01)
    assert responses["output"][3] == pytest.approx(-0.26, abs=0.01)
    assert responses["profit_share"][3] == pytest.approx(-1.96, abs=0.01)


@pytest.mark.parametrize("vintage", FRED_QD)
def test_every_fred_qd_vintage_carries_the_whole_var(project, external_data, vintage):
    path = external_data / f"macro/fredqd/fredqd_{vintage}.csv"
    panel = embedded_panel(project, source="directory", directory=str(path))
    responses = responses_of(panel)
    assert len(panel) == 152
    # The exact inventory-sales ratio of every vintage rises for a year and peaks in the first three quarters.
    assert np.all(responses["inventory_sales"][1:5] > 0.1)
    assert 1 <= np.argmax(responses["inventory_sales"]) <= 3
    assert responses["output"][3] < -0.1


def test_local_projections_equal_the_var_at_the_first_two_horizons_on_real_data(project):
    panel = embedded_panel(project)
    model = estimate_var(panel.to_numpy(), lags=3)
    projections = local_projections(model, 8, 0.6, 16)
    expected = impulse_responses(model.lag_matrices, recursive_impact(model.covariance, 8, 0.6), 16)
    np.testing.assert_allclose(projections.response[:2], expected[:2], rtol=0, atol=1e-10)
