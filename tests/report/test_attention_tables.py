import pandas as pd
import pytest

from frictions.report.attention_labels import MODES, case_label, flows_note, several_equilibria_note
from frictions.report.attention_tables import INFORMATION, MONEY_MOMENTS, information_table, money_moments_table
from frictions.report.comparison_table import comparison_table
from frictions.report.table import to_csv, to_markdown

FLOWS = {"info_flow_P": 0.4, "info_flow_Z": 0.1, "info_flow": 0.5}


def information(**values):
    return pd.DataFrame(values.items(), columns=["quantity", "value"])


@pytest.fixture
def outcomes():
    separate = information(profit_deviation=0.002, interaction_share_pct=-36.61, equilibria=1.0, **FLOWS)
    joint = information(profit_deviation=0.001, interaction_share_pct=-4.7, info_flow=0.42, equilibria=3.0)
    return {
        mode: {"mu = 0.0525%": joint if mode == "optimal_joint" else separate, "mu = 0.0263%": separate}
        for mode in MODES
    }


def test_information_table_has_published_numbers_above_every_mode(outcomes):
    table = information_table("table_1_4", "T", {"profit_deviation": [0.0025, 0.0014]}, outcomes, ["n"])
    block = table.frame[table.frame["quantity"] == "profit deviation"]
    assert block["variant"].tolist() == ["published", *MODES.values()]
    assert block["mu = 0.0525%"].tolist() == [0.0025, 0.002, 0.002, 0.001]


def test_information_table_leaves_out_what_a_mode_does_not_have():
    only_joint = {mode: {"a": information(info_flow=0.42)} for mode in MODES}
    frame = information_table("t", "T", {}, only_joint, []).frame
    assert set(frame["quantity"]) == {INFORMATION["info_flow"]}


def test_shares_in_percent_are_rounded_as_the_source_rounds_them(outcomes):
    printed = {"interaction_share_pct": [-15.5, -17.2]}
    table = information_table("table_1_5", "T", printed, outcomes, [])
    text = to_markdown(table)
    assert "-36.6 " in text and "0.4000 " in text
    # The numbers themselves keep their digits.
    assert "-36.61" in to_csv(table)


def test_every_reconstruction_is_called_one(outcomes):
    notes = " ".join(information_table("t", "T", {}, outcomes, []).notes)
    assert "not a solution of the model" in notes


def test_several_equilibria_are_never_hidden(outcomes):
    cases = {"first": outcomes["optimal_joint"]["mu = 0.0525%"], "second": outcomes["optimal_joint"]["mu = 0.0263%"]}
    assert "first: 3" in several_equilibria_note(cases) and "second" not in several_equilibria_note(cases)
    assert "One equilibrium" in several_equilibria_note({"second": cases["second"]})


def test_money_table_shows_the_markup_share_in_percent_and_no_distance_without_a_spread():
    names = list(MONEY_MOMENTS)[:-1]
    published = {"data_KM2013": dict.fromkeys(names, 0.5), "RI": dict.fromkeys(names, 1.0)}
    moments = pd.DataFrame({"moment": list(MONEY_MOMENTS), "value": 0.2, "sampling_sd": 0.1})
    moments.loc[moments["moment"] == "corr_IS_S", "sampling_sd"] = 1e-15
    moments.loc[moments["moment"] == "markup_share", "sampling_sd"] = None
    frame = money_moments_table(published, {"data_KM2013": 90, "RI": 24}, {"optimal_joint": moments}, []).frame
    rows = frame.set_index("moment")
    assert rows.loc["markup share, percent", ["published", "optimal, joint"]].tolist() == [24.0, 20.0]
    assert rows["z joint"].isna().tolist() == [True, *[False] * 6, True]
    assert rows["z joint"].iloc[1] == pytest.approx(-8.0)


def test_cases_are_named_by_what_sets_them_apart():
    experiment = {"mu": 2.63e-4, "size": 0.2}
    assert case_label("cost", experiment) == "mu = 0.0263%"
    assert case_label("size", experiment) == "20 bp"


def test_flows_are_told_by_decision_where_there_are_two():
    note = flows_note({"separate": information(**FLOWS), "joint": information(info_flow=0.42)})
    assert "separate: 0.40 on the price, 0.10 on the stock" in note and "joint: 0.42 on both" in note


@pytest.fixture
def comparison():
    fits = {"attention_separate": 116.456, "attention_joint": 117.0, "calvo": 145.6}
    rows = [(model, None, "criterion", value) for model, value in fits.items()]
    rows += [(model, None, "parameters", 7.0 if model == "calvo" else 4.0) for model in fits]
    rows += [
        ("attention_separate", "calvo", "difference", -29.1),
        ("attention_separate", "calvo", "two_step_p_value", 0.0812),
        ("attention_separate", "attention_joint", "difference", -0.5),
    ]
    return pd.DataFrame(rows, columns=["model", "against", "quantity", "value"])


def test_comparison_tests_each_model_against_calvo_and_not_against_itself(comparison):
    rows = comparison_table(comparison, ("n",)).frame.set_index("quantity")
    assert rows.loc["J"].tolist() == [116.456, 117.0, 145.6]
    assert rows.loc["J less Calvo's", "RI, separate"] == -29.1
    assert rows.loc["J less Calvo's", ["RI, joint", "Calvo"]].isna().all()


def test_comparison_states_its_assumptions_and_rounds_by_kind(comparison):
    text = to_markdown(comparison_table(comparison, ()))
    assert "equal distance from the population responses" in text
    cells = {
        line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:5]]
        for line in text.splitlines()
        if line.startswith("| ")
    }
    assert cells["parameters estimated"] == ["4", "4", "7"]
    assert cells["p-value, two steps"] == ["0.081", "", ""]
    assert cells["J"] == ["116.5", "117.0", "145.6"]
