"""Delta-method standard errors and the overidentification test of a minimum-distance estimate.

The weight W = V^{-1} is not the inverse of the responses' covariance Omega, so that errors are of the sandwich form
(G'WG)^{-1} G'W Omega W G (G'WG)^{-1}, and J is not chi-square under the null but a weighted sum of chi-squares.
Omega is the covariance of the estimated responses themselves (from draws): no sample size enters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, whiten
from frictions.matching.differences import NoDerivative, unit_jacobian
from frictions.matching.minimum import LocalMinimum
from frictions.matching.parameters import Parameter, bounds_of
from frictions.matching.quadratic_form import quadratic_form_tail
from frictions.matching.searches import DEFAULT_SETTINGS, SearchSettings, on_unit_cube, unit_point
from frictions.matching.trials import Responses, Tally

RANK_TOLERANCE = 1e-8
"""Directions in which the whitened responses move by less than this share of the best identified one count as flat."""


class InvalidCovariance(FrictionsError):
    """The covariance of the responses does not fit the target or is not a covariance."""


@dataclass(frozen=True, eq=False)
class Inference:
    """Delta-method inference at an estimate.

    Attributes
    ----------
    standard_errors : (p,) array
        NaN for a parameter on a bound, inf for one that the responses do not identify to working precision. The
        others hold conditional on the parameters on bounds.
    covariance : (p, p) array
        Of the estimates; NaN and inf as above.
    jacobian : (n, p) array
        Derivatives of the responses with respect to the parameters, in their own units, by central differences.
    """

    standard_errors: Array
    covariance: Array
    jacobian: Array


@dataclass(frozen=True)
class Overidentification:
    """Test that the model with free parameters can produce the population responses.

    Attributes
    ----------
    statistic : float
        J at the estimate.
    degrees_of_freedom : int
        Responses less identified free parameters.
    null_mean : float
        Mean of J under the null, the sum of the weights of the chi-squares.
    p_value : float
        From the exact distribution of the weighted sum.
    scaled_statistic : float
        J times degrees_of_freedom / null_mean (Satorra and Bentler 1994), to be held against a chi-square.
    scaled_p_value : float
        Its approximate p-value.
    """

    statistic: float
    degrees_of_freedom: int
    null_mean: float
    p_value: float
    scaled_statistic: float
    scaled_p_value: float


def free_parameters(minimum: LocalMinimum) -> npt.NDArray[np.bool_]:
    """Boolean (p,): True where the estimate is off its bounds."""
    return np.array([side == "" for side in minimum.at_bound])


def jacobian_at(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    minimum: LocalMinimum,
    settings: SearchSettings = DEFAULT_SETTINGS,
) -> Array:
    """G, the derivatives of the responses at an estimate: the model's own, or by central differences.

    Differences are one-sided at bounds.

    Returns
    -------
    (n, p) array
        Per unit of each parameter.

    Raises
    ------
    NoDerivative
        If the model has no solution on either side of the estimate.
    """
    lower, upper = bounds_of(parameters)
    function, derivatives = on_unit_cube(responses, parameters, Tally())
    unit, step = unit_point(minimum.estimate, parameters), settings.difference_step
    if derivatives is not None:
        _, slopes = derivatives(unit)
    else:
        try:
            slopes = unit_jacobian(function, unit, minimum.responses, step, central=True)
        except NoDerivative as error:
            raise NoDerivative(error.position, step, parameters[error.position].name) from error
    return slopes / (upper - lower)


def check_covariance(covariance: Array, criterion: Criterion) -> None:
    """Raise unless ``covariance`` fits the target and is symmetric with a positive diagonal.

    Raises
    ------
    InvalidCovariance
    """
    size = len(criterion.target)
    if covariance.shape != (size, size) or not np.all(np.isfinite(covariance)):
        raise InvalidCovariance(f"need a finite covariance of shape {(size, size)}, got {covariance.shape}")
    if not np.allclose(covariance, covariance.T, rtol=1e-10, atol=0.0) or not np.diag(covariance).min() > 0.0:
        raise InvalidCovariance("the covariance of the responses is not symmetric with a positive diagonal")


def whitened_covariance(criterion: Criterion, covariance: Array) -> Array:
    """L^{-1} Omega L^{-T}, the covariance of the whitened responses; the identity under the optimal weight."""
    return whiten(criterion, np.ascontiguousarray(whiten(criterion, covariance).T))


def sandwich(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    minimum: LocalMinimum,
    covariance: Array,
    settings: SearchSettings = DEFAULT_SETTINGS,
) -> Inference:
    """Sandwich covariance of the estimates.

    Parameters
    ----------
    responses, criterion, parameters, settings
        As :func:`~frictions.matching.estimation.estimate`.
    minimum : LocalMinimum
        The estimate.
    covariance : (n, n) array
        Omega, the unweighted covariance of the estimated responses, e.g.
        :func:`~frictions.matching.weighting.full_covariance`.

    Returns
    -------
    Inference

    Raises
    ------
    InvalidCovariance
        If ``covariance`` does not fit.
    NoDerivative
        If the model has no solution on either side of the estimate.

    Notes
    -----
    Assumes that the estimated responses are approximately normal, that the estimate is interior in the free
    parameters, and that curvature is second order: under misspecification the Hessian of J also holds the residuals
    times the second derivatives of the responses, which this formula, as is usual, leaves out.
    """
    check_covariance(covariance, criterion)
    jacobian = jacobian_at(responses, criterion, parameters, minimum, settings)
    free = free_parameters(minimum)
    result = np.full((len(parameters), len(parameters)), np.nan)
    if free.any():
        result[np.ix_(free, free)] = _free_covariance(
            whiten(criterion, jacobian[:, free]), whitened_covariance(criterion, covariance)
        )
    return Inference(np.sqrt(np.diag(result)), result, jacobian)


def _free_covariance(jacobian: Array, covariance: Array) -> Array:
    """Sandwich in whitened units; inf on the diagonal and NaN off it for parameters with a flat direction."""
    lengths = np.linalg.norm(jacobian, axis=0)
    lengths = np.where(lengths > 0.0, lengths, 1.0)
    left, singular, right = np.linalg.svd(jacobian / lengths, full_matrices=False)
    flat = singular <= RANK_TOLERANCE * singular[0]
    inverse = (right[~flat].T / singular[~flat]) @ left[:, ~flat].T / lengths[:, None]
    result = inverse @ covariance @ inverse.T
    # A parameter is identified only if it has no part in a flat direction; zero columns are flat altogether.
    lost = (np.abs(right[flat]) > np.sqrt(RANK_TOLERANCE)).any(axis=0) | ~jacobian.any(axis=0)
    result[lost, :] = np.nan
    result[:, lost] = np.nan
    result[lost, lost] = np.inf
    return result


def residual_maker(jacobian: Array) -> tuple[Array, int]:
    """Projection (n, n) off the columns of the whitened Jacobian (n, k), and the number of dimensions removed."""
    size = len(jacobian)
    lengths = np.linalg.norm(jacobian, axis=0)
    moving = lengths > 0.0
    if not moving.any():
        return np.eye(size), 0
    left, singular, _ = np.linalg.svd(jacobian[:, moving] / lengths[moving], full_matrices=False)
    spanned = left[:, singular > RANK_TOLERANCE * singular[0]]
    return np.eye(size) - spanned @ spanned.T, spanned.shape[1]


def overidentification(
    criterion: Criterion, minimum: LocalMinimum, jacobian: Array, covariance: Array
) -> Overidentification:
    """Test of the overidentifying restrictions under any weight.

    Under the null, and with responses that are normal with covariance Omega and nearly linear in the parameters, J is
    u'Mu with u normal of covariance L^{-1} Omega L^{-T} and M the projection off the whitened Jacobian. That is a sum
    of independent chi-squares with one degree of freedom, weighted by the eigenvalues of M L^{-1} Omega L^{-T} M
    (Jagannathan and Wang 1996). Under the optimal weight all weights are one and J is chi-square. Parameters on bounds
    count as fixed there. Omega and V are taken as known.

    Parameters
    ----------
    criterion : Criterion
        Target and metric.
    minimum : LocalMinimum
        The estimate.
    jacobian : (n, p) array
        From :func:`sandwich`.
    covariance : (n, n) array
        Omega.

    Returns
    -------
    Overidentification

    Raises
    ------
    InvalidCovariance
        If ``covariance`` does not fit, or no degree of freedom is left.
    """
    check_covariance(covariance, criterion)
    free = free_parameters(minimum)
    maker, removed = residual_maker(whiten(criterion, jacobian[:, free]))
    freedom = len(criterion.target) - removed
    if freedom < 1:
        raise InvalidCovariance(f"{removed} free parameters leave no overidentifying restriction")
    # The projection removes `removed` dimensions: their eigenvalues are rounding error.
    weights = np.linalg.eigvalsh(maker @ whitened_covariance(criterion, covariance) @ maker)[-freedom:]
    weights = np.maximum(weights, 0.0)
    mean = float(weights.sum())
    scaled = minimum.criterion * freedom / mean
    return Overidentification(
        statistic=minimum.criterion,
        degrees_of_freedom=freedom,
        null_mean=mean,
        p_value=quadratic_form_tail(minimum.criterion, weights),
        scaled_statistic=scaled,
        scaled_p_value=float(chdtrc(freedom, scaled)),
    )
