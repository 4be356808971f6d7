"""Every number of the report comes from a file: the templates and the code that fills them hold none."""

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

TEMPLATES = Path(str(files("frictions.report") / "templates"))
DOCUMENT = Path(str(files("frictions.report.document")))
# Lengths and shares of the page, heading levels, colours: how it looks, not what it says.
TYPST_LAYOUT = re.compile(r"\b(v|pagebreak|h)\([^)]*\)|\b(depth|level|size|fill): *-?[\w.]+")
NOT_SHOWN = {"sha256", "utf-8", "sha256-", "base64", "0", "-0"}


def test_the_words_of_the_pdf_hold_no_digit():
    text = (TEMPLATES / "report.typ").read_text(encoding="utf-8")
    said = TYPST_LAYOUT.sub("", re.sub(r"//[^\n]*", "", text))
    assert re.findall(r"[^\n]*\d[^\n]*", said) == [
        "#if content.questions.len() > 0 [",
        "#if content.errata.len() > 0 { entries(content.errata) } else [None are on file.]",
        "#if content.note.len() > 0 [",
    ]


def test_the_layout_of_the_pdf_holds_no_sentence():
    """It says nothing of its own but single words, so that no number can hide there."""
    text = re.sub(r"//[^\n]*", "", (TEMPLATES / "layout.typ").read_text(encoding="utf-8"))
    strings = [string for string in re.findall(r'"((?:[^"\\]|\\.)*)"', text) if re.search(r"\d", string)]
    # Colours, escapes and patterns.
    assert [s for s in strings if not re.fullmatch(r"#[0-9a-f]{6}|.*\\u\{200b\}.*|\^-\[0-9.*|a4", s)] == []
    assert re.findall(r"\[[^\[\]#]*\d[^\[\]]*\]", re.sub(r'"[^"]*"', "", text)) == []


def test_the_words_of_the_page_hold_no_digit():
    text = (TEMPLATES / "report.html.jinja").read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    assert re.findall(r"\d", re.sub(r"<[^>]*>", "", text)) == []
    shown = re.findall(r'(?:alt|placeholder|aria-label|title|content)="([^"]*)"', text)
    assert [value for value in shown if re.search(r"\d", value) and "initial-scale" not in value] == []


def test_the_script_of_the_page_says_no_number():
    text = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    strings = re.findall(r'"([^"\n]*)"|`([^`]*)`', text)
    said = [re.sub(r"\$\{.*?\}", "", one or other) for one, other in strings]
    drawn = {"h3", "h4", "http://www.w3.org/2000/svg", "600px"}
    assert [string for string in said if re.search(r"\d", string) and string not in drawn] == []


@pytest.mark.parametrize("module", sorted(DOCUMENT.glob("*.py")), ids=lambda path: path.stem)
def test_no_text_in_the_code_holds_a_number(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documentation = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    ]
    said = [text for text in texts if re.search(r"(?<![\w#{.\\-])-?\d", text) and text not in NOT_SHOWN]
    # Addresses of name spaces and patterns, and the file names that Typst is given.
    assert [text for text in said if "http" not in text and "\\" not in text] == []
