"""The recursive vector autoregression, equation (1.42)."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import qr, solve_triangular

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.options import OutOfRange, at_least, between


class SampleTooShort(FrictionsError):
    """The sample has too few quarters for the regressors."""


class CollinearRegressors(FrictionsError):
    """The lagged variables are linearly dependent, so that the coefficients are not identified."""


class NotPositiveDefinite(FrictionsError):
    """A covariance has no Cholesky factor."""


@dataclass(frozen=True)
class VectorAutoregression:
    """A reduced-form VAR(p) estimated by least squares.

    Attributes
    ----------
    intercept : (n,) array
        Constants, Γ₀ of equation (1.42).
    lag_matrices : (p, n, n) array
        Γ₁ … Γ_p; ``lag_matrices[k - 1, i, j]`` is the effect of variable j, k quarters ago, on variable i.
    residuals : (T - p, n) array
        Reduced-form residuals, units of the variables.
    covariance : (n, n) array
        Residual covariance with divisor T - p - (n p + 1).
    panel : (T, n) array
        The data, the first p rows being the initial conditions.
    """

    intercept: Array
    lag_matrices: Array
    residuals: Array
    covariance: Array
    panel: Array

    @property
    def lags(self) -> int:
        """Number of lags p."""
        return self.lag_matrices.shape[0]

    @property
    def covariance_ml(self) -> Array:
        """Residual covariance with divisor T - p, shape (n, n)."""
        return self.residuals.T @ self.residuals / len(self.residuals)


def lagged_regressors(panel: Array, lags: int) -> Array:
    """Regressors of a VAR: a constant, then the variables one quarter ago, two quarters ago, and so on.

    Parameters
    ----------
    panel : (T, n) array
    lags : int
        Number of lags p.

    Returns
    -------
    (T - p, 1 + n p) array
        Row t belongs to the dependent observation ``panel[t + p]``.
    """
    periods = len(panel)
    blocks = [panel[lags - k : periods - k] for k in range(1, lags + 1)]
    return np.column_stack([np.ones(periods - lags), *blocks])


def least_squares(regressors: Array, dependent: Array) -> Array:
    """Least-squares coefficients by QR, shape (k, m), of ``dependent`` (T, m) on ``regressors`` (T, k).

    Raises
    ------
    SampleTooShort
        If there are fewer observations than regressors plus one degree of freedom.
    CollinearRegressors
        If the regressors do not have full rank.
    """
    observations, k = regressors.shape
    if observations <= k:
        raise SampleTooShort(
            f"{observations} usable quarters for {k} regressors an equation: lengthen the sample or reduce the lags"
        )
    q, r = qr(regressors, mode="economic")
    diagonal = np.abs(np.diag(r))
    if diagonal.min() <= np.finfo(float).eps * observations * diagonal.max():
        raise CollinearRegressors(f"the regressors have rank below {k}: two variables or lags move together exactly")
    return solve_triangular(r, q.T @ dependent)


def check_sample_length(quarters: int, variables: int, lags: int) -> None:
    """Raise unless a VAR(p) on so many quarters leaves a residual covariance of full rank.

    Raises
    ------
    SampleTooShort
        The message gives the number of quarters needed.
    """
    needed = lags + variables * lags + 1 + variables
    if quarters < needed:
        raise SampleTooShort(f"{quarters} quarters; {variables} variables with {lags} lags need {needed} or more")


def estimate_var(panel: Array, lags: int) -> VectorAutoregression:
    """Estimate a VAR(p) with a constant, equation by equation, equation (1.42).

    Parameters
    ----------
    panel : (T, n) array
        Variables in the recursive order, no missing values.
    lags : int
        Number of lags p.

    Returns
    -------
    VectorAutoregression

    Raises
    ------
    SampleTooShort
        If T - p does not exceed n p + 1.
    CollinearRegressors
        If two columns are linearly dependent.

    Examples
    --------
    >>> panel = np.random.default_rng(0).standard_normal((100, 2))
    >>> estimate_var(panel, lags=1).lag_matrices.shape
    (1, 2, 2)
    """
    at_least("lags", lags, 1)
    n = panel.shape[1]
    regressors = lagged_regressors(panel, lags)
    dependent = panel[lags:]
    coefficients = least_squares(regressors, dependent)
    residuals = dependent - regressors @ coefficients
    degrees_of_freedom = regressors.shape[0] - regressors.shape[1]
    return VectorAutoregression(
        intercept=coefficients[0],
        lag_matrices=coefficients[1:].reshape(lags, n, n).transpose(0, 2, 1).copy(),
        residuals=residuals,
        covariance=residuals.T @ residuals / degrees_of_freedom,
        panel=panel,
    )


def recursive_impact(covariance: Array, position: int, size: float) -> Array:
    """Impact of a recursive (Cholesky) shock, the column of D in equation (1.42).

    Parameters
    ----------
    covariance : (n, n) array
        Residual covariance of the reduced form, units of the variables squared; its scale cancels.
    position : int
        Index of the shocked variable in the recursive order; those before it do not react on impact.
    size : float
        Impact on the shocked variable itself, in its own units (0.60 = 60 basis points a year).

    Returns
    -------
    (n,) array

    Raises
    ------
    NotPositiveDefinite
        If the covariance has no Cholesky factor; the message gives its smallest eigenvalue.
    """
    at_least("position", position, 0)
    if position >= len(covariance):
        raise OutOfRange(f"position {position} is beyond the {len(covariance)} variables")
    between("size", size, -np.inf, np.inf)
    try:
        factor = np.linalg.cholesky(covariance)
    except np.linalg.LinAlgError:
        smallest = np.linalg.eigvalsh(covariance)[0]
        raise NotPositiveDefinite(
            f"the residual covariance is not positive definite (smallest eigenvalue {smallest:.3g})"
        ) from None
    return factor[:, position] * (size / factor[position, position])


def impulse_responses(lag_matrices: Array, impact: Array, horizons: int) -> Array:
    """Responses to an impact vector that dies out through the VAR.

    Parameters
    ----------
    lag_matrices : (..., p, n, n) array
        Coefficients of one VAR or, with leading axes, of many.
    impact : (..., n) array
        Response in the quarter of the shock.
    horizons : int
        Number of quarters, the impact included.

    Returns
    -------
    (..., horizons, n) array
        Units of the variables.
    """
    at_least("horizons", horizons, 1)
    *batch, lags, n, _ = lag_matrices.shape
    # Leading zeros stand for the quarters before the shock, so that one product serves every horizon.
    path = np.zeros((*batch, lags + horizons, n))
    path[..., lags, :] = impact
    stacked = np.moveaxis(lag_matrices[..., ::-1, :, :], -3, -2).reshape(*batch, n, lags * n)
    for t in range(lags + 1, lags + horizons):
        history = path[..., t - lags : t, :].reshape(*batch, lags * n, 1)
        path[..., t, :] = (stacked @ history)[..., 0]
    return path[..., lags:, :]


def companion_matrix(lag_matrices: Array) -> Array:
    """Companion form of (..., p, n, n) lag matrices, shape (..., n p, n p)."""
    *batch, lags, n, _ = lag_matrices.shape
    companion = np.zeros((*batch, lags * n, lags * n))
    companion[..., :n, :] = np.moveaxis(lag_matrices, -3, -2).reshape(*batch, n, lags * n)
    shifted = np.arange(n, lags * n)
    companion[..., shifted, shifted - n] = 1.0
    return companion
