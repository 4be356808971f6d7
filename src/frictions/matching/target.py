"""What the models are matched to: responses of six variables after the impact quarter, equation (1.43)."""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.matching.weighting import Weighting, full_covariance, stack_responses, weight_blocks

MATCHED_VARIABLES = ("output", "inflation", "consumption", "inventory_sales", "inventories", "unit_labor_cost")
"""Their order in the target, and in Table 1.2."""

MATCHED_HORIZONS = tuple(range(1, 16))
"""Quarters after the shock; the impact quarter is zero by the recursive identification and carries no information."""


@dataclass(frozen=True)
class MatchingTarget:
    """Empirical responses and the covariances that weigh them.

    Attributes
    ----------
    psi : (90,) array
        Responses, variable by variable, in percent.
    sigma : (6, 15, 15) array
        Weighted covariance of each variable's responses, the blocks of V.
    omega : (90, 90) array
        Covariance of all responses, not weighted, for the sandwich formula.
    """

    psi: Array
    sigma: Array
    omega: Array


def matching_target(point: Array, draws: Array, *, weighting: Weighting, index_base: int) -> MatchingTarget:
    """Put the target together from the estimate and the Monte Carlo draws.

    Parameters
    ----------
    point : (horizons, 6) array
        Point responses from the impact quarter on, variables in the order of ``MATCHED_VARIABLES``.
    draws : (draws, horizons, 6) array
        Responses re-estimated on artificial data.
    weighting, index_base
        As in :func:`~frictions.matching.weighting.weighting_kernel`.

    Raises
    ------
    InvalidWeighting, NotPositiveDefinite
        If the draws do not give an invertible covariance.
    """
    horizons = np.array(MATCHED_HORIZONS)
    matched = draws[:, horizons]
    return MatchingTarget(
        psi=stack_responses(point[horizons]),
        sigma=weight_blocks(matched, MATCHED_VARIABLES, weighting, index_base),
        omega=full_covariance(matched),
    )
