"""Ten specifications of the claims, drawn at random, with statsmodels and plain loops: no code of the package."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import norm
from statsmodels.tsa.api import VAR
from statsmodels.tsa.filters.hp_filter import hpfilter
from statsmodels.tsa.stattools import adfuller

from tests.independent.conftest import read_settings, read_table

SEED, CHECKED = 1203, 10
SHOCK, HORIZONS = 0.6, 16
PUBLISHED = ["inflation", "inventory_sales", "commodity_prices"]
"""Stationary variables of the source; the others are filtered."""
TRENDING = ["output", "consumption", "inventories"]
"""Tested with a trend, the others with a constant."""


@pytest.fixture(scope="module")
def tables(results):
    folder = results / "robustness"
    return {name: pd.read_csv(folder / f"{name}.csv") for name in ("specifications", "values", "variables")}


def hamilton(levels, ahead):
    y = levels.to_numpy()
    first = ahead + 3
    regressors = sm.add_constant(
        np.array([[y[t - ahead - k] for k in range(4)] for t in range(first, len(y))]), has_constant="add"
    )
    return pd.Series(sm.OLS(y[first:], regressors).fit().resid, index=levels.index[first:])


def one_sided(levels):
    """What the filter says of the last quarter when it knows no later one; twelve quarters to learn from."""
    known = {levels.index[t]: hpfilter(levels.iloc[: t + 1], 1600)[0].iloc[-1] for t in range(12, len(levels))}
    return pd.Series(known)


def polynomial(levels, degree):
    time = np.arange(len(levels), dtype=float)
    regressors = np.column_stack([(time / len(levels)) ** power for power in range(degree + 1)])
    return pd.Series(sm.OLS(levels.to_numpy(), regressors).fit().resid, index=levels.index)


WITHOUT_TREND = {
    "hamilton_8": lambda levels: hamilton(levels, 8),
    "hamilton_8_on_sample": lambda levels: hamilton(levels, 8),
    "hamilton_4": lambda levels: hamilton(levels, 4),
    "hamilton_4_on_sample": lambda levels: hamilton(levels, 4),
    "linear": lambda levels: polynomial(levels, 1),
    "quadratic": lambda levels: polynomial(levels, 2),
    "hp": lambda levels: hpfilter(levels, 1600)[0],
    "hp_one_sided": one_sided,
    "first_differences": lambda levels: levels.diff(),
    "levels": lambda levels: levels,
}
SPANS = {"to_2007": ("1970Q1", "2007Q4"), "post_volcker": ("1982Q1", "2007Q4"), "to_2015": ("1970Q1", "2015Q4")}
ON_THE_SAMPLE = ("hamilton_8_on_sample", "hamilton_4_on_sample", "linear", "quadratic")


def panel_of(row, variables):
    start, end = SPANS[row["sample"]]
    data = variables[variables["data"] == row["data"]].drop(columns="data")
    data = data.set_index(pd.PeriodIndex(data.pop("quarter"), freq="Q"))
    columns, trending = {}, []
    for name in data:
        levels = data[name].loc[(start if row["detrending"] in ON_THE_SAMPLE else None) : end].dropna()
        if row["unit_roots"] == "tested":
            own = data[name].loc[start:end].dropna()
            longest = min(13, len(own) // 2 - (2 if name in TRENDING else 1) - 1)
            terms = "ct" if name in TRENDING else "c"
            filtered = adfuller(own, longest, terms, "AIC", result_object=False)[1] >= 0.05
        else:
            filtered = name not in PUBLISHED
        if filtered:
            trending.append(name)
        columns[name] = WITHOUT_TREND[row["detrending"]](levels) if filtered else levels
    return pd.DataFrame(columns).loc[start:end].dropna(), trending


def ordered(panel, moves):
    names = list(panel)
    for name, place in moves.items():
        names.remove(name)
        at = {"first": 0, "last": len(names)}.get(place)
        names.insert(names.index(place.split()[1]) if at is None else at, name)
    return panel[names]


def without_bias(lag_matrices, covariance, observations):
    """Pope's (1990) bias taken off, as much of it in hundredths as keeps the roots inside the unit circle."""
    lags, n, _ = lag_matrices.shape
    size = lags * n
    companion = np.zeros((size, size))
    companion[:n] = np.hstack(list(lag_matrices))
    companion[n:, :-n] = np.eye(size - n)
    shocks = np.zeros((size, size))
    shocks[:n, :n] = covariance
    variance = np.linalg.solve(np.eye(size**2) - np.kron(companion, companion), shocks.ravel()).reshape(size, size)
    identity, turned = np.eye(size), companion.T
    inside = np.linalg.inv(identity - turned) + turned @ np.linalg.inv(identity - turned @ turned)
    inside = inside + sum(
        root * np.linalg.inv(identity - root * turned) for root in np.linalg.eigvals(companion).astype(complex)
    )
    bias = -(shocks @ inside.real @ np.linalg.inv(variance))[:n] / observations
    for share in range(100, -1, -1):
        moved = companion.copy()
        moved[:n] -= share / 100 * bias
        if np.abs(np.linalg.eigvals(moved)).max() < 1:
            return np.stack([moved[:n, k * n : (k + 1) * n] for k in range(lags)])
    raise AssertionError("the estimate itself is explosive")


