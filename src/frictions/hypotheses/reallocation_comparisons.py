"""Statements of section 2.5.2 that compare economies, under other readings of what is compared and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.options import checked_options

Years = Literal["as_stated", "first", "second", "third", "five", "ten", "largest"]
"""The year of the statement on the scoreboard; one of the first three; the sum of five or ten; the largest response."""


@dataclass(frozen=True)
class Comparison:
    """A statement that a response in one economy is above or below that in another.

    Attributes
    ----------
    item : str
        Of the scoreboard.
    variable : str
        Of transition.csv.
    symbol : str
        Of its stationary value in steady_state.csv; empty for a ratio, which has percent deviations only.
    experiment, other : str
    lemons : float
        Share of lemons, 0 for the economy without.
    above : bool
        Whether the response in ``experiment`` is said to be above, else below, that in ``other``.
    year : int
        From 1: the year read on the scoreboard.
    """

    item: str
    variable: str
    symbol: str
    experiment: str
    other: str
    lemons: float
    above: bool
    year: int


@checked_options
def response_over(path: Array, years: Years, year: int) -> float:
    """What a path says over some years.

    Parameters
    ----------
    path : (T,) array
        From the first year of the shock.
    years : Years
    year : int
        For ``as_stated``, from 1.
    """
    if years == "largest":
        return float(path[np.argmax(np.abs(path))])
    if years in ("five", "ten"):
        return float(path[: {"five": 5, "ten": 10}[years]].sum())
    position = {"as_stated": year, "first": 1, "second": 2, "third": 3}[years]
    return float(path[position - 1])


def statements_by_reading(
    comparisons: Iterable[Comparison],
    transitions: Mapping[str, pd.DataFrame],
    steady_states: Mapping[str, pd.DataFrame],
    variants: Iterable[Mapping[str, Any]],
) -> list[list[bool]]:
    """Whether each statement holds under each reading.

    Parameters
    ----------
    comparisons : iterable of Comparison
    transitions, steady_states : mapping of str to DataFrame
        The contract's ``transition.csv`` and ``steady_state.csv`` by experiment.
    variants : iterable of mapping
        Keys ``years`` and ``measure``: ``percent`` of the economy's own stationary value, or ``level``.

    Returns
    -------
    list of lists of bool
        By variant and comparison.
    """
    wanted = list(comparisons)

    def response(one: Comparison, experiment: str, variant: Mapping[str, Any]) -> float:
        table = transitions[experiment]
        rows = table[(table["lemons"] == one.lemons) & (table["variable"] == one.variable)].sort_values("period")
        value = response_over(rows["percent_deviation"].to_numpy(), variant["years"], one.year)
        if variant["measure"] == "percent" or not one.symbol:
            return value
        steady = steady_states[experiment]
        level = steady[(steady["lemons"] == one.lemons) & (steady["quantity"] == one.symbol)]["value"]
        return value * float(level.iloc[0]) / 100.0

    return [
        [(response(one, one.experiment, variant) > response(one, one.other, variant)) == one.above for one in wanted]
        for variant in variants
    ]
