"""A firm panel of open XBRL data with its prices, as settings ask for it."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from frictions.data.firms.daily_prices import fetch_prices, read_price_file, with_prices
from frictions.data.firms.edgar import EdgarSettings, fetch_edgar_panel
from frictions.data.firms.schema import InvalidFirmFile
from frictions.data.firms.web_store import WebStore

SECONDS_A_DAY = 86400.0


def pull_edgar(settings: Mapping[str, Any], log: logging.Logger) -> tuple[pd.DataFrame, dict[str, int]]:
    """Facts by firm and fiscal quarter, and prices from a file or from one reply a ticker.

    Parameters
    ----------
    settings : mapping
        ``user_agent``, ``first_year``, ``last_year``, ``tickers`` (ticker to CIK) and ``store``; ``price_file`` or
        ``price_address``; optionally ``firms`` (CIK numbers asked for one by one), ``address``, ``max_age_days``.
    log : Logger
        For what was kept from an earlier pull, absent or without a price.

    Returns
    -------
    DataFrame, dict
        The panel in the schema, and the number of facts that each rule of the source touched.

    Raises
    ------
    InvalidFirmFile
        If neither a price file nor an address of prices is set, the file cannot be read, or a ticker is not a text.
    FetchFailed, NoFacts, MalformedReply
        As in `fetch_edgar_panel`.
    """
    prices = settings.get("price_file"), settings.get("price_address")
    if not any(prices):
        raise InvalidFirmFile("an edgar panel needs price_file or price_address: the service has no prices")
    unquoted = [ticker for ticker in settings["tickers"] if not isinstance(ticker, str)]
    if unquoted:
        raise InvalidFirmFile(f"tickers: {unquoted[0]} is not a text; YAML needs quotes around tickers such as ON")
    store = WebStore(
        Path(settings["store"]),
        settings["user_agent"],
        max_age=SECONDS_A_DAY * float(settings.get("max_age_days", 7.0)),
    )
    asked = EdgarSettings(
        first_year=settings["first_year"],
        last_year=settings["last_year"],
        firms=tuple(settings.get("firms", ())),
        tickers={cik: ticker.upper() for ticker, cik in settings["tickers"].items()},
        **({"address": settings["address"]} if "address" in settings else {}),
    )
    panel = fetch_edgar_panel(store, asked)
    if panel.absent:
        log.info("%d requests the service has nothing for", len(panel.absent))
    if settings.get("price_file"):
        closes = read_price_file(Path(settings["price_file"]))
    else:
        closes, failures = fetch_prices(store, settings["price_address"], sorted(settings["tickers"]))
        for ticker, reason in failures.items():
            log.warning("no prices of %s: %s", ticker, reason)
    for note in store.notes:
        log.warning(note)
    counts = {
        "fact replaced by a later filing": panel.superseded,
        "span not reducible to a quarter": panel.unusable,
        "quarter obtained as a difference of spans": panel.differenced,
    }
    return with_prices(panel.frame, closes), counts
