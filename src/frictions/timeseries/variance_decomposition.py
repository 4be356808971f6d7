"""Share of the forecast-error variance that is due to the recursive shock."""

import numpy as np

from frictions.arrays import Array
from frictions.options import at_least
from frictions.timeseries.var import VectorAutoregression, impulse_responses


def variance_shares(model: VectorAutoregression, position: int, horizons: int) -> Array:
    """Forecast-error variance shares of one recursive shock.

    Parameters
    ----------
    model : VectorAutoregression
    position : int
        Index of the shock in the recursive order.
    horizons : int
        Longest forecast horizon, in quarters.

    Returns
    -------
    (horizons, n) array
        Row h - 1 is the share, between 0 and 1, in the variance of the h-quarter-ahead forecast error.
    """
    at_least("horizons", horizons, 1)
    factor = np.asarray(np.linalg.cholesky(model.covariance), dtype=np.float64)
    n = len(factor)
    # One response a shock, stacked as a batch: (shock, horizon, variable).
    lag_matrices: Array = np.broadcast_to(model.lag_matrices, (n, *model.lag_matrices.shape))
    responses = impulse_responses(lag_matrices, factor.T, horizons)
    variances = np.cumsum(responses**2, axis=1)
    return variances[position] / variances.sum(axis=0)
