"""The Hamilton (2018) filter: the cycle is the error of a two-year-ahead projection."""

import numpy as np

from frictions.arrays import Array
from frictions.options import at_least
from frictions.timeseries.var import SampleTooShort, least_squares


def hamilton_cycle(series: Array, horizon: int = 8, lags: int = 4) -> Array:
    """Cyclical part of a series, the residual of regressing y(t) on a constant and y(t-8), …, y(t-11).

    Parameters
    ----------
    series : (T,) array
        Levels; quarters before the series starts and after it ends may be NaN and stay NaN.
    horizon : int
        Quarters ahead of the projection.
    lags : int
        Number of levels that the projection uses.

    Returns
    -------
    (T,) array
        Units of the series; NaN in the first ``horizon + lags - 1`` quarters that the series has.

    Raises
    ------
    SampleTooShort
        If the observations do not exceed the coefficients of the projection.
    """
    at_least("horizon", horizon, 1)
    at_least("lags", lags, 1)
    cycle = np.full(len(series), np.nan)
    observed = np.flatnonzero(~np.isnan(series))
    lost = horizon + lags - 1
    if len(observed) <= lost + lags + 1:
        raise SampleTooShort(
            f"the Hamilton filter needs more than {lost + lags + 1} quarters, the series has {len(observed)}"
        )
    levels = series[observed[0] : observed[-1] + 1]
    dependent = levels[lost:]
    columns = [levels[lost - horizon - k : len(levels) - horizon - k] for k in range(lags)]
    regressors = np.column_stack([np.ones(len(dependent)), *columns])
    coefficients = least_squares(regressors, dependent[:, None])
    cycle[observed[0] + lost : observed[-1] + 1] = dependent - (regressors @ coefficients)[:, 0]
    return cycle
