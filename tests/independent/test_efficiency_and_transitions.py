"""The poster's market clearing and the transitions of capital reallocation, from settings and results alone."""

import numpy as np
import pytest

from tests.independent.conftest import read_settings, read_table


def branches(results):
    frame = read_table(results / "efficiency/stationary.csv")
    table = frame.pivot(index=["information", "eta", "branch"], columns="quantity", values="value")
    return [({"information": key[0], "eta": key[1], "branch": key[2]}, row) for key, row in table.iterrows()]


def test_stationary_equilibria_clear_the_market_for_every_realisation(results):
    """Coefficients of the price on demand, the signal of productivity and noise; the variance that investors see."""
    p = read_settings("config/config.yaml")["efficiency"]["parameters"]
    found = branches(results)
    assert len(found) == 36
    elasticity = 1 - 1 / p["theta"]
    for case, q in found:
        b = case["eta"] * elasticity
        heard = p["tau_epsilon"] + p["tau_n"] * q["I"] ** 2
        to_price = p["tau_n"] * q["I"] ** 2 / heard / (p["theta"] * (1 - b))
        to_signal = elasticity * p["tau_s"] / (p["tau_a"] + p["tau_s"])
        public = (p["tau_n"] + q["tau_g"]) * q["I"] ** 2
        precision = p["tau_epsilon"] + q["tau_x"] + public
        weight = p["alpha"] * (1 + q["beta4"])
        assert q["beta4"] == pytest.approx(p["persistence"] / (p["gross_rate"] - p["persistence"]), rel=1e-12)
        assert q["beta3"] == pytest.approx(1 / q["I"], rel=1e-12)
        beta1 = weight * (elasticity * case["eta"] * to_price + (q["tau_x"] + public) / (p["theta"] * precision))
        assert p["gross_rate"] * q["beta1"] == pytest.approx(beta1, rel=1e-9), case
        assert p["gross_rate"] * q["beta1"] * q["beta2"] == pytest.approx(weight * to_signal / (1 - b), rel=1e-9), case
        resale = q["beta1"] ** 2 * (1 / p["tau_epsilon"] + q["beta3"] ** 2 / p["tau_n"])
        resale += (q["beta1"] * q["beta2"]) ** 2 * (1 / p["tau_a"] + 1 / p["tau_s"])
        known = elasticity**2 / (p["tau_a"] + p["tau_s"]) + 1 / (p["theta"] ** 2 * precision)
        assert q["Sigma"] == pytest.approx(weight**2 * known + resale, rel=1e-9), case
        demand = p["gamma"] * p["theta"] * q["I"] * precision * q["Sigma"]
        assert demand == pytest.approx(weight * (q["tau_x"] + q["tau_g"] * q["I"] ** 2), rel=1e-8), case


def test_chosen_precisions_exhaust_the_capacity_where_they_are_worth_most(results):
    p = read_settings("config/config.yaml")["efficiency"]["parameters"]
    for case, q in branches(results):
        if case["information"] == "exogenous":
            assert (q["tau_x"], q["tau_g"]) == (p["tau_x"], p["tau_g"])
        else:
            assert q["tau_x"] ** 2 + p["chi"] * q["tau_g"] ** 2 == pytest.approx(p["capacity"], rel=1e-9)
            assert p["chi"] * q["tau_g"] == pytest.approx(q["I"] ** 2 * q["tau_x"], rel=1e-9)


def test_the_price_tells_less_where_production_is_more_efficient(results):
    """With given precisions: on the branch of low volatility, and the other way round on that of high volatility."""
    for branch, sign in (("low_volatility", -1), ("high_volatility", 1)):
        wanted = {"information": "exogenous", "branch": branch}
        path = sorted((case["eta"], q["I"]) for case, q in branches(results) if wanted.items() <= case.items())
        assert len(path) == 9
        assert (sign * np.diff([told for _, told in path]) > 0).all(), branch


@pytest.mark.parametrize("experiment", ["benchmark", "high_elasticity", "tight_credit"])
def test_static_conditions_hold_along_the_transitions(results, experiment):
    """Labour's share is constant, hours follow the wage, and goods are consumed or invested, in every year."""
    settings = read_settings(f"config/experiments/reallocation/{experiment}.yaml")
    steady = read_table(results / f"reallocation/{experiment}/steady_state.csv")
    frame = read_table(results / f"reallocation/{experiment}/transition.csv")
    years = 0
    for lemons, rows in frame.groupby("lemons"):
        x = 1 + rows.pivot(index="period", columns="variable", values="percent_deviation") / 100
        level = steady[steady["lemons"] == lemons].set_index("quantity")["value"]
        # The path closes every market to some 1e-8 of its size.
        np.testing.assert_allclose(x.wage * x.labor, x.output, rtol=1e-7)
        np.testing.assert_allclose(x.labor ** settings["economy"]["inverse_frisch"], x.wage, rtol=1e-7)
        np.testing.assert_allclose(
            level["C"] * x.consumption + level["I"] * x.investment, level["Y"] * x.output, rtol=1e-7
        )
        years += len(x)
    assert years == 200
