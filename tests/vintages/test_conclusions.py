"""Published conclusions on responses whose properties are known."""

import numpy as np
import pandas as pd
import pytest
import yaml

from frictions.matching.moments import BUSINESS_CYCLE_MOMENTS
from frictions.report.scoreboard_items import read_items, rules_of
from frictions.report.table import RENDERINGS
from frictions.report.vintage_figures import draw_effects
from frictions.report.vintage_tables import conclusions_table, effects_table
from frictions.verdicts import printed, verdict
from frictions.vintages.conclusions import (
    conclusion_rows,
    criterion_conclusions,
    estimate_conclusions,
    moment_conclusions,
    number_verdict,
    text_conclusions,
)
from frictions.vintages.effects import Effect
from frictions.vintages.revisions import Revision


@pytest.fixture(scope="module")
def published(project):
    return yaml.safe_load((project / "config/published.yaml").read_text())


def hump(peak, quarter):
    """A response of this size, zero on impact, with its extreme in this quarter."""
    time = np.arange(16)
    path = np.where(time <= quarter, time / quarter, (15.5 - time) / (15.5 - quarter))
    return peak * path


def irf_of(**changes):
    """Responses for which every claim of the text holds, but for the changes: (point, half width of the band)."""
    inventories = np.concatenate([[0.0, 0.1, 0.05], -0.1 * np.ones(13)])
    paths = {
        "inventory_sales": (hump(0.35, 2), 0.1),
        "inflation": (hump(-0.03, 10), 0.05),
        "inventories": (inventories, 0.2),
        "unit_labor_cost": (hump(0.1, 3), 0.2),
        "profit_share": (hump(-1.0, 3), 0.5),
    } | changes
    return pd.concat(
        pd.DataFrame({"variable": name, "horizon": range(16), "point": p, "lower": p - w, "upper": p + w})
        for name, (p, w) in paths.items()
    )


@pytest.fixture(scope="module")
def rules(project):
    """Rules of the scoreboard, by group."""
    items = read_items(yaml.safe_load((project / "config/scoreboard.yaml").read_text()), "baseline")
    return {group: rules_of(items, group) for group in ("var.text_claims", "table_1_3.VAR", "table_1_2.Calvo")}


def verdicts(irf, published, rules):
    claims, place = published["var"]["text_claims"], published["var"]["place"]
    found = text_conclusions(irf, claims, place, rules["var.text_claims"])
    return {row.name: row.verdict for row in found}


def test_every_claim_of_the_text_is_judged_and_holds_where_it_should(published, rules):
    found = verdicts(irf_of(), published, rules)
    assert set(found) == set(published["var"]["text_claims"])
    assert set(found.values()) <= {"holds", "exact"}


@pytest.mark.parametrize(
    ("claim", "change", "verdict"),
    [
        ("is_ratio_peak_quarter", {"inventory_sales": (hump(0.35, 4), 0.1)}, "does not hold"),
        ("is_ratio_peak_pct", {"inventory_sales": (hump(0.36, 2), 0.1)}, "close"),
        ("is_ratio_peak_pct", {"inventory_sales": (hump(0.10, 2), 0.01)}, "sign"),
        ("is_ratio_rise_significant", {"inventory_sales": (hump(0.35, 2), 0.4)}, "does not hold"),
        ("inventories_fall_after_quarters", {"inventories": (hump(-0.1, 3), 0.2)}, "does not hold"),
        ("inventories_significant", {"inventories": (hump(-0.3, 5), 0.2)}, "does not hold"),
        ("inflation_trough_quarter", {"inflation": (hump(-0.03, 7), 0.05)}, "does not hold"),
        ("inflation_trough_pct", {"inflation": (hump(0.03, 7) + 0.01, 0.05)}, "differs"),
        ("inflation_significant", {"inflation": (hump(-0.03, 10), 0.01)}, "does not hold"),
        ("unit_labor_cost_strongly_procyclical", {"unit_labor_cost": (hump(-0.3, 3), 0.2)}, "does not hold"),
        ("profit_margin_falls", {"profit_share": (hump(1.0, 3), 0.5)}, "does not hold"),
        ("profit_margin_significant_quarter", {"profit_share": (hump(-1.0, 3), 1.5)}, "does not hold"),
    ],
)
def test_a_claim_fails_where_its_response_says_so(published, rules, claim, change, verdict):
    assert verdicts(irf_of(**change), published, rules)[claim] == verdict


@pytest.mark.parametrize(
    ("value", "rule", "verdict"),
    [
        (0.3549, "sign", "exact"),
        (0.355, "exact", "exact"),
        (0.3551, "sign", "close"),
        (0.3675, "close", "close"),
        (0.3675, "exact", "differs"),
        (0.369, "sign", "sign"),
        (0.369, "close", "differs"),
        (-0.01, "sign", "differs"),
        (float("nan"), "sign", "differs"),
    ],
)
def test_numbers_are_judged_by_the_rules_fixed_beforehand(value, rule, verdict):
    assert number_verdict(value, 0.35, 2, rule) == verdict


