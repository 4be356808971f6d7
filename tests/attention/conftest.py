"""The source's parameters for inattentive firms, economies built on them, and a matching target from real data."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
import yaml

from frictions.attention.economy import attention_economy
from frictions.data.catalogue import load_catalogue
from frictions.data.pulls import plan_pulls
from frictions.data.readers import read_series, to_quarterly
from frictions.data.variables import build_variables
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.sequence_space import sequence_map
from frictions.inventory.steady_state import steady_state
from frictions.matching.criterion import build_criterion
from frictions.matching.weighting import stack_responses, weight_blocks
from frictions.timeseries.detrending import detrended_panel
from frictions.timeseries.resampling import response_draws
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact
from tests.embedded import OLDER

HORIZON = 120
QUARTERLY_VARIANCE = 0.0015**2
"""Variance of the shock of 15 basis points a quarter, by which the reference values express costs of a bit."""


@pytest.fixture(scope="session")
def inattentive() -> InventoryParameters:
    """Table 1.1, rational-inattention column."""
    return InventoryParameters(
        beta=0.96**0.25,
        theta=5.0,
        theta_w=5.0,
        delta_z=0.018,
        sigma_v=0.33,
        psi_l=1.2,
        g_star=0.16,
        h=0.71,
        rho_R=0.81,
        phi_pi=2.03,
        phi_Y=0.22,
        xi_w=0.82,
        iota_w=0.69,
        sigma_c=1.3981,
        sigma_l=0.40,
        alpha=1.0,
    )


@pytest.fixture(scope="session")
def steady(inattentive):
    return steady_state(inattentive)


@pytest.fixture(scope="session")
def sequence(inattentive, steady):
    return sequence_map(inattentive, steady, HORIZON)


@pytest.fixture(scope="session")
def economy(inattentive, steady, sequence):
    """Economies by kind of information and interaction."""

    @cache
    def build(information: str = "separate", interaction: str = "counted", lags: int = 40):
        return attention_economy(inattentive, steady, sequence, information, interaction, lags)

    return build


@pytest.fixture(scope="session")
def monetary_target(project):
    """Criterion of (1.43) from the embedded vintage, with 600 artificial samples, and the draws' covariance."""
    settings = yaml.safe_load((project / "config/config.yaml").read_text())
    catalogue = load_catalogue(yaml.safe_load((project / "config/series.yaml").read_text()))
    planned = plan_pulls(catalogue, settings["data"] | OLDER, root=project)
    series = {}
    for code, pull in planned.pulls.items():
        info = catalogue.series[code]
        series[code] = to_quarterly(read_series(project / pull.path, info, catalogue.code_of), info.aggregation)
    variables = build_variables(catalogue, planned.plan, series)
    filtered = {name for name, variable in catalogue.variables.items() if variable.published_decision == "filter"}
    start, end = pd.Period("1970Q1", "Q"), pd.Period("2007Q4", "Q")
    panel = detrended_panel(variables, filtered, start, end, horizon=8, lags=4, window="history")
    names = list(panel)
    model = estimate_var(panel.to_numpy(), 3)
    shocked = names.index("federal_funds")
    matched = ("output", "inflation", "consumption", "inventory_sales", "inventories", "unit_labor_cost")
    columns = [names.index(name) for name in matched]
    impact = recursive_impact(model.covariance, shocked, 0.60)
    point = impulse_responses(model.lag_matrices, impact, 16)[1:, columns]
    draws = response_draws(model, range(600), position=shocked, size=0.60, horizons=16, entropy=20190102).responses
    blocks = weight_blocks(draws[:, 1:, columns], matched, "max_index", 1)
    return build_criterion(stack_responses(point), blocks, matched)


def exact_value(x: float, tolerance: float) -> object:
    """Absolute tolerance only."""
    return pytest.approx(x, abs=tolerance, rel=0.0)


def random_decay(rng: np.random.Generator, horizon: int) -> np.ndarray:
    """A smooth random response that dies out."""
    periods = np.arange(horizon)
    return sum(rng.normal() * rng.uniform(0.3, 0.85) ** periods for _ in range(3))