def responses_of(row, panel, trending):
    """Responses to a shock to the funds rate, and their errors where they are projections."""
    shocked, lags = list(panel).index("federal_funds"), int(row["lags"])
    fit = VAR(panel.to_numpy()).fit(lags, trend="c")
    factor = np.linalg.cholesky(np.asarray(fit.sigma_u))
    impact = factor[:, shocked] * SHOCK / factor[shocked, shocked]
    y = panel.to_numpy()
    if row["estimator"] == "local_projections":
        path, error = np.zeros((HORIZONS, y.shape[1])), np.zeros((HORIZONS, y.shape[1]))
        for h in range(HORIZONS):
            own = h == 0 or row["band"] == "lag_augmented"
            dates = range(lags if own else lags - 1, len(y) - h)
            past = [[*y[t, : shocked + 1], *np.concatenate([y[t - k] for k in range(1, lags + 1)])] for t in dates]
            now = [np.concatenate([y[t - k] for k in range(lags)]) for t in dates]
            regressors = sm.add_constant(np.array(past if own else now), has_constant="add")
            weights = np.zeros(regressors.shape[1])
            if own:
                weights[1 + shocked] = SHOCK
            else:
                weights[1 : 1 + len(impact)] = impact
            for i in range(y.shape[1]):
                if h == 0 and i <= shocked:
                    path[0, i] = SHOCK if i == shocked else 0.0
                    continue
                ols = sm.OLS(np.array([y[t + h, i] for t in dates]), regressors)
                robust = (
                    ols.fit(cov_type="HC1")
                    if row["band"] == "lag_augmented"
                    else ols.fit(cov_type="HAC", cov_kwds={"maxlags": h, "use_correction": False})
                )
                path[h, i] = weights @ robust.params
                error[h, i] = np.sqrt(weights @ robust.cov_params() @ weights)
        return path, error
    matrices = np.asarray(fit.coefs)
    if row["estimator"] == "bias_corrected_var":
        matrices = without_bias(matrices, np.asarray(fit.sigma_u), len(y) - lags)
    path = np.zeros((HORIZONS, len(impact)))
    path[0] = impact
    for h in range(1, HORIZONS):
        for k in range(1, min(h, lags) + 1):
            path[h] += matrices[k - 1] @ path[h - k]
    if row["detrending"] == "first_differences":
        for name in trending:
            at = list(panel).index(name)
            path[:, at] = np.cumsum(path[:, at])
    return path, None


def test_ten_random_specifications(tables):
    settings = read_settings("config/robustness.yaml")
    specifications = tables["specifications"]
    estimated = specifications[specifications["failure"].isna()]
    sample = estimated.sample(CHECKED, random_state=SEED)
    assert {"var", "bias_corrected_var", "local_projections"} == set(sample["estimator"])
    values = tables["values"].set_index(["specification", "claim"])
    for row in sample.to_dict("records"):
        panel, trending = panel_of(row, tables["variables"])
        panel = ordered(panel, settings["meanings"]["order"][row["order"]])
        path, error = responses_of(row, panel, trending)
        for name, claim in settings["claims"].items():
            if claim.get("of", "point") != "point":
                continue
            first, last = claim["quarters"]
            own = path[first : last + 1, list(panel).index(claim["variable"])]
            written = values.loc[(row["specification"], name)]
            at = {"maximum": own.argmax, "peak_quarter": own.argmax}.get(claim["take"], own.argmin)()
            if claim["take"] == "last_quarter_before_fall":
                # A response to a shock that it does not follow at once is zero up to rounding in the first quarter.
                below = np.flatnonzero(own < 0.0)
                expected = first + below[0] - 1 if below.size and below[0] > 0 else np.nan
            else:
                expected = first + at if "quarter" in claim["take"] else own[at]
            where = f"specification {row['specification']}, {name}"
            np.testing.assert_allclose(written["value"], expected, rtol=1e-8, atol=1e-8, err_msg=where)
            if error is not None and "quarter" not in claim["take"]:
                width = norm.ppf(0.975) * error[first + at, list(panel).index(claim["variable"])]
                ends = written[["lower", "upper"]].astype(float)
                np.testing.assert_allclose(ends, [expected - width, expected + width], rtol=0, atol=1e-8, err_msg=where)


def test_the_published_specification_is_the_main_run_to_the_bit(results, tables):
    """Point responses and 5,000 draws give the same bits here and on the scoreboard."""
    values = tables["values"][tables["values"]["specification"] == 0].set_index("claim")
    responses = read_table(results / "var/baseline/irf.csv").set_index(["variable", "horizon"])
    ratio, inflation = responses.loc["inventory_sales"], responses.loc["inflation"]
    assert values.loc["ratio_peak", "value"] == ratio["point"].max()
    assert values.loc["inflation_falls", "value"] == inflation["point"].min()
    peak, trough = ratio["point"].idxmax(), inflation["point"].idxmin()
    assert values.loc["ratio_peaks_early", "value"] == peak and values.loc["inflation_lowest_late", "value"] == trough
    assert tuple(values.loc["ratio_peak", ["lower", "upper"]]) == tuple(ratio.loc[peak, ["lower", "upper"]])
    assert tuple(values.loc["inflation_falls", ["lower", "upper"]]) == tuple(inflation.loc[trough, ["lower", "upper"]])
    assert values.loc["ratio_significant", "value"] == ratio["lower"].max()
    scoreboard = pd.read_csv(results / "scoreboard.csv", dtype=str).set_index("item")
    for name, claim in read_settings("config/robustness.yaml")["claims"].items():
        if "item" not in claim:
            continue
        item = scoreboard.loc[claim["item"]]
        if item["published"] in ("true", "false"):
            assert (item["replicated"].lower() == item["published"]) == values.loc[name, "holds"], name
        else:
            assert float(item["replicated"]) == values.loc[name, "value"], name
