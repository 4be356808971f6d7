"""What counts as the same result, on the same platform and on another one."""

import io
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from frictions.archive.arrays import NotAnArray, members, read_array
from frictions.archive.comparison import Tolerances, difference, limits_entry, read_limits
from frictions.archive.errors import BrokenPackage

LIMITS = Tolerances(relative=1e-6, absolute=1e-9)


@pytest.fixture
def compared(tmp_path):
    """A function of two contents and a name: the first difference, on this platform or with tolerances."""

    def compare(first, second, name, tolerances=None):
        for folder, content in (("old", first), ("new", second)):
            (tmp_path / folder).mkdir(exist_ok=True)
            content = content.encode() if isinstance(content, str) else content
            (tmp_path / folder / name).write_bytes(content)
        return difference(tmp_path / "old" / name, tmp_path / "new" / name, tolerances)

    return compare


def test_on_the_same_platform_one_digit_is_a_difference_and_its_place_is_told(compared):
    found = compared(
        "variable,value\noutput,0.1\nprices,0.30000000000000004\n", "variable,value\noutput,0.1\nprices,0.3\n", "t.csv"
    )
    assert found == "row 3, column value: '0.3' in place of '0.30000000000000004'"


def test_on_the_same_platform_another_spelling_of_the_same_number_is_a_difference(compared):
    assert compared("a\n0.5\n", "a\n5e-1\n", "t.csv") == "byte 2 differs"


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("1.0", "1.0000009", True),
        ("1.0", "1.0000021", False),
        ("0.0", "9e-10", True),
        ("0.0", "2.1e-9", False),
        ("", "", True),
        ("", "0.0", False),
        ("nan", "nan", True),
        ("nan", "1.0", False),
        ("inf", "inf", True),
        ("inf", "1e308", False),
        ("output", "output", True),
        ("output", "prices", False),
        ("True", "1.0", False),
    ],
)
def test_on_another_platform_cells_are_compared_as_numbers(compared, first, second, alike):
    found = compared(f"a,b\n1,{first}\n", f"a,b\n1,{second}\n", "t.csv", LIMITS)
    assert (found is None) == alike


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("a\n1\n2\n", "a\n1\n", "2 rows in place of 3"),
        ("a,b\n1,2\n", "a,b\n1\n", "row 2 has 1 cells in place of 2"),
        ("a\n1\n", "b\n1\n", "row 1, column a: 'b' in place of 'a'"),
    ],
)
def test_the_form_of_a_table_counts_on_every_platform(compared, first, second, said):
    assert compared(first, second, "t.csv", LIMITS) == said
    assert compared(first, second, "t.csv") == said


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_tolerances_are_those_of_numpy_but_symmetric(first, second):
    bound = max(np.isclose(first, second, rtol=1e-6, atol=1e-9), np.isclose(second, first, rtol=1e-6, atol=1e-9))
    assert LIMITS.hold(first, second) == LIMITS.hold(second, first)
    if not math.isclose(abs(first - second), 1e-9 + 1e-6 * max(abs(first), abs(second)), rel_tol=1e-9):
        assert LIMITS.hold(first, second) == bound


def test_counts_of_work_are_not_compared_on_another_platform(compared):
    first, second = "quantity,value\nJ,1.0\nevaluations,10\n", "quantity,value\nJ,1.0\nevaluations,12\n"
    assert compared(first, second, "t.csv", Tolerances(1e-6, 1e-9, ("evaluations",))) is None
    assert compared(first, second, "t.csv", LIMITS) == "row 3, column value: '12' in place of '10'"
    assert compared(first, second, "t.csv") == "row 3, column value: '12' in place of '10'"


def test_limits_survive_the_recipe_and_the_first_exception_that_fits_holds():
    entry = {
        "relative": 1e-6,
        "absolute": 1e-9,
        "exceptions": {
            "results/a/*": {"relative": 1e-3, "absolute": 0.0},
            "results/*": {"relative": 0.1, "absolute": 0.0},
        },
        "uncounted": ["evaluations"],
    }
    limits = read_limits(entry)
    assert limits_entry(limits) == entry
    assert [limits.of(name).relative for name in ("results/a/b.csv", "results/b.csv", "logs/a")] == [1e-3, 0.1, 1e-6]


