"""Augmented Dickey-Fuller decisions on the variables of the VAR, section 1.5.1."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.options import at_least, between, checked_fields, checked_options

Deterministic = Literal["constant", "constant_and_trend"]
Decision = Literal["stationary", "filter"]

_REGRESSION = {"constant": "c", "constant_and_trend": "ct"}


class UnitRootTestFailed(FrictionsError):
    """The test cannot be computed on the series."""


@checked_fields
@dataclass(frozen=True)
class UnitRootTest:
    """Result of an augmented Dickey-Fuller test.

    Attributes
    ----------
    statistic : float
    lags : int
        Augmentation lags chosen by the Akaike criterion.
    p_value : float
        MacKinnon's approximation.
    critical_5pct : float
    decision : {"stationary", "filter"}
        ``stationary`` where the unit root is rejected at the chosen level.
    """

    statistic: float
    lags: int
    p_value: float
    critical_5pct: float
    decision: Decision


@checked_options
def unit_root_test(
    series: Array, deterministic: Deterministic, longest_lag: int = 13, level: float = 0.05
) -> UnitRootTest:
    """Test the null of a unit root; the decision is whether the series needs the filter.

    Parameters
    ----------
    series : (T,) array
        Levels, no missing values.
    deterministic : {"constant", "constant_and_trend"}
        Terms under the alternative: a constant for rates and ratios, a trend too for log levels.
    longest_lag : int
        Largest augmentation; shortened where the sample is small.
    level : float
        Size of the test.

    Raises
    ------
    UnitRootTestFailed
        If the series is constant or too short.
    """
    at_least("longest_lag", longest_lag, 0)
    between("level", level, 0.0, 1.0)
    # Imported here: statsmodels takes more than a second to load and most scripts do without it.
    from statsmodels.tsa.stattools import adfuller

    if np.ptp(series) == 0:
        raise UnitRootTestFailed("the series is constant: no unit-root test exists")
    terms = 1 if deterministic == "constant" else 2
    room = len(series) // 2 - terms - 1
    if room < 1:
        raise UnitRootTestFailed(f"{len(series)} quarters are too few for a unit-root test")
    statistic, p_value, lags, _, critical, *_ = adfuller(
        series, maxlag=min(longest_lag, room), regression=_REGRESSION[deterministic], autolag="AIC", result_object=False
    )
    return UnitRootTest(
        statistic=float(statistic),
        lags=int(lags),
        p_value=float(p_value),
        critical_5pct=float(critical["5%"]),
        decision="stationary" if p_value < level else "filter",
    )
