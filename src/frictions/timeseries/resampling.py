"""Responses of VARs re-estimated on artificial data: bootstrap bands and the covariance for matching.

All draws of a block are simulated and estimated together. A draw has its own random stream and a block always holds
the same draws, so the numbers are the same bits for any split of the draws over jobs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.options import at_least, checked_options
from frictions.timeseries.bias import corrected
from frictions.timeseries.stability import explosive
from frictions.timeseries.var import VectorAutoregression, impulse_responses

Innovations = Literal["resampled", "gaussian", "wild", "moving_block"]
"""Rows of the residuals drawn one by one; normal; every residual in its place with a random sign; whole blocks of
residuals, centred position by position (Brueggemann, Jentsch and Trenkler 2016), which alone keeps what volatility
today says about volatility tomorrow."""

BLOCK = 50
"""Draws estimated together: large enough for the batched linear algebra, small enough for the processor's cache."""


class DegenerateDraws(FrictionsError):
    """Artificial samples on which the VAR cannot be estimated."""


@dataclass(frozen=True)
class ResponseDraws:
    """Responses re-estimated on artificial samples.

    Attributes
    ----------
    responses : (draws, horizons, n) array
        Each draw re-normalised to the size of the shock; units of the variables.
    explosive : (draws,) boolean array
        Draws whose estimated VAR has a root on or outside the unit circle.
    """

    responses: Array
    explosive: np.ndarray