def test_a_number_has_the_verdict_that_the_scoreboard_would_give_it(published, rules):
    """A deviation twice the printed one differs, since its sign says nothing; half a correlation keeps its sign."""
    var = published["table_1_3"]["VAR"]
    values = {name: 2.0 * var[name] if name.startswith("sd") else 0.5 * var[name] for name in BUSINESS_CYCLE_MOMENTS}
    moments = pd.DataFrame({"moment": list(values), "value": list(values.values())})
    found = {row.name: row.verdict for row in moment_conclusions(moments, var, rules["table_1_3.VAR"])}
    assert found == {
        name: verdict(printed(f"{var[name]:.3f}"), values[name], rules["table_1_3.VAR"][name]) for name in values
    }
    assert set(found.values()) == {"differs", "sign"}


def test_moments_criteria_and_estimates_are_judged_against_their_tables(published, rules):
    var = published["table_1_3"]["VAR"]
    moments = pd.DataFrame({"moment": list(BUSINESS_CYCLE_MOMENTS), "value": [var[m] for m in BUSINESS_CYCLE_MOMENTS]})
    assert {row.verdict for row in moment_conclusions(moments, var, rules["table_1_3.VAR"])} == {"exact"}
    parts = pd.DataFrame(published["table_1_2"]["Calvo"].items(), columns=["variable", "contribution"])
    (criterion,) = criterion_conclusions({"average": parts}, published["table_1_2"]["Calvo_sum"], "close")
    assert criterion.verdict == "exact"
    point = pd.DataFrame({"parameter": ["xi_p", "alpha"], "value": [0.5059, 0.5]})
    found = estimate_conclusions("calvo/six", point, published["table_1_1"]["Calvo"], "Table 1.1", "close")
    assert [row.verdict for row in found] == ["exact", "differs"]
    point = pd.DataFrame({"parameter": ["xi_p", "sigma_c"], "value": [0.5, 1.39805]})
    found = estimate_conclusions("attention/joint", point, {"xi_p": None, "sigma_c": 1.3981}, "Table 1.1", "close")
    assert [(row.name, row.verdict) for row in found] == [("attention/joint: sigma_c", "exact")]


def test_a_conclusion_flips_where_its_verdict_is_another_than_on_the_first_vintage(published, rules):
    claims, place = published["var"]["text_claims"], published["var"]["place"]
    early = text_conclusions(irf_of(), claims, place, rules["var.text_claims"])
    late = text_conclusions(irf_of(inflation=(hump(-0.03, 7), 0.05)), claims, place, rules["var.text_claims"])
    rows = conclusion_rows({"early": early, "late": late, "again": early})
    assert rows.loc[rows["flips"], ["conclusion", "vintage"]].to_numpy().tolist() == [
        ["inflation_trough_quarter", "late"]
    ]
    table = conclusions_table(rows, ["early", "late", "again"], "mine")
    assert table.notes[0] == "1 of 11 conclusions change: inflation_trough_quarter."
    assert table.frame.loc[table.frame["changes"] == "yes", "late"].tolist() == [7.0]
    assert "inflation_trough_quarter" in RENDERINGS["md"](table) and "<caption>" in RENDERINGS["html"](table)


def test_the_table_and_the_figure_of_effects_keep_the_order_and_name_what_failed():
    nan = float("nan")
    effects = pd.DataFrame(
        [
            {"vintage": "late", "rank": rank, **vars(effect)}
            for rank, effect in enumerate(
                [
                    Effect("all revisions", 0.5, 0.5, 1.2, "output", 3, 0.1, ""),
                    Effect("GDPC1", 0.4, 0.45, 1.1, "output", 3, 0.09, ""),
                    Effect("BORROW", nan, nan, nan, "", 0, nan, "EvaluationError: no common quarter"),
                ]
            )
        ]
    )
    revisions = pd.DataFrame(
        [{"vintage": "late", **vars(Revision("GDPC1", "values", 9, 7, "1999Q1", "2019Q3", 1.0, 0.5, 0.2, 0, 0))}]
    )
    table = effects_table(effects, revisions, "mine")
    assert table.frame["series"].tolist() == ["all revisions", "GDPC1", "BORROW"]
    assert table.frame["failure"].tolist()[2].startswith("EvaluationError")
    figure = draw_effects(effects, "mine", "")
    (axis,) = figure.axes
    assert [label.get_text() for label in axis.get_yticklabels()] == ["all revisions", "GDPC1"]
    assert [bar.get_width() for bar in axis.patches] == [0.5, 0.4]
