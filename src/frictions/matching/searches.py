"""What all searches share: their numerical settings, where they end, and the unit cube on which they run.

A search runs on the unit cube, u = (theta - lower)/(upper - lower), which is the same as scaling every step by the
width of its bounds and makes steps and stopping rules independent of units.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.parameters import Parameter, bounds_of
from frictions.matching.trials import Differentiable, Responses, Tally, count_trials


class InvalidSettings(FrictionsError):
    """A numerical setting of the search is not admissible."""


class StartFailed(FrictionsError):
    """The model has no solution at the start of a search; the cause is chained."""


@dataclass(frozen=True)
class SearchSettings:
    """Numerical settings of a search; lengths are in units of the width of the bounds.

    Parameters
    ----------
    tolerance : float
        Relative fall of J that one more step promises below which a search stops.
    difference_step : float
        Step of the finite differences, for a model without derivatives of its own. Enlarge it for one solved by
        iteration: it should exceed the cube root of the relative accuracy of its responses.
    max_evaluations : int
        Trial points a search may visit; those of differences are not counted.

    Raises
    ------
    InvalidSettings
        If a setting is not positive or a length is 0.1 or more.
    """

    tolerance: float = 1e-10
    difference_step: float = 1e-5
    max_evaluations: int = 200

    def __post_init__(self) -> None:
        for name in ("tolerance", "difference_step"):
            if not 0.0 < getattr(self, name) < 0.1:
                raise InvalidSettings(f"{name} must lie between 0 and 0.1, got {getattr(self, name)}")
        if self.max_evaluations < 1:
            raise InvalidSettings(f"max_evaluations must be positive, got {self.max_evaluations}")


DEFAULT_SETTINGS = SearchSettings()
QUICK_SETTINGS = SearchSettings(tolerance=1e-7)
"""J to about a millionth, at half the cost: for profiles and bootstrap re-estimates, which are read to fewer digits."""


@dataclass(frozen=True, eq=False)
class SearchResult:
    """Where a search ended; the model has a solution there.

    Attributes
    ----------
    estimate : (p,) array
        Parameters, in their own units.
    responses : (n,) array
        The model's responses there.
    criterion : float
        J there.
    converged : bool
        False if the search ran out of evaluations.
    """

    estimate: Array
    responses: Array
    criterion: float
    converged: bool


def unit_point(theta: Array, parameters: Sequence[Parameter]) -> Array:
    """Coordinates of ``theta`` (p,) in the unit cube of the bounds."""
    lower, upper = bounds_of(parameters)
    return np.clip((theta - lower) / (upper - lower), 0.0, 1.0)


def point_of(unit: Array, parameters: Sequence[Parameter]) -> Array:
    """Parameters (p,) of a point of the unit cube; the cube's faces are the bounds to the last digit."""
    lower, upper = bounds_of(parameters)
    return np.clip(np.where(unit == 1.0, upper, lower + (upper - lower) * unit), lower, upper)


def on_unit_cube(
    responses: Responses, parameters: Sequence[Parameter], tally: Tally
) -> tuple[Callable[[Array], Array], Callable[[Array], tuple[Array, Array]] | None]:
    """Return a model as a function of the unit cube, every evaluation entered in ``tally``.

    Returns
    -------
    function : callable
        Point (p,) of the unit cube to responses (n,).
    derivatives : callable or None
        Point to responses and their derivatives (n, p) by the coordinates of the cube, if the model knows them
        (:class:`~frictions.matching.trials.Differentiable`).
    """
    lower, upper = bounds_of(parameters)
    counted = count_trials(responses, tally)

    def function(unit: Array) -> Array:
        return counted(point_of(unit, parameters))

    if not isinstance(responses, Differentiable):
        return function, None
    differentiated = count_trials(responses.with_derivatives, tally)

    def derivatives(unit: Array) -> tuple[Array, Array]:
        values, slopes = differentiated(point_of(unit, parameters))
        return values, slopes * (upper - lower)

    return function, derivatives
