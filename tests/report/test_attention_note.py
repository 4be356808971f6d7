"""The page on rational inattention says what its evidence says, and something else when the evidence changes."""

from dataclasses import replace

import pandas as pd
import pytest

from frictions.report.attention_labels import MODES
from frictions.report.attention_note import OPTIMAL, READINGS, Evidence, attention_note, verdict_counts
from frictions.report.moments_table import LABELS

INTERVAL = {"bootstrap_targets": 60.0, "bootstrap_lower": -66.5, "bootstrap_upper": -2.6}


def verdict_rows(*rows):
    return pd.DataFrame(rows, columns=["item", "mode", "replicated", "verdict"])


def information(**values):
    return pd.DataFrame(values.items(), columns=["quantity", "value"])


def moments(value, **others):
    values = {**dict.fromkeys(LABELS, value), **others}
    return pd.DataFrame(values.items(), columns=["moment", "value"])


def decisions(first_best, actual, last):
    rows = [
        (name, horizon, first_best, actual if horizon == 0 else last)
        for name in ("price", "stock")
        for horizon in (0, 1)
    ]
    return pd.DataFrame(rows, columns=["decision", "horizon", "first_best", "actual"])


def excess(level):
    """Two costs, two columns; the first cost is the better one."""
    return pd.DataFrame({"cost_ratio": [24.0, 24.0, 28.0, 28.0], "excess_percent": [0.5, level, level + 2.0, 0.1]})


@pytest.fixture
def evidence():
    flows = {"info_flow_P": 0.44, "info_flow_Z": 0.10, "info_flow": 0.54, "profit_deviation": 0.002}
    reconstructed = {**flows, "excess_over_optimum_pct": -4.3}
    none = dict.fromkeys(flows, 0.0)
    verdicts = verdict_rows(
        ("table_1_3.RI.corr_IS_S", "reconstruction", "-0.9", "close"),
        ("table_1_3.RI.corr_IS_S", "optimal_separate", "0.95", "differs"),
        ("statements_ch1.ratio_rises_more_with_sigma", "reconstruction", "false", "differs"),
        ("statements_ch1.ratio_rises_more_with_sigma", "optimal_separate", "false", "differs"),
    )
    published = {
        "table_1_2": {"RI_sum": 146.0, "Calvo_sum": 221.6},
        "table_1_3": {"RI": dict.fromkeys(LABELS, 0.5)},
        "table_1_4": {
            "mu_share_of_sales": [0.000525, 0.000263, 0.000132],
            "info_flow_P": [0.0768, 0.2264, 0.1779],
            "info_flow_Z": [0.0596, 0.1038, 0.1310],
        },
        "table_1_5": {"profit_deviation": [0.0025, 0.0047, 0.0052, 0.0072]},
        "table_1_6": {"RI": {"corr_IS_S": -0.8255}},
        "money_growth": {"markup_share_RI_pct": 24, "markup_share_KM2013_pct": 90},
        "fig_claims_ch1": {"price_deviation_dies_out_quarters": 25},
    }
    benchmark = {"mu": 5.25e-4, "sigma_attention": 0.006, "size": 0.15}
    return Evidence(
        verdicts=verdicts,
        published=published,
        settings={
            "benchmark": benchmark,
            "literal_15bp": {**benchmark, "sigma_attention": 0.0015},
            "sigma_25bp": {**benchmark, "size": 0.25},
        },
        information={
            **{("benchmark", mode): information(**flows) for mode in OPTIMAL},
            ("benchmark", "reconstruction"): information(**reconstructed),
            **{("sigma_25bp", mode): information(**{**flows, "profit_deviation": 0.003}) for mode in MODES},
            **{("literal_15bp", mode): information(**none) for mode in OPTIMAL},
            ("money_growth", "optimal_separate"): information(info_flow_P=0.29, info_flow_Z=0.0),
            ("money_growth", "optimal_joint"): information(info_flow=0.27),
        },
        moments={
            ("benchmark", "reconstruction"): moments(0.5, corr_IS_S=0.6),
            **{("benchmark", mode): moments(0.95) for mode in OPTIMAL},
            **{("money_growth", mode): moments(-0.36, markup_share=0.2) for mode in OPTIMAL},
        },
        decisions={("benchmark", mode): decisions(-1.02, -0.11, -0.2) for mode in MODES},
        criteria={
            "recovered": 159.1,
            "optimal_separate": 299.0,
            "optimal_joint": 800.2,
            "estimated": 116.5,
            "calvo": 196.4,
            "calvo_estimated": 145.6,
        },
        profile=pd.DataFrame(
            {"parameter": "cost_ratio", "value": [30.0, 50.0, 75.0, 100.0], "criterion": [116.5, 143.4, 143.4, 143.4]}
        ),
        comparison={"difference": -29.1, "standard_error": 16.9, "two_step_p_value": 0.08, **INTERVAL},
        variants=pd.DataFrame({"cost_ratio": [37.3, 40.1, 13.6]}),
        by_table=pd.DataFrame(
            {
                "table": ["1.3", "1.4", "1.5"] * 3,
                "printed": [9, 9, 13] * 3,
                "within_5": [6, 1, 1] * 3,
                "within_10": [8, 2, 5] * 3,
                "within_20": [8, 2, 11] * 3,
            }
        ),
        printed_attention={name: excess(level) for name, level in zip(READINGS, (2.8, 1.4, 5.4), strict=True)},
        loose=pd.DataFrame(
            {"flow_price": [0.0, 0.075, 0.06], "flow_stock": [0.0, 0.05, 0.04], "excess_percent": [20.0, 0.1, 1.5]}
        ),
        optima=pd.DataFrame(
            {
                "cost_ratio": [14.6, 14.6, 70.0],
                "flow": [0.5, 0.4, 0.0],
                "stable": [True, False, True],
                "corr_Y_pi": [0.9, 0.4, -0.2],
                "within_5": [2, 5, 3],
                "fold": [75.6, 75.6, 88.9],
            }
        ),
    )


