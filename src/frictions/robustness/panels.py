"""Panels of the VAR under the choices of a specification: data, sample, trends, unit roots and recursive order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from frictions.arrays import Array
from frictions.errors import FrictionsError
from frictions.options import one_of
from frictions.timeseries.detrending import observations, panel_without_trends
from frictions.timeseries.trends import Detrending, detrended
from frictions.timeseries.unit_roots import Deterministic, unit_root_test


class UnknownChoice(FrictionsError):
    """An option that the settings do not explain; the message names it."""


@dataclass(frozen=True)
class Meanings:
    """What the names of options stand for.

    Attributes
    ----------
    sample : mapping of str to mapping
        ``start`` and ``end``.
    detrending : mapping of str to mapping
        ``method`` (of :data:`~frictions.timeseries.trends.Detrending`) and ``window``, the quarters that it sees.
    order : mapping of str to mapping
        Variables to move: a variable, and where to: ``first``, ``last`` or ``before`` another, written
        ``{money_growth: first, federal_funds: before inflation}``.
    """

    sample: Mapping[str, Mapping[str, str]]
    detrending: Mapping[str, Mapping[str, Any]]
    order: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class UnitRoots:
    """Which variables have a unit root.

    Attributes
    ----------
    published : mapping of str to str
        The source's decision by variable, ``stationary`` or ``filter``.
    trends : mapping of str to str
        Deterministic terms of the test by variable.
    longest_lag : int
    level : float
        Of the test.
    """

    published: Mapping[str, str]
    trends: Mapping[str, Deterministic]
    longest_lag: int
    level: float


def moved(names: Sequence[str], moves: Mapping[str, str]) -> list[str]:
    """Variables in another recursive order.

    Raises
    ------
    UnknownChoice
        If a variable, or a place to move it to, is none.

    Examples
    --------
    >>> moved(["output", "prices", "rate", "money"], {"rate": "before prices", "money": "first"})
    ['money', 'output', 'rate', 'prices']
    """
    order = list(names)
    for name, place in moves.items():
        if name not in order:
            raise UnknownChoice(f"order: {name} is no variable")
        order.remove(name)
        if place in ("first", "last"):
            order.insert(0 if place == "first" else len(order), name)
        elif place.startswith("before ") and place.removeprefix("before ") in order:
            order.insert(order.index(place.removeprefix("before ")), name)
        else:
            raise UnknownChoice(f"order: {name} cannot be moved to '{place}'; write first, last or before a variable")
    return order


@dataclass(frozen=True)
class Panel:
    """What a VAR is estimated on.

    Attributes
    ----------
    frame : DataFrame
        Variables in the recursive order over a quarterly index.
    differenced : frozenset of str
        Variables that enter as first differences, whose responses have to be cumulated.
    """

    frame: pd.DataFrame
    differenced: frozenset[str]


def panel_maker(
    variables: Mapping[str, pd.DataFrame], meanings: Meanings, unit_roots: UnitRoots
) -> Callable[[Mapping[str, Any]], Panel]:
    """Give the function that makes the panel of a specification; what specifications share is made once.

    Parameters
    ----------
    variables : mapping of str to DataFrame
        Levels over a quarterly index by the name of the data.
    meanings : Meanings
    unit_roots : UnitRoots

    Returns
    -------
    callable
        Of choices with ``data``, ``sample``, ``detrending``, ``unit_roots`` and ``order``. It raises a
        ``FrictionsError`` where a name means nothing or the data do not cover the sample.
    """

    def span(sample: str) -> tuple[pd.Period, pd.Period]:
        bounds = _meaning(meanings.sample, "sample", sample)
        return pd.Period(bounds["start"], freq="Q"), pd.Period(bounds["end"], freq="Q")

    # By what they do and not by its name: most alternatives of the data leave most variables as they are.
    @cache
    def decision(levels: bytes, terms: Deterministic) -> str:
        return unit_root_test(np.frombuffer(levels), terms, unit_roots.longest_lag, unit_roots.level).decision

    @cache
    def without_trend(levels: bytes, method: Detrending) -> Array:
        return detrended(np.frombuffer(levels), method)

    def filtered(data: str, sample: str, decisions: str) -> frozenset[str]:
        one_of("unit_roots", decisions, ("published", "tested"))
        names = map(str, _meaning(variables, "data", data))
        if decisions == "published":
            return frozenset(name for name in names if unit_roots.published[name] == "filter")
        levels = {name: observations(variables[data][name], *span(sample)).tobytes() for name in names}
        return frozenset(name for name in levels if decision(levels[name], unit_roots.trends[name]) == "filter")

    @cache
    def unordered(data: str, sample: str, detrending: str, decisions: str) -> Panel:
        trending = filtered(data, sample, decisions)
        how = _meaning(meanings.detrending, "detrending", detrending)
        frame = panel_without_trends(
            variables[data],
            trending,
            *span(sample),
            window=how["window"],
            method=lambda levels: without_trend(np.ascontiguousarray(levels).tobytes(), how["method"]),
        )
        return Panel(frame, trending if how["method"] == "first_differences" else frozenset())

    def panel(choices: Mapping[str, Any]) -> Panel:
        made = unordered(*(choices[name] for name in ("data", "sample", "detrending", "unit_roots")))
        order = moved(list(made.frame), _meaning(meanings.order, "order", choices["order"]))
        return Panel(made.frame[order], made.differenced)

    return panel


def variables_by_data(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Levels over a quarterly index by the name of the data, from rows with the columns data and quarter."""
    return {
        str(name): rows.drop(columns=["data", "quarter"]).set_axis(
            pd.PeriodIndex(rows["quarter"], freq="Q", name="quarter"), axis=0
        )
        for name, rows in table.groupby("data", sort=False)
    }


def _meaning(meanings: Mapping[str, Any], dimension: str, option: str) -> Any:
    if option not in meanings:
        raise UnknownChoice(f"{dimension}: {option!r} is not explained; known are {', '.join(meanings) or 'none'}")
    return meanings[option]
