"""Bounded nonlinear least squares from one start.

The search runs on the unit cube, u = (theta - lower)/(upper - lower), which is the same as scaling every step by the
width of its bounds and makes steps and stopping rules independent of units.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, whiten, whitened_residuals
from frictions.matching.differences import NoDerivative, unit_jacobian
from frictions.matching.parameters import Parameter, bounds_of, check_within_bounds
from frictions.matching.trials import Responses, Tally, count_trials

INTERIOR = 2e-10
"""Distance from the bounds, in units of their width, at which a search starts; it stays at half of that. The reflective
method needs an interior point, and it would press a parameter against a bound until rounding puts it there, where the
model need not have a solution. Parameters are put on bounds afterwards (:mod:`~frictions.matching.polish`)."""


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
        Relative change of J and of the parameters below which a search stops.
    difference_step : float
        Step of the finite differences. Enlarge it for a model solved by iteration: it should exceed the cube root of
        the relative accuracy of its responses.
    max_evaluations : int
        Trial points a search may visit; those of the Jacobian are not counted.
    penalty : float
        Whitened residual entered for every response where the model has no solution. It is raised, where needed, to
        twice the root mean square residual at the start, so that J at a failure exceeds J at every point the search
        has accepted: the method only ever accepts a decrease, hence never a failure.
    bound_zone : float
        A parameter this close to a bound, with J falling towards the bound, is put on it (see :func:`polish`).

    Raises
    ------
    InvalidSettings
        If a setting is not positive or a length is 0.1 or more.
    """

    tolerance: float = 1e-10
    difference_step: float = 1e-5
    max_evaluations: int = 200
    penalty: float = 1e3
    bound_zone: float = 1e-3

    def __post_init__(self) -> None:
        for name in ("tolerance", "difference_step", "bound_zone"):
            if not 0.0 < getattr(self, name) < 0.1:
                raise InvalidSettings(f"{name} must lie between 0 and 0.1, got {getattr(self, name)}")
        if self.max_evaluations < 1 or not self.penalty > 0.0:
            raise InvalidSettings("max_evaluations and penalty must be positive")


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


def on_unit_cube(responses: Responses, parameters: Sequence[Parameter]) -> Callable[[Array], Array]:
    """Return the model as a function of the unit cube; the cube's faces are the bounds to the last digit."""
    lower, upper = bounds_of(parameters)

    def function(unit: Array) -> Array:
        theta = np.where(unit == 1.0, upper, lower + (upper - lower) * unit)
        return responses(np.clip(theta, lower, upper))

    return function


def search(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    start: Array,
    tally: Tally,
    *,
    free: npt.NDArray[np.bool_] | None = None,
    central: bool = False,
    settings: SearchSettings = DEFAULT_SETTINGS,
) -> SearchResult:
    """Minimise J from one start by the trust-region reflective method.

    Parameters
    ----------
    responses : callable
        The model, see :data:`~frictions.matching.trials.Responses`.
    criterion : Criterion
        Target and metric.
    parameters : sequence of p Parameter
        Names and bounds.
    start : (p,) array
        Within the bounds.
    tally : Tally
        Takes the evaluations and failures of this search.
    free : (p,) boolean array, optional
        Parameters to move; the others stay at their start. All by default.
    central : bool
        Central instead of forward differences: twice the cost, and a minimum that is exact to second order.
    settings : SearchSettings
        Numerical settings.

    Returns
    -------
    SearchResult

    Raises
    ------
    InvalidParameter
        If the start is outside the bounds.
    StartFailed
        If the model has no solution at the start.
    NoDerivative
        If the model has no solution on either side of a point that the search reached.
    InvalidCriterion
        If the responses do not have the length of the target.
    """
    check_within_bounds(start, parameters)
    lower, upper = bounds_of(parameters)
    moving = np.ones(len(parameters), dtype=bool) if free is None else np.asarray(free, dtype=bool)
    model = on_unit_cube(count_trials(responses, tally), parameters)
    origin = unit_point(start, parameters)
    origin[moving] = np.clip(origin[moving], INTERIOR, 1.0 - INTERIOR)

    def embed(coordinates: Array) -> Array:
        unit = origin.copy()
        unit[moving] = coordinates
        return unit

    def value_at(unit: Array) -> Array:
        try:
            return model(unit)
        except FrictionsError as error:
            raise StartFailed(f"the model has no solution at the start of a search: {error}") from error

    at_start = value_at(origin)
    residuals = whitened_residuals(criterion, at_start)
    penalty = max(settings.penalty, 2.0 * float(np.sqrt(residuals @ residuals / len(residuals))))
    last_unit, last_value = origin, at_start

    def whitened(coordinates: Array) -> Array:
        nonlocal last_unit, last_value
        unit = embed(coordinates)
        if np.array_equal(unit, last_unit):
            return whitened_residuals(criterion, last_value)
        try:
            value = model(unit)
        except FrictionsError:
            return np.full(len(criterion.target), penalty)
        last_unit, last_value = unit, value
        return whitened_residuals(criterion, value)

    def jacobian(coordinates: Array) -> Array:
        unit = embed(coordinates)
        value = last_value if np.array_equal(unit, last_unit) else model(unit)
        slopes = unit_jacobian(lambda x: model(embed(x)), coordinates, value, settings.difference_step, central=central)
        return -whiten(criterion, slopes)

    converged = True
    unit = origin
    if moving.any():
        result = least_squares(
            whitened,
            origin[moving],
            jac=jacobian,
            bounds=(0.5 * INTERIOR, 1.0 - 0.5 * INTERIOR),
            method="trf",
            ftol=settings.tolerance,
            xtol=settings.tolerance,
            gtol=settings.tolerance,
            max_nfev=settings.max_evaluations,
        )
        unit, converged = embed(result.x), result.status > 0
    reached = last_value if np.array_equal(unit, last_unit) else value_at(unit)
    residuals = whitened_residuals(criterion, reached)
    estimate = np.where(unit == 1.0, upper, np.clip(lower + (upper - lower) * unit, lower, upper))
    return SearchResult(estimate, reached, float(residuals @ residuals), converged)


def slopes_at(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    theta: Array,
    values: Array,
    tally: Tally,
    settings: SearchSettings = DEFAULT_SETTINGS,
    *,
    whitened: bool = True,
) -> tuple[Array, Array]:
    """Jacobian of the responses and gradient of J with respect to the unit coordinates, by central differences.

    Parameters
    ----------
    theta : (p,) array
        Where to differentiate.
    values : (n,) array
        The model's responses there.
    whitened : bool
        Whether the Jacobian comes multiplied by L^{-1}.

    Returns
    -------
    jacobian : (n, p) array
        Derivatives of the responses, a parameter's unit being the width of its bounds.
    gradient : (p,) array
        Derivatives of J in the same units.

    Raises
    ------
    NoDerivative
        If the model has no solution on either side of ``theta``; the message names the parameter.
    """
    model = on_unit_cube(count_trials(responses, tally), parameters)
    try:
        slopes = unit_jacobian(model, unit_point(theta, parameters), values, settings.difference_step, central=True)
    except NoDerivative as error:
        raise NoDerivative(error.position, settings.difference_step, parameters[error.position].name) from error
    jacobian = whiten(criterion, slopes)
    gradient = -2.0 * jacobian.T @ whitened_residuals(criterion, values)
    return (jacobian if whitened else slopes), gradient
