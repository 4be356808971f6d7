"""The content of the report, gathered from the files of the contract and not yet laid out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from frictions.report.document.drawing import Drawing, read_drawing
from frictions.report.document.names import item_label, item_name, readable
from frictions.report.document.notes import Block
from frictions.report.document.provenance import SHORT, Provenance
from frictions.report.document.scores import Score
from frictions.report.document.text_table import TextTable, read_rendered_table


@dataclass(frozen=True)
class Item:
    """A table or a figure of the report.

    Attributes
    ----------
    name, label, path : str
        See :mod:`frictions.report.document.names`; the file it was read from.
    provenance : Provenance
    table : TextTable or None
    drawing : Drawing or None
        One of the two is given.
    """

    name: str
    label: str
    path: str
    provenance: Provenance
    table: TextTable | None = None
    drawing: Drawing | None = None

    @property
    def title(self) -> str:
        """Its caption, without the number that the label gives."""
        title = self.table.title if self.table else self.drawing.title if self.drawing else ""
        return title.replace(f"({self.label.removeprefix('Table to ')})", "").strip()

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences that belong to it."""
        if self.table:
            return self.table.notes
        return (self.drawing.note,) if self.drawing and self.drawing.note else ()


@dataclass(frozen=True)
class Part:
    """A part of the project: its name, its title, its tables and figures in order."""

    name: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Content:
    """Everything that the report shows.

    Attributes
    ----------
    scores : sequence of Score
    errata : TextTable
    attention_note : sequence of Block
        Empty where there is none.
    parts : sequence of Part
    series : TextTable
        Provenance of the data, one row a series.
    files : TextTable
        Files behind the results that no rule makes, with checksums.
    questions : sequence of mapping
        What each source asks and claims, the contract's ``headlines.json``; empty where that is not asked.
    """

    scores: Sequence[Score]
    errata: TextTable
    parts: Sequence[Part]
    series: TextTable
    files: TextTable
    attention_note: Sequence[Block] = field(default_factory=tuple)
    questions: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    @property
    def items(self) -> list[Item]:
        """Tables and figures of all parts."""
        return [item for part in self.parts for item in part.items]


def read_part(
    name: str, title: str, tables: Sequence[str], figures: Sequence[str], accounts: Mapping[str, Provenance]
) -> Part:
    """Read the renderings of one part: tables as HTML, figures as SVG."""
    items = []
    for path in (*tables, *figures):
        item, content = item_name(path), Path(path).read_text(encoding="utf-8")
        table = read_rendered_table(content, path) if path in tables else None
        drawing = None if table else read_drawing(content, path)
        items.append(Item(item, item_label(item), path, accounts[item], table, drawing))
    return Part(name, title, tuple(items))


def errata_table(errata: pd.DataFrame) -> TextTable:
    """The errata, every column of the file."""
    return _table("Misprints and errors of the sources", errata)


def series_table(provenance: Mapping[str, Mapping[str, object]]) -> TextTable:
    """One row a series, from the contract's ``provenance.json``; checksums are shortened."""

    def joined(facts: Mapping[str, object], *names: str) -> str:
        return "; ".join(str(facts[name]) for name in names if facts.get(name))

    rows = [
        {
            "series": series,
            "what it is": joined(facts, "title", "units"),
            "from": joined(facts, "publisher", "vintage", "retrieved"),
            "rights": joined(facts, "rights"),
            "in place of the source's own": joined(facts, "reason"),
            "sha256": joined(facts, "sha256")[:SHORT],
        }
        for series, facts in provenance.items()
    ]
    return _table("Series, where they come from and what may be done with them", pd.DataFrame(rows))


def files_table(accounts: Mapping[str, Provenance]) -> TextTable:
    """Every file that no rule makes, with its checksum and the number of items that rest on it."""
    checksums: dict[str, str] = {}
    uses: dict[str, int] = {}
    for account in accounts.values():
        for path, checksum in account.given.items():
            checksums[path] = checksum
            uses[path] = uses.get(path, 0) + 1
    rows = [{"file": path, "sha256": checksums[path], "items": uses[path]} for path in sorted(checksums)]
    return _table("Data and settings behind the results", pd.DataFrame(rows, columns=["file", "sha256", "items"]))


def _table(title: str, frame: pd.DataFrame) -> TextTable:
    """A table of texts: lists joined, missing values empty."""
    rows = tuple(tuple(_text(value) for value in row) for row in frame.itertuples(index=False))
    return TextTable(title, tuple(readable(str(column)) for column in frame.columns), rows)


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value != value:  # not a number
        return ""
    return str(value)
