"""A small economy whose VAR is estimated in a few choices."""

import numpy as np
import pandas as pd
import pytest

from frictions.robustness.estimation import Shock
from frictions.robustness.panels import Meanings, UnitRoots, panel_maker

NAMES = ["output", "prices", "rate", "money"]
CHOICES = {
    "data": ["main"],
    "sample": ["whole", "late"],
    "detrending": ["hamilton_8", "linear"],
    "unit_roots": ["published"],
    "order": ["published", "rate_last"],
    "lags": [3, 2, 4],
    "estimator": ["var"],
    "band": ["percentile"],
}
PUBLISHED = {name: options[0] for name, options in CHOICES.items()}
SHOCK = Shock("rate", 1.0, 8, 0.9, 7)


@pytest.fixture(scope="session")
def variables():
    """Four variables over forty years: a trend, a stationary one, and two that wander."""
    stream = np.random.default_rng(5)
    errors = stream.standard_normal((200, 4)) @ np.linalg.cholesky(np.eye(4) + 0.3).T
    values = np.zeros((200, 4))
    pull = np.array([[0.8, 0.0, -0.2, 0.0], [0.1, 0.5, -0.1, 0.0], [0.1, 0.2, 0.8, 0.0], [0.0, 0.1, -0.1, 0.9]])
    for t in range(1, 200):
        values[t] = pull @ values[t - 1] + errors[t]
    values[:, 0] += 0.5 * np.arange(200)
    quarters = pd.period_range("1960Q1", periods=200, freq="Q", name="quarter")
    return pd.DataFrame(values, index=quarters, columns=NAMES)


@pytest.fixture(scope="session")
def panel_of(variables):
    meanings = Meanings(
        sample={"whole": {"start": "1965Q1", "end": "2009Q4"}, "late": {"start": "1980Q1", "end": "2009Q4"}},
        detrending={
            "hamilton_8": {"method": "hamilton_8", "window": "history"},
            "linear": {"method": "linear", "window": "sample"},
            "first_differences": {"method": "first_differences", "window": "history"},
        },
        order={"published": {}, "rate_last": {"rate": "last"}},
    )
    decisions = {"output": "filter", "prices": "stationary", "rate": "stationary", "money": "filter"}
    trends = dict.fromkeys(NAMES, "constant") | {"output": "constant_and_trend"}
    return panel_maker({"main": variables}, meanings, UnitRoots(decisions, trends, 8, 0.05))
