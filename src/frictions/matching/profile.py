"""Profiles of the criterion and diagnostics of identification."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, whiten
from frictions.matching.differences import NoDerivative
from frictions.matching.parameters import InvalidParameter, Parameter, bounds_of
from frictions.matching.searches import QUICK_SETTINGS, SearchSettings, StartFailed
from frictions.matching.secant_descent import Reached, SecantDescent
from frictions.matching.trials import Responses, Tally

RUGGED = 1e-2
"""Relative difference of J from which on the surface counts as rugged: two starts of one search are both followed."""

SWEEPS = 3
"""Times that lower branches are carried on from neighbour to neighbour after the first sweep: in, out and in again."""

NEXT_TO = 1e-2
"""A search that is foreseen to end so close to the end of an earlier one, in units of the bounds, is left out."""


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

    Outward from the estimate, each point starting from where its inner neighbour's end is foreseen to move; then back
    inward, each point starting from its outer neighbour, and the lower J is kept. The way back finds a lower branch
    that the first sweep, which follows the estimate's branch, has missed; further sweeps carry it on.

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
    descent = SecantDescent(responses, criterion, parameters, tally, settings)
    lower, upper = bounds.lower, bounds.upper
    held = np.where(values == upper, 1.0, (values - lower) / (upper - lower))

    @cache
    def rivals_at(i: int) -> tuple[Reached, ...]:
        points = []
        for other in np.empty((0, len(parameters))) if others is None else others:
            with suppress(StartFailed):
                points.append(descent.at(np.where(free, other, values[i])))
        return tuple(points)

    def follow(i: int, start: Reached, current: Reached | None) -> Reached:
        """Search at a grid value from a neighbour's end, and from the best rival point where J is lower there."""
        foreseen, level = descent.foreseen(start, position, held[i])
        if current is not None and np.abs(foreseen - current.unit).max() < NEXT_TO:
            return current
        to_beat = np.inf if current is None else current.criterion
        near: list[Reached] = []
        with suppress(FrictionsError):
            near.append(descent.move(start, foreseen))
        if not near or near[0].criterion > (1.0 + RUGGED) * level:
            plain = start.unit.copy()
            plain[position] = held[i]
            with suppress(FrictionsError):
                near.append(descent.move(start, plain))
        near.sort(key=lambda point: point.criterion)
        # Where the foreseen and the plain point are far apart in J the surface is rugged, and both are tried.
        begins = [point for point in near if point is near[0] or point.criterion > (1.0 + RUGGED) * near[0].criterion]
        rivals = sorted(rivals_at(i), key=lambda point: point.criterion)
        if rivals and (not near or rivals[0].criterion < near[0].criterion):
            begins.append(rivals[0])
        best: Reached | None = None
        for begin in begins:
            end = descent.descend(begin, free, to_beat=to_beat if best is None else min(to_beat, best.criterion))
            best = end if best is None or end.criterion < best.criterion else best
        if best is None:
            raise StartFailed(f"the model has no solution at {name} = {values[i]:g}")
        return best

    at_estimate = descent.descend(descent.at(estimate), free)
    found: list[Reached | None] = [None] * len(values)
    found[centre] = at_estimate
    outward = [*range(centre + 1, len(values)), *range(centre - 1, -1, -1)]
    inner = {i: i - 1 if i > centre else i + 1 for i in outward}

    def improve(i: int, neighbour: int) -> None:
        source, current = found[neighbour], found[i]
        if source is None:
            return
        try:
            reached = follow(i, source, current)
        except (StartFailed, NoDerivative):
            return
        if current is None or reached.criterion < current.criterion:
            found[i] = reached

    for i in outward:
        improve(i, inner[i])
        if found[i] is None:
            improve(i, centre)
    back = [(inner[i], i) for i in reversed(outward)]
    forth = [(i, inner[i]) for i in outward]
    tried: dict[tuple[int, int], Reached | None] = {pair: found[pair[1]] for pair in forth}
    for sweep in range(SWEEPS):
        for pair in back if sweep % 2 == 0 else forth:
            # Nothing new can come from a neighbour that has not changed.
            if tried.get(pair) is not found[pair[1]]:
                tried[pair] = found[pair[1]]
                improve(*pair)
    criteria = np.array([np.nan if point is None else point.criterion for point in found])
    points = [np.full(len(parameters), np.nan) if point is None else descent.result(point).estimate for point in found]
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
