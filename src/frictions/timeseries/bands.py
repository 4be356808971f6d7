"""Pointwise confidence bands from bootstrap draws."""

from collections.abc import Iterable
from typing import Literal

import numpy as np

from frictions.arrays import Array
from frictions.options import between

Band = Literal["percentile", "hall", "bias_corrected"]


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


def response_bands(
    kinds: Iterable[Band], point: Array, draws: Array, corrected_draws: Array | None, coverage: float
) -> dict[Band, tuple[Array, Array]]:
    """Bands of the kinds wanted.

    Parameters
    ----------
    kinds : iterable of {"percentile", "hall", "bias_corrected"}
    point : (horizons, n) array
    draws : (draws, horizons, n) array
        Residual bootstrap.
    corrected_draws : (draws, horizons, n) array or None
        Kilian's bootstrap after bootstrap; needed for ``bias_corrected`` only.
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
        elif corrected_draws is not None:
            bands[kind] = percentile_band(corrected_draws, coverage)
        else:
            raise ValueError("the bias-corrected band needs draws of its own")
    return bands
