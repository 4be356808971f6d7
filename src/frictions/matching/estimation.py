"""Minimum-distance estimation from many starts, equation (1.43)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, criterion_parts
from frictions.matching.differences import NoDerivative
from frictions.matching.minimum import LocalMinimum
from frictions.matching.parameters import InvalidParameter, Parameter, bounds_of, check_within_bounds
from frictions.matching.searches import DEFAULT_SETTINGS, SearchResult, SearchSettings, StartFailed, unit_point
from frictions.matching.settling import search, settle
from frictions.matching.trials import Responses, Tally

Progress: TypeAlias = Callable[[int, int, float], None]
"""Called after every start with the number of starts done, of all starts, and the lowest J so far (inf at first)."""

SAME_MINIMUM = 1e-3
"""Two searches found the same minimum if no parameter differs by more than this share of the width of its bounds."""


class EveryStartFailed(FrictionsError):
    """No start led to an estimate.

    Attributes
    ----------
    failures : mapping of str to int
        Failed model evaluations by type of error.
    """

    def __init__(self, starts: int, failures: Mapping[str, int]) -> None:
        listed = ", ".join(f"{name} {count}" for name, count in sorted(failures.items()))
        super().__init__(f"none of {starts} starts led to an estimate; failed evaluations: {listed}")
        self.failures = failures


@dataclass(frozen=True, eq=False)
class Estimation:
    """Minimum-distance estimates and what the search met on its way.

    Attributes
    ----------
    parameters : tuple of p Parameter
    minima : tuple of LocalMinimum
        All local minima found, lowest J first; the first is the estimate.
    parts : mapping of str to float
        Contribution of every variable to J at the estimate.
    starts, failed_starts : int
        Searches begun, and those that ended without a point (no solution at the start, or no derivative).
    evaluations : int
        Model evaluations.
    failures : mapping of str to int
        Evaluations without a solution, by type of error.
    """

    parameters: tuple[Parameter, ...]
    minima: tuple[LocalMinimum, ...]
    parts: Mapping[str, float]
    starts: int
    failed_starts: int
    evaluations: int
    failures: Mapping[str, int]

    @property
    def best(self) -> LocalMinimum:
        """The minimum with the lowest J."""
        return self.minima[0]


def same_minimum(first: Array, second: Array, parameters: Sequence[Parameter], tolerance: float) -> bool:
    """Whether two points (p,) differ in no parameter by more than ``tolerance`` of the width of its bounds."""
    return bool(np.abs(unit_point(first, parameters) - unit_point(second, parameters)).max() <= tolerance)


def _distinct_ends(
    ends: Iterable[SearchResult], parameters: Sequence[Parameter], tolerance: float, level: float
) -> list[tuple[SearchResult, int]]:
    """Lowest end of every group of equal ends, or of ends with nearly equal J, with the size of the group."""
    groups: list[tuple[SearchResult, int]] = []
    for end in sorted(ends, key=lambda found: found.criterion):
        for i, (leader, count) in enumerate(groups):
            level_with = end.criterion <= leader.criterion * (1.0 + level)
            if level_with or same_minimum(end.estimate, leader.estimate, parameters, tolerance):
                groups[i] = (leader, count + 1)
                break
        else:
            groups.append((end, 1))
    return groups


def _distinct_minima(
    minima: Iterable[LocalMinimum], parameters: Sequence[Parameter], tolerance: float
) -> tuple[LocalMinimum, ...]:
    """Minima without repetition, lowest J first; the starts of equal ones are added up."""
    kept: list[LocalMinimum] = []
    for minimum in sorted(minima, key=lambda found: found.criterion):
        for i, leader in enumerate(kept):
            if same_minimum(minimum.estimate, leader.estimate, parameters, tolerance):
                kept[i] = replace(leader, starts=leader.starts + minimum.starts)
                break
        else:
            kept.append(minimum)
    return tuple(kept)


def estimate(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    starts: Array,
    *,
    settings: SearchSettings = DEFAULT_SETTINGS,
    search_settings: SearchSettings | None = None,
    tolerance: float = SAME_MINIMUM,
    level: float = -1.0,
    polished: int | None = None,
    progress: Progress | None = None,
) -> Estimation:
    """Estimate parameters by minimising J from every start.

    Parameters
    ----------
    responses : callable
        The model, see :data:`~frictions.matching.trials.Responses`. Where it raises a ``FrictionsError`` the point is
        refused, counted, and never an estimate.
    criterion : Criterion
        Target and metric.
    parameters : sequence of p Parameter
        Names and bounds.
    starts : (starts, p) array
        For instance :func:`~frictions.matching.starts.sobol_starts` and rows of published values.
    settings : SearchSettings
        Numerical settings.
    search_settings : SearchSettings, optional
        For a model that is expensive to solve: coarser settings of the searches, whose ends are refined with
        ``settings`` (:mod:`~frictions.matching.settling`). ``settings`` by default.
    tolerance : float
        Searches whose ends differ by no more, in units of the width of the bounds, found the same minimum.
    level : float
        Of ends whose J differs by no more than this share only the lowest is refined; with coarse searches most of
        them are the same minimum. By default each end is.
    polished : int, optional
        Refine so many of the lowest ends and forget the others; all by default.
    progress : callable, optional
        See :data:`Progress`.

    Returns
    -------
    Estimation

    Raises
    ------
    EveryStartFailed
        If no start led to a point at which the model has a solution.
    InvalidParameter
        If a start is outside the bounds.
    InvalidCriterion
        If the responses do not have the length of the target.

    Examples
    --------
    >>> import numpy as np
    >>> from frictions.matching.criterion import build_criterion
    >>> slope = Parameter("slope", "b", lower=0.0, upper=10.0, start_lower=1.0, start_upper=9.0)
    >>> criterion = build_criterion(np.array([2.0, 4.0]), [np.eye(2)], ["output"])
    >>> found = estimate(lambda theta: theta[0] * np.array([1.0, 2.0]), criterion, [slope], np.array([[5.0]]))
    >>> round(float(found.best.estimate[0]), 6)
    2.0
    """
    bounds_of(parameters)
    if starts.ndim != 2 or starts.shape[0] == 0:
        raise InvalidParameter(f"starts must have shape (starts, {len(parameters)}), got {starts.shape}")
    for start in starts:
        check_within_bounds(start, parameters)
    tally = Tally()
    ends: list[SearchResult] = []
    for done, start in enumerate(starts, start=1):
        # The cause of a failed start is in the tally.
        with suppress(StartFailed, NoDerivative):
            ends.append(search(responses, criterion, parameters, start, tally, search_settings or settings))
        if progress is not None:
            progress(done, len(starts), min((end.criterion for end in ends), default=np.inf))
    failed = len(starts) - len(ends)
    minima: list[LocalMinimum] = []
    for end, reached in _distinct_ends(ends, parameters, tolerance, level)[:polished]:
        try:
            found = settle(responses, criterion, parameters, end, tally, settings)
        except NoDerivative:
            failed += reached
            continue
        minima.append(replace(found, starts=reached))
    if not minima:
        raise EveryStartFailed(len(starts), dict(tally.failures))
    distinct = _distinct_minima(minima, parameters, tolerance)
    return Estimation(
        parameters=tuple(parameters),
        minima=distinct,
        parts=criterion_parts(criterion, distinct[0].responses),
        starts=len(starts),
        failed_starts=failed,
        evaluations=tally.evaluations,
        failures=dict(sorted(tally.failures.items())),
    )
