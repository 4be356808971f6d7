"""Data, VAR and matching target from the raw files: section 1.5.1, equations (1.42) and (1.43)."""

import numpy as np
import pandas as pd
import pytest

from tests.independent.conftest import MATCHED, read_raw, read_settings, read_table

FILTERED = ("output", "consumption", "inventories", "unit_labor_cost", "profit_share")
FILTERED += ("federal_funds", "nonborrowed_reserves", "money_growth")
SHOCKED = 8
"""Position of the funds rate, ninth in the order."""


@pytest.fixture(scope="module")
def variables():
    """The eleven variables, in percent but for the funds rate and the ratio of reserves."""
    names = "GDPC1 PCECTPI PCND DNDGRG3M086SBEA CBIC96 CBIC1 CMRMTSPL GDP PRS85006173 NFCPATAX PPIACO FEDFUNDS"
    raw = {code: read_raw(code) for code in f"{names} TOTRESNS NONBORRES M2SL".split()}
    r = pd.DataFrame(raw)
    ln = np.log
    # End of 2012Q4: 2,033.8 billion chained 2009 dollars; changes are at annual rates.
    old = raw["CBIC96"].cumsum() / 4
    new = raw["CBIC1"].cumsum() / 4
    stock = old - old["2012Q4"] + 2033.8
    carried = new - new["2012Q4"] + 2033.8
    last = stock.index[-1]
    stock = pd.concat([stock, carried[carried.index > last] * stock[last] / carried[last]])
    # Millions of chained dollars a month, to billions a year.
    sales = 12 * r.CMRMTSPL / 1000
    return pd.DataFrame(
        {
            "output": 100 * ln(r.GDPC1),
            "inflation": 100 * ln(r.PCECTPI).diff(),
            "consumption": 100 * ln(100 * r.PCND / r.DNDGRG3M086SBEA),
            "inventory_sales": 100 * ln(stock / sales),
            "inventories": 100 * ln(stock),
            "unit_labor_cost": 100 * ln(r.PRS85006173),
            "profit_share": 100 * ln(r.NFCPATAX / r.GDP),
            "commodity_prices": 100 * ln(r.PPIACO).diff(4),
            "federal_funds": r.FEDFUNDS,
            "nonborrowed_reserves": r.NONBORRES / r.TOTRESNS,
            "money_growth": 100 * ln(r.M2SL).diff(4),
        }
    )


def test_the_table_of_variables(results, variables):
    written = read_table(results / "data/variables.csv")
    assert list(written) == list(variables)
    for name in written:
        both = pd.concat([written[name], variables[name]], axis=1).dropna()
        assert len(both) == written[name].notna().sum() > 200
        # Sums of some three hundred flows and logarithms of a thousand, in double precision.
        np.testing.assert_allclose(both.iloc[:, 0], both.iloc[:, 1], rtol=1e-11, atol=1e-9, err_msg=name)


def test_the_ratio_of_reserves_in_levels(results):
    """As the Federal Reserve's release H.3 had it: mostly owned in 1970, borrowed to a fifth in 1984, owed in 2008.

    FRED-MD rounds nonborrowed reserves to 0.1 billion dollars: half of it is the bound, beside that of the print.
    """
    written = read_table(results / "data/variables.csv")["nonborrowed_reserves"]
    total = read_raw("TOTRESNS")
    for quarter, level in (("1970Q1", 0.965), ("1984Q3", 0.812), ("2008Q4", -0.147)):
        assert written[quarter] == pytest.approx(level, abs=5e-4 + 0.05 / total[quarter])


def samples():
    config = read_settings("config/config.yaml")
    return config["samples"].items()


def cycle(series, end):
    """Residual of a regression on a constant and the values 8 to 11 quarters before, Hamilton (2018)."""
    own = series.loc[:end].dropna()
    x, y = own.to_numpy(), own.to_numpy()[11:]
    regressors = np.column_stack([np.ones(len(y)), *(x[11 - lag : len(x) - lag] for lag in range(8, 12))])
    return pd.Series(y - regressors @ np.linalg.lstsq(regressors, y, rcond=None)[0], index=own.index[11:])


