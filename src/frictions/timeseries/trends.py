"""Ways to take the trend out of a variable with a unit root, besides the filter of the source."""

from collections.abc import Callable
from functools import partial
from typing import Literal

import numpy as np
from scipy.linalg import solveh_banded

from frictions.arrays import Array
from frictions.options import at_least, checked_options
from frictions.timeseries.hamilton import hamilton_cycle
from frictions.timeseries.var import SampleTooShort

Detrending = Literal[
    "hamilton_8", "hamilton_4", "linear", "quadratic", "hp", "hp_one_sided", "first_differences", "none"
]
"""Hamilton's filter two years or one year ahead; a polynomial in time; Hodrick and Prescott's filter, which sees the
whole sample or what is known at each date; differences over one quarter; and the levels as they are."""

SMOOTHING = 1600.0
"""Of Hodrick and Prescott's filter, for quarters."""

FIRST_QUARTERS = 12
"""That the one-sided filter only learns from: its trend is hardly more than the data there."""


@checked_options
def detrended(series: Array, method: Detrending) -> Array:
    """What is left of a series without its trend.

    Parameters
    ----------
    series : (T,) array
        Levels; quarters before the series starts and after it ends may be NaN and stay NaN.
    method : Detrending

    Returns
    -------
    (T,) array
        Units of the series; NaN in first quarters that a method needs.

    Raises
    ------
    SampleTooShort
        If the observations do not exceed what the method needs.
    """
    return _METHODS[method](series)


def polynomial_cycle(series: Array, degree: int) -> Array:
    """Residual of regressing a (T,) series on a polynomial in time of a degree; NaN at either end stays."""
    at_least("degree", degree, 0)

    def cycle(levels: Array) -> Array:
        time = np.linspace(-1.0, 1.0, len(levels))
        basis = np.linalg.qr(np.vander(time, degree + 1))[0]
        return levels - basis @ (basis.T @ levels)

    return _of_observed(series, degree + 2, cycle)


def hodrick_prescott_cycle(series: Array, smoothing: float = SMOOTHING) -> Array:
    """Cycle of Hodrick and Prescott's (1997) filter, which sees the whole (T,) series; NaN at either end stays."""
    return _of_observed(series, 4, lambda levels: levels - _smooth(levels, smoothing))


def one_sided_cycle(series: Array, smoothing: float = SMOOTHING) -> Array:
    """The same of what is known at each date: the last value of the filter on the series up to there.

    It is what Stock and Watson's (1999) Kalman filter gives; the first ``FIRST_QUARTERS`` are NaN.
    """

    def cycle(levels: Array) -> Array:
        known = np.full(len(levels), np.nan)
        for t in range(FIRST_QUARTERS, len(levels)):
            known[t] = levels[t] - _smooth(levels[: t + 1], smoothing)[t]
        return known

    return _of_observed(series, FIRST_QUARTERS + 1, cycle)


def first_difference(series: Array) -> Array:
    """Change over one quarter of a (T,) series; its first quarter is NaN."""
    return np.concatenate([[np.nan], np.diff(series)])


def _smooth(levels: Array, smoothing: float) -> Array:
    """Trend of Hodrick and Prescott's filter: (I + smoothing D'D) trend = levels, D taking second differences."""
    periods = len(levels)
    second = np.zeros((3, periods))
    # Diagonals of D'D, the farthest first, as the banded solver wants its upper triangle.
    second[2, :-2] += 1.0
    second[2, 1:-1] += 4.0
    second[2, 2:] += 1.0
    second[1, 1:-1] -= 2.0
    second[1, 2:] -= 2.0
    second[0, 2:] += 1.0
    banded = smoothing * second
    banded[2] += 1.0
    return np.asarray(solveh_banded(banded, levels))


def _of_observed(series: Array, needed: int, cycle: Callable[[Array], Array]) -> Array:
    """Apply a filter to what the series has, between its first and its last observation."""
    observed = np.flatnonzero(~np.isnan(series))
    if len(observed) < needed:
        raise SampleTooShort(f"this trend needs {needed} quarters, the series has {len(observed)}")
    result = np.full(len(series), np.nan)
    inside = slice(observed[0], observed[-1] + 1)
    result[inside] = cycle(series[inside])
    return result


_METHODS: dict[str, Callable[[Array], Array]] = {
    "hamilton_8": partial(hamilton_cycle, horizon=8),
    "hamilton_4": partial(hamilton_cycle, horizon=4),
    "linear": partial(polynomial_cycle, degree=1),
    "quadratic": partial(polynomial_cycle, degree=2),
    "hp": hodrick_prescott_cycle,
    "hp_one_sided": one_sided_cycle,
    "first_differences": first_difference,
    "none": lambda series: series,
}
