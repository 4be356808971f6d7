"""The points of a grid, and how they are split over jobs."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import isfinite
from typing import Any, TypeAlias

from frictions.errors import FrictionsError

Point: TypeAlias = dict[str, float]
"""One value for each varied parameter."""


class BadSweep(FrictionsError):
    """A sweep that cannot be run as it is set; the message names the sweep and the setting."""


def axis_values(where: str, axis: Sequence[float] | Mapping[str, Any]) -> tuple[float, ...]:
    """Values of one parameter.

    Parameters
    ----------
    where : str
        What to call the axis in errors.
    axis : sequence or mapping
        The values themselves, or ``from``, ``to``, ``points`` and perhaps ``spacing`` (linear or log).

    Returns
    -------
    tuple of float
        Integers stay integers where values are listed.

    Raises
    ------
    BadSweep
        If there is no value, one is there twice or not finite, or a logarithmic axis does not stay positive.
    """
    if isinstance(axis, Mapping):
        values = _spaced(where, float(axis["from"]), float(axis["to"]), int(axis["points"]), axis.get("spacing"))
    else:
        values = tuple(axis)
    if not values or len(set(values)) < len(values):
        raise BadSweep(f"{where}: it needs one value or more, each of them once")
    if not all(isfinite(value) for value in values):
        raise BadSweep(f"{where}: a value is not finite")
    return values


def grid_points(where: str, grid: Mapping[str, Sequence[float] | Mapping[str, Any]]) -> list[Point]:
    """Every combination of the values, the last parameter running fastest.

    Parameters
    ----------
    where : str
        What to call the sweep in errors.
    grid : mapping
        By parameter, as for :func:`axis_values`.

    Raises
    ------
    BadSweep
        If nothing varies, or an axis is refused.
    """
    if not grid:
        raise BadSweep(f"{where}: it varies no parameter")
    axes = [axis_values(f"{where}.grid.{name}", axis) for name, axis in grid.items()]
    return [dict(zip(grid, values, strict=True)) for values in product(*axes)]


def chunk_count(points: int, points_per_job: int) -> int:
    """Number of jobs."""
    return -(-points // points_per_job)


def points_of_chunk(points: int, points_per_job: int, chunk: int) -> range:
    """Numbers of the points of one job, the jobs counted from 0."""
    return range(chunk * points_per_job, min(points, (chunk + 1) * points_per_job))


def _spaced(where: str, first: float, last: float, count: int, spacing: str | None) -> tuple[float, ...]:
    if count < 2:
        raise BadSweep(f"{where}: from and to need two points or more, not {count}")
    shares = [step / (count - 1) for step in range(count)]
    if spacing == "log":
        if first <= 0.0 or last <= 0.0:
            raise BadSweep(f"{where}: a logarithmic axis must stay positive")
        values = [first * (last / first) ** share for share in shares]
    else:
        # Rounded, so that 0.1, 0.2, 0.3 are what they look like.
        values = [round(first + (last - first) * share, 12) for share in shares]
    return (first, *values[1:-1], last)
