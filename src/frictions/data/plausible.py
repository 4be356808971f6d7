"""What a series or variable may plausibly be: a range, a largest change over a quarter, and readings at known quarters.

A factor of 1000, a flipped sign or a shift by a quarter leaves correlations as they were; it does not pass here.
"""

import numpy as np
import pandas as pd

from frictions.data.bounds import Bounds
from frictions.errors import FrictionsError


class ImplausibleValue(FrictionsError):
    """A value, or a change over a quarter, that no such series can have; the message names series and quarter."""


def check_plausible(series: pd.Series, bounds: Bounds, what: str) -> None:
    """Refuse a quarterly series that leaves its bounds.

    Parameters
    ----------
    series : Series
        Quarterly, with a PeriodIndex; missing values are not looked at.
    bounds : Bounds
        In the unit of the series.
    what : str
        Names the series in errors.

    Raises
    ------
    ImplausibleValue
        At the first value outside the range, the first change that is too large, or the first reading that is missed.
    """
    outside = series.index[((series < bounds.lowest) | (series > bounds.highest)).to_numpy()]
    if len(outside):
        raise ImplausibleValue(
            f"{what}: {series[outside[0]]:g} in {outside[0]} is outside its plausible range, {bounds.lowest:g} to "
            f"{bounds.highest:g}; is it in the unit that the catalogue states?"
        )
    changes = 100.0 * np.log(series).diff() if bounds.in_logs else series.diff()
    kind = "percent (in logarithms)" if bounds.in_logs else "units"
    jumps = series.index[(changes.abs() > bounds.largest_change).to_numpy()]
    if len(jumps):
        raise ImplausibleValue(
            f"{what}: a change of {changes[jumps[0]]:.4g} {kind} in {jumps[0]} exceeds the largest plausible one, "
            f"{bounds.largest_change:g}"
        )
    for quarter, (lowest, highest) in bounds.readings.items():
        change = changes.get(pd.Period(quarter, freq="Q"), np.nan)
        if not np.isnan(change) and not lowest <= change <= highest:
            raise ImplausibleValue(
                f"{what}: a change of {change:.4g} {kind} in {quarter}, where it is known to lie between {lowest:g} "
                f"and {highest:g}; are dates and sign right?"
            )
