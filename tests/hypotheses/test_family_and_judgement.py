"""Families of variants and what they give: counts by brute force, chance by simulation."""

from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.hypotheses.family import Family, WrongFamily
from frictions.hypotheses.judgement import judge
from frictions.hypotheses.register import Tried, agreement_table, judge_table, register_rows, sentences, tried_rows
from frictions.hypotheses.tabulated import tabulated_values
from frictions.verdicts import printed

DIMENSIONS = st.dictionaries(
    st.sampled_from("abc"), st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True), min_size=1
)


@given(DIMENSIONS, st.data())
def test_variants_are_all_combinations_but_those_that_every_part_of_a_rule_names(choices, data):
    rule = {name: data.draw(st.lists(st.sampled_from(options), min_size=1)) for name, options in choices.items()}
    variants = list(Family(choices, [rule]).variants())
    expected = [
        dict(zip(choices, options, strict=True))
        for options in product(*choices.values())
        if not all(option in rule[name] for name, option in zip(choices, options, strict=True))
    ]
    assert variants == expected
    assert Family(choices).combinations == len(list(Family(choices).variants()))


@pytest.mark.parametrize(
    ("choices", "excluded", "complaint"),
    [
        ({"a": []}, [], "choices.a"),
        ({"a": [1, 1]}, [], "choices.a"),
        ({"a": [1]}, [{"b": [1]}], "b .*not among the choices"),
        ({"a": [1]}, [{"a": [2]}], r"a \[2\] is not among the choices"),
    ],
)
def test_a_family_that_is_none_is_refused_by_name(choices, excluded, complaint):
    with pytest.raises(WrongFamily, match=complaint):
        Family(choices, excluded)


WORDS = st.sampled_from(["stationary", "filter"])


@given(st.data(), st.integers(2, 5), st.integers(1, 4))
def test_chance_is_the_share_of_orders_for_which_some_variant_does_as_well(data, items, variants):
    said = data.draw(st.lists(WORDS, min_size=items, max_size=items))
    values = data.draw(st.lists(st.lists(WORDS, min_size=items, max_size=items), min_size=variants, max_size=variants))
    judged = judge(values, [printed(word) for word in said], ["exact"] * items, ["group"] * items)
    matches = [sum(a == b for a, b in zip(row, said, strict=True)) for row in values]
    assert judged.agrees.sum(axis=1).tolist() == matches and judged.best == int(np.argmax(matches))
    assert judged.holds == (max(matches) == items)
    if len(set(said)) == 1:
        assert judged.chance is None
        return
    as_good = [
        max(sum(a == b for a, b in zip(row, order, strict=True)) for row in values) >= max(matches)
        for order in set(permutations(said))
    ]
    assert judged.chance == pytest.approx(np.mean(as_good))


def test_values_are_only_exchanged_within_a_class():
    """The second class agrees whatever its order, so that only the two orders of the first count."""
    values = [[1.0, 2.0, 5.0, 5.0]]
    source = [printed(text) for text in ("1.0", "2.0", "5.0", "5.01")]
    judged = judge(values, source, ["close"] * 4, ["a", "a", "b", "b"])
    assert judged.chance == 0.5 and judged.holds


def test_a_sample_of_the_orders_comes_near_the_share_of_all():
    """Of the 40,320 orders of eight values, those that keep the first in place are one in eight."""
    values = [[1.0] + [99.0] * 7]
    source = [printed(f"{value}.0") for value in range(1, 9)]
    judged = judge(values, source, ["close"] * 8, ["a"] * 8, seed=3)
    # Standard error of a share of 2,000 draws: 0.0074.
    assert judged.chance == pytest.approx(1 / 8, abs=4 * 0.0074)
    assert judge(values, source, ["close"] * 8, ["a"] * 8, seed=3).chance == judged.chance


