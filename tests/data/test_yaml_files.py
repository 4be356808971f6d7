"""Settings are read strictly: nothing is dropped without a word, and what looks like a number is one."""

import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from frictions.data.yaml_files import DuplicateKey, read_yaml, with_numbers


def written(folder, text):
    path = folder / "settings.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("var: {lags: 2}\nsamples: {}\nvar: {lags: 3}\n", "the key 'var' stands in line 1 and again in line 3"),
        ("var:\n  lags: 2\n  bands: 1\n  lags: 3\n", "the key 'lags' stands in line 2 and again in line 4"),
        ("a: [{b: 1, b: 2}]\n", "the key 'b' stands in line 1 and again in line 1"),
    ],
)
def test_a_key_that_stands_twice_is_named_with_its_lines(tmp_path, text, said):
    with pytest.raises(DuplicateKey, match=said):
        read_yaml(written(tmp_path, text))


def test_keys_that_are_merged_in_may_be_overlaid(tmp_path):
    text = "base: &base {rule: close, note: a}\nitem: {<<: *base, note: b}\n"
    assert read_yaml(written(tmp_path, text))["item"] == {"rule": "close", "note": "b"}


@pytest.mark.parametrize("text", ["1e-3", "1E5", "-2e3", "+1.5e3", "1.e-3", ".5e2", "1.5e-3"])
def test_numbers_with_an_exponent_are_numbers(tmp_path, text):
    assert read_yaml(written(tmp_path, f"value: {text}\n")) == {"value": float(text)}
    assert with_numbers({"value": [text]}) == {"value": [float(text)]}


@pytest.mark.parametrize("text", ["1970Q1", "e-3", "1e", "2e3x", "0x1e3", "mu_0.000263"])
def test_what_only_resembles_a_number_stays_a_text(tmp_path, text):
    assert with_numbers(text) == text
    assert not isinstance(read_yaml(written(tmp_path, f"value: {text}\n"))["value"], float)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    # Keys are words: a key such as 1e5 is a text to one reader and a number to the other.
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text("abcxyz_", min_size=2, max_size=5), inside, max_size=3)
    ),
    max_leaves=8,
)


@given(content=plain)
def test_what_is_written_reads_back_the_same(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("yaml") / "settings.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8", newline="")
    read, expected = read_yaml(path), yaml.safe_load(yaml.safe_dump(content, allow_unicode=True))
    assert with_numbers(read) == with_numbers(expected)
    assert not (isinstance(read, float) and math.isnan(read))
