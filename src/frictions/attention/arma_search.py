"""Search for the best decision rules restricted to ARMA processes."""

from functools import cache

import numpy as np
from scipy.optimize import minimize

from frictions.arrays import Array
from frictions.attention.arma import ArmaProblem, ArmaSolution, InvalidArmaProblem, evaluate_rules, frequencies
from frictions.attention.arma_kernel import rules_objective
from frictions.errors import FrictionsError

OUT_OF_RANGE = 1e6
"""Objective over the loss without information where the polynomials would overflow."""

RANGE = 30.0
"""Largest coordinate; beyond it the polynomials overflow. Searches start far inside."""

MAX_ITERATIONS = 500
"""Most steps of a search; where information is worthless the rules are not determined and a search never ends."""


class NoArmaOptimum(FrictionsError):
    """No start of the restricted minimisation led to a finite value."""


def best_rules(problem: ArmaProblem, starts: Array, tolerance: float = 1e-9, *, rough: bool = False) -> ArmaSolution:
    """Minimise over the coefficients from several starts.

    Parameters
    ----------
    problem : ArmaProblem
        The problem.
    starts : (m, k) array
        Coordinates, for instance :func:`default_starts`, or the solution of a neighbouring problem.
    tolerance : float
        Gradient at which a search stops, the objective scaled to the loss without information.
    rough : bool
        Whether to search with limited memory, faster but less exact where a decision goes without information; for
        rules that are solved for exactly afterwards.

    Returns
    -------
    ArmaSolution
        The best end; searches are local, as the source's are.

    Raises
    ------
    InvalidArmaProblem
        If the starts have the wrong length.
    NoArmaOptimum
        If no search ends at a finite value.
    """
    starts = np.atleast_2d(starts)
    if starts.shape[1] != 2 * problem.parameters_per_decision:
        raise InvalidArmaProblem(f"starts need {2 * problem.parameters_per_decision} entries, got {starts.shape[1]}")
    best: tuple[float, Array, float] | None = None
    for start in starts:
        point, correlation, tried = start, better_correlation(problem, start), set()
        while correlation not in tried:
            tried.add(correlation)
            value, point = _descend(RulesObjective(problem, correlation), point, tolerance, rough)
            if np.isfinite(value) and value < OUT_OF_RANGE and (best is None or value < best[0]):
                best = (value, point, correlation)
            correlation = better_correlation(problem, point)
    if best is None:
        raise NoArmaOptimum(f"none of {len(starts)} searches ended at a finite value")
    return evaluate_rules(problem, best[1], best[2])


def better_correlation(problem: ArmaProblem, point: Array) -> float:
    """Which way one noise should move the two decisions at given coordinates, one of ``problem.noise_correlations``.

    The sign enters the objective through ``W_pz sum C_p C_z`` alone, so that the one that makes this negative is
    better whatever else is chosen. A search therefore needs no second run with the other sign unless the sum changes
    sign on its way.
    """
    if problem.noise == "independent":
        return 0.0
    noise = evaluate_rules(problem, np.clip(point, -RANGE, RANGE), 1.0).noise
    return -1.0 if problem.objective_weight[0, 1] * float(noise[0] @ noise[1]) >= 0.0 else 1.0


def _descend(objective: "RulesObjective", start: Array, tolerance: float, rough: bool) -> tuple[float, Array]:
    """End of a quasi-Newton search, and its value over the loss without information."""
    method, options = ("L-BFGS-B", {"ftol": 1e-14, "maxcor": 20}) if rough else ("BFGS", {})
    stop = {"gtol": tolerance, "maxiter": MAX_ITERATIONS}
    end = minimize(objective.scaled, start, method=method, jac=True, options=options | stop)
    return float(end.fun), np.asarray(end.x, dtype=np.float64)


class RulesObjective:
    """What :func:`best_rules` minimises, with its exact gradient, as one function of the coordinates.

    Parameters
    ----------
    problem : ArmaProblem
        The problem.
    noise_correlation : float
        One of ``problem.noise_correlations``.
    """

    def __init__(self, problem: ArmaProblem, noise_correlation: float = 0.0) -> None:
        self._problem = problem
        self._correlation = noise_correlation
        self._first_best = np.ascontiguousarray(problem.first_best, dtype=np.float64)
        self._units, self._weight = problem.units, problem.objective_weight
        self._ignorant_loss = problem.ignorant_loss
        self._cosines = _cosines(max(problem.ar, problem.ma))

    def __call__(
        self, point: Array, costs: Array | None = None, weight: Array | None = None, *, added_up: bool = False
    ) -> tuple[float, Array]:
        """Value and gradient (k,) at a point, for other costs of each decision's bits or other weights if given.

        ``added_up`` counts the flow to each decision by itself even where the problem counts them jointly.
        """
        gradient = np.zeros_like(point)
        if np.abs(point).max() > RANGE:
            return OUT_OF_RANGE * self._ignorant_loss, gradient
        value = rules_objective(
            np.ascontiguousarray(point, dtype=np.float64),
            self._first_best,
            self._units,
            self._weight if weight is None else weight,
            np.full(2, self._problem.cost_ratio) if costs is None else costs,
            self._correlation,
            self._problem.ar,
            self._problem.ma,
            self._problem.flow == "joint" and not added_up,
            self._cosines,
            gradient,
        )
        return float(value), gradient

    def scaled(self, point: Array) -> tuple[float, Array]:
        """Value and gradient (k,) over the loss without information."""
        value, slope = self(point)
        return value / self._ignorant_loss, slope / self._ignorant_loss


@cache
def _cosines(order: int) -> Array:
    """Cosines of 0, 1, ..., ``order`` times each frequency."""
    return np.cos(np.outer(np.arange(order + 1), frequencies()))


def default_starts(problem: ArmaProblem, count: int, seed: np.random.SeedSequence) -> Array:
    """Draw starts of the restricted minimisation: attenuated persistent responses, and random variations.

    Parameters
    ----------
    problem : ArmaProblem
        The problem.
    count : int
        Number of starts, the first of them not random.
    seed : numpy.random.SeedSequence
        Source of the variations.

    Returns
    -------
    (count, k) array
    """
    size = problem.parameters_per_decision
    base = np.zeros(2 * size)
    for d in range(2):
        first_best = problem.first_best[d]
        peak = first_best[np.abs(first_best).argmax()]
        offset = d * size
        base[offset] = 0.2 * np.sign(peak)
        if problem.ar:
            base[offset + 1] = np.arctanh(0.8)
            base[offset + 2 + problem.ar + problem.ma] = np.arctanh(0.8)
        base[offset + 1 + problem.ar + problem.ma] = 0.5
    variations = 0.5 * np.random.default_rng(seed).standard_normal((count, 2 * size))
    variations[0] = 0.0
    return base + variations
