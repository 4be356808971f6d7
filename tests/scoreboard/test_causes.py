"""Causes that can be tested: what other data, or the other printed size of the shock, does to an item.

A difference is laid to the data only if exact series bring the value to the printed one, past it, or more than half the
way; and to units only if the printed value lies between the two readings of the size of the shock, or agrees with the
other one.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml

from frictions.attention.experiments import AttentionExperiment, run_experiment
from frictions.inventory.calvo import solve_calvo
from frictions.inventory.parameters import CalvoParameters, InventoryParameters
from frictions.inventory.responses import calvo_responses
from frictions.matching.criterion import criterion_parts
from frictions.matching.moments import business_cycle_moments
from frictions.matching.target import MATCHED_VARIABLES, matching_target, target_criterion
from frictions.timeseries.resampling import response_draws
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact
from tests.embedded import embedded_panel

PRINTED = {
    "var.text_claims.inflation_trough_quarter": 10,
    "var.text_claims.profit_margin_significant_quarter": 3,
    "table_1_3.VAR.sd_IS_over_S": 0.527,
    "table_1_3.VAR.sd_w_over_y": 0.285,
    "table_1_2.Calvo.inventory_sales": 22.00,
    "table_1_2.Calvo.sum": 221.6,
    "table_1_2.RI.consumption": 8.83,
}
"""Items whose difference is laid to substitutes."""

RE_ESTIMATED = {"fig_1_9_calvo_4_variables.xi_p", "fig_1_9_calvo_4_variables.sigma_c"}
"""As well, but a search on other data takes too long for a test; the vintage of 2019 has 0.98 and 1.05."""


def experiment_settings(project, name):
    return yaml.safe_load((project / f"config/experiments/{name}.yaml").read_text())


def on_panel(panel, calvo, attention):
    """Values of the items on one panel, from 2,000 draws."""
    model = estimate_var(panel.to_numpy(), lags=3)
    names = list(panel)
    position = names.index("federal_funds")
    impact = recursive_impact(model.covariance, position, 0.6)
    point, long = (impulse_responses(model.lag_matrices, impact, horizons) for horizons in (16, 200))
    draws = response_draws(model, range(2000), position=position, size=0.6, horizons=16, entropy=1).responses
    lower, upper = np.percentile(draws, [2.5, 97.5], axis=0)
    profit = names.index("profit_share")
    outside = (lower[:, profit] > 0) | (upper[:, profit] < 0)
    moments = business_cycle_moments({name: long[:, names.index(name)] for name in MATCHED_VARIABLES})
    columns = [names.index(name) for name in MATCHED_VARIABLES]
    target = matching_target(point[:, columns], draws[:, :, columns], weighting="max_index", index_base=1)
    criterion = target_criterion(target)
    parts = criterion_parts(criterion, calvo)
    return {
        "var.text_claims.inflation_trough_quarter": int(np.argmin(point[:, names.index("inflation")])),
        "var.text_claims.profit_margin_significant_quarter": int(np.argmax(outside)) if outside.any() else 99,
        "table_1_3.VAR.sd_IS_over_S": moments["sd_IS_over_S"],
        "table_1_3.VAR.sd_w_over_y": moments["sd_w_over_y"],
        "table_1_2.Calvo.inventory_sales": parts["inventory_sales"],
        "table_1_2.Calvo.sum": sum(parts.values()),
        "table_1_2.RI.consumption": criterion_parts(criterion, attention)["consumption"],
    }


def stacked(paths):
    return np.concatenate([np.asarray(paths[name])[1:16] for name in (*MATCHED_VARIABLES[:-1], "real_wage")])


@pytest.fixture(scope="module")
def attentive_responses(results):
    """Matched responses of rational inattention in its primary mode."""
    table = pd.read_csv(results / "attention/benchmark/optimal_separate/irf.csv")
    return stacked(table.pivot(index="horizon", columns="variable", values="response"))


@pytest.fixture(scope="module")
def sources_responses(project):
    """Matched responses of the sticky-price model at the source's estimates, in its own accounting."""
    parameters = CalvoParameters(**experiment_settings(project, "calvo/table_1_1")["parameters"])
    return stacked(calvo_responses(solve_calvo(parameters, "average"), 16))


@pytest.mark.slow
def test_exact_series_close_most_of_the_gaps_laid_to_substitutes(
    project, external_data, sources_responses, attentive_responses
):
    models = (sources_responses, attentive_responses)
    ours = on_panel(embedded_panel(project), *models)
    others = []
    for file in ("var_inputs_quarterly.csv", "fredqd/fredqd_2018Q4_v2019-04.csv"):
        exact = embedded_panel(project, source="directory", directory=str(external_data / "macro" / file))
        others.append(on_panel(exact, *models))
    assert set(ours) == set(PRINTED)
    for name, printed in PRINTED.items():
        shares = [(other[name] - ours[name]) / (printed - ours[name]) for other in others]
        assert max(shares) > 0.5, (name, shares)


def test_only_tested_or_explained_items_blame_the_data(items):
    """The bounds of samples are exempt: they end where the data do."""
    blamed = {item.name for item in items if item.cause == "data substitute" and not item.name.startswith("samples")}
    assert blamed == set(PRINTED) | RE_ESTIMATED


@pytest.fixture(scope="module")
def benchmark(project):
    settings = experiment_settings(project, "attention/benchmark")
    return InventoryParameters(**settings.pop("parameters")), AttentionExperiment(**settings)


@pytest.mark.slow
def test_printed_attention_lies_between_the_two_readings_of_the_size_of_the_shock(results, benchmark, items, published):
    """One reading has shocks four times as large where attention is chosen; results/attention holds it."""
    parameters, experiment = benchmark
    cases = {
        "table_1_4": {"benchmark": {}, "mu_0.000263": {"mu": 2.63e-4}, "mu_0.000132": {"mu": 1.32e-4}},
        "table_1_5": {"benchmark": {}, **{f"sigma_{size}bp": {"size": size / 100} for size in (20, 22, 25)}},
    }
    between = set()
    judged = set()
    for table, variants in cases.items():
        for i, (name, changes) in enumerate(variants.items()):
            file = results / f"attention/{name}/optimal_separate/information.csv"
            large = pd.read_csv(file).set_index("quantity")["value"]
            literal = replace(experiment, **changes)
            literal = replace(literal, sigma_attention=literal.size / 100)
            small = run_experiment(parameters, literal, "optimal_separate").information
            for quantity in ("profit_deviation", "info_flow_P", "info_flow_Z"):
                item = f"{table}.{quantity}.{i}"
                low, high = sorted((large[quantity], small[quantity]))
                judged.add(item)
                if low <= float(published[table][quantity][i]) <= high:
                    between.add(item)
    assert between == {item.name for item in items if item.name in judged and item.cause == "unit ambiguity"}


def test_moments_laid_to_units_are_matched_or_bracketed_by_the_other_size(results, board, items, published):
    modes = pd.read_csv(results / "scoreboard_modes.csv", dtype=str).set_index(["item", "mode"])
    blamed = [
        item.name for item in items
        if item.cause == "unit ambiguity" and "optimal_separate_15bp" in item.readings
    ]  # fmt: skip
    assert len(blamed) > 8
    for name in blamed:
        other = modes.loc[(name, "optimal_separate_15bp")]
        ours = modes.loc[(name, "optimal_separate")]
        if other["verdict"] == "differs":
            value = float(board.loc[name, "published"])
            assert min(float(other["replicated"]), float(ours["replicated"])) < value, name
            assert max(float(other["replicated"]), float(ours["replicated"])) > value, name
