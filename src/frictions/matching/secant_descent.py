"""Gauss-Newton descent that learns the derivatives on its way.

A Jacobian by differences costs an evaluation of the model for every parameter, a secant update (Broyden) none. The
descent takes bounded steps with an updated Jacobian and forms differences where it begins, where steps disappoint,
and where it would end: a minimum is one by differences, never by updates alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, whiten, whitened_residuals
from frictions.matching.differences import unit_jacobian
from frictions.matching.gauss_newton import SMALLEST_STEP, bounded_step
from frictions.matching.least_squares import (
    DEFAULT_SETTINGS,
    SearchResult,
    SearchSettings,
    StartFailed,
    on_unit_cube,
    unit_point,
)
from frictions.matching.parameters import Parameter, bounds_of, check_within_bounds
from frictions.matching.trials import Responses, Tally, count_trials

FIRST_RADIUS = 0.2
"""Longest first step of a parameter, in units of the width of its bounds."""

ROUNDING = 1e-12
"""Distance, in units of the width of the bounds, below which a parameter is on a bound."""

POOR, GOOD = 0.25, 0.75
"""Shares of the promised fall of J below which a step was too long, and above which the next one may be longer."""


@dataclass(frozen=True, eq=False)
class Reached:
    """Where a descent stands; coordinates are those of the unit cube of the bounds.

    Attributes
    ----------
    unit : (p,) array
    responses : (n,) array
    residuals : (n,) array
        Whitened, see :func:`~frictions.matching.criterion.whitened_residuals`.
    jacobian : (n, p) array
        Whitened derivatives of the responses; columns of parameters never moved are zero.
    exact : bool
        Whether the columns of the moving parameters are differences at this very point.
    converged : bool
        Whether one more step promises a fall of J below the tolerance, or no step is accepted.
    """

    unit: Array
    responses: Array
    residuals: Array
    jacobian: Array
    exact: bool = False
    converged: bool = False

    @property
    def criterion(self) -> float:
        """J."""
        return float(self.residuals @ self.residuals)


class SecantDescent:
    """One problem's descents, which share the count of evaluations.

    Parameters
    ----------
    responses, criterion, parameters, tally, settings
        As for :func:`~frictions.matching.least_squares.search`.
    central : bool
        Central instead of forward differences.
    """

    def __init__(
        self,
        responses: Responses,
        criterion: Criterion,
        parameters: Sequence[Parameter],
        tally: Tally,
        settings: SearchSettings = DEFAULT_SETTINGS,
        *,
        central: bool = False,
    ) -> None:
        self.criterion, self.parameters, self.settings, self.central = criterion, parameters, settings, central
        self.model = on_unit_cube(count_trials(responses, tally), parameters)

    def at(self, theta: Array) -> Reached:
        """Stand at a parameter vector (p,), derivatives unknown.

        Raises
        ------
        StartFailed
            If the model has no solution there.
        """
        check_within_bounds(theta, self.parameters)
        unit = unit_point(theta, self.parameters)
        try:
            values = self.model(unit)
        except FrictionsError as error:
            raise StartFailed(f"the model has no solution at the start of a search: {error}") from error
        residuals = whitened_residuals(self.criterion, values)
        return Reached(unit, values, residuals, np.zeros((len(residuals), len(unit))))

    def differentiate(self, here: Reached, free: npt.NDArray[np.bool_], *, central: bool) -> Reached:
        """The same point with the columns of the free parameters by differences, to both sides or to one.

        Raises
        ------
        NoDerivative
            If the model has no solution on either side.
        """

        def moved(coordinates: Array) -> Array:
            unit = here.unit.copy()
            unit[free] = coordinates
            return self.model(unit)

        step = self.settings.difference_step
        slopes = unit_jacobian(moved, here.unit[free], here.responses, step, central=central)
        jacobian = here.jacobian.copy()
        jacobian[:, free] = whiten(self.criterion, slopes)
        return replace(here, jacobian=jacobian, exact=True)

    def move(self, here: Reached, unit: Array) -> Reached:
        """Evaluate another point and bring the Jacobian up to date by the secant between the two.

        Raises
        ------
        FrictionsError
            If the model has no solution there.
        """
        values = self.model(unit)
        residuals = whitened_residuals(self.criterion, values)
        step = unit - here.unit
        missed = here.residuals - residuals - here.jacobian @ step
        jacobian = here.jacobian + np.outer(missed, step) / max(float(step @ step), 1e-300)
        return Reached(unit, values, residuals, jacobian)

    def foreseen(self, here: Reached, position: int, coordinate: float) -> tuple[Array, float]:
        """Where the minimum given one parameter moves as its value changes, and J there, by the Jacobian at hand."""
        unit = here.unit.copy()
        change = coordinate - unit[position]
        unit[position] = coordinate
        free = (np.arange(len(unit)) != position) & here.jacobian.any(axis=0)
        low, high = np.maximum(-FIRST_RADIUS, -unit[free]), np.minimum(FIRST_RADIUS, 1.0 - unit[free])
        wanted = here.residuals - here.jacobian[:, position] * change
        step = bounded_step(here.jacobian[:, free], wanted, low, high)
        unit[free] += step
        left = wanted - here.jacobian[:, free] @ step
        return _on_bounds(unit), float(left @ left)

    def descend(self, here: Reached, free: npt.NDArray[np.bool_], *, to_beat: float = np.inf) -> Reached:
        """Lower J from a point.

        Parameters
        ----------
        here : Reached
            Where to begin; its Jacobian is used if it has one.
        free : (p,) boolean array
            Parameters to move.
        to_beat : float
            A J known to be reached elsewhere: where steps with an updated Jacobian end above it, the end is not
            verified by differences.

        Returns
        -------
        Reached
            J is never above that at the start.

        Raises
        ------
        NoDerivative
            If the model has no solution on either side of a point where differences are formed.
        """
        if not free.any():
            return replace(here, exact=True, converged=True)
        if not here.jacobian[:, free].any():
            here = self.differentiate(here, free, central=self.central)
        radius, trials = FIRST_RADIUS, 0
        tried: Reached | None = None
        smallest = SMALLEST_STEP if self.central else max(self.settings.difference_step, SMALLEST_STEP)
        while trials < self.settings.max_evaluations:
            step = np.zeros(len(here.unit))
            low, high = np.maximum(-radius, -here.unit), np.minimum(radius, 1.0 - here.unit)
            step[free] = bounded_step(here.jacobian[:, free], here.residuals, low[free], high[free])
            left = here.residuals - here.jacobian @ step
            promised = 1.0 - float(left @ left) / here.criterion if here.criterion > 0.0 else 0.0
            if promised < self.settings.tolerance or radius < smallest:
                stuck = promised >= self.settings.tolerance
                if here.criterion > to_beat or (here.exact and (not stuck or here is tried)):
                    return replace(here, converged=True)
                # Beside a kink differences to one side may look past it, and those to both sides straddle it.
                here = tried = self.differentiate(here, free, central=self.central != here.exact)
                radius = FIRST_RADIUS if stuck else radius
                continue
            trials += 1
            try:
                there = self.move(here, _on_bounds(here.unit + step))
            except FrictionsError:
                radius = 0.25 * float(np.abs(step).max())
                continue
            gained = (here.criterion - there.criterion) / (promised * here.criterion)
            if gained < POOR:
                radius = 0.25 * float(np.abs(step).max())
            elif gained > GOOD:
                radius = max(radius, 2.0 * float(np.abs(step).max()))
            if gained > 0.0:
                here = there
            elif not here.exact:
                here = self.differentiate(here, free, central=self.central)
            else:
                # Differences stay what they are; the secant of a refused step tells nothing about this point.
                continue
        return here

    def result(self, here: Reached) -> SearchResult:
        """The point in the parameters' own units."""
        lower, upper = bounds_of(self.parameters)
        inside = np.clip(lower + (upper - lower) * here.unit, lower, upper)
        theta = np.where(here.unit == 1.0, upper, inside)
        return SearchResult(theta, here.responses, here.criterion, here.converged)


def _on_bounds(unit: Array) -> Array:
    """Put coordinates that miss a bound by a rounding error on it."""
    return np.where(unit < ROUNDING, 0.0, np.where(unit > 1.0 - ROUNDING, 1.0, unit))
