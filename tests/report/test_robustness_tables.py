"""What tables and paragraphs say about the claims."""

import numpy as np
import pandas as pd

from frictions.report.robustness_models_table import robustness_models_table
from frictions.report.robustness_table import robustness_table
from frictions.report.robustness_text import item_counts, item_sentences, paragraph

CLAIMS = pd.DataFrame(
    {
        "claim": ["a", "b", "c"],
        "text": ["It rises.", "It peaks early.", "It is significant."],
        "item": ["var.rises", None, "var.significant"],
        "specifications": [40, 40, 40],
        "holds": [39, 28, 10],
        "share": [0.975, 0.7, 0.25],
        "published_value": [0.31, 2.0, np.nan],
        "published_holds": [True, True, False],
        "median_value": [0.3, 3.0, np.nan],
        "most_decisive": ["data", "unit_roots", "band"],
        "share_range": [0.1, 0.5, 0.6],
        "range_by_chance": [0.08, 0.1, 0.2],
        "changes_to_flip": [0, 1, 2],
        "flips": ["", "unit_roots: tested | lags: 2 | lags: 4 | sample: a | sample: b", "band: hall; lags: 2"],
    }
)
SPECIFICATIONS = pd.DataFrame({"drawn": [True] * 40 + [False] * 3, "failure": ["too short"] + [None] * 42})


def test_a_row_says_what_a_claim_depends_on():
    table = robustness_table(CLAIMS, SPECIFICATIONS)
    first, second, third = table.frame.to_dict("records")
    assert (first["published choices"], first["holds in"], first["share"]) == ("holds (0.31)", "39 of 40", "98%")
    assert second["depends most on"] == "unit roots (shares differ by 50%, by chance 10%)"
    assert third["published choices"] == "does not hold"
    column = "fewest changes found that turn it around"
    assert first[column] == "none found" and third[column] == "band: hall; lags: 2"
    assert second[column] == "unit roots: tested or lags: 2 or lags: 4 or sample: a and 1 more"
    assert "40 specifications" in table.notes[1] and "1 of 43 specifications could not be estimated" in table.notes[1]


def test_the_paragraph_follows_from_the_results():
    text = paragraph(CLAIMS)
    assert text.startswith("Of 3 claims 1 holds in 90% of the specifications or more: it rises (98%).")
    assert "1 holds in most but not in 90%: it peaks early (70%)." in text
    assert "1 holds in fewer than half: it is significant (25%)." in text
    assert (
        "One change of the published choices turns 1 around; what matters most to it is" in text
        and "the unit roots (1)" in text
    )
    assert text.endswith("No single change turns around 2: it rises (98%); it is significant (25%).")
    assert "turns" not in paragraph(CLAIMS.assign(changes_to_flip=0)).split("No single change")[0]


def test_the_note_of_an_item_says_how_often_its_claim_holds():
    assert item_counts(CLAIMS) == {"var.rises": "39 of 40", "var.significant": "10 of 40"}
    assert item_sentences(CLAIMS) == {
        "var.rises": "Over other samples, data and methods the claim that it rises holds in 39 of 40 specifications.",
        "var.significant": "Over other samples, data and methods the claim that it is significant holds in 10 of 40 "
        "specifications.",
    }


def models(name, difference, p_value):
    rows = [
        ("sticky_prices", "criterion", 100.0),
        ("rational_inattention", "criterion", 100.0 + difference),
        ("difference", "difference", difference),
        ("difference", "standard_error", 8.0),
        ("difference", "two_step_p_value", p_value),
    ]
    return pd.DataFrame(rows, columns=["model", "quantity", "value"]).assign(specification=name, failure=np.nan)


def test_the_better_model_is_named_and_a_failure_gives_its_reason():
    failed = pd.DataFrame(
        [("", "failure", np.nan, "lags: 40", "too short")],
        columns=["model", "quantity", "value", "specification", "failure"],
    )
    rows = pd.concat([models("published choices", -20.0, 0.01), models("lags: 2", 3.0, 0.7), failed])
    table = robustness_models_table(rows)
    assert table.frame["better"].tolist() == ["rational inattention", "sticky prices", "too short"]
    assert table.frame["difference"].tolist() == ["-20.0 (8.0)", "3.0 (8.0)", ""]
    assert table.notes[0] == (
        "Rational inattention fits better in 1 of 3 specifications; in 1 the two models differ at 5%."
    )
