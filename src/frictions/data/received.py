"""A series as it came: the unit it is in, and whether its values can be what the catalogue says they are."""

from collections.abc import Mapping

import pandas as pd

from frictions.data.catalogue import SeriesInfo
from frictions.data.plausible import check_plausible
from frictions.data.readers import to_quarterly
from frictions.data.units import conversion_factor, unit_of_file


def received_unit(series: pd.Series, info: SeriesInfo, stated: Mapping[str, str]) -> str:
    """Tell the unit of a series whose source does not state it in so many words.

    Parameters
    ----------
    series : Series
        With a PeriodIndex of frequency Q or M.
    info : SeriesInfo
        Says which units the publisher has used.
    stated : mapping
        The setting ``data.units``.

    Returns
    -------
    str

    Raises
    ------
    UnknownUnit
        If the publisher changed the unit and neither the catalogue nor the user says which one this file has.
    """
    last = series.last_valid_index()
    return unit_of_file(info.code, info.units, info.units_of_files, str(last.asfreq("Q")), stated)


def in_catalogue_unit(series: pd.Series, info: SeriesInfo, units: str) -> pd.Series:
    """Quarterly series in the catalogue's unit, from one as it came.

    Parameters
    ----------
    series : Series
        With a PeriodIndex of frequency Q or M.
    info : SeriesInfo
        Unit, aggregation of months and plausible values.
    units : str
        Unit that the series came in.

    Returns
    -------
    Series

    Raises
    ------
    UnknownUnit
        If the unit does not convert.
    """
    return to_quarterly(series, info.aggregation) * conversion_factor(units, info.units)


def check_received(series: pd.Series, info: SeriesInfo, units: str, where: str) -> None:
    """Refuse a series whose quarterly values cannot be what the catalogue says it is.

    Parameters
    ----------
    series, info, units
        As for :func:`in_catalogue_unit`.
    where : str
        File or address, for errors.

    Raises
    ------
    ImplausibleValue
        If a value, a change over a quarter or a known reading is out of bounds.
    UnknownUnit
        If the unit does not convert.
    """
    check_plausible(
        in_catalogue_unit(series, info, units), info.plausible, f"{where}: series {info.code} in {info.units}"
    )
