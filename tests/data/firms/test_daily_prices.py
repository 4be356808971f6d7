"""Daily closing prices, from a service by ticker or from a file."""

import numpy as np
import pandas as pd
import pytest

from frictions.data.firms.daily_prices import fetch_prices, quarter_prices, read_price_file, with_prices
from frictions.data.firms.schema import InvalidFirmFile


def test_daily_prices_come_one_ticker_a_request_and_failures_are_named(service, store):
    service.pages["/d/abc.csv"] = "Date,Open,Close\n2019-03-28,1,10.0\n2019-03-29,1,11.0\n"
    service.pages["/d/bad.csv"] = "No data"
    prices, failures = fetch_prices(store, service.address + "/d/{ticker}.csv", ["ABC", "BAD", "GONE", "../up"])
    assert prices["close"].tolist() == [10.0, 11.0]
    assert set(failures) == {"BAD", "GONE", "../up"}
    panel = pd.DataFrame({"firm": ["ABC", "ABC"], "date": pd.to_datetime(["2019-03-31", "2019-06-30"])})
    filled = with_prices(panel, prices)["price"]
    assert filled.iloc[0] == 11.0
    assert np.isnan(filled.iloc[1])


def test_price_file_prefers_the_adjusted_close(tmp_path):
    path = tmp_path / "prices.csv"
    path.write_text("Ticker,Date,Close,Adj Close\nabc,2019-03-29,20,10\nabc,not a date,1,1\n")
    prices = read_price_file(path)
    quarters = pd.DataFrame({"ticker": ["ABC"], "date": pd.to_datetime(["2019-03-31"])}, index=[7])
    assert quarter_prices(prices, quarters).to_dict() == {7: 10.0}
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InvalidFirmFile, match="ticker, date, close"):
        read_price_file(path)
