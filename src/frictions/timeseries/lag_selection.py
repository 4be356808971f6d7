"""Information criteria for the lag length of the VAR."""

from dataclasses import dataclass

import numpy as np

from frictions.arrays import Array
from frictions.options import at_least
from frictions.timeseries.var import check_sample_length, estimate_var


@dataclass(frozen=True)
class LagCriteria:
    """Criteria of one lag length, all over the same observations; smaller is better.

    Attributes
    ----------
    lags : int
    aicc : float
        Corrected Akaike criterion of Hurvich and Tsai (1993).
    aic : float
    bic : float
    """

    lags: int
    aicc: float
    aic: float
    bic: float


def lag_criteria(panel: Array, longest: int) -> list[LagCriteria]:
    """Criteria for one to ``longest`` lags, all on the observations that the longest leaves.

    Where the sample is too short for ``longest`` lags, the list ends at the longest that it allows.

    Parameters
    ----------
    panel : (T, n) array
    longest : int
        Largest number of lags considered.

    Returns
    -------
    list of LagCriteria
        ``aicc`` = N ln|S| + N n (N + k) / (N - k - n - 1) with k = n p + 1 coefficients an equation, N common
        observations and S the maximum-likelihood covariance; it is infinite where its denominator is not positive.

    Raises
    ------
    SampleTooShort
        If the sample is too short for one lag.
    """
    at_least("longest", longest, 1)
    periods, n = panel.shape
    check_sample_length(periods, n, 1)
    # A VAR(p) needs p + n p + 1 + n quarters for a covariance of full rank.
    longest = min(longest, (periods - 1 - n) // (n + 1))
    observations = periods - longest
    table = []
    for lags in range(1, longest + 1):
        model = estimate_var(panel[longest - lags :], lags)
        log_determinant = np.linalg.slogdet(model.covariance_ml)[1]
        k = n * lags + 1
        room = observations - k - n - 1
        penalty = observations * n * (observations + k) / room if room > 0 else np.inf
        table.append(
            LagCriteria(
                lags=lags,
                aicc=observations * log_determinant + penalty,
                aic=observations * log_determinant + 2 * n * k,
                bic=observations * log_determinant + np.log(observations) * n * k,
            )
        )
    return table
