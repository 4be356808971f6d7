import csv
import io
import re
import shutil
import subprocess
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frictions.report.labels import SYMBOLS
from frictions.report.latex_table import SEPARATION, SIZES, TEXT_WIDTH, column_widths
from frictions.report.printed_layout import errors_below, in_parentheses
from frictions.report.table import RENDERINGS, Table


@pytest.fixture
def table():
    frame = pd.DataFrame(
        {"quantity & name": ["J_1 < 5%", "a|b"], "published": [1.23456, np.nan], "replicated": [1 / 3, -2.0]}
    )
    return Table("table_x", "Costs & 5% of them", frame, {"published": 1}, ("A note with 100% & <tags>.",))


def test_csv_keeps_every_digit_and_the_rest_is_rounded(table):
    assert "0.3333333333333333" in RENDERINGS["csv"](table)
    for ending in ("tex", "md", "html"):
        text = RENDERINGS[ending](table)
        assert "0.333" in text and "0.3333" not in text
        assert "1.2" in text and "1.23" not in text


def test_a_missing_number_is_an_empty_cell(table):
    assert RENDERINGS["md"](table).splitlines()[-3].split("|")[2:3] != ["nan"]
    assert all("nan" not in RENDERINGS[ending](table).lower() for ending in ("tex", "md", "html"))


def test_html_is_well_formed_and_escaped(table):
    root = ElementTree.fromstring(RENDERINGS["html"](table))
    assert root.find("caption").text == "Costs & 5% of them"
    assert root.find("tfoot/tr/td/p").text == "A note with 100% & <tags>."
    assert [cell.text for cell in root.findall("tbody/tr/td")][:2] == ["J_1 < 5%", "1.2"]


def test_latex_escapes_what_latex_would_read(table):
    text = RENDERINGS["tex"](table)
    for expected in (r"\toprule", r"J\_\allowbreak{}1", r"5\%", r"quantity \& name", r"100\% \&"):
        assert expected in text


def installed(package):
    """Whether there is a LaTeX with this package."""
    if not (shutil.which("pdflatex") and shutil.which("kpsewhich")):
        return False
    return subprocess.run(["kpsewhich", f"{package}.sty"], capture_output=True).returncode == 0


def compiled(tables, folder):
    """What LaTeX says of a bare article with these tables."""
    document = r"\documentclass{article}\usepackage{booktabs,threeparttable}\begin{document}"
    (folder / "t.tex").write_text(document + "".join(map(RENDERINGS["tex"], tables)) + r"\end{document}")
    run = subprocess.run(["pdflatex", "-halt-on-error", "t.tex"], cwd=folder, capture_output=True)
    assert run.returncode == 0, run.stdout[-2000:]
    return run.stdout.decode(errors="replace")


needs_latex = pytest.mark.skipif(not installed("threeparttable"), reason="needs pdflatex with threeparttable")


@needs_latex
def test_latex_compiles_without_edits(table, tmp_path):
    compiled([table, replace(table, name="table_y", notes=("A long note. " * 300,))], tmp_path)
    assert (tmp_path / "t.pdf").stat().st_size > 1000


@needs_latex
def test_a_long_table_goes_on_under_the_same_number(tmp_path):
    frame = pd.DataFrame({"text": [f"row {row}" for row in range(150)], "value": np.arange(150.0)})
    text = RENDERINGS["tex"](Table("t", "T", frame, {}, ("The note.",)))
    floats = text.count(r"\begin{table}")
    assert floats > 1 and text.count("(continued)") == floats - 1 and text.count("The note.") == 1
    assert text.count(r"\label{tab:t}") == 1 and all(f"row {row} " in text for row in range(150))
    said = compiled([Table("t", "T", frame, {}, ("The note.",))], tmp_path)
    assert "Float too large" not in said


@needs_latex
def test_a_wide_table_fits_between_the_margins(tmp_path):
    words = "the first sentence of a text that is much longer than any column of a table may be"
    frame = pd.DataFrame(
        {f"a long heading {number}": [number] for number in range(7)} | {"text": words, "another text": words}
    )
    said = compiled([Table("t", "T", frame, {}, ("A note.",))], tmp_path)
    assert "Overfull" not in said


@needs_latex
def test_symbols_greek_letters_and_hostile_texts_are_set(tmp_path):
    cells = [*SYMBOLS, "λ of ε ≤ 2 \u2212 Δ²", "[a]", "\\input{x}", "a_b/c_d"]
    said = compiled([Table("t", "η and φ", pd.DataFrame({"parameter": cells, "Y": 1.0}), {}, ("[x] ψ",))], tmp_path)
    assert "LaTeX Error" not in said


