"""One rule for all variables: which test of a unit root, with what terms and lags, on what data, at what level."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.options import checked_options
from frictions.timeseries.detrending import MissingObservation, observations
from frictions.timeseries.unit_roots import Decision, Deterministic

Test = Literal["adf", "dfgls", "pp", "kpss"]
"""Augmented Dickey-Fuller; its generalised least squares form (Elliott, Rothenberg and Stock 1996); Phillips and
Perron; Kwiatkowski, Phillips, Schmidt and Shin, whose null is stationarity."""

TERMS: Mapping[Deterministic, Literal["c", "ct"]] = {"constant": "c", "constant_and_trend": "ct"}

Lags = Literal["aic", "bic", "short", "long"]
"""By an information criterion, for the first two tests; the bandwidth, for the others."""

SHORT, LONG = 4.0, 12.0
"""Schwert's lengths of a bandwidth, times (T / 100)^(1/4)."""


@checked_options
def p_value(series: Array, test: Test, terms: Deterministic, lags: Lags, longest_lag: int) -> float:
    """P-value of one test.

    Parameters
    ----------
    series : (T,) array
        Levels without missing values.
    test : {"adf", "dfgls", "pp", "kpss"}
    terms : {"constant", "constant_and_trend"}
    lags : {"aic", "bic", "short", "long"}
        See :data:`Lags`.
    longest_lag : int
        Largest augmentation that the criterion may choose.

    Returns
    -------
    float
    """
    # Imported here: it takes two seconds to load.
    from arch.unitroot import ADF, DFGLS, KPSS, PhillipsPerron

    trend = TERMS[terms]
    if lags == "aic" or lags == "bic":
        augmented = ADF if test == "adf" else DFGLS
        return float(augmented(series, trend=trend, max_lags=longest_lag, method=lags).pvalue)
    factor = SHORT if lags == "short" else LONG
    bandwidth = int(np.ceil(factor * (len(series) / 100.0) ** 0.25))
    return float((PhillipsPerron if test == "pp" else KPSS)(series, trend=trend, lags=bandwidth).pvalue)


@checked_options
def decide(test: Test, probability: float, level: float) -> Decision:
    """``stationary`` where a unit root is rejected, or where stationarity is not."""
    rejected = probability < level
    return "stationary" if rejected != (test == "kpss") else "filter"


def decisions_by_rule(
    variables: pd.DataFrame, trends: Mapping[str, Deterministic], variants: Iterable[Mapping[str, Any]]
) -> list[list[Decision | None]]:
    """Decisions of every rule.

    Parameters
    ----------
    variables : DataFrame
        Levels over a quarterly index.
    trends : mapping
        Terms of each variable where a rule takes them ``by_variable``.
    variants : iterable of mapping
        Keys ``test``, ``terms``, ``lags``, ``longest_lag``, ``level`` and ``span``: first and last quarter as
        ``1970Q1-2007Q4``, or ``history-2007Q4`` from the first observation on.

    Returns
    -------
    list of lists of str or None
        By rule, and by variable in the order of ``variables``; None where the variable does not cover the span.
    """

    @cache
    def probability(
        name: str, span: str, test: Test, terms: Deterministic, lags: Lags, longest_lag: int
    ) -> float | None:
        first, last = span.split("-")
        start = variables.index[0] if first == "history" else pd.Period(first, freq="Q")
        try:
            series = observations(variables[name], start, pd.Period(last, freq="Q"))
        except MissingObservation:
            return None
        return p_value(series, test, terms, lags, longest_lag)

    decisions = []
    for rule in variants:
        row: list[Decision | None] = []
        for name in variables:
            terms = trends[name] if rule["terms"] == "by_variable" else rule["terms"]
            found = probability(name, rule["span"], rule["test"], terms, rule["lags"], rule["longest_lag"])
            row.append(None if found is None else decide(rule["test"], found, rule["level"]))
        decisions.append(row)
    return decisions
