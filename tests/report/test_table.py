import csv
import io
import re
import shutil
import subprocess
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    for expected in (r"\toprule", r"J\_1", r"5\%", r"quantity \& name", r"\begin{tabular}{lrr}", r"100\% \&"):
        assert expected in text


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_latex_compiles_without_edits(table, tmp_path):
    document = r"\documentclass{article}\usepackage{booktabs,graphicx}\begin{document}" + RENDERINGS["tex"](table)
    (tmp_path / "t.tex").write_text(document + r"\end{document}")
    subprocess.run(["pdflatex", "-halt-on-error", "t.tex"], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "t.pdf").stat().st_size > 1000


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_a_wide_table_is_shrunk_to_the_text(tmp_path):
    frame = pd.DataFrame({f"a long heading {number}": [number] for number in range(12)})
    document = r"\documentclass{article}\usepackage{booktabs,graphicx}\begin{document}"
    (tmp_path / "t.tex").write_text(document + RENDERINGS["tex"](Table("t", "T", frame)) + r"\end{document}")
    run = subprocess.run(["pdflatex", "-halt-on-error", "t.tex"], cwd=tmp_path, check=True, capture_output=True)
    assert b"Overfull" not in run.stdout


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
    # The environment itself has eight lines with a begin or an end, none of which comes from a text.
    assert len(re.findall(r"\\(?:begin|end)\{", shown["tex"])) == 4
    assert shown["tex"].count("\\input") == 0 and "\n\n" not in shown["tex"]
