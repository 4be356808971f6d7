"""The minimum-distance criterion of equation (1.43).

J(theta) = (target - responses)' V^{-1} (target - responses) with V block diagonal, one block a variable. With L the
Cholesky factor of V, J is the squared length of the whitened residuals r = L^{-1}(target - responses).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg.lapack import dtrtrs

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.matching.weighting import check_positive_definite


class InvalidCriterion(FrictionsError):
    """Target, blocks, names and responses do not fit together."""


@dataclass(frozen=True, eq=False)
class Criterion:
    """Target and metric of a minimum-distance estimation; build it with :func:`build_criterion`.

    Attributes
    ----------
    target : (n,) array
        Responses to match, variable by variable.
    names : tuple of str
        Names of the variables, one a block.
    factors : tuple of (m_i, m_i) arrays
        Lower Cholesky factors of the blocks of V; the m_i add up to n.
    """

    target: Array
    names: tuple[str, ...]
    factors: tuple[Array, ...]


def build_criterion(target: Array, blocks: Sequence[Array] | Array, names: Sequence[str]) -> Criterion:
    """Factor the blocks of V and check that everything fits.

    Parameters
    ----------
    target : (n,) array
        Responses to match, variable by variable.
    blocks : sequence of (m_i, m_i) arrays
        Positive definite diagonal blocks of V, the unit of the responses squared. One block is a full V.
    names : sequence of str
        One name a block.

    Raises
    ------
    InvalidCriterion
        If sizes or names do not fit or the target is not finite.
    NotPositiveDefinite
        If a block is singular.
    """
    names = tuple(names)
    target = np.array(target, dtype=np.float64)
    if len(blocks) != len(names) or len(set(names)) != len(names):
        raise InvalidCriterion(f"{len(blocks)} blocks for the names {', '.join(names)}: need one unique name a block")
    if target.shape != (sum(len(block) for block in blocks),):
        raise InvalidCriterion(
            f"blocks of sizes {[len(b) for b in blocks]} do not fit a target of shape {target.shape}"
        )
    if not np.all(np.isfinite(target)):
        raise InvalidCriterion("the target holds values that are not finite")
    factors = []
    for block, name in zip(blocks, names, strict=True):
        check_positive_definite(np.asarray(block), name)
        # Column-major, so that LAPACK takes the factor without copying it at every evaluation.
        factors.append(np.asfortranarray(np.linalg.cholesky(block)))
    return Criterion(target, names, tuple(factors))


def with_target(criterion: Criterion, target: Array) -> Criterion:
    """Return the same metric around another target (n,), as in a bootstrap.

    Raises
    ------
    InvalidCriterion
        If the new target has another shape or is not finite.
    """
    if target.shape != criterion.target.shape or not np.all(np.isfinite(target)):
        raise InvalidCriterion(f"need a finite target of shape {criterion.target.shape}, got {target.shape}")
    return replace(criterion, target=np.array(target, dtype=np.float64))


def block_slices(criterion: Criterion) -> dict[str, slice]:
    """Place of every variable in the stacked vector."""
    places, start = {}, 0
    for name, factor in zip(criterion.names, criterion.factors, strict=True):
        places[name] = slice(start, start + len(factor))
        start += len(factor)
    return places


def whiten(criterion: Criterion, values: Array) -> Array:
    """Return L^{-1} times ``values`` (n,) or (n, k).

    Raises
    ------
    InvalidCriterion
        If ``values`` does not have one row an entry of the target.
    """
    if values.shape[:1] != criterion.target.shape:
        raise InvalidCriterion(f"expected {len(criterion.target)} responses, got an array of shape {values.shape}")
    whitened = np.empty_like(values, dtype=np.float64)
    start = 0
    for factor in criterion.factors:
        stop = start + len(factor)
        whitened[start:stop] = dtrtrs(factor, values[start:stop], lower=1)[0]
        start = stop
    return whitened


def whitened_residuals(criterion: Criterion, responses: Array) -> Array:
    """Return r = L^{-1}(target - responses), shape (n,); J is r'r.

    Raises
    ------
    InvalidCriterion
        If the responses do not have the shape of the target.
    """
    if responses.shape != criterion.target.shape:
        raise InvalidCriterion(f"expected {len(criterion.target)} responses, got an array of shape {responses.shape}")
    return whiten(criterion, criterion.target - responses)


def criterion_value(criterion: Criterion, responses: Array) -> float:
    """J of equation (1.43) at the given responses (n,)."""
    residuals = whitened_residuals(criterion, responses)
    return float(residuals @ residuals)


def criterion_parts(criterion: Criterion, responses: Array) -> dict[str, float]:
    """Contribution r_i'r_i of every variable to J (Table 1.2); they add up to J because V is block diagonal."""
    residuals = whitened_residuals(criterion, responses)
    return {name: float(residuals[place] @ residuals[place]) for name, place in block_slices(criterion).items()}
