"""Reading values from results, and scoring: what is missing stops with a name, what differs needs a cause."""

import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from frictions.report.long_table import to_long_latex
from frictions.report.scoreboard import COLUMNS, MODE_COLUMNS, NoCause, count_verdicts, score
from frictions.report.scoreboard_functions import FUNCTIONS
from frictions.report.scoreboard_items import Item, Margin, Reading, Selection
from frictions.report.scoreboard_reading import MissingResult, Sources, read_replicated
from frictions.report.scoreboard_tables import WIDTHS, scoreboard_table
from frictions.report.table import RENDERINGS
from frictions.verdicts import NotAVerdict

PATHS = pd.DataFrame(
    {
        "variable": ["y"] * 4 + ["x"] * 4,
        "horizon": [0, 1, 2, 3] * 2,
        "response": [-0.2, -0.4, -0.1, 0.1, 1.0, 0.5, 0.01, 0.001],
        "sampling_sd": [0.05] * 8,
    }
)
WORDS = pd.DataFrame({"quantity": ["first", "count"], "value": ["1970Q1", "3"]})


def opened(file):
    tables = {"paths.csv": PATHS, "words.csv": WORDS}
    if file not in tables:
        raise FileNotFoundError(file)
    return tables[file]


def settings_file(file):
    if file != "settings.yaml":
        raise FileNotFoundError(file)
    return {"shock": [0.99, 0.991], "parameters": {"h": 0.71}}


SOURCES = Sources(opened, settings_file, {"var.lags": 3})


def selected(**changes):
    where = {"variable": "y", "horizon": 0}
    return Selection(**({"files": ("paths.csv",), "where": where, "column": "response"} | changes))


def item(*, take="only", second=None, scale=1.0, rule="close", published="t.a", cause="", reason="", **changes):
    reading = Reading(take, selected(**changes), second, scale)
    return Item("g.a", "Part", "Source", "Table 1", published, rule, {"": reading}, cause, "A note.", reason)


def value_of(one, sources=SOURCES):
    return read_replicated(one, one.readings[""], sources)


def test_one_row_is_read_with_its_sampling_spread_in_the_source_s_unit():
    found = value_of(item(spread="sampling_sd", scale=100))
    assert (found.value, found.sampling_sd) == (-20.0, 5.0)


def test_settings_and_words_are_read_too():
    assert value_of(item(setting="var.lags")).value == 3.0
    assert value_of(item(files=("settings.yaml",), path="shock.1")).value == 0.991
    quantity = {"files": ("words.csv",), "column": "value"}
    assert value_of(item(**quantity, where={"quantity": "first"})).value == "1970Q1"
    assert value_of(item(**quantity, where={"quantity": "count"})).value == 3.0


@pytest.mark.parametrize(
    ("take", "expected"),
    [
        ("total", -0.6),
        ("count", 4.0),
        ("minimum", -0.4),
        ("maximum", 0.1),
        ("largest", -0.4),
        ("peak_position", 3.0),
        ("trough_position", 1.0),
        ("periods_below", 3.0),
        ("last_position_before_fall", None),
        ("settled_position", None),  # gaps 1.2, 0.9, 0.11 and 0.099; 5 percent of the largest is 0.06
        ("ratio_of_largest", -0.4),
        ("percent_above_total", 100 * (-0.6 / 1.511 - 1)),
        ("rows_below", 3.0),
        ("some_negative", True),
        ("all_negative", False),
        ("all_positive", False),
        ("rising", False),
        ("falling", False),
        ("below", False),
        ("above", False),
        ("totals_above", False),
        ("larger_size", False),
        ("negative_correlation", True),
    ],
)
def test_every_function_of_a_path_gives_what_is_counted_by_hand(take, expected):
    path = {"where": {"variable": "y"}}
    found = value_of(item(take=take, second=selected(where={"variable": "x"}), **path)).value
    assert found == (pytest.approx(expected) if isinstance(expected, float) else expected)


