"""What differs between two runs, against tables whose differences are known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.report.run_comparison import (
    compare_given_files,
    compare_numbers,
    compare_settings,
    compare_verdicts,
    comparison_tables,
    page,
)

NAMES = ("default", "mine")


def state(first, second):
    return compare_numbers({"x.csv": pd.DataFrame(first)}, {"x.csv": pd.DataFrame(second)}).iloc[0]


@given(
    values=st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=8),
    position=st.integers(0, 7),
    change=st.floats(1e-6, 1.0),
)
def test_one_changed_number_is_found_and_an_equal_table_is_the_same(values, position, change):
    table = {"name": [str(n) for n in range(len(values))], "value": values}
    assert state(table, table)["state"] == "same"
    changed = list(values)
    position %= len(values)
    changed[position] = 0.0 if not np.isfinite(values[position]) else values[position] + max(1.0, abs(values[position]))
    found = state(table, {**table, "value": changed})
    if changed[position] == values[position]:
        return
    assert (found["state"], found["differing"], found["numbers"]) == ("numbers differ", 1, len(values))
    if np.isfinite(values[position]) and np.isfinite(changed[position]):
        scale = max(abs(value) for value in [*values, *changed] if np.isfinite(value))
        assert found["largest_difference"] == pytest.approx(abs(changed[position] - values[position]) / scale)
        assert found["column"] == "value"


def test_texts_rows_columns_and_missing_files_are_told_apart():
    assert state({"a": ["x"], "b": [1.0]}, {"a": ["y"], "b": [1.0]})["state"] == "texts differ"
    assert state({"a": [1.0]}, {"a": [1.0, 2.0]})["state"] == "rows or columns differ"
    assert state({"a": [1.0]}, {"b": [1.0]})["state"] == "rows or columns differ"
    frame = pd.DataFrame({"a": [1.0]})
    table = compare_numbers({"one.csv": frame}, {"two.csv": frame})
    assert table["state"].tolist() == ["only in the first", "only in the second"]


def test_settings_are_named_by_their_place():
    first = {"var": {"lags": 3, "bands": [0.9]}, "samples": {"extended": {"end": "2015Q4"}}, "same": None}
    second = {"var": {"lags": 4, "bands": [0.9, 0.68]}, "samples": {}, "same": None}
    table = compare_settings(first, second, NAMES)
    assert table.values.tolist() == [
        ["var.lags", "3", "4"],
        ["var.bands", "[0.9]", "[0.9, 0.68]"],
        ["samples.extended.end", '"2015Q4"', ""],
        ["samples", "", "{}"],
    ]


def test_a_changed_value_is_listed_and_a_changed_verdict_is_marked():
    board = pd.DataFrame(
        {"item": ["b", "a", "c"], "place": "text", "published": ["1", "2", "3"], "replicated": [1.0, 2.0, 3.0]}
    ).assign(verdict="exact")
    other = board.assign(replicated=[1.1, 2.0, 3.0], verdict=["exact", "sign", "exact"]).iloc[:2]
    table = compare_verdicts(board, other, NAMES)
    assert table["item"].tolist() == ["b", "a", "c"]
    assert table["changes"].tolist() == ["", "yes", "yes"]
    assert table.loc[2, ["mine", "mine: verdict"]].tolist() == ["", ""]
    assert compare_verdicts(board, board, NAMES).empty


def test_the_page_counts_what_it_shows_and_needs_no_other_file():
    frame = pd.DataFrame({"item": ["a"], "place": "text", "published": "1", "replicated": 1 / 3, "verdict": "exact"})
    accounts = pd.DataFrame({"item": ["a"], "part": "p", "kind": "given", "name": "x.yaml", "value": "0" * 64})
    tables = comparison_tables(
        compare_settings({"a": 1}, {"a": 2}, NAMES),
        compare_given_files(accounts, accounts.assign(value="1" * 64), NAMES),
        compare_verdicts(frame, frame.assign(replicated=2 / 3, verdict="sign"), NAMES),
        compare_numbers({"x.csv": frame, "y.csv": frame}, {"x.csv": frame, "y.csv": frame.assign(replicated=2 / 3)}),
        NAMES,
    )
    text = page(tables, "Two runs: default & mine")
    for said in ("Settings that differ: 1.", "Files that differ: 1.", "Items whose verdict changes: 1.", "0.33333",
                 "1 of 2 tables are the same", "<td>y.csv</td>", "default &amp; mine"):  # fmt: skip
        assert said in text
    assert "<td>x.csv</td>" not in text and "http" not in text and "src=" not in text
