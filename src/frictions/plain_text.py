"""Texts of others, such as titles, notes and names of files, made to be nothing but text. Standard library only."""

import re

_CONTROL = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MARKDOWN = re.compile(r"[\\`|\[\]]|^(?=[#+-])")
"""What Markdown would read: an escape, code, the end of a cell, a link, and a line that begins a heading or a list."""
_FORMULA = ("=", "+", "-", "@")


def one_line(text: str) -> str:
    """A text on one line, without signs that control and with single blanks."""
    return _CONTROL.sub(" ", text).strip()


def as_markdown(text: str) -> str:
    """A text that Markdown shows as it is: no markup, no link, no row of a table, no HTML."""
    text = _MARKDOWN.sub(lambda found: f"\\{found[0]}", one_line(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula; one that reads as a number stays.

    Examples
    --------
    >>> as_cell("=1+1"), as_cell("-1.5")
    ("'=1+1", '-1.5')
    """
    text = one_line(text)
    if not text.startswith(_FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
