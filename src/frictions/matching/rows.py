"""Results as rows of the tidy files of the contract: estimates, criterion, profile and minima."""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from scipy.stats import norm

from frictions.arrays import Array
from frictions.matching.estimation import Estimation
from frictions.matching.profile import Profile

Row: TypeAlias = dict[str, str | float | int | bool]
"""One line of a table, its keys the columns in order."""


def normal_intervals(estimation: Estimation, standard_errors: Array, level: float = 0.95) -> Array:
    """Return the ends (2, p) of the delta-method intervals, cut at the bounds; NaN for parameters on a bound."""
    reach = norm.isf(0.5 * (1.0 - level)) * standard_errors
    centre = estimation.best.estimate
    lower = np.array([parameter.lower for parameter in estimation.parameters])
    upper = np.array([parameter.upper for parameter in estimation.parameters])
    return np.array([np.maximum(centre - reach, lower), np.minimum(centre + reach, upper)])


def estimate_rows(estimation: Estimation, standard_errors: Array, intervals: Array) -> list[Row]:
    """Rows of estimates.csv.

    Parameters
    ----------
    estimation : Estimation
    standard_errors : (p,) array
        From :func:`~frictions.matching.inference.sandwich`.
    intervals : (2, p) array
        Lower and upper ends, from :func:`~frictions.matching.bootstrap.percentile_intervals` or
        :func:`normal_intervals`.

    Returns
    -------
    list of dict
        Columns parameter, value, standard_error, lower, upper, at_bound ('', 'lower' or 'upper').
    """
    best = estimation.best
    return [
        {
            "parameter": parameter.name,
            "value": float(best.estimate[i]),
            "standard_error": float(standard_errors[i]),
            "lower": float(intervals[0, i]),
            "upper": float(intervals[1, i]),
            "at_bound": best.at_bound[i],
        }
        for i, parameter in enumerate(estimation.parameters)
    ]


def criterion_rows(estimation: Estimation) -> list[Row]:
    """Rows of criterion.csv: variable, contribution; the contributions add up to J at the estimate."""
    return [{"variable": name, "contribution": part} for name, part in estimation.parts.items()]


def profile_rows(profiles: Iterable[Profile]) -> list[Row]:
    """Rows of profile.csv: parameter, value, criterion."""
    return [
        {"parameter": profile.parameter, "value": float(value), "criterion": float(criterion)}
        for profile in profiles
        for value, criterion in zip(profile.values, profile.criteria, strict=True)
    ]


def minima_rows(estimation: Estimation) -> list[Row]:
    """Rows of minima.csv, one a parameter of a local minimum.

    Columns minimum (0 is the estimate), criterion, starts, decrement, converged, parameter, value, at_bound.
    """
    return [
        {
            "minimum": number,
            "criterion": minimum.criterion,
            "starts": minimum.starts,
            "decrement": minimum.decrement,
            "converged": minimum.converged,
            "parameter": parameter.name,
            "value": float(minimum.estimate[i]),
            "at_bound": minimum.at_bound[i],
        }
        for number, minimum in enumerate(estimation.minima)
        for i, parameter in enumerate(estimation.parameters)
    ]
