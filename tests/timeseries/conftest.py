import numpy as np
import pytest

from frictions.timeseries.var import VectorAutoregression, estimate_var


def simulated_panel(seed: int = 0, periods: int = 152, variables: int = 11) -> np.ndarray:
    """A persistent, cross-correlated stationary VAR(1) about non-zero means."""
    rng = np.random.default_rng(seed)
    persistence = np.diag(np.linspace(0.6, 0.9, variables)) + 0.02 * rng.standard_normal((variables, variables))
    mixing = rng.standard_normal((variables, variables))
    panel = np.zeros((periods + 50, variables))
    for t in range(1, len(panel)):
        panel[t] = persistence @ panel[t - 1] + mixing @ rng.standard_normal(variables)
    return panel[50:] + np.linspace(-30, 5, variables)


@pytest.fixture(scope="session")
def panel() -> np.ndarray:
    return simulated_panel()


@pytest.fixture(scope="session")
def model(panel: np.ndarray) -> VectorAutoregression:
    return estimate_var(panel, lags=3)
