"""A search from one start, and its end settled: refined, put on its bounds, and given a certificate.

The method takes the bounds into account in every step, so that a parameter whose bound holds the minimum arrives on
the bound itself, and no round is lost on putting it there.
"""

from collections.abc import Sequence

import numpy as np

from frictions.arrays import Array
from frictions.matching.criterion import Criterion, whitened_residuals
from frictions.matching.minimum import PULL, LocalMinimum, bounds_held, gauss_newton_decrement
from frictions.matching.parameters import Parameter
from frictions.matching.searches import SearchResult, SearchSettings, unit_point
from frictions.matching.secant_descent import Reached, SecantDescent
from frictions.matching.trials import Responses, Tally


def search(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    start: Array,
    tally: Tally,
    settings: SearchSettings,
) -> SearchResult:
    """Minimise J from one start.

    Parameters
    ----------
    responses, criterion, parameters, settings
        As for :func:`~frictions.matching.estimation.estimate`.
    start : (p,) array
        Within the bounds.
    tally : Tally
        Takes the evaluations and failures.

    Returns
    -------
    SearchResult

    Raises
    ------
    StartFailed
        If the model has no solution at the start.
    NoDerivative
        If the model has no solution on either side of a point where differences are formed.
    """
    descent = SecantDescent(responses, criterion, parameters, tally, settings)
    return descent.result(descent.descend(descent.at(start), np.ones(len(parameters), dtype=bool)))


def settle(
    responses: Responses,
    criterion: Criterion,
    parameters: Sequence[Parameter],
    found: SearchResult,
    tally: Tally,
    settings: SearchSettings,
) -> LocalMinimum:
    """Refine the end of a search, without derivatives of the model by central differences, and certify it.

    Parameters
    ----------
    responses, criterion, parameters, tally, settings
        As for :func:`search`.
    found : SearchResult
        End of a search.

    Returns
    -------
    LocalMinimum
        Its J does not exceed that of ``found``; the decrement comes from the derivatives at the minimum.

    Raises
    ------
    NoDerivative
        If the model has no solution on either side of a point where differences are formed.
    """
    descent = SecantDescent(responses, criterion, parameters, tally, settings, central=True)
    free = np.ones(len(parameters), dtype=bool)
    residuals = whitened_residuals(criterion, found.responses)
    nothing = np.zeros((len(residuals), len(parameters)))
    end = descent.descend(Reached(unit_point(found.estimate, parameters), found.responses, residuals, nothing), free)
    point = descent.result(end)
    end = descent.differentiate(end, free, central=True)
    gradient = -2.0 * end.jacobian.T @ end.residuals
    steepest = 2.0 * np.linalg.norm(end.jacobian, axis=0) * np.linalg.norm(end.residuals)
    held = bounds_held(point.estimate, parameters)
    pulled = {"": False, "lower": gradient > PULL * steepest, "upper": gradient < -PULL * steepest}
    pinned = np.array([side != "" and pulled[side][i] for i, side in enumerate(held)])
    return LocalMinimum(
        estimate=point.estimate,
        criterion=point.criterion,
        responses=point.responses,
        at_bound=held,
        decrement=gauss_newton_decrement(end.jacobian[:, ~pinned], end.residuals),
        converged=point.converged,
    )
