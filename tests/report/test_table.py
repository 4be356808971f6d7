import shutil
import subprocess
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

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
