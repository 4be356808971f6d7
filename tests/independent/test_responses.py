"""What the models' responses must satisfy, whatever firms know, and the numbers that follow from them."""

import numpy as np
import pandas as pd
import pytest

from tests.independent.conftest import MATCHED, read_settings, read_table

SOLVED = {
    "calvo/table_1_1/marginal": "calvo/table_1_1",
    "calvo/table_1_1/average": "calvo/table_1_1",
    "attention/benchmark/optimal_separate": "attention/benchmark",
    "attention/benchmark/optimal_joint": "attention/benchmark",
    "attention/benchmark/reconstruction": "attention/benchmark",
    "attention/sigma_25bp/optimal_separate": "attention/sigma_25bp",
    "attention/mu_0.000132/optimal_joint": "attention/mu_0.000132",
}
"""Folder of results, and the file of settings that holds its parameters."""

CRITERIA = {
    **{f"calvo/table_1_1/{mode}": 1e-9 for mode in ("marginal", "average")},
    **{f"attention/benchmark/{mode}": 1e-9 for mode in ("optimal_separate", "optimal_joint")},
    "calvo/estimates/six": 1e-9,
    "attention/estimates": 1e-3,
}
"""Folder of results, and how closely J follows from its responses. The metric's condition number is some 1e4. The
estimation of inattention tells 40 shocks apart, its responses come from a solution with 120."""


def responses(results, folder):
    return read_table(results / folder / "irf.csv").pivot(index="horizon", columns="variable", values="response")


def before(path):
    return path.shift(1, fill_value=0.0)


@pytest.mark.parametrize(("folder", "experiment"), SOLVED.items())
def test_monetary_policy_households_and_prices(results, folder, experiment):
    """The policy rule, the Euler equation with habit and the definitions of prices and ratios, quarter by quarter."""
    settings, x = read_settings(f"config/experiments/{experiment}.yaml"), responses(results, folder)
    p = settings["parameters"]
    rule = p["rho_R"] * before(x.nominal_rate)
    rule += (1 - p["rho_R"]) * (p["phi_pi"] * x.inflation + p["phi_Y"] * x.output)
    shock = x.nominal_rate - rule
    assert shock[0] == pytest.approx(settings.get("size", 0.15), abs=1e-12)
    assert shock[1:].abs().max() < 1e-12
    h = p["h"]
    pull = (1 - h) / (p["sigma_c"] * (1 + h))
    euler = x.consumption - (h * before(x.consumption) + x.consumption.shift(-1)) / (1 + h) + pull * x.real_rate
    assert euler[:-1].abs().max() < 1e-12
    assert (x.real_rate - x.nominal_rate + x.inflation.shift(-1))[:-1].abs().max() < 1e-12
    assert (x.price_level - x.inflation.cumsum()).abs().max() < 1e-12
    assert (x.inventory_sales - x.inventories + x.sales).abs().max() < 1e-12
    assert (x.nominal_marginal_cost - x.real_marginal_cost - x.price_level).abs().max() < 1e-12


@pytest.mark.parametrize("folder", SOLVED)
def test_moments_are_those_of_the_responses(results, folder):
    """Second moments of a series driven by one white noise are sums of products of its responses."""
    x, written = responses(results, folder), read_table(results / folder / "moments.csv").set_index("moment")["value"]
    acceleration = x.inflation - before(x.inflation)
    investment = x.inventories - before(x.inventories)

    def correlation(first, second):
        return (first @ second) / np.sqrt((first @ first) * (second @ second))

    def spread(first, second):
        return np.sqrt((first @ first) / (second @ second))

    expected = {
        "corr_IS_S": correlation(x.inventory_sales, x.sales),
        "corr_IS_Y": correlation(x.inventory_sales, x.output),
        "corr_Y_dI": correlation(x.output, investment),
        "corr_Y_S": correlation(x.output, x.sales),
        "corr_Y_pi": correlation(x.output, x.inflation),
        "autocorr_dpi": (acceleration @ acceleration.shift(-1, fill_value=0.0)) / (acceleration @ acceleration),
        "sd_pi_over_y": spread(x.inflation, x.output),
        "sd_IS_over_S": spread(x.inventory_sales, x.sales),
        "sd_w_over_y": spread(x.real_wage, x.output),
    }
    assert set(written.index) == set(expected)
    for name, value in expected.items():
        # Forty quarters are written; what lies beyond them has a share below 1e-5 of any variance here.
        assert written[name] == pytest.approx(value, abs=1e-5), name