def test_names_of_parameters_and_moments_are_set_as_mathematics():
    frame = pd.DataFrame({"parameter": ["sigma_c", "theta of ours"], "corr(Y,pi)": [0.1, 0.2]})
    text = RENDERINGS["tex"](Table("t", "T", frame))
    assert r"$\sigma_c$" in text and r"corr($Y$, $\pi$)" in text and "theta of ours" in text


def test_columns_for_which_there_is_no_room_in_print_are_in_the_other_renderings(table):
    wide = replace(table, frame=table.frame.assign(remark="a remark"), in_print=table.frame)
    assert "a remark" not in RENDERINGS["tex"](wide)
    assert all("a remark" in RENDERINGS[ending](wide) for ending in ("csv", "md", "html"))


@given(
    st.lists(
        st.tuples(st.booleans(), st.lists(st.text("abcdefgh 12_/", max_size=40), min_size=2, max_size=2)),
        min_size=1,
        max_size=9,
    )
)
def test_columns_are_as_wide_as_the_text_at_most_and_numbers_are_never_cut(drawn):
    numeric = [number for number, _ in drawn]
    rows = [["12.345" if number else cells[i] for number, cells in drawn] for i in range(2)]
    size, widths = column_widths(["head"] * len(drawn), rows, numeric)
    room = TEXT_WIDTH - 2 * SEPARATION * len(drawn)
    assert sum(widths) <= room * (1 + 1e-12) and min(widths) > 0
    if size != "scriptsize":
        letter = SIZES[size]
        assert all(width >= letter * 6 for width, number in zip(widths, numeric, strict=True) if number)


def test_rows_of_another_unit_are_rounded_on_their_own():
    frame = pd.DataFrame({"quantity": ["bits", "percent"], "value": [0.43768, -36.6113]})
    table = Table("t", "T", frame, {"value": 4}, (), {1: 1})
    text = RENDERINGS["md"](table)
    assert "0.4377" in text and "-36.6 " in text
    assert "-36.6113" in RENDERINGS["csv"](table)


HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "a|b",
    "a\nb",
    "a\r\n\r\n| c | d |",
    "\u2028x",
]
HOSTILE += ["<script>alert(1)</script>", "[a](javascript:alert(1))", "![a](https://example.org/x.png)", "`a`", "a\\|b"]
HOSTILE += ["# a", "- a", "+ a", "> a", "&lt;b&gt;", "\x00", "\x1b[31m", "\\input{/etc/passwd}", "$x$", "\\end{table}"]


def rendered(text: str) -> dict[str, str]:
    """A table with this text in every place that takes one."""
    frame = pd.DataFrame({f"name {text}": [text, "-1.5"], "value": [1.0, -2.0]})
    table = Table("table_x", f"{text} title", frame, {}, (text,))
    return {ending: render(table) for ending, render in RENDERINGS.items()}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_anything_but_text(text):
    assert_only_text(text, rendered(text))


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=30))
def test_no_generated_text_is_anything_but_text(text):
    assert_only_text(text, rendered(text))


def reads_as_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def assert_only_text(text: str, shown: dict[str, str]) -> None:
    header, *rows = csv.reader(io.StringIO(shown["csv"]))
    assert [len(row) for row in rows] == [2, 2] and rows[1][0] == "-1.5"
    for cell in (header[0], rows[0][0]):
        assert reads_as_number(cell) or not cell.startswith(("=", "+", "-", "@"))
        assert not re.search(r"[\r\n\t]", cell)
    lines = shown["md"].split("\n")
    # Title, blank, heading, rule, two rows, blank, note, and the end.
    assert len(lines) == 9 and "<" not in shown["md"]
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines[2:6]} == {3}
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[`]", lines[0] + lines[4] + lines[7])
    assert not re.match(r"\s{0,3}[#+>-]", lines[7])
    root = ElementTree.fromstring(shown["html"])
    assert len(root.findall("tbody/tr")) == 2 and not root.findall(".//script")
    # The table itself has eight lines with a begin or an end, none of which comes from a text.
    assert len(re.findall(r"\\(?:begin|end)\{", shown["tex"])) == 8
    assert shown["tex"].count("\\input") == 0 and "\n\n" not in shown["tex"]


def test_errors_stand_in_parentheses_below_their_numbers():
    rows = [("x", {"one": ("1.50", in_parentheses(0.25, 2)), "two": ("-2.00", in_parentheses(np.nan, 2))}), ("y", {})]
    rows += [("z", {"one": ("3.00", "(bound)"), "two": ("4.00", "")})]
    frame = errors_below("name", ["one", "two"], rows)
    assert frame.to_numpy().tolist()[:3] == [["x", "1.50", "-2.00"], ["", "(0.25)", ""], ["y", "", ""]]
    text = RENDERINGS["tex"](Table("t", "T", pd.DataFrame({"a": [1.0]}), in_print=frame))
    # Columns of such texts are set as numbers are.
    assert re.search(r"\}p\{[\d.]+pt\}rr\}", text) and "(0.25)" in text
