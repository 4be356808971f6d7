"""Profiles of the criterion and diagnostics of identification."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, criterion_value, whiten
from frictions.matching.differences import NoDerivative
from frictions.matching.least_squares import QUICK_SETTINGS, SearchResult, SearchSettings, StartFailed, search
from frictions.matching.parameters import InvalidParameter, Parameter, bounds_of
from frictions.matching.trials import Responses, Tally, count_trials


@dataclass(frozen=True, eq=False)
class Profile:
    """Lowest J for given values of one parameter.

    Attributes
    ----------
    parameter : str
        Name of the parameter held.
    values : (g,) array
        Its values, ascending; the estimate is among them.
    criteria : (g,) array
        J with the other parameters optimised; NaN where the model has no solution from any neighbour.
    estimates : (g, p) array
        All parameters at these points.
    gain : float
        J at the estimate less the lowest J of the profile, at least 0. A positive value beyond rounding shows that the
        estimate was not the global minimum.
    failures : mapping of str to int
        Evaluations without a solution, by type of error.
    """

    parameter: str
    values: Array
    criteria: Array
    estimates: Array
    gain: float
    failures: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Identification:
    """How strongly the responses identify the parameters.

    Attributes
    ----------
    eigenvalues : (p,) array
        Of G'WG with every parameter in units of ``scale``, ascending. A move of length one along an eigenvector raises
        J by its eigenvalue, to second order.
    directions : (p, p) array
        Eigenvectors in columns, each with its largest entry positive.
    names : tuple of str
        Parameters in the order of the rows.
    scale : (p,) array
        Unit of each parameter.
    """

    eigenvalues: Array
    directions: Array
    names: tuple[str, ...]
    scale: Array

    @property
    def weakest(self) -> dict[str, float]:
        """The direction in which J rises least."""
        return dict(zip(self.names, self.directions[:, 0].tolist(), strict=True))


def profile_criterion(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    estimate: Array,
    name: str,
    grid: Array,
    *,
    settings: SearchSettings = QUICK_SETTINGS,
    others: Array | None = None,
) -> Profile:
    """Profile J over one parameter.

    Two passes: outward from the estimate, each point starting from its inner neighbour; then back inward, each point
    starting from its outer neighbour, and the lower J is kept. The second pass finds a lower branch that the first one,
    which follows the estimate's branch, has missed.

    Parameters
    ----------
    responses, criterion, parameters, settings
        As :func:`~frictions.matching.estimation.estimate`.
    estimate : (p,) array
        The estimate, from which the profile starts.
    name : str
        Parameter to hold.
    grid : (g,) array
        Values within its bounds; the estimate is added.
    others : (m, p) array, optional
        Further points, for instance the other local minima. Where one of them, the parameter put on the grid's value,
        has a lower J than the neighbour's point, the search begins there.

    Returns
    -------
    Profile

    Raises
    ------
    InvalidParameter
        If the parameter is unknown or a grid value is outside its bounds.
    StartFailed
        If the model has no solution at the estimate.
    """
    names = [parameter.name for parameter in parameters]
    if name not in names:
        raise InvalidParameter(f"{name} is not among the parameters {', '.join(names)}")
    position = names.index(name)
    bounds = parameters[position]
    if not np.all((grid >= bounds.lower) & (grid <= bounds.upper)):
        raise InvalidParameter(f"{name}: the profile grid leaves [{bounds.lower:g}, {bounds.upper:g}]")
    values = np.unique(np.append(grid, estimate[position]))
    centre = int(np.searchsorted(values, estimate[position]))
    free = np.arange(len(parameters)) != position
    tally = Tally()

    rivals = np.empty((0, len(parameters))) if others is None else others
    counted = count_trials(responses, tally)

    def level(point: Array) -> float:
        try:
            return criterion_value(criterion, counted(point))
        except FrictionsError:
            return np.inf

    def from_start(value: float, start: Array) -> SearchResult:
        candidates = np.vstack([start, rivals])
        candidates[:, position] = value
        best = int(np.argmin([level(point) for point in candidates])) if len(rivals) else 0
        return search(responses, criterion, parameters, candidates[best], tally, free=free, settings=settings)

    found: list[SearchResult | None] = [None] * len(values)
    at_estimate = from_start(values[centre], estimate)
    found[centre] = at_estimate
    outward = [*range(centre + 1, len(values)), *range(centre - 1, -1, -1)]
    inner = {i: i - 1 if i > centre else i + 1 for i in outward}

    def improve(i: int, neighbour: int) -> None:
        source = found[neighbour]
        if source is None:
            return
        try:
            result = from_start(values[i], source.estimate)
        except (StartFailed, NoDerivative):
            return
        current = found[i]
        if current is None or result.criterion < current.criterion:
            found[i] = result

    for i in outward:
        improve(i, inner[i])
        if found[i] is None:
            improve(i, centre)
    for i in reversed(outward):
        improve(inner[i], i)
    criteria = np.array([np.nan if point is None else point.criterion for point in found])
    points = [np.full(len(parameters), np.nan) if point is None else point.estimate for point in found]
    return Profile(
        name,
        values,
        criteria,
        np.array(points),
        float(at_estimate.criterion - np.nanmin(criteria)),
        dict(sorted(tally.failures.items())),
    )


def profile_grid(parameter: Parameter, points: int) -> Array:
    """Evenly spaced values (points,) from the lower to the upper bound."""
    return np.linspace(parameter.lower, parameter.upper, points)


def identification(
    criterion: Criterion, parameters: Sequence[Parameter], jacobian: Array, scale: Array | None = None
) -> Identification:
    """Eigenvalues and directions of the scaled G'WG.

    Parameters
    ----------
    criterion : Criterion
        Its metric is W.
    parameters : sequence of p Parameter
    jacobian : (n, p) array
        G, in the parameters' own units (:func:`~frictions.matching.inference.jacobian_at`).
    scale : (p,) array, optional
        Unit of each parameter; the width of its bounds by default. Ones give the unscaled G'WG.

    Returns
    -------
    Identification
    """
    lower, upper = bounds_of(parameters)
    unit = upper - lower if scale is None else np.asarray(scale, dtype=np.float64)
    _, singular, right = np.linalg.svd(whiten(criterion, jacobian * unit), full_matrices=False)
    directions = right[::-1].T
    largest = np.abs(directions).argmax(axis=0)
    directions = directions * np.sign(directions[largest, np.arange(directions.shape[1])])
    return Identification(singular[::-1] ** 2, directions, tuple(p.name for p in parameters), unit)