def test_tolerances_out_of_range_are_refused():
    with pytest.raises(BrokenPackage, match="tolerances"):
        Tolerances(relative=1.5, absolute=0.0)


def saved(array) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()


@given(
    st.sampled_from(["<f8", "<f4", "<i8", "<i4", "|u1", "|b1"]).flatmap(
        lambda kind: arrays(np.dtype(kind), array_shapes(min_dims=0, max_dims=3, max_side=4))
    )
)
def test_arrays_are_read_as_numpy_reads_them(array):
    stored = read_array(saved(array))
    assert stored.shape == array.shape
    np.testing.assert_array_equal(np.array(stored.values, dtype=array.dtype).reshape(array.shape), array)


def test_what_is_no_array_is_refused():
    whole = saved(np.arange(3.0))
    for content in (b"", b"text", whole[:40], whole[:-1], saved(np.array([1 + 2j]))):
        with pytest.raises(NotAnArray):
            read_array(content)


def test_archives_of_arrays_are_compared_by_member_whether_packed_or_not(tmp_path):
    first, second = {"a": np.arange(4.0), "b": np.array(["x"])}, {"a": np.arange(4.0), "b": np.array(["x"])}
    second["a"][2] *= 1 + 5e-7
    np.savez(tmp_path / "new.npz", **second)
    unpacked = tmp_path / "old.npz"
    unpacked.mkdir()
    for name, array in first.items():
        (unpacked / f"{name}.npy").write_bytes(saved(array))
    assert difference(unpacked, tmp_path / "new.npz", LIMITS) is None
    assert difference(unpacked, tmp_path / "new.npz") == "a.npy: element 2 is 2.000001 in place of 2.0"
    np.savez_compressed(tmp_path / "same.npz", **first)
    assert difference(unpacked, tmp_path / "same.npz") is None
    np.savez(tmp_path / "less.npz", a=first["a"])
    assert difference(unpacked, tmp_path / "less.npz", LIMITS) == "arrays a.npy in place of a.npy, b.npy"
    np.savez(tmp_path / "text.npz", a=first["a"], b=np.array(["y"]))
    assert difference(unpacked, tmp_path / "text.npz", LIMITS) == "b.npy: its texts differ"
    assert list(members(unpacked)) == ["a.npy", "b.npy"]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("| a | 0.35 |", "| a | 0.36 |", True),
        ("| a | 0.35 |", "| a | 0.37 |", False),
        ("| a | -0.35 |", "| a | 0.35 |", False),
        ("| a | 12 |", "| a | 13 |", False),
        ("| a | 0.35 |", "| b | 0.35 |", False),
        ("1.2e-05", "1.3e-05", True),
    ],
)
def test_on_another_platform_printed_numbers_may_differ_by_a_unit_of_the_last_digit(compared, first, second, alike):
    assert (compared(first, second, "t.md", LIMITS) is None) == alike
    assert compared(first, second, "t.md") is not None


def test_records_are_compared_by_value(compared):
    first = {"a": [1.0, {"b": "x"}], "c": True}
    assert compared(json.dumps(first), json.dumps({**first, "a": [1 + 1e-8, {"b": "x"}]}), "t.json", LIMITS) is None
    assert compared(json.dumps(first), json.dumps({**first, "c": 1}), "t.json", LIMITS) is None
    found = compared(json.dumps(first), json.dumps({"a": [1.0, {"b": "y"}], "c": True}), "t.json", LIMITS)
    assert found == "a.1.b: 'y' in place of 'x'"
    assert compared(json.dumps(first), json.dumps({"a": first["a"]}), "t.json", LIMITS) == "c: missing"


def test_figures_are_compared_by_their_bytes_on_the_same_platform_only(compared):
    assert compared("<svg/>", "<svg />", "t.svg") == "byte 4 differs"
    assert compared("<svg/>", "<svg />", "t.svg", LIMITS) is None


def test_a_result_that_was_not_rebuilt_is_told(tmp_path):
    (tmp_path / "t.csv").write_text("a\n1\n")
    assert difference(tmp_path / "t.csv", tmp_path / "nothing.csv", LIMITS) == "it was not rebuilt"
