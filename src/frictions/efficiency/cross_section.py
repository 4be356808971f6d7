"""Cross-section of informativeness on sensitivity: the four columns of the source's table."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError


class TooFewFirms(FrictionsError):
    """A column has fewer complete firms than parameters, or its regressors are collinear."""


@dataclass(frozen=True)
class CrossSection:
    """One regression across firms; regressors in order, the constant last."""

    names: tuple[str, ...]
    coefficients: Array
    """(k,)"""
    classic_errors: Array
    r"""(k,) standard errors from :math:`s^2(X'X)^{-1}`, :math:`s^2=u'u/(n-k)`."""
    robust_errors: Array
    r"""(k,) from :math:`\frac n{n-k}(X'X)^{-1}X'diag(u^2)X(X'X)^{-1}` (HC1)."""
    r_squared: float
    observations: int


@dataclass(frozen=True)
class Column:
    """One column of the table."""

    number: int
    regression: CrossSection
    robust: bool

    @property
    def t_values(self) -> Array:
        """(k,) with n-k degrees of freedom."""
        errors = self.regression.robust_errors if self.robust else self.regression.classic_errors
        return self.regression.coefficients / errors


def winsorise(values: Array, share: float) -> Array:
    """Clip (n,) values to their quantiles ``share`` and ``1 - share``; missing values stay missing."""
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return values
    low, high = np.quantile(finite, [share, 1.0 - share])
    return np.clip(values, low, high)


def regress(outcome: Array, regressors: Mapping[str, Array], standardise: bool = False) -> CrossSection:
    """Least squares with a constant over the firms whose values are all present.

    Parameters
    ----------
    outcome : (n,) array
    regressors : mapping of name to (n,) array
    standardise : bool
        Divide each regressor by its standard deviation after taking off its mean. The constant of the source's table
        shows that its regressors are not.

    Raises
    ------
    TooFewFirms
        If no degrees of freedom are left or the regressors are collinear.
    """
    names = (*regressors, "constant")
    columns = [np.asarray(values, dtype=np.float64) for values in regressors.values()]
    kept = np.isfinite(np.column_stack([outcome, *columns])).all(axis=1)
    if standardise:
        columns = [(c - c[kept].mean()) / c[kept].std(ddof=1) for c in columns]
    y = np.asarray(outcome, dtype=np.float64)[kept]
    x = np.column_stack([*(c[kept] for c in columns), np.ones(y.size)])
    n, k = x.shape
    if n <= k:
        raise TooFewFirms(f"{', '.join(regressors)}: {n} complete firms for {k} parameters")
    # The moment matrix of regressors whose scales differ by orders of magnitude is inverted through QR.
    q, r = np.linalg.qr(x)
    if np.min(np.abs(np.diag(r)) / np.linalg.norm(x, axis=0)) < 1e-12:
        raise TooFewFirms(f"{', '.join(regressors)}: the regressors are collinear")
    inverse = np.linalg.inv(r)
    coefficients = inverse @ (q.T @ y)
    residual = y - x @ coefficients
    bread = inverse @ inverse.T
    half = inverse @ (q * residual[:, None]).T
    squares = float(residual @ residual)
    return CrossSection(
        names=names,
        coefficients=coefficients,
        classic_errors=np.sqrt(np.diag(bread) * squares / (n - k)),
        robust_errors=np.sqrt(np.sum(half**2, axis=1) * n / (n - k)),
        r_squared=1.0 - squares / float(np.sum((y - y.mean()) ** 2)),
        observations=n,
    )


def four_columns(
    informativeness: Array,
    sensitivity: Array,
    log_capitalization: Array,
    share: float = 0.01,
    standardise: bool = False,
) -> tuple[Column, Column, Column, Column]:
    """Columns (1) to (4): without and with market capitalisation, classic and robust errors of each.

    Parameters
    ----------
    informativeness, sensitivity, log_capitalization : (n,) arrays
        One value a firm, nan where missing.
    share : float
        Share winsorised in each tail of informativeness and sensitivity, across firms.

    Raises
    ------
    TooFewFirms
        If a column cannot be estimated.
    """
    outcome, sen = winsorise(informativeness, share), winsorise(sensitivity, share)
    alone = regress(outcome, {"production_efficiency": sen}, standardise)
    both = regress(outcome, {"production_efficiency": sen, "market_capitalization": log_capitalization}, standardise)
    return Column(1, alone, False), Column(2, alone, True), Column(3, both, False), Column(4, both, True)
