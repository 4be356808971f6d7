"""One line of a NIPA table from the API of the Bureau of Economic Analysis."""

import json
import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd

from frictions.data.catalogue import BeaLine, SeriesInfo
from frictions.data.http import PullFailed, get, refuse_page, with_retries
from frictions.data.layout import BadSeriesFile
from frictions.data.rate_limit import Ledger
from frictions.data.readers import Observation, series_of
from frictions.data.settings import LiveSettings
from frictions.data.units import parse_unit

KEY_VARIABLE = "BEA_API_KEY"
_PERIOD = re.compile(r"(\d{4})Q([1-4])")
_NUMBER = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?|-?\d+(\.\d+)?")
LARGEST_MULTIPLIER = 15
"""Power of ten beyond which no statistic is stated."""
_ABSENT = frozenset({"", "---", "...", ".....", "(NA)", "(D)", "n.a."})


def bea_address(line: BeaLine, settings: LiveSettings) -> str:
    """Say what is asked for, without the key."""
    return f"{settings.bea_url}?datasetname={line.dataset}&TableName={line.table}&Frequency=Q&Year=X#line{line.line}"


def parse_bea(body: bytes, info: SeriesInfo) -> pd.Series:
    """Read one line of a table from a reply.

    Parameters
    ----------
    body : bytes
        JSON. Errors arrive as HTTP 200 too, values with thousands commas and a power of ten in ``UNIT_MULT``.
    info : SeriesInfo
        With the table and line.

    Returns
    -------
    Series
        Quarterly, in millions where the line is in money or chained dollars.

    Raises
    ------
    PullFailed
        If the reply is an error, holds another table or line, or a value is not a number.
    """
    line = info.bea
    if line is None:
        raise PullFailed("the catalogue names no table of the BEA for it")
    try:
        reply = json.loads(body)
        api = reply["BEAAPI"]
        results = api.get("Results", {})
        results = results[0] if isinstance(results, list) else results
        error = api.get("Error") or results.get("Error")
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise PullFailed("the reply is not one of the BEA's API") from None
    if error:
        entry = error[0] if isinstance(error, list) else error
        detail = entry.get("APIErrorDescription", "") if isinstance(entry, Mapping) else entry
        raise PullFailed(f"the API answers with an error: {str(detail)[:160] or 'without a description'}")
    data = results.get("Data")
    rows = [data] if isinstance(data, Mapping) else data
    if not isinstance(rows, list) or not rows:
        raise PullFailed("the reply holds no data")
    scale = parse_unit(info.units).scale
    observations = [_observation(row, line, scale) for row in rows if _is_line(row, line)]
    if not observations:
        raise PullFailed(f"the reply holds no line {line.line} of table {line.table}")
    try:
        return series_of(observations, "reply", info)
    except BadSeriesFile as problem:
        raise PullFailed(str(problem)) from None


def _is_line(row: Any, line: BeaLine) -> bool:
    try:
        return row["TableName"] == line.table and int(row["LineNumber"]) == line.line
    except (KeyError, TypeError, ValueError):
        raise PullFailed("the reply's rows lack TableName or LineNumber") from None


def _observation(row: Mapping[str, Any], line: BeaLine, scale: float) -> Observation:
    try:
        period, text = str(row["TimePeriod"]), str(row["DataValue"]).strip()
        described, multiplier = str(row["LineDescription"]), int(row["UNIT_MULT"])
    except (KeyError, TypeError, ValueError):
        raise PullFailed("the reply's rows lack TimePeriod, DataValue, LineDescription or UNIT_MULT") from None
    if abs(multiplier) > LARGEST_MULTIPLIER:
        raise PullFailed(f"line {line.line} of table {line.table} is in units of ten to the power {multiplier}")
    if not described.lower().startswith(line.description.lower()):
        raise PullFailed(f"line {line.line} of table {line.table} is {described[:60]!r}, not {line.description!r}")
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise PullFailed(f"{period!r} is not a quarter")
    month = int(match[1]) * 12 + (int(match[2]) - 1) * 3
    if text in _ABSENT:
        return Observation(period, month, 0, np.nan)
    if not _NUMBER.fullmatch(text):
        raise PullFailed(f"{period}: {text!r} is not a number")
    value = float(text.replace(",", ""))
    # The multiplier is the power of ten that the value counts, zero for an index or a ratio.
    return Observation(period, month, 0, value * (10.0**multiplier / scale))


def fetch_bea(
    info: SeriesInfo, key: str, settings: LiveSettings, ledger: Ledger, sleep: Callable[[float], None] = time.sleep
) -> pd.Series:
    """Fetch one line of a table.

    Parameters
    ----------
    info : SeriesInfo
        With the table and line.
    key : str
        The user's key; it goes into the request and nowhere else.
    settings : LiveSettings
        Address and patience.
    ledger : Ledger
        Keeps requests, bytes and errors a minute below the BEA's limits.
    sleep : callable
        Waits that many seconds.

    Raises
    ------
    PullFailed
        With the reason; never with the key.
    """
    line = info.bea
    if line is None or not key:
        raise PullFailed(f"{KEY_VARIABLE} is not set in the environment")
    params = {
        "UserID": key,
        "method": "GetData",
        "datasetname": line.dataset,
        "TableName": line.table,
        "Frequency": "Q",
        "Year": "X",
        "ResultFormat": "JSON",
    }

    def attempt() -> bytes:
        ledger.wait(sleep)
        try:
            body = get(settings.bea_url, params, settings)
            ledger.record(len(body), failed=False)
            refuse_page(body)
            parse_bea(body, info)
        except PullFailed:
            ledger.record(0, failed=True)
            raise
        return body

    try:
        with _unlogged(key):
            return parse_bea(with_retries(attempt, settings, sleep), info)
    except PullFailed as failure:
        raise PullFailed(str(failure).replace(key, "***")) from None


@contextmanager
def _unlogged(key: str) -> Iterator[None]:
    """Keep the key out of the messages of urllib3, of every level, which quote the address."""

    def without_key(record: logging.LogRecord) -> bool:
        return key not in record.getMessage()

    # A filter of a logger does not hold for those below it.
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.startswith("urllib3")]
    for logger in loggers:
        logger.addFilter(without_key)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(without_key)
