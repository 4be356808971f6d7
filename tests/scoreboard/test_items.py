"""The list of items: complete, checked, and with its rules fixed."""

import copy
import json

import pytest
from jsonschema import Draft202012Validator

from frictions.report.scoreboard_items import CAUSES, WrongItem, at_path, files_of, read_items, settings_of
from frictions.verdicts import RULES, printed

RENAMED = {
    "dissertation.samples.note": "1970Q1-2015Q4",
    "false": "classic",
    "true": "robust",
}
"""What the transcription says in its own words; the second and third are flags of robust standard errors."""


def leaves(content, path=""):
    if isinstance(content, dict | list):
        pairs = content.items() if isinstance(content, dict) else enumerate(content)
        for key, value in pairs:
            yield from leaves(value, f"{path}.{key}" if path else str(key))
    else:
        yield path, content


def printed_text(value):
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.fixture(scope="module")
def transcription(external_data):
    """Leaves of the transcription by item, every number with its digits."""
    content = json.loads(
        (external_data.parent / "published/published.json").read_text(), parse_float=str, parse_int=str
    )
    return {path.split(".", 1)[1]: printed_text(value) for path, value in leaves(content)}


def test_every_transcribed_number_is_an_item(transcription, items):
    assert len(transcription) > 230
    assert set(transcription) <= {item.name for item in items}


def test_every_item_of_the_transcription_has_the_same_printed_digits(transcription, items, published):
    by_name = {item.name: item for item in items}
    for name, text in transcription.items():
        ours = at_path(published, by_name[name].published)
        if name == "samples.note":
            assert f"1970Q1-{ours}" in text
        elif name.startswith("info_sen.robust_se"):
            assert ours == RENAMED[text]
        else:
            assert ours == text, name


def test_every_item_has_a_rule_a_place_and_a_printed_value(items, published):
    assert len(items) > 300
    for item in items:
        assert item.rule in RULES
        assert item.place
        assert isinstance(at_path(published, item.published), str), item.name
        assert item.cause in ("", *CAUSES)
        assert item.readings or item.not_comparable


def test_rules_suit_what_is_printed(items, published):
    """A statement is judged by its direction and a word by its letters, unless it cannot be compared."""
    for item in items:
        value = printed(at_path(published, item.published)).value
        if isinstance(value, bool):
            assert item.rule == "sign", item.name
        elif isinstance(value, str) and not item.not_comparable:
            assert item.rule == "exact", item.name


def test_quantities_that_cannot_be_negative_are_never_excused_by_their_sign(items):
    """Criteria, standard deviations, shares and information flows need to be near."""
    never = ("table_1_2.", ".sd_", "info_flow", "profit_deviation.", "table_2_2.", "r_squared")
    judged = [item for item in items if any(part in item.name for part in never)]
    assert len(judged) > 50
    assert all(item.rule in ("close", "exact") for item in judged)


def test_inputs_are_read_from_the_settings_and_must_be_exact(items):
    inputs = [item for item in items if item.note.startswith("An input")]
    assert len(inputs) > 50
    assert {item.part for item in inputs} == {"Inputs and labels"}
    assert not [item.name for item in items if item.part == "Inputs and labels" and item.rule != "exact"]
    for item in inputs:
        assert item.rule == "exact"
    files = {file for item in inputs for file in files_of([item])}
    assert all(file.startswith("config/experiments/") or "/var/" in file for file in files)
    assert "var.lags" in settings_of(inputs)


def test_the_list_keeps_its_schema(project, listed):
    schema = json.loads((project / "workflow/schemas/scoreboard.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    assert not [error.message for error in Draft202012Validator(schema).iter_errors(listed)]
    broken = copy.deepcopy(listed)
    broken["groups"]["var"]["rule"] = "roughly"
    assert list(Draft202012Validator(schema).iter_errors(broken))


def test_every_group_names_a_known_source(listed):
    assert {group["source"] for group in listed["groups"].values()} == set(listed["sources"])


def small(**changes):
    group = {
        "part": "P",
        "source": "s",
        "place": "Table 1",
        "published": "t",
        "rule": "close",
        "read": {"file": "results/{sample}.csv"},
        "items": {"a": None},
    }
    return {"sources": {"s": "S"}, "groups": {"g": {**group, **changes}}}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rule": "roughly"}, r"item g\.a: rule 'roughly'"),
        ({"cause": "bad luck"}, r"item g\.a: cause 'bad luck'"),
        ({"place": ""}, r"item g\.a: no place"),
        ({"read": {}}, r"item g\.a: neither a reading"),
        ({"read": {"column": "x"}}, r"item g\.a: the reading names neither"),
        ({"read": {"file": "{nowhere}.csv"}}, r"item g\.a: nothing to put for \{nowhere\}"),
    ],
)
def test_a_wrong_item_is_refused_by_name(changes, message):
    with pytest.raises(WrongItem, match=message):
        read_items(small(**changes), "baseline")


def test_an_item_listed_twice_is_refused():
    twice = small()
    twice["groups"]["h"] = {**twice["groups"]["g"], "prefix": "g"}
    with pytest.raises(WrongItem, match=r"item g\.a: listed twice"):
        read_items(twice, "baseline")


def test_an_item_about_a_sample_that_is_not_run_is_not_comparable():
    (item,) = read_items(small(**{"with": {"sample": "long"}}), "baseline", {"sample": ["baseline"]})
    assert item.not_comparable == "Not made under the settings of this run: sample long."
    assert not item.readings
    (item,) = read_items(small(**{"with": {"sample": "long"}}), "baseline", {"sample": ["baseline", "long"]})
    assert files_of([item]) == ["results/long.csv"]


def test_modes_fill_in_their_own_names_and_the_first_is_the_primary_one():
    changes = {"read": {"file": "results/{folder}.csv"}, "modes": {"b": {"folder": "x"}, "a": {"folder": "y"}}}
    (item,) = read_items(small(**changes), "baseline")
    assert {mode: reading.first.files for mode, reading in item.readings.items()} == {
        "b": ("results/x.csv",),
        "a": ("results/y.csv",),
    }
    assert next(iter(item.readings)) == "b"
