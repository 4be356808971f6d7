"""Causes that can be tested: what other data, or another construction, does to an item.

A difference is laid to the data only if exact series bring the value to the printed one, past it, or more than half the
way; to another construction only if one reconstruction, with one cost, gives the item and most of its table; to nearly
optimal attention only if the printed flows of all columns are near an optimum for one cost.
"""

import numpy as np
import pandas as pd
import pytest
import yaml

from frictions.inventory.calvo import solve_calvo
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import calvo_responses
from frictions.matching.criterion import criterion_parts
from frictions.matching.moments import business_cycle_moments
from frictions.matching.target import MATCHED_VARIABLES, matching_target, target_criterion
from frictions.timeseries.resampling import response_draws
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact
from tests.embedded import embedded_panel

PRINTED = {
    "var.text_claims.inflation_trough_quarter": 10,
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
    moments = business_cycle_moments({name: long[:, names.index(name)] for name in MATCHED_VARIABLES})
    columns = [names.index(name) for name in MATCHED_VARIABLES]
    target = matching_target(point[:, columns], draws[:, :, columns], weighting="max_index", index_base=1)
    criterion = target_criterion(target)
    parts = criterion_parts(criterion, calvo)
    return {
        "var.text_claims.inflation_trough_quarter": int(np.argmin(point[:, names.index("inflation")])),
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
    shipped = yaml.safe_load((project / "config/config.yaml").read_text())["data"]["embedded"]
    ours = on_panel(embedded_panel(project, embedded=shipped), *models)
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
def reconstructed(results, board):
    """Value and verdict of every item in the mode of the reconstruction, with what is printed."""
    modes = pd.read_csv(results / "scoreboard_modes.csv", dtype=str)
    rows = modes[modes["mode"] == "reconstruction"].set_index("item")
    return rows.assign(published=board["published"].reindex(rows.index))


def table_of(item):
    """Name of the table, or "" for a statement of the text."""
    return item[: len("table_1_3")] if item.startswith("table_1_") else ""


def comes_near(row, within):
    """Whether a statement holds, or a number is within a share of the printed one."""
    if row["replicated"] in ("true", "false"):
        return row["verdict"] == "sign"
    return abs(float(row["replicated"]) / float(row["published"]) - 1.0) <= within


def test_items_laid_to_a_construction_are_given_by_one_reconstruction_of_their_whole_table(items, reconstructed):
    """Choices and cost are common to all items: results hold one reconstruction."""
    blamed = [item for item in items if item.cause == "construction in the source"]
    assert len(blamed) > 10
    for item in blamed:
        row = reconstructed.loc[item.name]
        holds_in_sign = item.rule == "sign" and not table_of(item.name) and row["verdict"] == "sign"
        assert comes_near(row, 0.10) or holds_in_sign, item.name
        if table := table_of(item.name):
            rows = reconstructed[[name.startswith(table) for name in reconstructed.index]]
            near = [comes_near(one, 0.20) for _, one in rows.iterrows()]
            assert sum(near) > 0.5 * len(near), table


def test_flows_laid_to_near_optimality_are_jointly_near_an_optimum(results, items):
    """Twelve printed flows, one number: the bound of 3 percent was fixed before the cost was sought."""
    excess = pd.read_csv(results / "attention/reconstruction/printed_attention.csv")
    assert excess["column"].nunique() == 6
    largest = excess.groupby("cost_ratio")["excess_percent"].agg(lambda values: values.max(skipna=False))
    assert largest.min() <= 3.0
    blamed = {item.name for item in items if item.cause == "nearly optimal attention"}
    assert blamed == {
        f"table_1_{table}.info_flow_{decision}.{column}"
        for table, columns in ((4, 3), (5, 4))
        for decision in "PZ"
        for column in range(columns)
    }
    # With independent noises the bound does not hold at any cost: the cause is not vacuous.
    independent = pd.read_csv(results / "attention/reconstruction/printed_attention_independent.csv")
    assert independent.groupby("cost_ratio")["excess_percent"].max().min() > 3.0


def test_few_items_on_attention_are_left_unexplained(items, board):
    beginnings = ("table_1_2.RI", "table_1_3.RI", "table_1_4", "table_1_5", "table_1_6.RI", "money_growth")
    groups = {"Rational inattention", "Money growth"}
    left = [
        item.name
        for item in items
        if (item.part in groups or item.name.startswith(beginnings))
        and board.loc[item.name, "verdict"] == "differs"
        and board.loc[item.name, "cause"] == "unexplained"
    ]
    assert len(left) < 20, left
