"""One series from FRED through pandas-datareader."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import requests
from pandas_datareader.fred import FredReader

from frictions.data.catalogue import SeriesInfo
from frictions.data.file_tables import tables_of
from frictions.data.http import BoundedSession, PullFailed, TransientFailure, refuse_page, with_retries
from frictions.data.layout import BadSeriesFile, layout_of, rows_below
from frictions.data.rate_limit import Ledger
from frictions.data.readers import parse_series
from frictions.data.settings import LiveSettings


class CheckedFredReader(FredReader):
    """FredReader with a settable address that looks at the reply before pandas does.

    pandas-datareader throws the header away, so a page of another series, or none at all, would pass for data.

    Parameters
    ----------
    info : SeriesInfo
        The series to ask for.
    code_of : mapping
        Catalogue code by mnemonic in lower case.
    settings : LiveSettings
        Address, start and patience.
    """

    def __init__(self, info: SeriesInfo, code_of: Mapping[str, str], settings: LiveSettings) -> None:
        super().__init__(
            info.fred, start=settings.start, retry_count=0, timeout=settings.timeout, session=BoundedSession(settings)
        )
        self._info, self._code_of, self._address = info, code_of, settings.fred_url
        self.body = b""

    @property
    def url(self) -> str:
        """FRED's address for one series as CSV."""
        return self._address

    def _get_response(self, url: str, params: Any = None, headers: Any = None) -> requests.Response:
        return self.session.get(url, params=params, headers=headers)

    def _sanitize_response(self, response: requests.Response) -> bytes:
        refuse_page(response.content)
        body = reply_as_csv(response.content, self._info)
        check_header(body, self._info)
        if not body.endswith(b"\n"):
            raise TransientFailure("the reply ends in the middle of a row")
        check_fred(body, self._info, self._code_of)
        self.body = body
        return body


def reply_as_csv(body: bytes, info: SeriesInfo) -> bytes:
    """Give a reply as CSV: FRED also sends workbooks, with notes above the names or on a sheet of their own.

    Raises
    ------
    TransientFailure
        If a workbook is cut off.
    PullFailed
        If no sheet of it holds the series.
    """
    if not body.startswith(b"PK"):
        return body
    try:
        tables = tables_of(body, "reply", {})
        layouts = [
            (table, layout_of(table.text, "", {str(info.fred).lower(): info.code}, table.name)) for table in tables
        ]
    except BadSeriesFile as error:
        raise TransientFailure(str(error)) from None
    for table, layout in layouts:
        if layout is not None and info.code in layout.columns:
            column = layout.columns[info.code]
            rows = [f"{row[layout.dates]},{row[column]}" for _, row in rows_below(table.text, layout)]
            return "\n".join([f"observation_date,{layout.header[column]}", *rows, ""]).encode()
    raise PullFailed(f"no sheet of the reply ({', '.join(table.name for table in tables)}) holds {info.fred}")


def check_header(body: bytes, info: SeriesInfo) -> None:
    """Refuse a reply whose first line is not a date and FRED's mnemonic of the series.

    Raises
    ------
    PullFailed
        With the line.
    """
    header = body.split(b"\n", 1)[0].decode("utf-8", "replace").strip().lstrip("\ufeff")
    cells = [cell.strip().strip('"') for cell in header.split(",")]
    if len(cells) != 2 or cells[0].lower() not in ("date", "observation_date") or cells[1] != info.fred:
        raise PullFailed(f"the header is {header[:60]!r}, not a date and {info.fred}")


def check_fred(body: bytes, info: SeriesInfo, code_of: Mapping[str, str]) -> pd.Series:
    """Read FRED's CSV of one series.

    Raises
    ------
    PullFailed
        If the header is not a date and the code, or a row is not readable.
    """
    check_header(body, info)
    try:
        return parse_series(body, "reply", info.code, info, code_of, ascending=True)
    except BadSeriesFile as error:
        raise PullFailed(str(error)) from None


def fetch_fred(
    info: SeriesInfo,
    code_of: Mapping[str, str],
    settings: LiveSettings,
    ledger: Ledger,
    sleep: Callable[[float], None] = time.sleep,
) -> pd.Series:
    """Fetch one series from FRED.

    Parameters
    ----------
    info : SeriesInfo
        With FRED's mnemonic.
    code_of : mapping
        Catalogue code by mnemonic in lower case.
    settings : LiveSettings
        Address, start and patience.
    ledger : Ledger
        Keeps the requests of all jobs together below FRED's 120 a minute.
    sleep : callable
        Waits that many seconds.

    Returns
    -------
    Series
        From the configured start.

    Raises
    ------
    PullFailed
        With the reason.
    """

    def attempt() -> bytes:
        ledger.wait(sleep)
        reader = CheckedFredReader(info, code_of, settings)
        try:
            reader.read()
        except (ValueError, OSError, KeyError, IndexError) as error:
            raise PullFailed(f"the reply is not readable ({type(error).__name__})") from None
        return reader.body

    # Values are read again from the bytes: pandas' fast decimal parser is not exact to the last bit.
    series = check_fred(with_retries(attempt, settings, sleep), info, code_of)
    return series.loc[pd.Period(settings.start, freq=series.index.freqstr) :]
