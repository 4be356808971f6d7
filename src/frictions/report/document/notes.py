"""Notes written in a small part of Markdown: headings, paragraphs, lists, pipe tables, bold, emphasis and code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_HEADING = re.compile(r"(#+)\s+(.*)")
_BULLET = re.compile(r"[-*]\s+(.*)")
_RULER = re.compile(r"\|?[\s:|-]+\|?")
_SPAN = re.compile(r"\*\*(?P<strong>.+?)\*\*|`(?P<code>.+?)`|(?<!\w)[*_](?P<emphasis>[^*_]+)[*_](?!\w)")


@dataclass(frozen=True)
class Span:
    """A run of text: ``kind`` is text, strong, emphasis or code."""

    kind: str
    text: str


@dataclass(frozen=True)
class Block:
    """A piece of a note.

    Attributes
    ----------
    kind : str
        heading, paragraph, list or table.
    lines : tuple of tuples of Span
        One entry for a heading or paragraph, one a bullet, one a cell of a table.
    width : int
        Columns of a table, whose first row is its head; 0 otherwise.
    """

    kind: str
    lines: tuple[tuple[Span, ...], ...]
    width: int = 0


def read_note(text: str) -> list[Block]:
    """Blocks of a note, in order; a level of a heading is not kept."""
    return [_block(chunk.splitlines()) for chunk in re.split(r"\n\s*\n", _apart(text)) if chunk.strip()]


def _apart(text: str) -> str:
    """Headings and the starts of lists stand alone even without an empty line around them."""
    lines: list[str] = []
    for line in text.splitlines():
        before = lines[-1] if lines else ""
        heading = _HEADING.match(before) or (_HEADING.match(line) and before)
        opening = _BULLET.match(line) and before.strip() and not (_BULLET.match(before) or before.startswith(" "))
        if heading or opening:
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


def _block(lines: Sequence[str]) -> Block:
    heading = _HEADING.match(lines[0])
    if heading:
        return Block("heading", (_spans(heading[2]),))
    if _BULLET.match(lines[0]):
        bullets: list[str] = []
        for line in lines:
            bullet = _BULLET.match(line)
            if bullet:
                bullets.append(bullet[1])
            else:
                bullets[-1] += " " + line.strip()
        return Block("list", tuple(_spans(bullet) for bullet in bullets))
    if len(lines) > 1 and "|" in lines[0] and _RULER.fullmatch(lines[1].strip()):
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in (lines[0], *lines[2:])]
        return Block("table", tuple(_spans(cell) for row in rows for cell in row), len(rows[0]))
    return Block("paragraph", (_spans(" ".join(line.strip() for line in lines)),))


def _spans(text: str) -> tuple[Span, ...]:
    spans, end = [], 0
    for match in _SPAN.finditer(text):
        if match.start() > end:
            spans.append(Span("text", text[end : match.start()]))
        kind = str(match.lastgroup)
        spans.append(Span(kind, match[kind]))
        end = match.end()
    if end < len(text):
        spans.append(Span("text", text[end:]))
    return tuple(spans)
