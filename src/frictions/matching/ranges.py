"""Where bootstrap re-estimates lie: a percentile interval if they are many enough, else their minimum and maximum.

The ends of a percentile interval are order statistics. With few re-estimates they are among the outermost ones, whose
coverage is far from the nominal one: the range of all n has mean coverage (n - 1)/(n + 1), and no rule makes an
interval of 95 percent out of 16.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from frictions.arrays import Array
from frictions.matching.bootstrap import InvalidBootstrap, percentile_intervals

LEAST_BEYOND = 12
"""Re-estimates that must lie beyond each end of a percentile interval: at 95 percent, 480 in all.

The number beyond a quantile is nearly Poisson, so that twelve fix the mass of a tail to within 30 percent of itself."""

WIDE = 2.0
"""How many times wider than under a normal law a range must be to be called wide."""


@dataclass(frozen=True, eq=False)
class Ranges:
    """Ranges of parameters over re-estimates.

    Attributes
    ----------
    lower, upper : (p,) arrays
    kind : str
        ``95% percentile interval`` or ``minimum and maximum``.
    re_estimates : int
        How many they are from.
    """

    lower: Array
    upper: Array
    kind: str
    re_estimates: int


ESTIMATE_COLUMNS = (
    *("parameter", "value", "standard_error", "lower", "upper", "at_bound"),
    *("range", "re_estimates", "remark"),
)
"""Columns of estimates.csv, in order."""


def resolves_percentiles(count: int, coverage: float) -> bool:
    """Whether so many draws leave enough of them beyond each end of a percentile interval."""
    return 0.5 * (1.0 - coverage) * count >= LEAST_BEYOND


def ranges_of(estimates: Array, coverage: float) -> Ranges:
    """Ranges of bootstrap estimates, and what they are.

    Parameters
    ----------
    estimates : (n, p) array
    coverage : float
        Wanted coverage, between 0 and 1.

    Returns
    -------
    Ranges

    Raises
    ------
    InvalidBootstrap
        If there are fewer than two estimates or the coverage is not between 0 and 1.
    """
    lower, upper = percentile_intervals(estimates, coverage)
    if resolves_percentiles(len(estimates), coverage):
        return Ranges(lower, upper, f"{coverage:.0%} percentile interval", len(estimates))
    return Ranges(estimates.min(axis=0), estimates.max(axis=0), "minimum and maximum", len(estimates))


def range_remarks(ranges: Ranges, standard_errors: Array, on_bound: Array, coverage: float) -> list[str]:
    """Say where the re-estimates and the standard errors of the delta method tell different stories.

    Parameters
    ----------
    ranges : Ranges
        Of p parameters.
    standard_errors : (p,) array
        NaN where a parameter is on a bound.
    on_bound : (n, p) boolean array
        Which re-estimates lie on a bound.
    coverage : float
        Of the percentile interval.

    Returns
    -------
    list of str
        By parameter; empty where the range is at most twice as wide as the same range of as many draws from a normal
        law with that error, and no re-estimate is on a bound.

    Raises
    ------
    InvalidBootstrap
        If the shapes do not fit.
    """
    if on_bound.shape != (ranges.re_estimates, len(ranges.lower)) or standard_errors.shape != ranges.lower.shape:
        raise InvalidBootstrap("ranges, standard errors and bounds do not belong together")
    count = ranges.re_estimates
    # Expected largest of n standard normal draws, after Blom (1958).
    extreme = float(ndtri((count - 0.375) / (count + 0.25)))
    half = float(ndtri(0.5 * (1.0 + coverage))) if resolves_percentiles(count, coverage) else extreme
    remarks = []
    for lower, upper, error, bound in zip(
        ranges.lower, ranges.upper, standard_errors, on_bound.sum(axis=0), strict=True
    ):
        parts = []
        if np.isfinite(error) and upper - lower > WIDE * 2.0 * half * error:
            parts.append(f"range {(upper - lower) / (2.0 * half * error):.1f} times as wide as under a normal law")
        if bound:
            parts.append(f"on a bound in {bound} of {count}")
        remarks.append("; ".join(parts))
    return remarks


def range_columns(estimates: Array, on_bound: Array, standard_errors: Array, coverage: float) -> dict[str, Any]:
    """Columns that a table of estimates gets from the re-estimates.

    Parameters
    ----------
    estimates : (n, p) array
    on_bound : (n, p) boolean array
    standard_errors : (p,) array
    coverage : float
        As for :func:`ranges_of` and :func:`range_remarks`.

    Returns
    -------
    dict
        ``lower``, ``upper``, ``range``, ``re_estimates`` and ``remark``, one entry a parameter or one for all.

    Raises
    ------
    InvalidBootstrap
        If the arrays do not belong together.
    """
    ranges = ranges_of(estimates, coverage)
    return {
        "lower": ranges.lower,
        "upper": ranges.upper,
        "range": ranges.kind,
        "re_estimates": ranges.re_estimates,
        "remark": range_remarks(ranges, standard_errors, on_bound, coverage),
    }


def range_sentence(parameters: Sequence[str], kinds: Sequence[str], counts: Sequence[int]) -> str:
    """Say what the columns lower and upper of a table of estimates are.

    Parameters
    ----------
    parameters, kinds, counts : sequences
        Name, kind of range and number of re-estimates, row by row.
    """
    if len(set(kinds)) != 1 or len(set(counts)) != 1:
        raise InvalidBootstrap(f"the ranges of {', '.join(parameters)} are of several kinds")
    return f"lower and upper are the {kinds[0]} of {counts[0]} re-estimates on bootstrap responses"
