"""Files of settings of every wrong shape end in one line that names the file, before Snakemake takes them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from overlay_files import named_files
from settings import check_settings
from shapes import WrongSetting, check_shape, named_as_experiment, read_file

from tests.conftest import PROJECT

SCHEMAS = PROJECT / "workflow/schemas"

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)
FILES = {
    "another encoding": ("var: {lags: 3} # \xe9".encode("latin-1"), "not a text in UTF-8"),
    "two bytes a letter": ("var: {lags: 3}".encode("utf-16"), "not a text in UTF-8"),
    "binary": (bytes(range(256)), "not a text in UTF-8"),
    "a zero": (b"var: {lags: 3}\x00", "control characters"),
    "a list": (b"- 1\n- 2\n", "not a mapping of settings"),
    "a word": (b"hello", "not a mapping of settings"),
    "nothing": (b"", "not a mapping of settings"),
    "a program": (b'var: !!python/object/apply:os.system ["true"]', "could not determine a constructor"),
    "a list as a key": (b"? [a, b]\n: 2\n", "unhashable key"),
    "a number as a key": (b"var: {1: 2}", r"setting var\.1: the key 1 is not a text"),
    "nothing as a key": (b"var: {null: 2}", r"setting var\.None: the key None is not a text"),
    "a date as a key": (b"2020-01-01: 2", "is not a text; put it in quotes"),
    "a key twice": (b"var: {lags: 2}\nvar: {lags: 3}\n", "the key 'var' stands in line 1 and again in line 2"),
    "itself": (b"var: &a\n  lags: *a\n", r"setting var\.lags.*: nested without end"),
    "itself in a list": (b"var: &a [*a]\n", "nested without end"),
    "deep lists": (b"a: " + b"[" * 100_000 + b"]" * 100_000, "nested without end"),
    "deep mappings": (b"{a: " * 3000 + b"1" + b"}" * 3000, "nested without end"),
    "deep rows": (b"- " * 50_000 + b"1", "nested without end"),
    "levels beyond ours": (b"{a: " * 60 + b"1" + b"}" * 60, "nested without end"),
    "laughs": (LAUGHS.encode(), "more than 100000 values"),
    "no number": (b"bootstrap: {coverage: .nan}", r"setting bootstrap\.coverage: nan is not a finite number"),
    "no end": (b"a: [1, {b: -.inf}]", r"setting a\.1\.b: -inf is not a finite number"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_shape_is_named_in_one_line(tmp_path, name):
    content, complaint = FILES[name]
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    with pytest.raises(WrongSetting, match=rf"mine\.yaml: .*{complaint}") as caught:
        read_file(path)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_missing_or_a_folder_is_named(tmp_path):
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(WrongSetting, match=path.name):
            read_file(path)


@pytest.mark.parametrize("name", ["My run", "-n", "é", "1", ".hidden", "a..b", "a.", "A", "a b", "a{b}", "", "a\nb"])
def test_the_name_of_an_experiment_is_one_that_a_folder_and_a_rule_can_have(name):
    with pytest.raises(WrongSetting, match="the name of an experiment"):
        named_as_experiment(Path("config/experiments/calvo") / Path(f"{name}.yaml").name)


def test_the_names_of_the_experiments_at_hand_are_right():
    paths = sorted((PROJECT / "config/experiments").rglob("*.yaml"))
    assert len(paths) > 15 and [named_as_experiment(path) for path in paths] == paths


def test_files_of_the_command_line_are_those_after_their_option():
    words = "snakemake all --configfile a.yaml b.yaml --cores 2 --configfiles=c.yaml -n --config x=1 --configfile d"
    assert named_files(words.split()) == ["a.yaml", "b.yaml", "c.yaml", "d"]


def numeric_settings(content: object, place: tuple = ()) -> list[tuple]:
    """Places of all numbers in settings."""
    if isinstance(content, bool | str | None):
        return []
    if isinstance(content, int | float):
        return [place]
    inner = content.items() if isinstance(content, dict) else enumerate(content)
    return [found for key, value in inner for found in numeric_settings(value, (*place, key))]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize(
    ("file", "schema"),
    [
        ("config/config.yaml", "config"),
        ("config/experiments/calvo_estimates/six.yaml", "calvo_estimates"),
        ("config/experiments/attention_estimates/joint.yaml", "attention_estimates"),
        ("config/experiments/reallocation/benchmark.yaml", "reallocation"),
    ],
)
def test_no_numeric_setting_takes_a_number_that_is_not_finite(file, schema, value):
    text = (PROJECT / file).read_text(encoding="utf-8")
    places = numeric_settings(yaml.safe_load(text))
    assert len(places) > 10
    for place in places:
        settings = yaml.safe_load(text)
        inner = settings
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = value
        with pytest.raises(WrongSetting, match="is not a finite number"):
            check_settings(settings, SCHEMAS / f"{schema}.schema.json")


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=4),
    max_leaves=20,
)


@given(content=st.dictionaries(st.text(max_size=4), plain, max_size=4))
def test_whatever_is_in_a_file_it_passes_or_is_refused_by_setting(content):
    try:
        check_shape(content)
    except WrongSetting as error:
        assert str(error).startswith("setting ")


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_bytes_a_file_has_it_is_read_or_refused_by_name(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / f"fuzzed_{os.getpid()}.yaml"
    path.write_bytes(content)
    try:
        assert isinstance(read_file(path), dict)
    except WrongSetting as error:
        assert str(error).startswith(str(path))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["another encoding", "itself", "deep rows"])
def test_snakemake_ends_in_that_line(project, tmp_path, name):
    path = tmp_path / "mine.yaml"
    path.write_bytes(FILES[name][0])
    command = [str(Path(sys.executable).with_name("snakemake")), "--dry-run", "all", "--configfile", str(path)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode == 1
    # Snakemake first says which profile it uses.
    assert [line for line in done.stderr.splitlines() if not line.startswith("Using workflow")] == [
        line for line in done.stderr.splitlines() if line.startswith(f"error: {path}: ")
    ]