def test_what_a_variant_does_not_give_differs():
    values = pd.DataFrame({"variant": [0, 0, 1], "item": ["t.a", "t.b", "t.a"], "value": [1.0, 2.0, 1.0]})
    texts = {"t.a": printed("1.0"), "t.b": printed("2.0")}
    rules = {"t.a": "close", "t.b": "close"}
    items, judged = judge_table(values, pd.Series([0, 1, 2]), texts, rules, seed=0)
    assert items == ("t.a", "t.b")
    assert judged.verdicts == [["exact", "exact"], ["exact", "differs"], ["differs", "differs"]]
    tried = Tried("f", "A claim.", items, pd.DataFrame({"variant": [0, 1, 2], "lags": [3, 2, 4]}), 5, judged)
    assert agreement_table(tried).values.tolist() == [
        [0, 2, 2, 0, 0, 0, 0, 0],
        [1, 2, 1, 0, 0, 1, 0, 1],
        [2, 2, 0, 0, 0, 2, 0, 2],
    ]
    register = register_rows([tried])
    row = register.iloc[0]
    assert (row["variants"], row["left_out"], row["main_run"], row["best"], row["holds"]) == (3, 5, 2, 2, True)
    assert row["choices"] == "lags: 3"
    assert tried_rows([tried]).values.tolist() == [["t.a", "f", 3, 2, True], ["t.b", "f", 3, 1, True]]
    said = sentences(register, tried_rows([tried]))
    assert said == dict.fromkeys(items, 'Tried: 3 variants of "f"; one gives all 2.')


def test_a_variant_moves_all_if_what_differs_comes_nearer_and_nothing_is_lost():
    source = [printed(text) for text in ("1.0", "2.0", "true", "filter")]
    rules = ["close", "close", "sign", "exact"]
    main = [1.0, 3.0, False, "stationary"]
    variants = [
        main,
        [1.01, 2.5, True, "filter"],
        [1.2, 2.5, True, "filter"],
        [1.0, 3.5, True, "filter"],
        [1.0, 2.9, False, "filter"],
    ]
    judged = judge(variants, source, rules, ["a", "a", "b", "c"])
    assert judged.moves_all.tolist() == [False, True, False, False, False]
    assert judged.nearer[4].tolist() == [False, True, False, True]
    assert not judge([[1.0, 2.0, True, "filter"]], source, rules, ["a", "a", "b", "c"]).moves_all.any()


def test_values_of_a_family_are_read_from_the_table_of_another_part():
    table = pd.DataFrame(
        {"variant": ["x", "x", "y"], "table": [1.3, 1.4, 1.3], "quantity": ["a", "b", "a"], "found": [1.0, 2.0, 3.0]}
    )
    readings = [{"item": "t3.{quantity}", "where": {"table": 1.3}}, {"item": "t4.{quantity}", "where": {"table": 1.4}}]
    values, variants = tabulated_values(table, "found", readings)
    assert values.values.tolist() == [["x", "t3.a", 1.0], ["y", "t3.a", 3.0], ["x", "t4.b", 2.0]]
    assert variants["variant"].tolist() == ["x", "y"]


def test_variants_may_have_another_name_and_an_item_may_say_the_opposite():
    table = pd.DataFrame({"number": [0, 0, 1], "claim": ["a", "b", "b"], "found": [0.5, 2.0, 3.0], "holds": [1, 0, 1]})
    table["holds"] = table["holds"].astype(bool)
    readings = [
        {"item": "g.size", "where": {"claim": "a"}},
        {"item": "g.rises", "where": {"claim": "b"}, "value": "holds"},
        {"item": "g.falls", "where": {"claim": "b"}, "value": "holds", "negated": True},
    ]
    values, variants = tabulated_values(table, "found", readings, "number")
    assert values.values.tolist() == [
        [0, "g.size", 0.5],
        [0, "g.rises", False],
        [1, "g.rises", True],
        [0, "g.falls", True],
        [1, "g.falls", False],
    ]
    assert variants["variant"].tolist() == [0, 1]
