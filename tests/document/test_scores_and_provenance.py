"""The scoreboard and the provenance as the report shows them."""

import csv
import hashlib
from collections import Counter
from fnmatch import fnmatchcase
from io import StringIO

import pytest
import yaml

from frictions.report.document.assembly import about_items
from frictions.report.document.plain import plain
from frictions.report.document.scores import (
    MARKS,
    RULES_IN_WORDS,
    UnknownVerdict,
    read_scores,
    shortened,
    verdict_counts,
)
from frictions.report.item_names import ItemName, WrongItemName, has_name, item_name_of
from frictions.report.scoreboard_items import read_items
from frictions.verdicts import RULES, VERDICTS
from tests.document.conftest import ABOUT, SCOREBOARD


def rows():
    return list(csv.DictReader(StringIO(SCOREBOARD)))


def test_every_verdict_has_a_mark_and_no_two_share_one():
    assert list(MARKS) == list(VERDICTS)
    assert len(set(MARKS.values())) == len(MARKS)


def test_what_is_asked_for_is_said_in_other_words_than_what_was_found(content):
    assert set(RULES_IN_WORDS) == set(RULES) and not set(RULES_IN_WORDS.values()) & set(MARKS)
    shown = {
        score["rule"] for group in plain(content)["groups"] for place in group["places"] for score in place["scores"]
    }
    assert shown <= set(RULES_IN_WORDS.values())


def test_published_digits_are_kept_as_printed(content):
    assert [score.published for score in content.scores] == [row["published"] for row in rows()]


def test_counts_by_part_are_those_of_the_file(content):
    counted = Counter((ABOUT[row["item"]].part, row["verdict"]) for row in rows())
    counts = verdict_counts(content.scores)
    assert {(name, verdict): n for name, verdicts in counts.items() for verdict, n in verdicts.items() if n} == counted
    shown = plain(content)
    assert shown["all"]["items"] + shown["inputs"]["items"] == len(rows())


@pytest.fixture(scope="module")
def items(project):
    return read_items(yaml.safe_load((project / "config/scoreboard.yaml").read_text(encoding="utf-8")), "baseline")


@pytest.fixture(scope="module")
def names(project):
    return yaml.safe_load((project / "config/item_names.yaml").read_text(encoding="utf-8"))


def test_every_item_of_the_project_has_words_of_its_own(items, names):
    called = {}
    for item in items:
        assert has_name(item.name, names), item.name
        words = item_name_of(item.name, names).words
        assert ("_" not in words and words[0] == words[0].upper()) or words.startswith("t value"), words
        # Within a place of the source no two are called the same.
        assert called.setdefault((item.place, words), item.name) == item.name
    unused = [pattern for pattern in names["items"] if not any(fnmatchcase(item.name, pattern) for item in items)]
    assert unused == []


def test_an_item_is_shown_with_its_own_part_file_and_count(items, names):
    about = about_items(items, names, {"var.text_claims.inflation_trough_pct": "7 of 9"})
    assert {name: one.part for name, one in about.items()} == {item.name: item.part for item in items}
    # Its group is one of inputs, but it is none.
    assert about["var.lags"].part == "Inputs and labels" and about["var.lags_chosen_by_aicc"].part == "VAR"
    assert about["table_1_3.Calvo.corr_IS_S"].file == "results/calvo/table_1_1/average/moments.csv"
    assert about["var.lags"].file == "" and about["table_1_3.Calvo.corr_IS_S"].symbol == "corr(IS, S)"
    assert [one.holds_in for one in about.values() if one.holds_in] == ["7 of 9"]


def test_an_unknown_term_is_named_and_an_unknown_item_keeps_its_name():
    settings = {
        "terms": {"greek": {"beta": ["discount factor", "β"]}},
        "items": {"a.*": {"says": "{term}", "of": "greek"}},
    }
    assert item_name_of("a.beta", settings) == ItemName("Discount factor", "β")
    assert item_name_of("b.my_item", settings) == ItemName("b.my item")
    with pytest.raises(WrongItemName, match=r"item a\.gamma: no 'gamma' among the terms of a\.\*"):
        item_name_of("a.gamma", settings)


def test_an_item_without_a_part_stands_under_its_source(content):
    import pandas as pd

    frame = pd.read_csv(StringIO(SCOREBOARD), dtype=str, keep_default_na=False)
    modes = pd.DataFrame(columns=["item", "mode", "replicated", "difference", "verdict"])
    assert {score.part for score in read_scores(frame, modes, {})} == {"First source", "Second source"}


def test_an_unknown_verdict_is_refused_by_item():
    import pandas as pd

    frame = pd.read_csv(StringIO(SCOREBOARD.replace("close,,Sampling", "perfect,,Sampling")), dtype=str)
    with pytest.raises(UnknownVerdict, match=r"table_1\.beta.*perfect"):
        read_scores(frame, pd.DataFrame(columns=["item"]), {})


@pytest.mark.parametrize(
    ("text", "shown"),
    [("0.12647475", "0.1265"), ("3200", "3200"), ("1970Q1", "1970Q1"), ("-0.0", "-0"), ("true", "true"), ("", "")],
)
def test_only_numbers_with_a_fraction_are_shortened(text, shown):
    assert shortened(text) == shown


def test_feet_carry_the_checksums_of_the_files(content, folder, accounts):
    for item in content.items:
        assert list(item.provenance.inputs) == accounts[item.name]["inputs"]
        for path, checksum in item.provenance.inputs.items():
            assert checksum == hashlib.sha256((folder / path).read_bytes()).hexdigest()


def test_settings_are_flattened_and_seeds_named(content):
    table = next(item for item in content.items if item.name == "table_1_3")
    assert table.provenance.settings == {"simulation.samples": "500", "simulation.seed": "20190104"}
    assert table.provenance.seeds == {"simulation seed": "20190104"}
    assert table.provenance.steps == 7


def test_a_caption_does_not_repeat_the_number_of_the_item(content):
    assert [(item.label, item.title) for item in content.items] == [
        ("Table 1.3", "Moments"),
        ("Figure 1.8", "Model and VAR"),
        ("Figure", "Efficiency"),
    ]


def test_files_that_no_rule_makes_are_listed_with_their_uses(content, folder):
    checksum = hashlib.sha256((folder / "results/errata.csv").read_bytes()).hexdigest()
    assert content.files.rows == (("results/errata.csv", checksum, "1"),)
