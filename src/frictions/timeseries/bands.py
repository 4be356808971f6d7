"""Confidence bands from bootstrap draws, pointwise and simultaneous."""

from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np

from frictions.arrays import Array
from frictions.options import between

Band = Literal["percentile", "hall", "sup_t", "bias_corrected", "wild", "moving_block"]
"""The last three are percentile bands of draws that are made otherwise than by the residual bootstrap."""


def percentile_band(draws: Array, coverage: float) -> tuple[Array, Array]:
    """Equal-tailed quantiles of the draws.

    Parameters
    ----------
    draws : (draws, ...) array
    coverage : float
        Between 0 and 1; 0.95 leaves 2.5 percent on either side.

    Returns
    -------
    lower, upper : (...) arrays
    """
    between("coverage", coverage, 0.0, 1.0)
    tail = (1 - coverage) / 2
    lower, upper = np.quantile(draws, [tail, 1 - tail], axis=0)
    return lower, upper


def hall_band(draws: Array, point: Array, coverage: float) -> tuple[Array, Array]:
    """Hall's (1992) band: the quantiles of the estimation error, reflected around the point estimate.

    Parameters
    ----------
    draws : (draws, ...) array
    point : (...) array
        The estimate on the data.
    coverage : float

    Returns
    -------
    lower, upper : (...) arrays
    """
    between("coverage", coverage, 0.0, 1.0)
    lower, upper = percentile_band(draws, coverage)
    return 2 * point - upper, 2 * point - lower


def sup_t_band(draws: Array, coverage: float) -> tuple[Array, Array]:
    """The percentile band widened until it holds whole paths.

    Montiel Olea and Plagborg-Moller (2019), algorithm 2: one tail probability for all horizons, so that the given share
    of the draws lies within the band at every horizon at once. Each variable has a band of its own.

    Parameters
    ----------
    draws : (draws, horizons, n) array
    coverage : float

    Returns
    -------
    lower, upper : (horizons, n) arrays
    """
    between("coverage", coverage, 0.0, 1.0)
    lower, upper = np.empty(draws.shape[1:]), np.empty(draws.shape[1:])
    for variable in range(draws.shape[2]):
        own = draws[:, :, variable]
        # What does not vary, such as an impact that is zero by identification, says nothing about the tails.
        moving = np.ptp(own, axis=0) > 0.0
        ranks = (np.argsort(np.argsort(own[:, moving], axis=0), axis=0) + 0.5) / len(own)
        outermost = np.minimum(ranks, 1.0 - ranks).min(axis=1, initial=0.5)
        tail = float(np.quantile(outermost, 1.0 - coverage))
        lower[:, variable], upper[:, variable] = np.quantile(own, [tail, 1.0 - tail], axis=0)
    return lower, upper


def response_bands(
    kinds: Iterable[Band], point: Array, draws: Array, own_draws: Mapping[str, Array], coverage: float
) -> dict[Band, tuple[Array, Array]]:
    """Bands of the kinds wanted.

    Parameters
    ----------
    kinds : iterable of Band
    point : (horizons, n) array
    draws : (draws, horizons, n) array
        Residual bootstrap.
    own_draws : mapping of str to (draws, horizons, n) array
        By kind: draws that are made otherwise than ``draws``.
    coverage : float
        Between 0 and 1.

    Returns
    -------
    dict
        Lower and upper bound, (horizons, n) arrays, by kind.
    """
    bands: dict[Band, tuple[Array, Array]] = {}
    for kind in kinds:
        if kind == "percentile":
            bands[kind] = percentile_band(draws, coverage)
        elif kind == "hall":
            bands[kind] = hall_band(draws, point, coverage)
        elif kind == "sup_t":
            bands[kind] = sup_t_band(draws, coverage)
        elif kind in own_draws:
            bands[kind] = percentile_band(own_draws[kind], coverage)
        else:
            raise ValueError(f"the band {kind!r} needs draws of its own")
    return bands
