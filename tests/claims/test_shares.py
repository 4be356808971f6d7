"""How often claims hold, what they depend on, and what turns them around: small tables by hand."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from frictions.robustness.claims import Claim
from frictions.robustness.settings import WrongRobustness, check_robustness
from frictions.robustness.shares import (
    choice_rows,
    claim_rows,
    dimension_rows,
    explained,
    flip_rows,
    in_order,
    range_by_chance,
)

CLAIM = Claim("c", "It holds.", "x", (0, 1), "point", "maximum", above=0.0, item="an.item")
SPECIFICATIONS = pd.DataFrame(
    {
        "specification": range(6),
        "kind": ["published", "one_change", "one_change", "drawn", "drawn", "drawn"],
        "drawn": [True, False, True, True, True, True],
        "changes": [0, 1, 1, 2, 1, 2],
        "lags": [3, 2, 3, 2, 3, 2],
        "sample": ["a", "a", "b", "b", "c", "c"],
        "failure": ["", "", "", "", "", "too short"],
    }
)
READINGS = pd.DataFrame(
    {
        "specification": range(5),
        "claim": "c",
        "value": [1.0, 2.0, -1.0, 3.0, np.nan],
        "lower": np.nan,
        "upper": np.nan,
        "holds": [True, True, False, True, False],
    }
)


def summary(readings):
    tables = dimension_rows(readings, SPECIFICATIONS), flip_rows(readings, SPECIFICATIONS)
    return claim_rows([CLAIM], readings, SPECIFICATIONS, *tables)


def test_shares_are_of_the_drawn_specifications_that_could_be_estimated():
    rows = choice_rows(READINGS, SPECIFICATIONS).set_index(["dimension", "choice"])
    assert rows.loc[("lags", "3"), ["specifications", "holds", "share"]].tolist() == [3, 1, pytest.approx(1 / 3)]
    # The change of lags alone was run besides and does not count; the sixth could not be estimated.
    assert rows.loc[("lags", "2"), ["specifications", "holds", "share"]].tolist() == [1, 1, 1.0]
    assert rows.loc[("sample", "c"), ["specifications", "holds", "share"]].tolist() == [1, 0, 0.0]
    assert rows.loc[("lags", "3"), "mean_value"] == 0.0


def test_a_choice_that_none_could_be_estimated_with_has_no_share():
    rows = choice_rows(READINGS[READINGS["specification"] != 4], SPECIFICATIONS).set_index("choice")
    assert rows.loc["c", "specifications"] == 0 and np.isnan(rows.loc["c", "share"])


def test_the_summary_of_a_claim():
    row = summary(READINGS).iloc[0]
    assert (row["claim"], row["text"], row["item"]) == ("c", "It holds.", "an.item")
    assert (row["specifications"], row["holds"], row["share"]) == (4, 2, 0.5)
    assert (row["published_value"], row["published_holds"], row["median_value"]) == (1.0, True, 1.0)
    # Beyond chance both dimensions do nothing in four answers: lags 2/3 of 2/3, samples 1 of 1.
    assert row["most_decisive"] in ("sample", "lags") and row["range_by_chance"] == pytest.approx(row["share_range"])
    assert (row["changes_to_flip"], row["flips"]) == (1, "sample: b | sample: c")


def test_chance_gives_more_where_there_are_more_choices():
    """Of four answers, two of them yes, three and one differ by 2/3 however they are dealt; of 40 in pairs by all."""
    few = np.array([True, True, False, False])
    assert range_by_chance(few, np.array(["3", "3", "3", "2"])) == pytest.approx(2 / 3)
    many = np.arange(40) < 20
    halves, pairs = np.repeat(["a", "b"], 20), np.repeat(np.arange(20).astype(str), 2)
    assert range_by_chance(many, halves) < 0.2 < 0.95 < range_by_chance(many, pairs)


def test_nothing_turns_around_what_always_holds():
    row = summary(READINGS.assign(holds=True)).iloc[0]
    assert (row["changes_to_flip"], row["flips"], row["share_range"]) == (0, "", 0.0)
    assert flip_rows(READINGS.assign(holds=True), SPECIFICATIONS).empty


def test_explained_variance_is_that_of_a_regression_on_dummies():
    stream = np.random.default_rng(1)
    one, two = stream.integers(0, 3, 80).astype(str), stream.integers(0, 4, 80).astype(str)
    value = stream.standard_normal(80) + (one == "1") - 2 * (two == "3")
    dummies = [pd.get_dummies(factor, drop_first=True, dtype=float).to_numpy() for factor in (one, two)]
    for factors, columns in (([one], dummies[:1]), ([one, two], dummies)):
        regression = sm.OLS(value, sm.add_constant(np.column_stack(columns))).fit()
        assert explained(value, factors) == pytest.approx(regression.rsquared, abs=1e-12)
    assert explained((one == "1").astype(float), [one]) == pytest.approx(1.0)
    assert np.isnan(explained(np.full(5, 0.1), [one[:5]])) and np.isnan(explained(value[:1], [one[:1]]))


def test_dimensions_say_what_each_explains():
    rows = dimension_rows(READINGS, SPECIFICATIONS).set_index("dimension")
    assert rows.loc["lags", ["lowest_share", "highest_share"]].tolist() == [pytest.approx(1 / 3), 1.0]
    # Values 1 and -1 with three lags, 3 with two: means 0 and 3 around 1, total variation 8.
    assert rows.loc["lags", "variance_share"] == pytest.approx(6 / 8)
    assert rows.loc["lags", "together"] == pytest.approx(1.0)


def test_readings_are_put_in_order():
    other = Claim("a", "Another.", "x", (0, 1), "point", "maximum", above=0.0)
    mixed = pd.concat([READINGS.assign(claim="a"), READINGS]).sample(frac=1, random_state=1)
    ordered = in_order(mixed, [CLAIM, other])
    assert ordered["claim"].tolist()[:4] == ["c", "a", "c", "a"] and ordered["specification"].is_monotonic_increasing


SETTINGS = {
    "models": [{}, {"lags": 2}],
    "claims": {"c": {"quarters": [0, 3]}},
    "choices": {"data": ["main", "old"], "sample": ["a"], "detrending": ["d"], "order": ["o"], "lags": [3, 2]},
    "meanings": {
        "data": {"main": {}, "old": {"x": 1}},
        "sample": {"a": {}},
        "detrending": {"d": {}},
        "order": {"o": {}},
    },
}


def with_changes(path, value):
    top, name = path
    return {**SETTINGS, top: {**SETTINGS[top], name: value}}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (with_changes(("choices", "sample"), ["a", "b"]), "choices.sample: 'b' has no meaning"),
        (with_changes(("choices", "data"), ["old", "main"]), "the first, 'old', is to be the run's own"),
        (with_changes(("claims", "c"), {"quarters": [4, 2]}), r"claims.c.quarters: \[4, 2\] is no span"),
        ({**SETTINGS, "models": [{"lags": 5}]}, "models: lags: 5 is no choice"),
        ({**SETTINGS, "models": [{"band": "hall"}]}, "models: band: 'hall' is no choice"),
        ({**SETTINGS, "excluded": [{"data": ["main"], "lags": [3]}]}, "leaves out the published choices"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused_by_name(settings, message):
    check_robustness(SETTINGS)
    with pytest.raises(WrongRobustness, match=message):
        check_robustness(settings)
