"""Gauss-Newton descent within bounds, by a model's own derivatives or by those that it learns on its way.

Where the model knows its derivatives (:class:`~frictions.matching.trials.Differentiable`), every point comes with
them. Otherwise a Jacobian by differences costs an evaluation for every parameter, a secant update (Broyden) none. The
descent then takes bounded steps with an updated Jacobian and forms differences where it begins, where steps disappoint,
and where it would end: a minimum is one by differences, never by updates alone.

Gauss-Newton steps find the valley of a minimum quickly but creep along its floor where residuals are large. A model
with derivatives of its own therefore goes the last part by L-BFGS-B, which learns the curvature that they leave out.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import lsq_linear, minimize

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, whiten, whitened_residuals
from frictions.matching.differences import unit_jacobian
from frictions.matching.parameters import Parameter, check_within_bounds
from frictions.matching.searches import (
    DEFAULT_SETTINGS,
    SearchResult,
    SearchSettings,
    StartFailed,
    on_unit_cube,
    point_of,
    unit_point,
)
from frictions.matching.trials import Responses, Tally

FIRST_RADIUS = 0.2
"""Longest first step of a parameter, in units of the width of its bounds."""

SMALLEST_STEP = 1e-5
"""Radius of the trust region, in units of the width of the bounds, at which a descent gives up."""

IN_VALLEY = 1e-3
"""Promised fall of J, relative, at which a model with derivatives of its own leaves Gauss-Newton steps."""

ROUNDING = 1e-12
"""Distance, in units of the width of the bounds, below which a parameter is on a bound."""

BESIDE = 5e-7
"""Distance from a bound, in the same units, at which a descent stays where the model has no solution on the bound."""

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
        Whether the columns of the moving parameters are derivatives at this very point, and not learned on the way.
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
        As for :func:`~frictions.matching.estimation.estimate`; evaluations are entered in ``tally``.
    central : bool
        Central instead of forward differences; nothing for a model with derivatives of its own.
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
        self.model, self.derivatives = on_unit_cube(responses, parameters, tally)

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

    def _evaluated(self, unit: Array) -> Reached:
        """A point of a model that knows its derivatives."""
        assert self.derivatives is not None
        values, slopes = self.derivatives(unit)
        residuals = whitened_residuals(self.criterion, values)
        return Reached(unit, values, residuals, whiten(self.criterion, slopes), exact=True)

    def differentiate(self, here: Reached, free: npt.NDArray[np.bool_], *, central: bool) -> Reached:
        """The same point with its derivatives: the model's own, or by differences to both sides or to one.

        Differences fill the columns of the free parameters only.

        Raises
        ------
        NoDerivative
            If the model has no solution on either side.
        """
        if self.derivatives is not None:
            return self._evaluated(here.unit)

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
        """Evaluate another point, its derivatives the model's own or the last ones brought up to date by the secant.

        Raises
        ------
        FrictionsError
            If the model has no solution there.
        """
        if self.derivatives is not None:
            return self._evaluated(unit)
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
        if self.derivatives is None:
            return self._gauss_newton(here, free, self.settings.tolerance, to_beat)
        begun = self._gauss_newton(here, free, max(self.settings.tolerance, IN_VALLEY), to_beat)
        # What the valley still holds is of the order of IN_VALLEY; ten times that is left for its floor.
        return begun if begun.criterion * (1.0 - 10.0 * IN_VALLEY) > to_beat else self._along_valley(begun, free)

    def _along_valley(self, here: Reached, free: npt.NDArray[np.bool_]) -> Reached:
        """Lower J by L-BFGS-B with the model's own derivatives, to rounding of the relative tolerance."""
        lowest = here

        def at(coordinates: Array) -> tuple[float, Array]:
            nonlocal lowest
            unit = here.unit.copy()
            unit[free] = coordinates
            there = self._evaluated(unit)
            if there.criterion < lowest.criterion:
                lowest = there
            return there.criterion, -2.0 * there.jacobian[:, free].T @ there.residuals

        options = {"ftol": 1e-3 * self.settings.tolerance, "gtol": 0.0, "maxfun": self.settings.max_evaluations}
        for margin in (0.0, BESIDE):
            bounds = [(margin, 1.0 - margin)] * int(free.sum())
            begin = np.clip(lowest.unit[free], margin, 1.0 - margin)
            # Where the model has no solution on a bound, or beyond some edge, what was reached before counts.
            with suppress(FrictionsError):
                ended = minimize(at, begin, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
                return replace(lowest, converged=bool(ended.status != 1))
        return replace(lowest, converged=False)

    def _gauss_newton(self, here: Reached, free: npt.NDArray[np.bool_], tolerance: float, to_beat: float) -> Reached:
        """Bounded Gauss-Newton steps until one more promises a relative fall of J below ``tolerance``."""
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
            if promised < tolerance or radius < smallest:
                stuck = promised >= tolerance
                if here.criterion > to_beat or (here.exact and (not stuck or here is tried)):
                    return replace(here, converged=True)
                # Beside a kink differences to one side may look past it, and those to both sides straddle it.
                here = tried = self.differentiate(here, free, central=self.central != here.exact)
                radius = FIRST_RADIUS if stuck else radius
                continue
            trials += 1
            there = self._step(here, step)
            if there is None:
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

    def _step(self, here: Reached, step: Array) -> Reached | None:
        """The end of a step, beside a bound where the model has no solution on it; None if it has none there either."""
        wanted = _on_bounds(here.unit + step)
        with suppress(FrictionsError):
            return self.move(here, wanted)
        beside = np.where(step != 0.0, np.clip(wanted, BESIDE, 1.0 - BESIDE), wanted)
        if np.array_equal(beside, wanted) or np.array_equal(beside, here.unit):
            return None
        with suppress(FrictionsError):
            return self.move(here, beside)
        return None

    def result(self, here: Reached) -> SearchResult:
        """The point in the parameters' own units."""
        return SearchResult(point_of(here.unit, self.parameters), here.responses, here.criterion, here.converged)


def bounded_step(jacobian: Array, residuals: Array, low: Array, high: Array) -> Array:
    """Step within a box that lowers the linearised sum of squares most.

    Parameters
    ----------
    jacobian : (n, p) array
        Minus the derivatives of the residuals.
    residuals : (n,) array
    low, high : (p,) arrays
        The box; it holds zero. Coordinates without room stay.

    Returns
    -------
    (p,) array
    """
    step = np.zeros(len(low))
    free = high - low > 1e-14
    if free.any():
        # The triangular factor has the same sums of squares up to a constant, in as many rows as parameters.
        rotation, factor = np.linalg.qr(jacobian[:, free])
        solved = lsq_linear(factor, rotation.T @ residuals, bounds=(low[free], high[free]), method="bvls")
        step[free] = solved.x
    return step


def _on_bounds(unit: Array) -> Array:
    """Put coordinates that miss a bound by a rounding error on it."""
    return np.where(unit < ROUNDING, 0.0, np.where(unit > 1.0 - ROUNDING, 1.0, unit))