def test_functions_of_few_values():
    empty = np.empty(0)
    at = np.arange(3.0)
    up, band = np.array([-1.0, 1.0, 2.0]), np.array([0.5, 2.0, 3.0])
    assert FUNCTIONS["first_position_outside"](up, band, at) == 1.0
    assert FUNCTIONS["first_position_outside"](-band, band, at) is None
    assert FUNCTIONS["band_excludes_zero"](up, band, at) is True
    assert FUNCTIONS["band_above_zero"](up, band, at) is True
    assert FUNCTIONS["band_below_zero"](up, band, at) is False
    assert FUNCTIONS["last_position_before_fall"](-up, empty, at) == 0.0
    assert FUNCTIONS["rising"](up, empty, at) is True
    assert FUNCTIONS["rising_above_zero"](up, empty, at) is False
    assert FUNCTIONS["falling_below_zero"](-band, empty, at) is True
    assert FUNCTIONS["growing_size"](-band, empty, at) is True
    assert FUNCTIONS["all_above_one"](band, empty, at) is False
    assert FUNCTIONS["ratio"](band[1:2], up[2:], at) == 1.0
    assert FUNCTIONS["excess_over_one"](np.array([0.99]), empty, at) == pytest.approx(-0.01)
    assert FUNCTIONS["settled_position"](np.array([1.0, 0.04, 0.0]), np.zeros(3), at) == 1.0
    assert FUNCTIONS["periods_below"](np.array([-1e-17, -1.0]), empty, at) == 0.0


def test_every_function_is_used_by_an_item(listed):
    text = str(listed)
    unused = [name for name in FUNCTIONS if f"'take': '{name}'" not in text and name != "only"]
    assert not unused


@pytest.mark.parametrize(
    ("one", "message"),
    [
        (item(files=("gone.csv",)), r"item g\.a: no file gone\.csv"),
        (item(files=("gone.yaml",), path="x"), r"item g\.a: no file gone\.yaml"),
        (item(files=("settings.yaml",), path="parameters.g"), r"item g\.a: settings\.yaml: nothing at parameters\.g"),
        (item(column="reply"), r"item g\.a: paths\.csv: no column 'reply'"),
        (item(where={"variable": "z"}), r"item g\.a: paths\.csv: no row with \{'variable': 'z'\}"),
        (item(where={"variable": "y"}), r"item g\.a: paths\.csv .*one row is needed, 4 match"),
        (item(setting="var.bags"), r"item g\.a: no setting var\.bags"),
        (item(take="guess"), r"item g\.a: no function 'guess'"),
    ],
)
def test_what_is_missing_is_named_with_item_and_file(one, message):
    with pytest.raises(MissingResult, match=message):
        value_of(one)


def scored(one, text="-0.2", default=True, tried=None):
    printed_values = {"t": {"a": text}}
    return score(
        [one], printed_values, SOURCES, default_settings=default, sample_quarters=200, tried=tried or {}, robustness={}
    )


def test_a_row_has_the_columns_of_the_contract():
    board = scored(item(rule="sign", spread="sampling_sd"), "-0.21")
    row = board.items.iloc[0]
    assert list(board.items) == COLUMNS
    assert (row["published"], row["replicated"], row["verdict"], row["cause"]) == ("-0.21", "-0.2", "close", "")
    assert row["difference"] == pytest.approx(0.01)
    assert row["note"] == "A note. Sampling standard deviation 0.05 in samples of 200 quarters."
    assert list(board.modes) == MODE_COLUMNS and board.modes.empty


def test_modes_are_all_scored_and_the_first_gives_the_verdict():
    one = item(rule="sign", cause="unexplained")
    modes = {"first": one.readings[""], "second": Reading("only", selected(where={"variable": "x", "horizon": 0}))}
    board = scored(replace(one, readings=modes))
    assert board.items["verdict"].tolist() == ["exact"]
    assert board.modes[["mode", "verdict"]].to_numpy().tolist() == [["first", "exact"], ["second", "differs"]]


def test_the_note_gives_the_verdict_in_other_modes_where_an_item_asks_for_it():
    one = item(rule="sign")
    modes = {"first": one.readings[""], "of_x": Reading("only", selected(where={"variable": "x", "horizon": 0}))}
    row = scored(replace(one, readings=modes, modes_in_note=True)).items.iloc[0]
    assert row["note"] == "A note. In other modes: of x 1.0 (differs)."


@pytest.mark.parametrize(
    ("text", "expected"), [("-0.2", "exact"), ("-0.5", "not distinguishable"), ("0.7", "not distinguishable")]
)
def test_what_hangs_on_less_than_its_accuracy_is_not_distinguishable_unless_it_agrees_in_digits(text, expected):
    """The difference of the first two quarters of y is 0.2."""
    margin = Reading("difference", selected(), selected(where={"variable": "y", "horizon": 1}))
    one = item(cause="unexplained", rule="sign")
    row = scored(replace(one, margin=Margin(margin, 0.3)), text).items.iloc[0]
    assert (row["verdict"], row["cause"]) == (expected, "")
    assert ("It hangs on a difference of 0.2; the accuracy is 0.3." in row["note"]) == (expected != "exact")
    exacter = scored(replace(one, margin=Margin(margin, 0.1)), text).items.iloc[0]
    assert exacter["verdict"] == {"-0.2": "exact", "-0.5": "sign", "0.7": "differs"}[text]