@pytest.mark.parametrize(("folder", "tolerance"), CRITERIA.items())
def test_criterion_is_the_distance_of_the_responses(results, folder, tolerance):
    """J is the sum over variables of the distance in the metric of their own block, equation (1.43)."""
    written = read_table(results / folder / "criterion.csv").set_index("variable")["contribution"]
    assert list(written.index) == MATCHED
    np.testing.assert_allclose(written, contributions(results, folder), rtol=tolerance)


def test_criterion_at_the_joint_estimate_keeps_the_bound_of_its_certificate(results):
    """Little is learnt a quarter, so that lags matter: two percent of J is what the certificate allows."""
    folder = "attention/estimates/joint"
    written = read_table(results / folder / "criterion.csv")["contribution"].sum()
    assert sum(contributions(results, folder)) == pytest.approx(written, rel=0.02)


def contributions(results, folder):
    """Distance of fifteen quarters of six responses from the VAR's, variable by variable, in the weighted metric."""
    target = np.load(results / "var/baseline/target.npz")
    # The model's real wage is matched to unit labour cost.
    own = responses(results, folder)[[*MATCHED[:5], "real_wage"]]
    gaps = target["psi"].reshape(6, 15) - own.to_numpy()[1:16].T
    return [gap @ np.linalg.solve(block, gap) for gap, block in zip(gaps, target["sigma"], strict=True)]


@pytest.mark.parametrize("folder", [name for name in SOLVED if name.startswith("attention")])
def test_information_adds_up(results, folder):
    settings = read_settings(f"config/experiments/{SOLVED[folder]}.yaml")
    q = read_table(results / folder / "information.csv").set_index("quantity")["value"]
    factor = settings["cost_factor"] if folder.endswith("reconstruction") else 1.0
    assert q["cost_ratio"] == pytest.approx(factor * settings["mu"] / settings["sigma_attention"] ** 2, rel=1e-12)
    if folder.endswith("optimal_separate"):
        assert q["info_flow"] == pytest.approx(q["info_flow_P"] + q["info_flow_Z"], rel=1e-12)
        assert (q[["no_attention_cost_P", "no_attention_cost_Z"]] > settings["mu"]).all()


def test_rules_of_the_reconstruction_are_autoregressions(results):
    decisions = read_table(results / "attention/benchmark/reconstruction/decisions.csv")
    for _, rows in decisions.groupby("decision"):
        path = rows.sort_values("horizon")["actual"].to_numpy()
        early = path[:10]
        np.testing.assert_allclose(early, early[0] * (early[1] / early[0]) ** np.arange(10), rtol=1e-8)


def test_table_1_3_holds_the_moments(results):
    table = pd.read_csv(results / "tables/table_1_3.csv")
    names = ["corr_IS_S", "corr_IS_Y", "corr_Y_dI", "corr_Y_S", "corr_Y_pi", "autocorr_dpi"]
    names += ["sd_pi_over_y", "sd_IS_over_S", "sd_w_over_y"]
    var = read_table(results / "var/baseline/moments.csv").set_index("moment")["value"]
    (row,) = table.query("model == 'VAR' and variant == 'replicated'").to_numpy()
    np.testing.assert_allclose(row[2:].astype(float), var[names], rtol=1e-12)
