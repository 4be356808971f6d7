"""Small-sample bias of a VAR and its correction, Pope (1990) and Kilian (1998)."""

from dataclasses import replace

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.timeseries.stability import explosive, largest_root
from frictions.timeseries.var import VectorAutoregression, companion_matrix

_STEPS = 100


class UnstableEstimate(FrictionsError):
    """The estimated VAR has a root on or outside the unit circle, where the bias formula does not apply."""


def pope_bias(model: VectorAutoregression) -> Array:
    """First-order bias of the least-squares lag matrices, Pope's (1990) formula on the companion form.

    Parameters
    ----------
    model : VectorAutoregression

    Returns
    -------
    (p, n, n) array
        Expected value of the estimate minus the truth, to order 1/T.

    Raises
    ------
    UnstableEstimate
        If the estimated VAR is not stationary.
    """
    root = largest_root(model.lag_matrices)
    if root >= 1.0:
        raise UnstableEstimate(f"the bias correction needs a stationary VAR, the largest root is {root:.4f}")
    lags, n, _ = model.lag_matrices.shape
    k = lags * n
    companion = companion_matrix(model.lag_matrices)
    shocks = np.zeros((k, k))
    shocks[:n, :n] = model.covariance
    variance = _stationary_variance(companion, shocks)
    identity = np.eye(k)
    transposed = companion.T
    bracket = np.linalg.inv(identity - transposed).astype(complex)
    bracket += transposed @ np.linalg.inv(identity - transposed @ transposed)
    for eigenvalue in np.linalg.eigvals(companion):
        bracket += eigenvalue * np.linalg.inv(identity - eigenvalue * transposed)
    bias = -(shocks @ bracket.real @ np.linalg.inv(variance)) / len(model.residuals)
    return bias[:n].reshape(n, lags, n).transpose(1, 0, 2)


def corrected(lag_matrices: Array, bias: Array) -> Array:
    """Lag matrices less their bias, the correction being shrunk where it would leave the stationary region.

    Kilian's (1998) rule: an estimate that is itself explosive is left alone; otherwise only the largest share of the
    correction, in hundredths, that keeps all roots inside the unit circle is made. The share is found by bisection.

    Parameters
    ----------
    lag_matrices : (draws, p, n, n) array
    bias : (p, n, n) array

    Returns
    -------
    (draws, p, n, n) array
    """
    shares = np.full(len(lag_matrices), _STEPS)
    shares[explosive(lag_matrices)] = 0
    shrink = np.flatnonzero(explosive(lag_matrices - bias) & (shares > 0))
    stable, unstable = np.zeros(len(shrink), dtype=int), np.full(len(shrink), _STEPS)
    while np.any(unstable - stable > 1):
        middle = (stable + unstable) // 2
        beyond = explosive(lag_matrices[shrink] - (middle / _STEPS)[:, None, None, None] * bias)
        stable, unstable = np.where(beyond, stable, middle), np.where(beyond, middle, unstable)
    shares[shrink] = stable
    return lag_matrices - (shares / _STEPS)[:, None, None, None] * bias


def bias_corrected(model: VectorAutoregression, bias: Array) -> VectorAutoregression:
    """The VAR with corrected lag matrices and the intercept that keeps the sample mean."""
    lag_matrices = corrected(model.lag_matrices[None], bias)[0]
    mean = model.panel.mean(axis=0)
    return replace(model, lag_matrices=lag_matrices, intercept=mean - lag_matrices.sum(axis=0) @ mean)


def _stationary_variance(companion: Array, shocks: Array) -> Array:
    """Variance of the stationary companion state, by doubling."""
    variance, power = shocks, companion
    while np.abs(power).max() > 1e-16:
        variance = variance + power @ variance @ power.T
        power = power @ power
    return variance
