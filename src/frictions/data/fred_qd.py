"""The quarterly database of McCracken and Ng: many series in one file, with dated vintages."""

import csv
import io
from collections.abc import Collection, Mapping

import pandas as pd

from frictions.data.catalogue import Catalogue, SeriesInfo
from frictions.data.http import PullFailed, TransientFailure, get, refuse_page, with_retries
from frictions.data.layout import BadSeriesFile
from frictions.data.readers import parse_series
from frictions.data.settings import LiveSettings


def fred_qd_address(vintage: str | None, settings: LiveSettings) -> str:
    """Address of one vintage of FRED-QD."""
    return settings.fred_qd_url.replace("{vintage}", vintage or settings.fred_qd_current)


def parse_fred_qd(body: bytes, codes: Collection[str], catalogue: Catalogue) -> dict[str, pd.Series]:
    """Read the named series from a FRED-QD file.

    Parameters
    ----------
    body : bytes
        The file.
    codes : collection of str
        Catalogue codes that it must hold.
    catalogue : Catalogue
        Says under which mnemonics.

    Returns
    -------
    dict
        Series by code.

    Raises
    ------
    PullFailed
        If the header has changed, a series is missing, or a row is not readable.
    """
    try:
        header = next(csv.reader(io.StringIO(body.decode("utf-8-sig"))), [])
    except (UnicodeDecodeError, csv.Error):
        raise PullFailed("the reply is not CSV text") from None
    cells = [cell.strip() for cell in header]
    if not cells or cells[0].lower() != "sasdate":
        raise PullFailed(f"the header begins with {','.join(cells)[:60]!r}, not sasdate")
    wanted: Mapping[str, SeriesInfo] = {code: catalogue.series[code] for code in codes}
    if missing := [info.fred_qd or code for code, info in wanted.items() if info.fred_qd not in cells]:
        raise PullFailed(f"the file has no column {', '.join(missing)}")
    try:
        return {
            code: parse_series(body, "FRED-QD", "", info, catalogue.code_of, ascending=True)
            for code, info in wanted.items()
        }
    except BadSeriesFile as error:
        raise PullFailed(str(error)) from None


def fetch_fred_qd(vintage: str | None, codes: Collection[str], catalogue: Catalogue, settings: LiveSettings) -> bytes:
    """Fetch one vintage of FRED-QD.

    Parameters
    ----------
    vintage : str or None
        For instance ``2020-04``; None for the current one.
    codes : collection of str
        Catalogue codes that it must hold.
    catalogue, settings
        As elsewhere.

    Returns
    -------
    bytes
        The file, read through once.

    Raises
    ------
    PullFailed
        With the reason.
    """

    def attempt() -> bytes:
        body = get(fred_qd_address(vintage, settings), {}, settings)
        refuse_page(body)
        if not body.endswith(b"\n") and body.rsplit(b"\n", 1)[-1].count(b",") != body.split(b"\n", 1)[0].count(b","):
            raise TransientFailure("the file ends in the middle of a row")
        parse_fred_qd(body, codes, catalogue)
        return body

    return with_retries(attempt, settings)
