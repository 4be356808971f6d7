"""Confidence sets of matched parameters that hold however weakly the responses identify them.

At the true parameters the residuals of the target are its sampling error alone, whatever the derivatives of the
responses are there. So the set of all vectors whose criterion is below a quantile of its law has the stated coverage
without any assumption on identification (Stock and Wright 2000; for impulse responses Guerron-Quintana, Inoue and
Kilian 2017). Under a weight that is not optimal the law is that of a weighted sum of chi-squares. Where the model is
wrong this set is small or empty; then the difference between the criterion and its minimum is the statistic, with a
bootstrapped law.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, criterion_value, whiten
from frictions.matching.inference import whitened_covariance
from frictions.matching.quadratic_form import quadratic_form_tail
from frictions.options import between, checked_options


class NoLaw(FrictionsError):
    """The law of a statistic cannot be formed; the message says why."""


@dataclass(frozen=True)
class ProjectedSet:
    """A confidence set projected on one parameter.

    Attributes
    ----------
    lower, upper : float
        Ends of its hull; not a number where the set is empty.
    pieces : int
        Intervals that it consists of on the grid.
    """

    lower: float
    upper: float
    pieces: int


def criterion_weights(criterion: Criterion, covariance: Array) -> Array:
    """Weights (n,) of the chi-squares whose sum is J at the true parameters.

    Parameters
    ----------
    criterion : Criterion
    covariance : (n, n) array
        Omega, the covariance of the target.
    """
    return np.maximum(np.linalg.eigvalsh(whitened_covariance(criterion, covariance)), 0.0)


@checked_options
def criterion_quantile(criterion: Criterion, covariance: Array, level: float) -> float:
    """Value that J at the true parameters exceeds with probability ``1 - level``.

    Parameters
    ----------
    criterion : Criterion
    covariance : (n, n) array
        Omega.
    level : float
        Coverage of the set, for instance 0.95.
    """
    between("level", level, 0.0, 1.0)
    weights = criterion_weights(criterion, covariance)
    mean, spread = float(weights.sum()), float(np.sqrt(2.0 * (weights**2).sum()))
    high = mean + spread
    while quadratic_form_tail(high, weights) > 1.0 - level:
        high += 2.0 * spread
    return float(brentq(lambda value: quadratic_form_tail(value, weights) - (1.0 - level), 0.0, high, xtol=1e-9 * high))


def criterion_p_value(criterion: Criterion, responses: Array, covariance: Array) -> float:
    """Probability of a J as large as at some responses (n,), if these are the true ones."""
    return quadratic_form_tail(criterion_value(criterion, responses), criterion_weights(criterion, covariance))


def criteria_of_errors(criterion: Criterion, errors: Array) -> Array:
    """J at the true parameters for sampling errors (draws, n) of the target; shape (draws,)."""
    return (whiten(criterion, errors.T) ** 2).sum(axis=0)


def difference_law(criterion: Criterion, responses: Array, targets: Array, minima: Array) -> Array:
    """Bootstrapped law of the difference between J at the true parameters and its minimum.

    Parameters
    ----------
    criterion : Criterion
        Its metric; its target is not used.
    responses : (n,) array
        At the estimate, the truth of the bootstrap.
    targets : (draws, n) array
        Bootstrap targets.
    minima : (draws,) array
        Lowest J found on each.

    Returns
    -------
    (draws,) array
        Sorted.

    Raises
    ------
    NoLaw
        If the numbers of targets and minima differ, or a minimum is above J at the estimate by more than rounding.
    """
    if len(targets) != len(minima):
        raise NoLaw(f"{len(targets)} bootstrap targets and {len(minima)} minima")
    at_truth = criteria_of_errors(criterion, targets - responses)
    differences = at_truth - minima
    if (differences < -1e-6 * at_truth).any():
        worst = float(differences.min())
        raise NoLaw(f"a re-estimate ends {-worst:.3g} above the criterion at the estimate: the search did not descend")
    return np.sort(np.maximum(differences, 0.0))


def upper_quantile(law: Array, level: float) -> float:
    """Order statistic of a sorted bootstrap law that a further draw stays below with probability ``level`` or more.

    Of n draws that is number ceil(level (n + 1)); infinite where n is too small for one.
    """
    position = int(np.ceil(level * (len(law) + 1)))
    return float(law[position - 1]) if position <= len(law) else float("inf")


def bootstrap_p_value(law: Array, value: float) -> float:
    """Share of a bootstrap law at or above a value, the value itself counted: (1 + number) / (1 + draws)."""
    return float((1 + (law >= value).sum()) / (1 + len(law)))


def projected_set(grid: Sequence[float] | Array, profile: Sequence[float] | Array, bound: float) -> ProjectedSet:
    """Values of one parameter for which some values of the others keep the criterion below a bound.

    Parameters
    ----------
    grid : (k,) sequence
        Values of the parameter, ascending, its estimate among them.
    profile : (k,) sequence
        Lowest criterion at each.
    bound : float

    Returns
    -------
    ProjectedSet
        Its ends lie where the profile, linear between neighbours, crosses the bound.
    """
    x, j = np.asarray(grid, dtype=np.float64), np.asarray(profile, dtype=np.float64)
    inside = j <= bound
    if not inside.any():
        return ProjectedSet(float("nan"), float("nan"), 0)
    first, last = int(np.argmax(inside)), len(inside) - 1 - int(np.argmax(inside[::-1]))
    pieces = int(inside[0]) + int((inside[1:] & ~inside[:-1]).sum())
    return ProjectedSet(_crossing(x, j, first, first - 1, bound), _crossing(x, j, last, last + 1, bound), pieces)


def _crossing(x: Array, j: Array, inner: int, outer: int, bound: float) -> float:
    """Where the profile crosses the bound beside a point inside; the end of the grid if there is no neighbour."""
    if not 0 <= outer < len(x):
        return float(x[inner])
    share = (bound - j[inner]) / (j[outer] - j[inner])
    return float(x[inner] + share * (x[outer] - x[inner]))
