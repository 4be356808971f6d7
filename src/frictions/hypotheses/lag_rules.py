"""How many lags a VAR gets: by which criterion, on which observations, of which panel, up to how many."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import numpy as np

from frictions.arrays import Array
from frictions.options import checked_options
from frictions.timeseries.var import estimate_var

Criterion = Literal["aicc", "aicc_by_equation", "aic", "hannan_quinn", "bic", "final_prediction_error"]


@checked_options
def criterion_value(criterion: Criterion, covariance: Array, observations: int, coefficients: int) -> float:
    """Value of a criterion; smaller is better.

    Parameters
    ----------
    criterion : {"aicc", "aicc_by_equation", "aic", "hannan_quinn", "bic", "final_prediction_error"}
        ``aicc`` is Hurvich and Tsai's for a system (1993); ``aicc_by_equation`` adds the correction of a single
        regression, 2 k (k + 1) / (N - k - 1), to AIC with k the coefficients of the whole system.
    covariance : (n, n) array
        Maximum-likelihood covariance of the residuals.
    observations : int
        N.
    coefficients : int
        In one equation, the constant included.

    Returns
    -------
    float
        Infinite where a correction's denominator is not positive.
    """
    n = len(covariance)
    fit = float(np.linalg.slogdet(covariance)[1])
    total = n * coefficients
    if criterion == "aic":
        return fit + 2 * total / observations
    if criterion == "bic":
        return fit + np.log(observations) * total / observations
    if criterion == "hannan_quinn":
        return fit + 2 * np.log(np.log(observations)) * total / observations
    if criterion == "final_prediction_error":
        room = observations - coefficients
        return fit + n * float(np.log((observations + coefficients) / room)) if room > 0 else np.inf
    if criterion == "aicc":
        room = observations - coefficients - n - 1
        return fit + n * (observations + coefficients) / room if room > 0 else np.inf
    room = observations - total - 1
    return fit + 2 * total / observations * (1 + (total + 1) / room) if room > 0 else np.inf


@checked_options
def lags_chosen(panel: Array, criterion: Criterion, longest_lag: int, common: bool) -> int:
    """Lags with the lowest value of a criterion.

    Parameters
    ----------
    panel : (T, n) array
    criterion
        As for :func:`criterion_value`.
    longest_lag : int
        Largest number considered; fewer where the sample is too short for it.
    common : bool
        All on the observations that the longest leaves, or each on its own.

    Returns
    -------
    int

    Raises
    ------
    SampleTooShort
        If the sample is too short for one lag.
    """
    periods, n = panel.shape
    longest = max(1, min(longest_lag, (periods - 1 - n) // (n + 1)))
    values = []
    for lags in range(1, longest + 1):
        used = panel[longest - lags :] if common else panel
        covariance = estimate_var(used, lags).covariance_ml
        values.append(criterion_value(criterion, covariance, len(used) - lags, n * lags + 1))
    return 1 + int(np.argmin(values))


def lags_by_rule(panels: Mapping[str, Array], variants: Iterable[Mapping[str, Any]]) -> list[int | None]:
    """Lags by every rule.

    Parameters
    ----------
    panels : mapping of str to (T, n) array
        By the name that a rule's ``panel`` has.
    variants : iterable of mapping
        Keys ``criterion``, ``observations`` (``common`` or ``own``), ``longest_lag`` and ``panel``.

    Returns
    -------
    list of int or None
        None where the panel could not be made.
    """
    return [
        lags_chosen(panels[rule["panel"]], rule["criterion"], rule["longest_lag"], rule["observations"] == "common")
        if rule["panel"] in panels
        else None
        for rule in variants
    ]
