"""Comparison of two models matched to the same responses in the same metric.

Two questions, two tools. If one of the models may be true, the selection criteria of Andrews (1999) and Andrews and
Lu (2001) weigh J against the number of overidentifying restrictions. If both are approximations, as a rejected J says,
the test of Rivers and Vuong (2002), applied to minimum distance by Hall and Pelletier (2011), asks which is closer to
the population responses in the given metric.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, whiten, whitened_residuals
from frictions.matching.inference import (
    Overidentification,
    check_covariance,
    free_parameters,
    residual_maker,
    whitened_covariance,
)
from frictions.matching.minimum import LocalMinimum
from frictions.matching.quadratic_form import quadratic_form_tail
from frictions.matching.ranges import ranges_of


class InvalidComparison(FrictionsError):
    """The inputs of a model comparison do not fit together."""


@dataclass(frozen=True)
class RiversVuong:
    """Test that two models are equally far from the population responses.

    Attributes
    ----------
    difference : float
        J of the first model less J of the second; negative if the first is closer.
    standard_error : float
        Of the difference, by the delta method.
    statistic : float
        Their ratio, standard normal under the null if the population residuals of the two models differ.
    p_value : float
        Two-sided, from the normal distribution.
    overfitting : float
        Part of the difference due to the unequal number of free parameters, the expected value of
        u'(M_1 - M_2)u. Of smaller order than the difference as the sample grows.
    adjusted_statistic, adjusted_p_value : float
        The same after ``overfitting`` has been taken off the difference.
    degenerate_p_value : float
        Two-sided, from the distribution of the difference if both models have the same population residuals to first
        order (both true, for instance), when the normal distribution does not hold.
    two_step_p_value : float
        The larger of ``p_value`` and ``degenerate_p_value``: level holds in either case (Vuong 1989).
    """

    difference: float
    standard_error: float
    statistic: float
    p_value: float
    overfitting: float
    adjusted_statistic: float
    adjusted_p_value: float
    degenerate_p_value: float
    two_step_p_value: float


@dataclass(frozen=True)
class BootstrapComparison:
    """Bootstrap distribution of the difference of two criteria.

    Attributes
    ----------
    difference : float
        J of the first model less J of the second at the actual target.
    standard_error : float
        Standard deviation of the difference over the bootstrap targets.
    lower, upper : float
        Basic interval: the difference less the upper and the lower quantile of its bootstrap error, or less its
        largest and smallest where there are too few targets for quantiles.
    first_closer : float
        Share of the bootstrap targets on which the first model has the lower J.
    """

    difference: float
    standard_error: float
    lower: float
    upper: float
    first_closer: float


@dataclass(frozen=True)
class SelectionCriteria:
    """Model selection criteria for minimum distance; the lowest is best.

    Attributes
    ----------
    bic, hannan_quinn, aic : float
        Scaled J less (responses - parameters) times ln T, 2.01 ln ln T, and 2.
    """

    bic: float
    hannan_quinn: float
    aic: float


def rivers_vuong(
    criterion: Criterion,
    first: LocalMinimum,
    second: LocalMinimum,
    first_jacobian: Array,
    second_jacobian: Array,
    covariance: Array,
) -> RiversVuong:
    """Test of equal distance for two models, at most one of which is true.

    By the envelope theorem J_k moves with the target by 2 W e_k, e_k being the residuals of model k, so that the
    difference has variance 4 (e_1 - e_2)' W Omega W (e_1 - e_2).

    Parameters
    ----------
    criterion : Criterion
        Common target and metric.
    first, second : LocalMinimum
        Global minima of the two models.
    first_jacobian, second_jacobian : (n, p_k) arrays
        Derivatives of the responses, from :func:`~frictions.matching.inference.sandwich`.
    covariance : (n, n) array
        Omega, unweighted covariance of the estimated responses.

    Returns
    -------
    RiversVuong

    Raises
    ------
    InvalidCovariance
        If ``covariance`` does not fit.
    InvalidComparison
        If the two models have identical responses, so that there is nothing to compare.

    Notes
    -----
    Assumes responses that are asymptotically normal, an identified and interior (after fixing parameters on bounds)
    pseudo-true value of each model, and the metric as given: the null is equal distance in this metric, another metric
    is another null and may rank two wrong models the other way round, and the sampling error of V itself is left out.
    ``degenerate_p_value`` also takes the responses as linear in the parameters.
    """
    check_covariance(covariance, criterion)
    spread = whitened_covariance(criterion, covariance)
    gap = whitened_residuals(criterion, first.responses) - whitened_residuals(criterion, second.responses)
    variance = 4.0 * float(gap @ spread @ gap)
    makers = [
        residual_maker(whiten(criterion, jacobian[:, free_parameters(minimum)]))[0]
        for jacobian, minimum in ((first_jacobian, first), (second_jacobian, second))
    ]
    if variance <= 0.0:
        raise InvalidComparison("the two models have the same responses")
    difference = first.criterion - second.criterion
    error = float(np.sqrt(variance))
    form = makers[0] - makers[1]
    overfitting = float(np.sum(form * spread))
    values, vectors = np.linalg.eigh(spread)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    weights = np.linalg.eigvalsh(root.T @ form @ root)
    # Eigenvalues of the directions that both models span or both leave are rounding error.
    weights = weights[np.abs(weights) > 1e-10 * values[-1]]
    # Models that span the same directions (none, where nothing is estimated) would not differ at all in this case.
    above = quadratic_form_tail(difference, weights) if len(weights) else 0.0
    degenerate = min(1.0, 2.0 * min(above, 1.0 - above))
    normal = float(2.0 * ndtr(-abs(difference) / error))
    adjusted = (difference - overfitting) / error
    return RiversVuong(
        difference=difference,
        standard_error=error,
        statistic=difference / error,
        p_value=normal,
        overfitting=overfitting,
        adjusted_statistic=adjusted,
        adjusted_p_value=float(2.0 * ndtr(-abs(adjusted))),
        degenerate_p_value=degenerate,
        two_step_p_value=max(normal, degenerate),
    )


def bootstrap_comparison(first: Array, second: Array, difference: float, level: float = 0.95) -> BootstrapComparison:
    """Bootstrap of the difference of two criteria, each model re-estimated on the same targets.

    Parameters
    ----------
    first, second : (targets,) arrays
        J of each model on every bootstrap target (:class:`~frictions.matching.bootstrap.BootstrapEstimates`), in the
        same order and metric.
    difference : float
        J of the first less J of the second at the actual target.
    level : float
        Coverage of the interval.

    Returns
    -------
    BootstrapComparison

    Raises
    ------
    InvalidComparison
        If the two arrays differ in length, hold fewer than two targets, or the level is not between 0 and 1.

    Notes
    -----
    Valid where the difference is asymptotically normal: wrong models with different population residuals. It is not
    where both are true, since J has a kink in no parameter but a zero derivative in the target.
    """
    if first.shape != second.shape or first.ndim != 1 or len(first) < 2 or not 0.0 < level < 1.0:
        raise InvalidComparison("need two equally long series of two criteria or more and a level in (0, 1)")
    differences = first - second
    ranges = ranges_of(differences[:, None], level)
    low, high = float(ranges.lower[0]), float(ranges.upper[0])
    return BootstrapComparison(
        difference=difference,
        standard_error=float(differences.std(ddof=1)),
        lower=float(2.0 * difference - high),
        upper=float(2.0 * difference - low),
        first_closer=float(np.mean(differences < 0.0)),
    )


def selection_criteria(test: Overidentification, observations: int) -> SelectionCriteria:
    """Criteria of Andrews and Lu (2001) for choosing among models of the same responses.

    Parameters
    ----------
    test : Overidentification
        Scaled J and degrees of freedom of one model.
    observations : int
        Quarters T behind the estimated responses; their covariance must shrink like 1/T.

    Returns
    -------
    SelectionCriteria

    Raises
    ------
    InvalidComparison
        If there are fewer than 16 observations, where ln ln T is no penalty to speak of.

    Notes
    -----
    Assumes that at least one of the models compared is true. BIC and Hannan-Quinn then choose, with probability
    tending to one under any fixed weight, the true model with the most overidentifying restrictions: J stays bounded
    for it and grows like T for a wrong one. AIC is not consistent. Where J rejects every model none of the three ranks
    them, and :func:`rivers_vuong` is the tool. Under a weight that is not optimal J enters scaled to the mean of a
    chi-square, so that penalties keep their meaning in small samples.
    """
    if observations < 16:
        raise InvalidComparison(f"need 16 observations or more, got {observations}")
    statistic, freedom = test.scaled_statistic, test.degrees_of_freedom
    log = float(np.log(observations))
    return SelectionCriteria(
        bic=statistic - freedom * log,
        hannan_quinn=statistic - 2.01 * freedom * float(np.log(log)),
        aic=statistic - 2.0 * freedom,
    )
