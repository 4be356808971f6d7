"""Daily closing prices, from a file the user names or one CSV a ticker over HTTP."""

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from frictions.data.firms.schema import InvalidFirmFile
from frictions.data.firms.web_store import FetchFailed, WebStore, fetch_text

TICKER = re.compile(r"[A-Za-z0-9^][A-Za-z0-9.^-]*")
STALE_DAYS = 10
"""A quarter's price is the last close in the days up to its end; beyond these it is missing."""


def read_price_file(path: Path) -> pd.DataFrame:
    """Read closing prices (ticker, date, close) from a CSV or Parquet file with those columns, in any case.

    Raises
    ------
    InvalidFirmFile
        If the file cannot be read or lacks a column.
    """
    try:
        frame = pd.read_parquet(path) if path.name.endswith(".parquet") else pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise InvalidFirmFile(f"{path.name} cannot be read: {error}") from error
    return _closes(frame.rename(columns=str.lower), path.name)


def fetch_prices(store: WebStore, address: str, tickers: Sequence[str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Fetch closing prices of each ticker from ``address``, in which ``{ticker}`` is replaced.

    Returns
    -------
    DataFrame, dict
        The prices (ticker, date, close), and the reason for every ticker without them.
    """
    frames, failures = [], {}
    for ticker in tickers:
        if not TICKER.fullmatch(ticker):
            failures[ticker] = "not a ticker: letters, digits, dot, caret, hyphen"
            continue
        name = f"prices_{ticker.lower()}.csv"
        try:
            text = fetch_text(store, address.format(ticker=ticker.lower()), name, check=lambda reply: _parse(reply, ""))
            frames.append(_parse(text, ticker))
        except (FetchFailed, InvalidFirmFile) as error:
            failures[ticker] = str(error)
    empty = pd.DataFrame({"ticker": pd.Series(dtype=str), "date": pd.Series(dtype="datetime64[ns]"), "close": []})
    return (pd.concat(frames, ignore_index=True) if frames else empty), failures


def quarter_prices(prices: pd.DataFrame, quarters: pd.DataFrame) -> pd.Series:
    """Last close on or before each quarter's end, within ten days; missing otherwise.

    Parameters
    ----------
    prices : DataFrame
        ticker, date, close.
    quarters : DataFrame
        ticker, date; the result has its index.
    """
    left = quarters[["ticker", "date"]].reset_index(names="_row")
    left["date"] = pd.to_datetime(left["date"]).astype("datetime64[ns]")
    left = left.sort_values("date", kind="stable")
    right = prices.sort_values("date", kind="stable")
    merged = pd.merge_asof(left, right, on="date", by="ticker", tolerance=pd.Timedelta(days=STALE_DAYS))
    return merged.set_index("_row")["close"].reindex(quarters.index)


def with_prices(panel: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Fill the price column of a panel in the schema whose firms are tickers."""
    quarters = panel[["firm", "date"]].rename(columns={"firm": "ticker"})
    return panel.assign(price=quarter_prices(prices, quarters))


def _parse(text: str, ticker: str) -> pd.DataFrame:
    frame = pd.read_csv(io.StringIO(text)).rename(columns=str.lower)
    return _closes(frame.assign(ticker=ticker), "the reply")


def _closes(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    # An adjusted close, where there is one, is free of splits.
    close = "adj close" if "adj close" in frame.columns else "close"
    absent = [column for column in ("ticker", "date", close) if column not in frame.columns]
    if absent:
        raise InvalidFirmFile(f"{name} lacks the columns {', '.join(absent)}")
    out = pd.DataFrame(
        {
            "ticker": frame["ticker"].astype(str).str.upper(),
            "date": pd.to_datetime(frame["date"], errors="coerce").astype("datetime64[ns]"),
            "close": pd.to_numeric(frame[close], errors="coerce"),
        }
    )
    return out.dropna(ignore_index=True)
