"""The scoreboard and the provenance as the report shows them."""

import csv
import hashlib
from collections import Counter
from io import StringIO

import pytest
import yaml

from frictions.report.document.assembly import parts_of_items
from frictions.report.document.plain import plain
from frictions.report.document.scores import (
    MARKS,
    RULES_IN_WORDS,
    UnknownVerdict,
    read_scores,
    shortened,
    verdict_counts,
)
from frictions.report.scoreboard_items import read_items
from frictions.verdicts import RULES, VERDICTS
from tests.document.conftest import GROUPS, SCOREBOARD


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
    part = {
        f"{group.get('prefix', name)}.{key}": group["part"] for name, group in GROUPS.items() for key in group["items"]
    }
    counted = Counter((part[row["item"]], row["verdict"]) for row in rows())
    counts = verdict_counts(content.scores)
    assert {(name, verdict): n for name, verdicts in counts.items() for verdict, n in verdicts.items() if n} == counted
    shown = plain(content)
    assert shown["all"]["items"] + shown["inputs"]["items"] == len(rows())


def test_parts_of_items_are_those_of_the_scoreboards_summary(project):
    """An item may have a part of its own, which is not its group's."""
    settings = yaml.safe_load((project / "config/scoreboard.yaml").read_text(encoding="utf-8"))
    items = read_items(settings, "baseline")
    assert parts_of_items(settings["groups"]) == {item.name: item.part for item in items}
    assert any("part" in (own or {}) for group in settings["groups"].values() for own in group["items"].values())


def test_an_item_without_a_part_stands_under_its_source(content):
    import pandas as pd

    frame = pd.read_csv(StringIO(SCOREBOARD), dtype=str, keep_default_na=False)
    modes = pd.DataFrame(columns=["item", "mode", "replicated", "difference", "verdict"])
    assert {score.part for score in read_scores(frame, modes, {}, {})} == {"First source", "Second source"}


def test_an_unknown_verdict_is_refused_by_item():
    import pandas as pd

    frame = pd.read_csv(StringIO(SCOREBOARD.replace("close,,Sampling", "perfect,,Sampling")), dtype=str)
    with pytest.raises(UnknownVerdict, match=r"table_1\.beta.*perfect"):
        read_scores(frame, pd.DataFrame(columns=["item"]), {}, {})


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
