"""The codebook: every result file with its columns, their kind, range and unit."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frictions.archive.arrays import NotAnArray, members, read_array
from frictions.archive.contract import Promise, promise_of
from frictions.plain_text import as_markdown

_LISTED = 20
"""A column of text with no more values than this has them all listed."""

_KINDS = ("whole number", "number", "text")


@dataclass
class _Column:
    """Kind and range of the values of a column, over all files of a pattern."""

    kind: int = 0
    values: int = 0
    missing: int = 0
    lowest: float = float("inf")
    highest: float = float("-inf")
    texts: dict[str, None] = field(default_factory=dict)

    def add(self, cell: str) -> None:
        if cell == "":
            self.missing += 1
            return
        self.values += 1
        if len(self.texts) <= _LISTED:
            self.texts[cell] = None
        try:
            number = float(cell)
        except ValueError:
            self.kind = 2
            return
        self.kind = max(self.kind, 0 if cell.lstrip("-").isdigit() else 1)
        self.lowest, self.highest = min(self.lowest, number), max(self.highest, number)

    def cells(self) -> tuple[str, str, str, str]:
        if self.values == 0:
            return "empty", "0", str(self.missing), ""
        texts = list(self.texts)
        listed = ", ".join(texts) if len(texts) <= _LISTED else f"for instance {', '.join(texts[:3])}"
        span = listed if self.kind == 2 else f"{self.lowest:g} to {self.highest:g}"
        return _KINDS[self.kind], str(self.values), str(self.missing), span


def codebook_bytes(
    results: Path, outputs: Sequence[str], promises: Sequence[Promise], catalogue: Mapping[str, Any]
) -> bytes:
    """Write the codebook.

    Parameters
    ----------
    results : Path
        Folder that holds ``results``.
    outputs : sequence of str
        Results to describe.
    promises : sequence of Promise
        Rows of the contract.
    catalogue : mapping
        ``config/series.yaml``, for the units of series and variables.

    Returns
    -------
    bytes
        Markdown.
    """
    groups: dict[str, list[str]] = {}
    meanings: dict[str, str] = {}
    for output in sorted(outputs):
        promise = promise_of(output, promises)
        name = promise.pattern if promise else output
        groups.setdefault(name, []).append(output)
        meanings[name] = promise.meaning if promise else "not described"
    units = _units(catalogue)
    parts = [
        "# Codebook\n\nEvery file of `results`, by pattern; columns in the order of the file. An archive of arrays "
        "(`.npz`) is stored as a folder of its members (`.npy`), so that the package holds no file inside a file.\n"
    ]
    for name, files in groups.items():
        parts.append(f"## `{name}`\n\n{meanings[name]}\n\n{_listed(files)}\n")
        if files[0].endswith(".csv") and not name.startswith("results/tables/"):
            parts.append(_columns(results, files, units))
        elif files[0].endswith(".npz"):
            parts.append(_arrays(results, files[0]))
    return "\n".join(parts).encode()


def _units(catalogue: Mapping[str, Any]) -> dict[str, str]:
    series = {code: f"{entry['title']}; {entry['units']}" for code, entry in catalogue.get("series", {}).items()}
    variables = {name: f"{entry['label']}; {entry['unit']}" for name, entry in catalogue.get("variables", {}).items()}
    return {**series, **variables}


def _listed(files: Sequence[str]) -> str:
    named = ", ".join(f"`{name}`" for name in files[:8])
    return f"Files: {named}" + (f" and {len(files) - 8} more." if len(files) > 8 else ".")


def _columns(results: Path, files: Sequence[str], units: Mapping[str, str]) -> str:
    columns: dict[str, _Column] = {}
    for name in files:
        rows = list(csv.reader(io.StringIO((results / name).read_text(encoding="utf-8"))))
        for place, column in enumerate(rows[0]):
            entry = columns.setdefault(column, _Column())
            for row in rows[1:]:
                entry.add(row[place])
    lines = ["| column | kind | values | missing | range or values | series or variable |", "|---|---|---|---|---|---|"]
    for name, entry in columns.items():
        lines.append(
            "| " + " | ".join([f"`{name}`", *map(as_markdown, entry.cells()), as_markdown(units.get(name, ""))]) + " |"
        )
    return "\n".join(lines) + "\n"


def _arrays(results: Path, name: str) -> str:
    lines = ["| array | type | shape |", "|---|---|---|"]
    for member, content in members(results / name).items():
        try:
            stored = read_array(content)
            lines.append(f"| `{member}` | `{stored.kind}` | {' x '.join(map(str, stored.shape)) or 'one value'} |")
        except NotAnArray as error:
            lines.append(f"| `{member}` | {error} | |")
    return "\n".join(lines) + "\n"
