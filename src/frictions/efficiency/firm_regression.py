"""Least squares for every firm of a panel at once."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from frictions.arrays import Array

Integers: TypeAlias = npt.NDArray[np.int64]
"""An array of whole numbers: periods, seasons or counts."""

RANK_TOLERANCE = 1e-10


@dataclass(frozen=True)
class FirmRegressions:
    """One regression a firm; nan where it has too few observations or collinear regressors."""

    coefficients: Array
    """(firms, regressors), without the constants."""
    r_squared: Array
    """(firms,) plain, about the firm's mean."""
    residual_variance: Array
    """(firms,) sum of squared residuals over degrees of freedom."""
    observations: Integers
    """(firms,) rows used."""
    max_leverage: Array
    """(firms,) largest diagonal entry of the hat matrix."""


def regress_by_firm(outcome: Array, regressors: Array, season: Integers | None = None) -> FirmRegressions:
    """Regress with a constant, or with a constant for each season.

    Constants are removed exactly by taking means within firm and season; the rest is solved by orthogonal factors.
    A row with any missing value is left out.

    Parameters
    ----------
    outcome : (firms, periods) array
    regressors : (firms, periods, k) array
    season : (periods,) array of int, optional
        Season of each period, counted from zero.
    """
    outcome = np.asarray(outcome, dtype=np.float64)
    stacked = np.concatenate([outcome[:, :, None], regressors], axis=2)
    used = np.isfinite(stacked).all(axis=2)
    stacked = np.where(used[:, :, None], stacked, 0.0)
    observations = used.sum(axis=1)

    total = stacked[:, :, 0] - _divide(stacked[:, :, 0].sum(axis=1), observations)[:, None]
    total_squares = np.where(used, total, 0.0)
    total_squares = np.sum(total_squares**2, axis=1)

    season = np.zeros(outcome.shape[1], dtype=np.int64) if season is None else np.asarray(season)
    leverage = np.zeros(outcome.shape)
    constants = np.zeros(outcome.shape[0])
    centred = np.zeros_like(stacked)
    for value in np.unique(season):
        rows = used & (season == value)[None, :]
        count = rows.sum(axis=1)
        mean = _divide(np.where(rows[:, :, None], stacked, 0.0).sum(axis=1), count[:, None])
        centred += np.where(rows[:, :, None], stacked - mean[:, None, :], 0.0)
        leverage += np.where(rows, _divide(np.ones(count.size), count)[:, None], 0.0)
        constants += count > 0

    y, x = centred[:, :, 0], centred[:, :, 1:]
    scale = np.sqrt(np.sum(x**2, axis=1))
    q, r = np.linalg.qr(x / np.where(scale > 0.0, scale, 1.0)[:, None, :])
    diagonal = np.abs(np.einsum("fii->fi", r))
    freedom = observations - constants - x.shape[2]
    good = (diagonal > RANK_TOLERANCE).all(axis=1) & (scale > 0.0).all(axis=1) & (freedom > 0) & (total_squares > 0.0)
    projection = np.einsum("ftk,ft->fk", q, y)
    safe = np.where(good[:, None, None], r, np.eye(x.shape[2]))
    coefficients = np.linalg.solve(safe, projection[:, :, None])[:, :, 0] / np.where(scale > 0.0, scale, 1.0)
    residual = y - np.einsum("ftk,fk->ft", x, coefficients)
    squares = np.sum(residual**2, axis=1)
    leverage += np.sum(q**2, axis=2)
    return FirmRegressions(
        coefficients=np.where(good[:, None], coefficients, np.nan),
        r_squared=np.where(good, 1.0 - _divide(squares, total_squares), np.nan),
        residual_variance=np.where(good, _divide(squares, freedom), np.nan),
        observations=observations,
        max_leverage=np.where(good, np.max(np.where(used, leverage, 0.0), axis=1), np.nan),
    )


def partial_r_squared(long: FirmRegressions, short: FirmRegressions) -> Array:
    """Share of what the short regression leaves that the long one explains, (firms,)."""
    return (long.r_squared - short.r_squared) / (1.0 - short.r_squared)


def _divide(numerator: Array, denominator: Array) -> Array:
    return numerator / np.where(denominator == 0, 1, denominator)
