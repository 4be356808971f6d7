"""Results as rows of the tidy files of the contract: estimates, criterion, profile and minima."""

from collections.abc import Iterable
from typing import TypeAlias

from frictions.arrays import Array
from frictions.matching.estimation import Estimation
from frictions.matching.profile import Profile

Row: TypeAlias = dict[str, str | float | int | bool]
"""One line of a table, its keys the columns in order."""


def point_rows(estimation: Estimation, standard_errors: Array) -> list[Row]:
    """Rows of point.csv, the estimates before their intervals are known.

    Parameters
    ----------
    estimation : Estimation
    standard_errors : (p,) array
        From :func:`~frictions.matching.inference.sandwich`.

    Returns
    -------
    list of dict
        Columns parameter, value, standard_error, at_bound ('', 'lower' or 'upper').
    """
    best = estimation.best
    return [
        {
            "parameter": parameter.name,
            "value": float(best.estimate[i]),
            "standard_error": float(standard_errors[i]),
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
