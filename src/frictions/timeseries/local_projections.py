"""Local projections of Jordà (2005) on the recursively identified shock."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from frictions.arrays import Array
from frictions.options import at_least, checked_options
from frictions.timeseries.var import SampleTooShort, VectorAutoregression, recursive_impact

Errors = Literal["newey_west", "lag_augmented"]


@dataclass(frozen=True)
class LocalProjections:
    """Responses to the shock, one regression a horizon.

    Attributes
    ----------
    response : (horizons, n) array
        Units of the variables.
    standard_error : (horizons, n) array
        Zero for the variables that the recursive order keeps from moving on impact.
    """

    response: Array
    standard_error: Array


@checked_options
def local_projections(
    model: VectorAutoregression, position: int, size: float, horizons: int, errors: Errors = "newey_west"
) -> LocalProjections:
    """Project y(t+h) on the recursive shock of quarter t and the history of all variables.

    With ``newey_west`` the regressors at horizon h ≥ 1 are y(t), …, y(t-p+1), and the response is the combination of
    the coefficients on y(t) that the VAR's impact vector gives: Jordà's estimator. It equals the VAR exactly at
    horizons 0 and 1, where both run the same regression. With ``lag_augmented`` they are the shocked variable and
    its predecessors at t and p lags of all variables, one lag more than the VAR needs, so that robust errors without
    a correction for serial correlation are valid (Montiel Olea and Plagborg-Møller 2021); only horizon 0 equals the
    VAR then. Both use every quarter that the horizon leaves.

    Parameters
    ----------
    model : VectorAutoregression
        Supplies the data, the lag length and the impact vector.
    position : int
        Index of the shocked variable in the recursive order.
    size : float
        Impact on the shocked variable, in its own units.
    horizons : int
        Number of quarters, the impact included.
    errors : {"newey_west", "lag_augmented"}
        Bartlett kernel with h lags, or White's with n/(n-k).

    Raises
    ------
    SampleTooShort
        If the longest horizon leaves fewer observations than regressors.
    """
    at_least("horizons", horizons, 1)
    n = model.panel.shape[1]
    impact = recursive_impact(model.covariance, position, size)
    response, standard_error = np.zeros((horizons, n)), np.zeros((horizons, n))
    for h in range(horizons):
        if h == 0 or errors == "lag_augmented":
            regressors, dependent = _shock_regression(model.panel, model.lags, position, h)
            weights = np.zeros(regressors.shape[1])
            weights[1 + position] = size
        else:
            regressors, dependent = _history_regression(model.panel, model.lags, h)
            weights = np.zeros(regressors.shape[1])
            weights[1 : 1 + n] = impact
        bandwidth = h if errors == "newey_west" else None
        response[h], standard_error[h] = _combination(regressors, dependent, weights, bandwidth)
    # On impact the predecessors are regressors of themselves: no sampling error, and rounding must not show one.
    response[0, :position], standard_error[0, : position + 1] = 0.0, 0.0
    return LocalProjections(response, standard_error)


def _shock_regression(panel: Array, lags: int, position: int, h: int) -> tuple[Array, Array]:
    """Regressors (constant, the variables up to the shocked one at t, p lags of all) and y(t+h)."""
    quarters = np.arange(lags, len(panel) - h)
    history = [panel[quarters - k] for k in range(1, lags + 1)]
    return np.column_stack([np.ones(len(quarters)), panel[quarters, : position + 1], *history]), panel[quarters + h]


def _history_regression(panel: Array, lags: int, h: int) -> tuple[Array, Array]:
    """Regressors (constant, y(t), …, y(t-p+1)) and y(t+h)."""
    quarters = np.arange(lags - 1, len(panel) - h)
    return np.column_stack([np.ones(len(quarters)), *[panel[quarters - k] for k in range(lags)]]), panel[quarters + h]


def _combination(regressors: Array, dependent: Array, weights: Array, bandwidth: int | None) -> tuple[Array, Array]:
    """Estimate and standard error of a linear combination of the coefficients, for each dependent variable.

    ``bandwidth`` is the number of autocovariances under a Bartlett kernel; None stands for White's estimator.
    """
    observations, k = regressors.shape
    if observations <= k:
        raise SampleTooShort(f"a local projection has {observations} quarters for {k} regressors: use fewer horizons")
    q, r = np.linalg.qr(regressors)
    # The combination is linear in the data with these influences, one number a quarter.
    influence = q @ np.linalg.solve(r.T, weights)
    estimate = influence @ dependent
    residuals = dependent - q @ (q.T @ dependent)
    scores = influence[:, None] * residuals
    variance = np.sum(scores**2, axis=0)
    if bandwidth is None:
        variance *= observations / (observations - k)
    else:
        for lag in range(1, bandwidth + 1):
            bartlett = 1 - lag / (bandwidth + 1)
            variance += 2 * bartlett * np.sum(scores[lag:] * scores[:-lag], axis=0)
    return estimate, np.sqrt(np.maximum(variance, 0.0))
