"""How closely a substitute follows the series it stands for, in changes and in levels."""

from collections.abc import Mapping, Sequence

import pandas as pd

from frictions.data.catalogue import Catalogue
from frictions.data.evaluate import evaluate

LEVEL_DATES = ("1975Q1", "1990Q1", "2005Q1")


def correlation_of_changes(first: pd.Series, second: pd.Series, start: str, end: str) -> tuple[float, int]:
    """Correlation of quarterly changes over the quarters that both series have.

    Parameters
    ----------
    first, second : Series
        Quarterly; logs, so that changes are growth rates, or ratios.
    start, end : str
        First and last quarter of the changes, e.g. ``1970Q1``.

    Returns
    -------
    float
        Correlation coefficient.
    int
        Number of quarters.
    """
    changes = pd.concat([first.diff(), second.diff()], axis=1).loc[start:end].dropna()
    return float(changes.iloc[:, 0].corr(changes.iloc[:, 1])), len(changes)


def comparison_table(
    catalogue: Catalogue,
    series: Mapping[str, pd.Series],
    start: str = "1970Q1",
    end: str = "2007Q4",
    dates: Sequence[str] = LEVEL_DATES,
) -> pd.DataFrame:
    """Hold every substitute of the catalogue whose series are given against the exact quantity.

    Parameters
    ----------
    catalogue : Catalogue
        With the comparisons.
    series : mapping
        Quarterly series by code, in the catalogue's units.
    start, end : str
        First and last quarter of the correlation of changes, which
        a wrong scale or a constant gap leaves as it is.
    dates : sequence of str
        Quarters at which levels are compared.

    Returns
    -------
    DataFrame
        name, correlation, quarters, and a column for each date: 100 times substitute less exact, which is percent where
        the comparison is in logarithms and percentage points where it is not. Where the base years of prices differ it
        holds that constant too.
    """
    rows = []
    for comparison in catalogue.comparisons:
        if set(comparison.exact.names) | set(comparison.substitute.names) <= set(series):
            exact, substitute = evaluate(comparison.exact, series), evaluate(comparison.substitute, series)
            correlation, quarters = correlation_of_changes(exact, substitute, start, end)
            gaps = [100.0 * float(substitute[date] - exact[date]) for date in dates]
            rows.append((comparison.name, correlation, quarters, *gaps))
    return pd.DataFrame(rows, columns=["name", "correlation", "quarters", *dates])
