"""What the models are matched to: responses of six variables after the impact quarter, equation (1.43)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.criterion import Criterion, build_criterion
from frictions.matching.weighting import Weighting, full_covariance, stack_responses, weight_blocks
from frictions.options import checked_options

MATCHED_VARIABLES = ("output", "inflation", "consumption", "inventory_sales", "inventories", "unit_labor_cost")
"""Their order in the target, and in Table 1.2."""

MATCHED_HORIZONS = tuple(range(1, 16))
"""Quarters after the shock; the impact quarter is zero by the recursive identification and carries no information."""


class UnknownTarget(FrictionsError):
    """A variable to match is not among those of the criterion."""


class OtherShock(FrictionsError):
    """The model's responses are to a shock of another size than the target's; the message names both."""


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
    shock : float or None
        Size of the shock behind the responses, percentage points a quarter, where it is known.
    """

    psi: Array
    sigma: Array
    omega: Array
    shock: float | None = None


@checked_options
def matching_target(
    point: Array, draws: Array, *, weighting: Weighting, index_base: int, shock: float | None = None
) -> MatchingTarget:
    """Put the target together from the estimate and the Monte Carlo draws.

    Parameters
    ----------
    point : (horizons, 6) array
        Point responses from the impact quarter on, variables in the order of ``MATCHED_VARIABLES``.
    draws : (draws, horizons, 6) array
        Responses re-estimated on artificial data.
    weighting, index_base
        As in :func:`~frictions.matching.weighting.weighting_kernel`.
    shock : float, optional
        Size of the shock, percentage points a quarter.

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
        shock=shock,
    )


def require_shock(target: MatchingTarget, size: float) -> None:
    """Refuse to hold responses to one size of shock against a target of another.

    Parameters
    ----------
    target : MatchingTarget
    size : float
        Shock of the model's responses, percentage points a quarter.

    Raises
    ------
    OtherShock
        If they differ by more than rounding.
    """
    if target.shock is not None and abs(target.shock - size) > 1e-12 * abs(size):
        raise OtherShock(
            f"the VAR's responses are to a shock of {target.shock:g} percentage points a quarter "
            f"(var.shock_percentage_points is {4 * target.shock:g} a year), the model's to one of {size:g}: set both "
            "to the same size"
        )


def matched_rows(variables: Sequence[str]) -> npt.NDArray[np.intp]:
    """Positions of some variables' responses in the stacked target, shape (15 times their number,).

    Raises
    ------
    UnknownTarget
        If a variable is not one of ``MATCHED_VARIABLES``; the message names it.
    """
    unknown = [name for name in variables if name not in MATCHED_VARIABLES]
    if unknown:
        raise UnknownTarget(f"'{unknown[0]}' cannot be matched; choose from {', '.join(MATCHED_VARIABLES)}")
    length = len(MATCHED_HORIZONS)
    starts = [MATCHED_VARIABLES.index(name) * length for name in variables]
    return np.concatenate([np.arange(start, start + length) for start in starts])


def target_criterion(target: MatchingTarget, variables: Sequence[str] = MATCHED_VARIABLES) -> Criterion:
    """The criterion (1.43) on all matched variables or some of them.

    Raises
    ------
    UnknownTarget
        If a variable is not one of ``MATCHED_VARIABLES``.
    """
    rows = matched_rows(variables)
    blocks = [target.sigma[MATCHED_VARIABLES.index(name)] for name in variables]
    return build_criterion(target.psi[rows], blocks, variables)


def bootstrap_targets(target: MatchingTarget, draws: Array, names: Sequence[str], count: int) -> Array:
    """Targets that differ from the estimated one as bootstrap responses differ from their mean.

    Parameters
    ----------
    target : MatchingTarget
    draws : (draws, horizons, n) array
        Bootstrap responses of the VAR from the impact quarter on.
    names : sequence of n str
        Its variables.
    count : int
        How many of the draws to use, from the first.

    Returns
    -------
    (count, 90) array

    Raises
    ------
    UnknownTarget
        If there are fewer draws, or a matched variable is not in the VAR.
    """
    if count > len(draws):
        raise UnknownTarget(f"{count} bootstrap targets are wanted, the VAR has {len(draws)} draws")
    missing = [name for name in MATCHED_VARIABLES if name not in names]
    if missing:
        raise UnknownTarget(f"'{missing[0]}' is not a variable of the VAR")
    columns = [list(names).index(name) for name in MATCHED_VARIABLES]
    responses = draws[:, list(MATCHED_HORIZONS)][:, :, columns]
    return target.psi + stack_responses(responses[:count] - responses.mean(axis=0))
