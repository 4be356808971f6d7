"""Tables as their rounded renderings show them."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from frictions.errors import FrictionsError

_NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?%?")
WORDS = 45
"""Characters up to which a cell is a few words."""


class UnreadableRendering(FrictionsError):
    """A rendered table or drawing is not what its writer promises."""


@dataclass(frozen=True)
class TextTable:
    """A table of texts.

    Attributes
    ----------
    title : str
        Caption.
    columns : tuple of str
    rows : tuple of tuple of str
        As many cells a row as there are columns.
    notes : tuple of str
        Sentences below the table.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def numeric(self) -> tuple[bool, ...]:
        """By column, whether every cell that is not empty is a number; such columns are aligned to the right."""
        return tuple(
            any(cells) and all(not cell or is_number(cell) for cell in cells)
            for cells in (zip(*self.rows, strict=True) if self.rows else [() for _ in self.columns])
        )

    @property
    def wide(self) -> tuple[bool, ...]:
        """By column, whether it holds sentences rather than words."""
        return tuple(
            any(len(cell) > WORDS for cell in cells)
            for cells in (zip(*self.rows, strict=True) if self.rows else [() for _ in self.columns])
        )


def is_number(text: str) -> bool:
    """Whether a text is a number, with or without a sign, an exponent or a percent sign."""
    return _NUMBER.fullmatch(text.strip()) is not None


def read_rendered_table(html: str, name: str) -> TextTable:
    """The table that :func:`frictions.report.table.to_html` wrote.

    Parameters
    ----------
    html : str
    name : str
        For the message of an error.

    Raises
    ------
    UnreadableRendering
        If there is no header, or a row is longer or shorter than it.
    """
    reader = _TableReader()
    reader.feed(html)
    columns = tuple(reader.header)
    rows = tuple(tuple(row) for row in reader.rows)
    if not columns:
        raise UnreadableRendering(f"{name}: no table with a header")
    if any(len(row) != len(columns) for row in rows):
        raise UnreadableRendering(f"{name}: a row has not as many cells as there are columns")
    return TextTable(" ".join(reader.caption.split()), columns, rows, tuple(reader.notes))


class _TableReader(HTMLParser):
    """Collects the cells by where they stand: in the head, the body or the foot."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.caption = ""
        self.header: list[str] = []
        self.rows: list[list[str]] = []
        self.notes: list[str] = []
        self._section = ""
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a section, a row or a text."""
        if tag in ("thead", "tbody", "tfoot", "caption"):
            self._section = tag
        if tag == "tr" and self._section == "tbody":
            self.rows.append([])
        if tag in ("th", "td", "p", "caption"):
            self._text = ""

    def handle_data(self, data: str) -> None:
        """Add to the text that is open."""
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        """Close a text and put it where it belongs."""
        if self._text is None or tag not in ("th", "td", "p", "caption"):
            return
        text, self._text = self._text.strip(), None
        if tag == "caption":
            self.caption = text
        elif tag == "p" and text:
            self.notes.append(text)
        elif self._section == "thead" and tag in ("th", "td"):
            self.header.append(text)
        elif self._section == "tbody" and tag in ("th", "td"):
            self.rows[-1].append(text)
