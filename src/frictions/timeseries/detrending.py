"""From the variables in levels to the stationary panel of the VAR, section 1.5.1."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.options import checked_options
from frictions.timeseries.hamilton import hamilton_cycle
from frictions.timeseries.var import SampleTooShort

Window = Literal["history", "sample"]


class MissingObservation(FrictionsError):
    """A variable lacks a value inside the sample."""


@checked_options
def detrended_panel(
    variables: pd.DataFrame,
    filtered: Collection[str],
    start: pd.Period,
    end: pd.Period,
    *,
    horizon: int,
    lags: int,
    window: Window,
) -> pd.DataFrame:
    """Replace the variables with a unit root by their Hamilton cycles and cut the sample.

    Parameters
    ----------
    variables : DataFrame
        Levels over a quarterly index; quarters before a series starts and after it ends are NaN.
    filtered : collection of str
        Variables to filter; the others enter as they are.
    start, end : Period
        First and last quarter wanted. The panel begins later where a variable does.
    horizon, lags : int
        The filter, as in :func:`~frictions.timeseries.hamilton.hamilton_cycle`.
    window : {"history", "sample"}
        Fit the filter from the first observation to ``end``, or from ``start`` to ``end`` only.

    Returns
    -------
    DataFrame
        No missing values.

    Raises
    ------
    MissingObservation
        If a variable has a gap, or ends before the sample does; names the variable and the quarter.
    SampleTooShort
        If a variable is too short for the filter, or no quarter is left; names the variable.
    """
    return panel_without_trends(
        variables, filtered, start, end, window=window, method=partial(hamilton_cycle, horizon=horizon, lags=lags)
    )


@checked_options
def panel_without_trends(
    variables: pd.DataFrame,
    filtered: Collection[str],
    start: pd.Period,
    end: pd.Period,
    *,
    window: Window,
    method: Callable[[Array], Array],
) -> pd.DataFrame:
    """The same with another way to take out a trend, for instance one of :mod:`frictions.timeseries.trends`.

    Parameters
    ----------
    variables, filtered, start, end, window
        As in :func:`detrended_panel`.
    method : callable
        Gives a (T,) array without its trend; quarters that it needs at the beginning are NaN.

    Returns
    -------
    DataFrame

    Raises
    ------
    MissingObservation, SampleTooShort
        As :func:`detrended_panel` does.
    """
    levels = variables.loc[:end] if window == "history" else variables.loc[start:end]
    panel = levels.copy()
    for name in panel:
        _require_unbroken(levels[name], end)
        if name in filtered:
            try:
                panel[name] = method(levels[name].to_numpy())
            except SampleTooShort as error:
                raise SampleTooShort(f"variable '{name}' to {end}: {error}") from None
    complete = panel.loc[start:].dropna()
    if complete.empty:
        raise SampleTooShort(f"no quarter from {start} to {end} has all {panel.shape[1]} variables")
    return complete


def _require_unbroken(series: pd.Series, end: pd.Period) -> None:
    """Raise unless the series, from its first observation, has a value in every quarter to ``end``."""
    observed = series.dropna()
    if observed.empty:
        raise MissingObservation(f"variable '{series.name}' has no observation up to {end}")
    if observed.index[-1] < end:
        raise MissingObservation(f"variable '{series.name}' ends in {observed.index[-1]}, the sample in {end}")
    wanted = pd.period_range(observed.index[0], end, freq="Q")
    missing = wanted.difference(observed.index)
    if len(missing):
        raise MissingObservation(f"variable '{series.name}' has no value in {missing[0]}, inside the sample")


def observations(series: pd.Series, start: pd.Period, end: pd.Period) -> np.ndarray:
    """Values of one variable in a sample, from its first observation on.

    Raises
    ------
    MissingObservation
        If there is a gap, or the series ends too early; names the variable and the quarter.
    """
    _require_unbroken(series.loc[:end], end)
    return series.loc[start:end].dropna().to_numpy()
