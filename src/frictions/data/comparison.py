"""How closely a substitute follows the series it stands for."""

from collections.abc import Mapping

import pandas as pd

from frictions.data.catalogue import Catalogue, Comparison
from frictions.data.evaluate import evaluate


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


def compare(comparison: Comparison, series: Mapping[str, pd.Series], start: str, end: str) -> tuple[float, int]:
    """Correlation of the quarterly changes of an exact quantity and its substitute.

    Parameters
    ----------
    comparison : Comparison
        The two formulas.
    series : mapping
        Quarterly series by code.
    start, end : str
        First and last quarter.
    """
    exact = evaluate(comparison.exact, series)
    return correlation_of_changes(exact, evaluate(comparison.substitute, series), start, end)


def comparison_table(
    catalogue: Catalogue, series: Mapping[str, pd.Series], start: str = "1970Q1", end: str = "2007Q4"
) -> pd.DataFrame:
    """Every comparison of the catalogue whose series are all given.

    Returns
    -------
    DataFrame
        name, correlation, quarters.
    """
    rows = [
        (comparison.name, *compare(comparison, series, start, end))
        for comparison in catalogue.comparisons
        if set(comparison.exact.names) | set(comparison.substitute.names) <= set(series)
    ]
    return pd.DataFrame(rows, columns=["name", "correlation", "quarters"])
