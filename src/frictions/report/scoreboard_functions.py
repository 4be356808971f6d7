"""The closed set of functions that turn rows of results into the value of a scoreboard item.

Each takes the values of the first selection, those of the second (empty where there is none) and the positions of the
first, for instance quarters after the shock.
"""

from collections.abc import Callable

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError

SETTLED = 0.05
"""A gap has died out when it stays below this share of its largest size."""


ROUNDING = 1e-10
"""Percent; a response smaller than this is zero up to rounding."""


class WrongCount(FrictionsError):
    """A function of the scoreboard got more or fewer rows than it needs; the message says how many."""


def single(values: Array) -> float:
    """The one value there is."""
    if values.size != 1:
        raise WrongCount(f"one row is needed, {values.size} match")
    return float(values[0])


def periods_below(values: Array) -> int:
    """Number of periods from the first on that lie below zero without a break."""
    above = np.flatnonzero(values >= -ROUNDING)
    return int(above[0]) if above.size else int(values.size)


def settled_position(first: Array, second: Array, positions: Array) -> float | None:
    """First position from which the gap of two paths stays within 5 percent of its largest size, if it ever does."""
    gap = np.abs(first - second)
    after = int(np.flatnonzero(gap > SETTLED * gap.max())[-1]) + 1
    return float(positions[after]) if after < positions.size else None


def last_position_before_fall(values: Array, positions: Array) -> float | None:
    """Last position before a path is first below zero, if it ever is."""
    below = np.flatnonzero(values < 0.0)
    return float(positions[below[0] - 1]) if below.size and below[0] > 0 else None


def first_position_outside(lower: Array, upper: Array, positions: Array) -> float | None:
    """First position at which a band excludes zero, if there is one."""
    outside = np.flatnonzero((lower > 0.0) | (upper < 0.0))
    return float(positions[outside[0]]) if outside.size else None


def largest(values: Array) -> float:
    """The value that is largest in absolute terms, with its sign."""
    return float(values[np.argmax(np.abs(values))])


FUNCTIONS: dict[str, Callable[[Array, Array, Array], float | bool | None]] = {
    "only": lambda first, second, at: single(first),
    "total": lambda first, second, at: float(first.sum()),
    "count": lambda first, second, at: float(first.size),
    "maximum": lambda first, second, at: float(first.max()),
    "minimum": lambda first, second, at: float(first.min()),
    "largest": lambda first, second, at: largest(first),
    "peak_position": lambda first, second, at: float(at[np.argmax(first)]),
    "trough_position": lambda first, second, at: float(at[np.argmin(first)]),
    "last_position_before_fall": lambda first, second, at: last_position_before_fall(first, at),
    "periods_below": lambda first, second, at: float(periods_below(first)),
    "settled_position": settled_position,
    "excess_over_one": lambda first, second, at: single(first) - 1.0,
    "difference": lambda first, second, at: single(first) - single(second),
    # Of a path: how far the value of the second selection, one of its points, lies above its lowest.
    "height_above_lowest": lambda first, second, at: single(second) - float(first.min()),
    "ratio": lambda first, second, at: single(first) / single(second),
    "ratio_of_largest": lambda first, second, at: largest(first) / largest(second),
    "percent_above_total": lambda first, second, at: 100.0 * float(first.sum() / second.sum() - 1.0),
    "rows_below": lambda first, second, at: float(np.count_nonzero(first < second)),
    "all_negative": lambda first, second, at: bool(np.all(first < 0.0)),
    "all_positive": lambda first, second, at: bool(np.all(first > 0.0)),
    "some_negative": lambda first, second, at: bool(np.any(first < 0.0)),
    "rising": lambda first, second, at: bool(first.size > 1 and np.all(np.diff(first) > 0.0)),
    "falling": lambda first, second, at: bool(first.size > 1 and np.all(np.diff(first) < 0.0)),
    "rising_above_zero": lambda first, second, at: bool(first[0] > 0.0 and np.all(np.diff(first) > 0.0)),
    "falling_below_zero": lambda first, second, at: bool(first[0] < 0.0 and np.all(np.diff(first) < 0.0)),
    "all_above_one": lambda first, second, at: bool(np.all(first > 1.0)),
    "growing_size": lambda first, second, at: bool(first.size > 1 and np.all(np.diff(np.abs(first)) > 0.0)),
    "above": lambda first, second, at: bool(np.all(first > second)),
    "below": lambda first, second, at: bool(np.all(first < second)),
    "totals_above": lambda first, second, at: bool(first.sum() > second.sum()),
    "larger_size": lambda first, second, at: bool(np.abs(first).max() > np.abs(second).max()),
    "negative_correlation": lambda first, second, at: bool(np.corrcoef(first, second)[0, 1] < 0.0),
    # Of a band: the first selection its lower end, the second its upper end.
    "band_excludes_zero": lambda first, second, at: bool(np.any((first > 0.0) | (second < 0.0))),
    "band_above_zero": lambda first, second, at: bool(np.any(first > 0.0)),
    "band_below_zero": lambda first, second, at: bool(np.any(second < 0.0)),
    "first_position_outside": first_position_outside,
}
"""By the name that the settings use."""
