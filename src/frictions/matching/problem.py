"""A model, a target and the parameters to move: all that an estimation needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from frictions.arrays import Array
from frictions.matching.criterion import Criterion
from frictions.matching.estimation import Estimation, estimate
from frictions.matching.parameters import Parameter
from frictions.matching.starts import sobol_starts
from frictions.matching.trials import Responses


@dataclass(frozen=True, eq=False)
class MatchingProblem:
    """An impulse-response matching problem, equation (1.43).

    Attributes
    ----------
    responses : callable
        From (p,) parameters to (n,) responses.
    criterion : Criterion
    parameters : tuple of p Parameter
    omega : (n, n) array
        Covariance of the target's responses, not weighted.
    source : (p,) array
        The source's estimates, which serve as a start too.
    """

    responses: Responses
    criterion: Criterion
    parameters: tuple[Parameter, ...]
    omega: Array
    source: Array


def free_parameters_of(entries: Mapping[str, Mapping]) -> tuple[tuple[Parameter, ...], Array]:
    """Parameters and the source's estimates from a table of settings.

    Parameters
    ----------
    entries : mapping
        By name: ``symbol``, ``lower``, ``upper``, ``start`` (two ends of the box of random starts), ``source``.

    Returns
    -------
    parameters : tuple of p Parameter
    source : (p,) array
    """
    parameters = tuple(
        Parameter(name, entry["symbol"], float(entry["lower"]), float(entry["upper"]), *map(float, entry["start"]))
        for name, entry in entries.items()
    )
    return parameters, np.array([float(entry["source"]) for entry in entries.values()])


def estimate_from_everywhere(problem: MatchingProblem, starts: int, seed: int, **options: Any) -> Estimation:
    """Minimise from Sobol points in the starts' box and from the source's estimates.

    Parameters
    ----------
    problem : MatchingProblem
    starts : int
        Number of Sobol points.
    seed : int
        Of their scrambling.
    **options
        Settings of :func:`~frictions.matching.estimation.estimate`.
    """
    spread = sobol_starts(problem.parameters, starts, np.random.SeedSequence(seed))
    points = np.vstack([spread, problem.source])
    return estimate(problem.responses, problem.criterion, problem.parameters, points, **options)