def test_a_point_of_a_path_is_held_against_its_lowest():
    path = np.array([0.0, -0.4, -0.3])
    assert FUNCTIONS["height_above_lowest"](path, path[2:], np.arange(3.0)) == pytest.approx(0.1)


def test_an_unexplained_item_says_what_was_tried():
    tried = {"g.a": "Tried: 9 variants."}
    assert scored(item(cause="unexplained"), "0.7", tried=tried).items["note"].tolist() == [
        "A note. Tried: 9 variants."
    ]
    assert scored(item(cause="misprint"), "0.7", tried=tried).items["note"].tolist() == ["A note."]


def test_a_difference_without_a_cause_stops_the_run_by_name():
    with pytest.raises(NoCause, match=r"g\.a"):
        scored(item(), "0.7")
    assert scored(item(cause="misprint"), "0.7").items["cause"].tolist() == ["misprint"]


def test_under_other_settings_a_difference_without_a_cause_is_unexplained():
    row = scored(item(), "0.7", default=False).items.iloc[0]
    assert (row["verdict"], row["cause"]) == ("differs", "unexplained")
    assert "not those of config/config.yaml" in row["note"]


def test_under_other_settings_a_result_that_was_not_made_is_not_comparable():
    with pytest.raises(MissingResult):
        scored(item(files=("gone.csv",)))
    row = scored(item(files=("gone.csv",)), default=False).items.iloc[0]
    assert (row["verdict"], row["replicated"], row["cause"]) == ("not comparable", "", "")
    assert "gone.csv" in row["note"]


def test_a_cause_of_what_does_not_differ_is_dropped_and_reported():
    board = scored(item(cause="misprint"))
    assert board.items["cause"].tolist() == [""]
    assert board.idle_causes == ("g.a",)


def test_what_is_not_comparable_keeps_its_number_and_says_why():
    row = scored(item(reason="The firms cannot be had.", cause=""), "0.7").items.iloc[0]
    assert (row["verdict"], row["replicated"]) == ("not comparable", "-0.2")
    assert row["note"] == "A note. The firms cannot be had."


def test_a_missing_or_unsuitable_printed_value_is_named():
    with pytest.raises(MissingResult, match=r"item g\.a: nothing at t\.b"):
        scored(item(published="t.b"))
    with pytest.raises(MissingResult, match=r"item g\.a: t in the published numbers is not a single value"):
        scored(item(published="t"))
    with pytest.raises(NotAVerdict, match=r"item g\.a: .*not of one kind"):
        scored(item(rule="sign"), "true")


def test_verdicts_are_counted_by_part_in_the_order_of_the_parts():
    counts = count_verdicts(["B", "A", "B"], ["exact", "differs", "exact"])
    assert counts["part"].tolist() == ["B", "A", "all"]
    assert counts[["items", "exact", "differs", "sign"]].to_numpy().tolist() == [
        [2, 2, 0, 0],
        [1, 0, 1, 0],
        [3, 2, 1, 0],
    ]


def test_the_table_shows_counts_and_everything_that_differs():
    board = scored(item(cause="misprint"), "0.7")
    table = scoreboard_table(board.items.astype(str), board.summary)
    assert table.frame["verdict"].tolist() == ["1 items: 1 differs", "1 items: 1 differs", "differs"]
    assert table.frame["cause"].tolist() == ["", "", "misprint"]
    assert all("g.a" in render(table) or r"g.a" in render(table) for render in RENDERINGS.values())


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX here")
def test_long_tables_compile_and_run_over_pages(tmp_path):
    board = scored(item(cause="misprint"), "0.7")
    many = pd.concat([board.items.astype(str)] * 120).assign(item="group_one.some_item_with_a_long_name")
    (tmp_path / "table.tex").write_text(to_long_latex(scoreboard_table(many, board.summary), WIDTHS))
    (tmp_path / "page.tex").write_text(
        r"\documentclass{article}\usepackage{booktabs,longtable}\begin{document}\input{table.tex}\end{document}"
    )
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    for _ in range(2):  # the widths of a long table settle in the second run
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace")
        assert done.returncode == 0, done.stdout[-2000:]
    log = (tmp_path / "page.log").read_text(errors="replace")
    assert int(log.split("Output written on page.pdf (")[1].split()[0]) > 2
    assert "Overfull" not in log