def chunk_of_draws(draws: int, chunk: int, chunks: int) -> range:
    """Draws of one of several jobs: whole blocks, as even as they go.

    Parameters
    ----------
    draws : int
        Total number of draws.
    chunk : int
        Which job, from 0.
    chunks : int
        Number of jobs; those beyond the number of blocks get an empty range.
    """
    at_least("draws", draws, 1)
    at_least("chunks", chunks, 1)
    blocks = -(-draws // BLOCK)
    first, last = blocks * chunk // chunks, blocks * (chunk + 1) // chunks
    return range(min(first * BLOCK, draws), min(last * BLOCK, draws))


@checked_options
def response_draws(
    model: VectorAutoregression,
    draws: range,
    *,
    position: int,
    size: float,
    horizons: int,
    entropy: int,
    innovations: Innovations = "resampled",
    bias: Array | None = None,
    find_explosive: bool = True,
) -> ResponseDraws:
    """Simulate the VAR, re-estimate it on each artificial sample, and shock it again.

    Parameters
    ----------
    model : VectorAutoregression
        The process that generates the data; its first p quarters are the initial conditions of every draw.
    draws : range
        Numbers of the draws wanted, beginning at a multiple of ``BLOCK``; draw i is the same whatever the range.
    position, size, horizons
        The recursive shock, as in :func:`~frictions.timeseries.var.recursive_impact`.
    entropy : int
        Seed of the experiment; draw i uses its child number i.
    innovations : {"resampled", "gaussian", "wild", "moving_block"}
        See :data:`Innovations`; drawn from the centred residuals, or normal with their covariance.
    bias : (p, n, n) array, optional
        Subtracted from the re-estimated lag matrices, as :func:`~frictions.timeseries.bias.corrected` does.
    find_explosive : bool
        Without it all draws are said to be stable, which saves the search for those that are not.

    Raises
    ------
    DegenerateDraws
        If an artificial sample has collinear regressors or a singular residual covariance.
    """
    at_least("horizons", horizons, 1)
    n = model.panel.shape[1]
    responses = np.empty((len(draws), horizons, n))
    unstable = np.zeros(len(draws), dtype=bool)
    # Responses do not depend on the means; without them the normal equations are well conditioned.
    centre = model.panel.mean(axis=0)
    for block in _blocks(draws):
        rows = slice(block.start - draws.start, block.stop - draws.start)
        samples = _artificial_samples(model, centre, block, entropy, innovations)
        try:
            coefficients, covariance = _estimate(samples, model.lags)
            factor = np.linalg.cholesky(covariance)
        except np.linalg.LinAlgError as error:
            raise DegenerateDraws(f"draws {block.start} to {block.stop - 1}: {error}") from None
        if bias is not None:
            coefficients = corrected(coefficients, bias)
        impact = factor[:, :, position] * (size / factor[:, position, position])[:, None]
        responses[rows] = impulse_responses(coefficients, impact, horizons)
        if find_explosive:
            unstable[rows] = explosive(coefficients)
    return ResponseDraws(responses, unstable)


def artificial_panel(model: VectorAutoregression, draw: int, entropy: int) -> Array:
    """One artificial panel (T, n) of resampled residuals, in the units of the variables."""
    centre = model.panel.mean(axis=0)
    return _artificial_samples(model, centre, range(draw, draw + 1), entropy, "resampled")[0] + centre


def joined_draws(parts: Sequence[Mapping[str, np.ndarray]]) -> ResponseDraws:
    """Put the draws of several jobs together, in the order given."""
    return ResponseDraws(
        responses=np.concatenate([part["responses"] for part in parts]),
        explosive=np.concatenate([part["explosive"] for part in parts]),
    )


def _blocks(draws: range) -> Iterator[range]:
    if draws.start % BLOCK and len(draws):
        raise ValueError(f"a range of draws begins at a multiple of {BLOCK}, not at {draws.start}")
    for start in range(draws.start, draws.stop, BLOCK):
        yield range(start, min(start + BLOCK, draws.stop))


def _artificial_samples(
    model: VectorAutoregression, centre: Array, draws: range, entropy: int, innovations: Innovations
) -> Array:
    """Artificial panels in deviation from ``centre``, shape (draws, T, n)."""
    periods, n = model.panel.shape
    lags = model.lags
    errors = model.residuals - model.residuals.mean(axis=0)
    factor = np.linalg.cholesky(model.covariance)
    samples = np.empty((len(draws), periods, n))
    samples[:, :lags] = model.panel[:lags] - centre
    for row, draw in enumerate(draws):
        stream = np.random.default_rng(np.random.SeedSequence(entropy, spawn_key=(draw,)))
        if innovations == "resampled":
            samples[row, lags:] = errors[stream.integers(len(errors), size=periods - lags)]
        elif innovations == "wild":
            samples[row, lags:] = errors * stream.choice([-1.0, 1.0], size=(len(errors), 1))
        elif innovations == "moving_block":
            samples[row, lags:] = blocks_of(errors, stream)
        else:
            samples[row, lags:] = stream.standard_normal((periods - lags, n)) @ factor.T
    samples[:, lags:] += model.intercept - centre + model.lag_matrices.sum(axis=0) @ centre
    # Oldest lag first, as the quarters lie in memory: the history of a draw is then one row, without a copy.
    history_coefficients = model.lag_matrices[::-1].transpose(0, 2, 1).reshape(lags * n, n)
    for t in range(lags, periods):
        samples[:, t] += samples[:, t - lags : t].reshape(len(draws), lags * n) @ history_coefficients
    return samples


def block_length(observations: int) -> int:
    """Length of a block, 5.03 T^(1/4) as Jentsch and Lunsford (2019) take it, half the observations at most."""
    return max(1, min(round(5.03 * observations**0.25), observations // 2))


def blocks_of(errors: Array, stream: np.random.Generator) -> Array:
    """Blocks of consecutive residuals (T, n) laid end to end, each position less its mean over all blocks."""
    observations = len(errors)
    length = block_length(observations)
    starts = observations - length + 1
    drawn = stream.integers(starts, size=-(-observations // length))
    sums = np.vstack([np.zeros(errors.shape[1]), errors.cumsum(axis=0)])
    means = (sums[starts : starts + length] - sums[:length]) / starts
    laid = np.concatenate([errors[start : start + length] - means for start in drawn])
    return laid[:observations]


def _estimate(samples: Array, lags: int) -> tuple[Array, Array]:
    """Least squares on every sample: lag matrices (draws, p, n, n) and residual covariances (draws, n, n).

    The normal equations come from the cross-products of y(t) with its own lags. Those of y(t-i) with y(t-j) cover
    the same quarters but for i at either end, so they follow from the former by a small correction.
    """
    draws, periods, n = samples.shape
    observations = periods - lags
    now = samples[:, lags:].transpose(0, 2, 1)
    lagged = [samples[:, lags - k : periods - k] for k in range(lags + 1)]
    products = np.empty((draws, lags + 1, lags + 1, n, n))
    for k in range(lags + 1):
        products[:, 0, k] = now @ lagged[k]
    for i in range(1, lags + 1):
        for j in range(i, lags + 1):
            apart = j - i
            gained = samples[:, lags - i : lags].transpose(0, 2, 1) @ samples[:, lags - j : lags - apart]
            dropped = samples[:, periods - i :].transpose(0, 2, 1) @ samples[:, periods - j : periods - apart]
            products[:, i, j] = products[:, 0, apart] + gained - dropped
            products[:, j, i] = products[:, i, j].transpose(0, 2, 1)
    sums = np.stack([block.sum(axis=1) for block in lagged], axis=1)
    k = lags * n
    moments = np.empty((draws, 1 + k, 1 + k))
    moments[:, 0, 0] = observations
    moments[:, 0, 1:] = moments[:, 1:, 0] = sums[:, 1:].reshape(draws, k)
    moments[:, 1:, 1:] = products[:, 1:, 1:].transpose(0, 1, 3, 2, 4).reshape(draws, k, k)
    cross = np.empty((draws, 1 + k, n))
    cross[:, 0] = sums[:, 0]
    cross[:, 1:] = products[:, 0, 1:].transpose(0, 1, 3, 2).reshape(draws, k, n)
    coefficients = np.linalg.solve(moments, cross)
    covariance = (products[:, 0, 0] - cross.transpose(0, 2, 1) @ coefficients) / (observations - 1 - k)
    lag_matrices = coefficients[:, 1:].reshape(draws, lags, n, n).transpose(0, 1, 3, 2)
    return lag_matrices, covariance