def test_counts_tell_agreement_from_agreement_in_sign_only():
    rows = verdict_rows(
        ("table_1_3.RI.a", "optimal_joint", "0.1", "exact"),
        ("table_1_3.RI.b", "optimal_joint", "0.2", "sign"),
        ("table_1_3.RI.c", "optimal_joint", "0.3", "differs"),
        ("table_1_3.RI.d", "optimal_joint", "", "not comparable"),
        ("statements_ch1.e", "optimal_joint", "true", "sign"),
    )
    counts = verdict_counts(rows).set_index(["group", "mode"])
    assert counts.loc[("Table 1.3", "optimal_joint")].tolist() == [3, 1, 1]
    # A statement that holds agrees; there is no nearer agreement for it.
    assert counts.loc[("statements of the text", "optimal_joint")].tolist() == [1, 1, 0]
    assert counts.loc[("Table 1.3", "optimal_separate"), "items"] == 0


def test_numbers_of_the_page_are_those_of_the_evidence(evidence):
    note = attention_note(evidence)
    for piece in (
        "| Table 1.3 | 1 of 1 | 0 of 1 | none |",
        "the closest to Table 1.3 of 3 constructions",
        "is 37.3; with it 6 of the 9 moments of Table 1.3 are within 5 percent of the print and 8 within 10",
        "2 of 9 and 11 of 13 are within 20 percent",
        "4 percent below that of the best joint signals: adding up flows understates information",
        "2.8 percent at 24 times the variance",
        "it is 1.4 percent at 24; with independent noises 5.4 percent at 24",
        "of 3 searches 2 end with attention, 1 of them within one percent",
        "1 stable equilibria with attention were found",
        "In 1 of them output and inflation move together",
        "at most 2 of the nine moments",
        "at 76 to 89",
        "by -0.11 percent where -1.02 would be best",
        "0.0768, 0.2264, 0.1779 bits on the price, which no optimum",
        "by -0.20 percent with separate",
        "0.44 bits on the price and 0.10 on the stock (print: 0.0768 and 0.0596)",
        "J = 159.1 (print: 146)",
        "by 29.1 with a standard error of 16.9",
        "over 60 bootstrap samples the difference ranges from -66.5 to -2.6",
        "grows 1.5 (reconstruction), 1.5 (optimal, separate), 1.5 (optimal, joint) times",
        "grows 2.9 times, the variance of the shock 2.8 times",
        "markup share 20 percent, nobody attends to the stock",
    ):
        assert piece in note, piece


@pytest.mark.parametrize(
    ("changed", "before", "after"),
    [
        (
            {"criteria": {"optimal_separate": 100.0, "optimal_joint": 100.0}},
            "joint information, worse than",
            "better than",
        ),
        ({"comparison": {"two_step_p_value": 0.01}}, "does not tell the two apart", "tells the two apart"),
        ({"criteria": {"estimated": 200.0}}, "145.6: better", "145.6: worse"),
    ],
)
def test_words_follow_the_numbers(evidence, changed, before, after):
    assert before in attention_note(evidence)
    for name, values in changed.items():
        evidence = replace(evidence, **{name: {**getattr(evidence, name), **values}})
    note = attention_note(evidence)
    assert before not in note and after in note


def test_the_fit_without_any_attention_is_told_if_the_profile_is_flat(evidence):
    assert (
        "costs 50 times the variance of the shock or more, nobody attends to anything and J is 143.4, better than"
        in attention_note(evidence)
    )
    steep = evidence.profile.assign(criterion=[116.5, 120.0, 130.0, 143.4])
    assert "nobody attends to anything and J" not in attention_note(replace(evidence, profile=steep))


def test_a_claim_that_holds_is_said_to_hold(evidence):
    assert "(Figure 1.14) holds in no mode" in attention_note(evidence)
    verdicts = evidence.verdicts.copy()
    verdicts.loc[verdicts["mode"].eq("reconstruction") & verdicts["replicated"].eq("false"), "verdict"] = "sign"
    assert "(Figure 1.14) holds in the modes reconstruction." in attention_note(replace(evidence, verdicts=verdicts))