@pytest.mark.parametrize(("sample", "bounds"), samples())
def test_panel_and_responses(results, variables, sample, bounds):
    columns = {name: cycle(s, bounds["end"]) if name in FILTERED else s for name, s in variables.items()}
    panel = pd.DataFrame(columns).loc[bounds["start"] : bounds["end"]].dropna()
    written = read_table(results / f"var/{sample}/transformed.csv")
    assert (panel.index == written.index).all()
    # Regressors have a condition number of some 1e5, which residuals of 800 to 1e3 in level inherit.
    np.testing.assert_allclose(written, panel, rtol=0, atol=1e-6)
    y = panel.to_numpy()
    n, lags = y.shape[1], 3
    regressors = np.column_stack([np.ones(len(y) - lags), *(y[lags - k : len(y) - k] for k in range(1, lags + 1))])
    coefficients = np.linalg.lstsq(regressors, y[lags:], rcond=None)[0]
    residuals = y[lags:] - regressors @ coefficients
    covariance = residuals.T @ residuals / (len(residuals) - regressors.shape[1])
    column = np.linalg.cholesky(covariance)[:, SHOCKED]
    path = [0.60 * column / column[SHOCKED]]
    for h in range(1, 16):
        step = [coefficients[1 + n * k : 1 + n * (k + 1)].T @ path[h - 1 - k] for k in range(min(lags, h))]
        path.append(np.sum(step, axis=0))
    irf = read_table(results / f"var/{sample}/irf.csv")
    point = irf.pivot(index="horizon", columns="variable", values="point")[list(panel)]
    np.testing.assert_allclose(point, path, rtol=0, atol=1e-6)
    for h in (0, 1):
        first = irf[irf["horizon"] == h]
        np.testing.assert_allclose(first["local_projection"], first["point"], rtol=0, atol=1e-8)


@pytest.mark.parametrize(("sample", "bounds"), samples())
def test_bands_are_quantiles_of_the_draws(results, sample, bounds):
    stored = np.load(results / f"var/{sample}/draws.npz")
    draws, explosive = stored["irf"], stored["explosive"]
    bands = read_table(results / f"var/{sample}/bands.csv")
    names = list(read_table(results / f"var/{sample}/transformed.csv"))
    for band, own in (("percentile", draws), ("percentile_stable", draws[~explosive])):
        rows = bands[bands["band"] == band]
        for end, share in (("lower", 0.025), ("upper", 0.975)):
            written = rows.pivot(index="horizon", columns="variable", values=end)[names]
            np.testing.assert_allclose(written, np.quantile(own, share, axis=0), rtol=1e-9, atol=1e-12)
    counted = read_table(results / f"var/{sample}/draws.csv").set_index("quantity")["value"]
    assert counted["explosive"] == explosive.sum() and counted["kept"] == len(draws)


def test_the_matching_target(results):
    """Responses of quarters 1 to 15; covariance over Monte Carlo draws, entry (j, k) divided by max(j, k)."""
    target = np.load(results / "var/baseline/target.npz")
    point = read_table(results / "var/baseline/irf.csv").pivot(index="horizon", columns="variable", values="point")
    np.testing.assert_allclose(target["psi"], point[MATCHED].to_numpy()[1:].T.ravel(), rtol=1e-12)
    draws = np.load(results / "var/baseline/draws_monte_carlo.npz")["irf"]
    names = list(read_table(results / "var/baseline/transformed.csv"))
    quarters = np.arange(1, 16)
    kernel = 1.0 / np.maximum.outer(quarters, quarters)
    np.fill_diagonal(kernel, 1.0)
    for i, name in enumerate(MATCHED):
        covariance = np.cov(draws[:, 1:, names.index(name)].T)
        np.testing.assert_allclose(target["sigma"][i], kernel * covariance, rtol=1e-9, atol=1e-15, err_msg=name)
