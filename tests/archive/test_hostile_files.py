"""Whatever a file of a package holds, the verifier names it or takes it, and never falls over."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.archive.bag import check_bag
from frictions.archive.comparison import Tolerances, difference
from frictions.archive.crate_check import check_crate
from frictions.archive.environment import checked_lock
from frictions.archive.errors import ArchiveError, BrokenPackage
from frictions.archive.layout import CRATE, FACTS, MANIFEST, OVERLAY, PAYLOAD, PROGRAMS, RECIPE, TAG_FILES, TAG_MANIFEST
from frictions.archive.records import read_facts, read_overlay, read_programs, read_recipe
from frictions.errors import FrictionsError

pytestmark = pytest.mark.slow

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
lines = st.lists(
    st.from_regex(r"[0-9a-f]{64}  (data/)?[a-z./]{1,8}", fullmatch=True) | st.text(max_size=20), max_size=4
).map(lambda rows: "\n".join(rows).encode())
contents = st.binary(max_size=100) | lines | anything.map(lambda value: json.dumps(value).encode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder in the form of a package; each example writes the file that it is about."""
    package = tmp_path_factory.mktemp("hostile") / "package"
    for name in ("code", "run", "results"):
        (package / PAYLOAD / name).mkdir(parents=True)
    return package


@given(name=st.sampled_from([*TAG_FILES, TAG_MANIFEST, MANIFEST]), content=contents)
def test_a_bag_with_any_file_in_its_place_has_problems(folder, name, content):
    (folder / name).write_bytes(content)
    assert check_bag(folder).problems


def entities() -> st.SearchStrategy:
    """Entities that come near to those of a crate."""
    identifiers = st.sampled_from([CRATE, "./", "code/Snakefile", "results/", "../x", "/etc/hostname", "#run", "\x00"])
    known = st.fixed_dictionaries(
        {"@id": identifiers | anything},
        optional={
            "@type": st.sampled_from(["File", "Dataset", "CreateAction", ["File", "SoftwareSourceCode"]]) | anything,
            "about": st.just({"@id": "./"}) | anything,
            "mainEntity": st.just({"@id": "code/Snakefile"}) | anything,
            "instrument": st.just({"@id": "code/Snakefile"}) | anything,
            "sha256": anything,
            "contentSize": anything,
        },
    )
    return known | anything


@given(graph=st.lists(entities(), max_size=5) | anything, context=st.just("https://w3id.org/ro/crate/1.1/context"))
def test_a_crate_with_any_content_has_problems(folder, graph, context):
    (folder / PAYLOAD / CRATE).write_text(json.dumps({"@context": context, "@graph": graph}))
    assert check_crate(folder)


@given(content=contents)
def test_metadata_of_any_bytes_have_problems(folder, content):
    (folder / PAYLOAD / CRATE).write_bytes(content)
    assert check_crate(folder)


@pytest.mark.parametrize("levels", [900, 100_000])
def test_metadata_nested_without_end_have_problems(folder, levels):
    for text in ("[" * levels + "]" * levels, '{"@graph": [{"@id": "./", "a": ' + "[" * levels + "]" * levels + "}]}"):
        (folder / PAYLOAD / CRATE).write_text(text)
        assert check_crate(folder)
        (folder / PAYLOAD / FACTS).write_text(text)
        with pytest.raises(BrokenPackage, match=r"facts\.json"):
            read_facts(folder)


recipes = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(max_size=3) | anything,
        "commit": st.text(max_size=3) | anything,
        "date": st.text(max_size=3) | anything,
        "targets": st.lists(st.sampled_from(["all", "--version", ""]) | anything, max_size=2) | anything,
        "tolerances": st.fixed_dictionaries(
            {
                "relative": st.floats() | anything,
                "absolute": st.just(0.0),
                "exceptions": anything,
                "uncounted": anything,
            }
        )
        | anything,
        "series_provided": st.booleans() | anything,
        "needed": st.dictionaries(st.text(max_size=3), anything, max_size=2) | anything,
        "panels": st.dictionaries(st.text(max_size=3), anything, max_size=2) | anything,
    },
).map(lambda value: json.dumps(value).encode())


@given(
    record=st.sampled_from([(RECIPE, read_recipe), (FACTS, read_facts), (OVERLAY, read_overlay)]),
    content=contents | recipes,
)
def test_a_record_of_any_content_is_read_or_named(folder, record, content):
    name, read = record
    (folder / PAYLOAD / name).write_bytes(content)
    try:
        read(folder)
    except BrokenPackage as error:
        assert name in str(error)


rows = st.lists(st.lists(st.text(max_size=6), min_size=4, max_size=6).map(",".join), max_size=3)


@given(
    content=contents | rows.map(lambda found: "\n".join(["output,rule,script,sha256_withheld,inputs", *found]).encode())
)
def test_a_list_of_programs_of_any_content_is_read_or_named(folder, content):
    (folder / PAYLOAD / PROGRAMS).write_bytes(content)
    try:
        programs = read_programs(folder)
    except BrokenPackage as error:
        assert PROGRAMS in str(error)
    else:
        assert all(made.output.startswith("results/") and ".." not in made.output.split("/") for made in programs)


@given(content=contents)
def test_a_lock_of_any_content_is_read_or_named(folder, content):
    (folder / PAYLOAD / "code/requirements.lock").write_bytes(content)
    try:
        checked_lock(folder)
    except ArchiveError as error:
        assert "requirements.lock" in str(error)


def array_bytes(header: str, values: bytes) -> bytes:
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + values


headers = st.sampled_from(
    [
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<f8', 'shape': (10000000000,)}",
        "{'descr': 3, 'shape': (2,)}",
        "{'descr': '<f8', 'shape': 2}",
        "{'descr': '', 'shape': ()}",
        "{'descr': '|O', 'shape': (1,)}",
        "{'descr': [('a', '<f8')], 'shape': (1,)}",
        "[" * 500,
        "__import__('os').getcwd()",
    ]
) | st.text(st.characters(max_codepoint=127), max_size=40)


@given(
    suffix=st.sampled_from([".csv", ".json", ".npy", ".npz", ".md", ".svg", ".parquet"]),
    first=contents | st.builds(array_bytes, headers, st.binary(max_size=20)),
    second=contents | st.builds(array_bytes, headers, st.binary(max_size=20)),
    tolerant=st.booleans(),
)
def test_two_results_of_any_bytes_are_alike_or_differ(folder, suffix, first, second, tolerant):
    old, new = folder / f"old{suffix}", folder / f"new{suffix}"
    old.write_bytes(first)
    new.write_bytes(second)
    try:
        found = difference(old, new, Tolerances(1e-6, 1e-9) if tolerant else None)
    except FrictionsError as error:
        found = str(error)
    if first == second and suffix != ".npz":
        assert found is None
    elif not tolerant:
        assert found is not None
