"""Identities and closed forms of the models, from parameters and results alone."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.optimize import brentq
from scipy.stats import norm

from tests.independent.conftest import read_settings, read_table


def test_steady_state_of_the_inventory_model(results):
    """Price and stock conditions of a firm in steady state, with lognormal demand (sections 1.3 and A.3)."""
    p = read_settings("config/experiments/calvo/table_1_1.yaml")["parameters"]
    b, sigma, theta = p["beta"] * (1 - p["delta_z"]), p["sigma_v"], p["theta"]

    def parts(v):
        below = norm.cdf((np.log(v) - sigma**2 / 2) / sigma)
        within = norm.cdf((np.log(v) + sigma**2 / 2) / sigma)
        sold = below + v * (1 - within)
        elasticity = theta * below / sold
        return below, within, sold, (elasticity - 1) / (elasticity * b)

    def gap(v):
        _, within, _, cost_share = parts(v)
        return 1 - within - cost_share * (1 - b) / (1 - b * cost_share)

    v = brentq(gap, 1.2, 2.4, xtol=1e-14)
    below, within, _, cost_share = parts(v)
    rationed = v ** ((theta - 1) / theta) * np.exp(sigma**2 * (1 - theta) / (2 * theta**2))
    rationed *= 1 - norm.cdf((np.log(v) - sigma**2 / theta + sigma**2 / 2) / sigma)
    price = (below + rationed) ** (1 / (theta - 1))
    frame = read_table(results / "inventory/steady_state.csv")
    written = frame[frame["model"] == "table_1_1"].set_index("quantity")["value"]
    expected = {
        "threshold": v,
        "price": price,
        "marginal_cost": cost_share * price,
        "markup": 1 / cost_share,
        "stock_out_probability": 1 - within,
        "unserved_demand_share": 1 - below,
        "inventory_sales_ratio": v * price**-theta - 1,
        "stock": v * price**-theta * written["final_good"],
        "inventories": (v * price**-theta - 1) * written["sales"],
        "output": written["sales"] + p["delta_z"] * written["inventories"],
    }
    for name, value in expected.items():
        assert written[name] == pytest.approx(value, rel=1e-9), name


def test_the_regressions_across_firms(results):
    firms = read_table(results / "info_sen/model/firms.csv")
    tail = read_settings("config/config.yaml")["firms"]["panels"]["model"]["estimates"]["across"]
    firms = firms[firms["kept"]].copy()
    # One percent of each tail is winsorised across the firms that are kept, capitalisation apart.
    for name in ("informativeness", "input_share"):
        firms[name] = firms[name].clip(firms[name].quantile(tail), firms[name].quantile(1 - tail))
    written = read_table(results / "info_sen/model/regression.csv").set_index(["column", "regressor"])
    regressors = {"production_efficiency": firms["input_share"], "market_capitalization": firms["log_capitalization"]}
    for column in (1, 2, 3, 4):
        names = list(regressors)[: 1 if column < 3 else 2]
        design = sm.add_constant(pd.DataFrame({name: regressors[name] for name in names}))
        model = sm.OLS(firms["informativeness"], design)
        fit = model.fit(cov_type="HC1" if column in (2, 4) else "nonrobust")
        for name in (*names, "constant"):
            row, key = written.loc[(column, name)], "const" if name == "constant" else name
            assert row["coefficient"] == pytest.approx(fit.params[key], rel=1e-9)
            assert row["t_value"] == pytest.approx(fit.tvalues[key], rel=1e-9)
            assert row["observations"] == len(firms) and row["r_squared"] == pytest.approx(fit.rsquared, rel=1e-9)


def test_short_rate_and_prices_of_risk(results):
    """r = g - xi lambda_1 for every risk aversion; with log utility r = (a - b) x and lambda_2 = 0."""
    p = read_settings("config/config.yaml")["production_economy"]["parameters"]
    frame = read_table(results / "production_economy/equilibrium.csv")
    table = frame.pivot(index=["risk_aversion", "state"], columns="quantity", values="value")
    assert len(table) == 12
    for (risk_aversion, state), row in table.iterrows():
        growth, risk = p["growth"] * state, np.sqrt(p["variance"] * state)
        # Collocation is exact to some 1e-10.
        assert row["short_rate"] == pytest.approx(growth - risk * row["lambda1"], abs=1e-9)
        if risk_aversion == 1:
            assert row["short_rate"] == pytest.approx(growth - risk**2, abs=1e-9)
            assert row["lambda1"] == pytest.approx(risk, abs=1e-8)
            assert row["lambda2"] == pytest.approx(0, abs=1e-8)
            assert row["consumption_wealth"] == pytest.approx(p["discount_rate"], rel=1e-8)


def test_yields_under_log_utility_are_those_of_cox_ingersoll_and_ross(results):
    p = read_settings("config/config.yaml")["production_economy"]["parameters"]
    speed = p["reversion"] + p["correlation"] * p["volatility"] * np.sqrt(p["variance"])
    slope = p["growth"] - p["variance"]
    volatility = p["volatility"] * np.sqrt(slope)
    level = p["reversion"] * slope * p["mean"]
    h = np.sqrt(speed**2 + 2 * volatility**2)
    frame = read_table(results / "production_economy/yields.csv")
    log = frame[frame["risk_aversion"] == 1]
    assert len(log) == 51
    for row in log.to_dict("records"):
        maturity, rate = row["maturity"], slope * row["state"]
        below = (h + speed) * np.expm1(h * maturity) + 2 * h
        factor = (2 * h * np.exp((speed + h) * maturity / 2) / below) ** (2 * level / volatility**2)
        price = factor * np.exp(-2 * np.expm1(h * maturity) / below * rate)
        # Chebyshev against the closed form: some 1e-9 in prices.
        assert row["yield"] == pytest.approx(-np.log(price) / maturity, abs=1e-7)


@pytest.mark.parametrize("experiment", ["benchmark", "high_elasticity", "tight_credit"])
def test_identities_of_the_stationary_equilibrium_with_lemons(results, experiment):
    economy = read_settings(f"config/experiments/reallocation/{experiment}.yaml")["economy"]
    frame = read_table(results / f"reallocation/{experiment}/steady_state.csv")
    for _, rows in frame.groupby("lemons"):
        q = rows.set_index("quantity")["value"]
        # Markets clear to the certificate of the solution, some 1e-9.
        assert q["Y"] == pytest.approx(q["C"] + q["I"], rel=1e-7)
        assert q["w"] * q["N"] / q["Y"] == pytest.approx(economy["labor_exponent"], rel=1e-7)
        assert economy["labor_disutility"] * q["N"] ** economy["inverse_frisch"] == pytest.approx(q["w"], rel=1e-7)
        assert 1 < q["R"] < 1 / economy["discount_factor"]
        assert 0 < q["used_share"] < 1 and 0 < q["borrowing_limit_share"] < 1 and 0 < q["p"] < 1
        # Capital that wears out is replaced, and used capital is worth less than new.
        assert economy["depreciation"] * q["K"] < 1.01 * q["I"]


def test_differences_on_the_scoreboard(results):
    board = pd.read_csv(results / "scoreboard.csv", dtype=str, keep_default_na=False)
    numbers = board[board["difference"] != ""]
    assert len(numbers) > 150
    for row in numbers.to_dict("records"):
        try:
            published, replicated = float(row["published"]), float(row["replicated"])
        except ValueError:
            continue  # Printed as a formula, beta = 0.96**(1/4).
        scale = max(abs(published), abs(replicated), 1.0)
        assert float(row["difference"]) == pytest.approx(replicated - published, abs=1e-12 * scale), row["item"]
