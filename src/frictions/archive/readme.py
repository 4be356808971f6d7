"""README.md of a package, in the data editors' template, made from settings, results and workflow."""

import ast
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from frictions.archive.checkout import Commit
from frictions.archive.citation import Citation
from frictions.archive.comparison import Limits
from frictions.archive.datasets import Datasets
from frictions.archive.machine import normalised
from frictions.archive.records import Made
from frictions.archive.seeds import generators, seeds
from frictions.plain_text import as_markdown, one_line

_TIMES = (
    ("<10 minutes", 600),
    ("10-60 minutes", 3600),
    ("1-2 hours", 7200),
    ("2-8 hours", 28800),
    ("8-24 hours", 86400),
)
_TIMES_MORE = (("1-3 days", 3 * 86400), ("3-14 days", 14 * 86400), ("> 14 days", float("inf")))
_STORAGE = (("< 25 MBytes", 25e6), ("25 MB - 250 MB", 250e6), ("250 MB - 2 GB", 2e9), ("2 GB - 25 GB", 25e9))
_STORAGE_MORE = (("25 GB - 250 GB", 250e9), ("> 250 GB", float("inf")))
_FREQUENCIES = {"Q": "quarterly", "M": "monthly", "A": "annual"}
_EXHIBIT = re.compile(r"results/(?:tables|figures)/((table|figure)_[^/]+)\.\w+")


@dataclass
class Exhibit:
    """A table or figure: its name, what made it, the line that writes it, its files."""

    name: str
    kind: str
    script: str
    line: int | None
    note: str
    files: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Story:
    """What a README is made from.

    Parameters
    ----------
    code : Path
        The code of the package.
    commit : Commit
        Its commit.
    citation : Citation
        From CITATION.cff.
    datasets : Datasets
        The data.
    programs : sequence of Made
        Results and what made them.
    facts, settings, overlay : mapping
        Facts and settings of the run.
    tolerances : Limits
        For other platforms.
    octets : int
        Size of the package in bytes so far.
    """

    code: Path
    commit: Commit
    citation: Citation
    datasets: Datasets
    programs: Sequence[Made]
    facts: Mapping[str, Any]
    settings: Mapping[str, Any]
    overlay: Mapping[str, Any]
    tolerances: Limits
    octets: int


def readme_bytes(story: Story) -> bytes:
    """Write the README."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    rows = [_plain(row) for row in story.datasets.rows]
    scripts = {made.script: script_title(story.code / made.script) for made in story.programs}
    text = templates.get_template("README.md.j2").render(
        citation=story.citation,
        commit=story.commit.identifier,
        date=story.commit.date.date().isoformat(),
        summary=_project(story.code)["description"] + ".",
        programs=[{"script": script, "title": title} for script, title in sorted(scripts.items())],
        results=len(story.programs),
        exhibits=list_exhibits(story.code, story.programs),
        embedded=any(row["source"] == "embedded" for row in rows),
        datasets=rows,
        stated=[row for row in rows if row["rights"] not in ("", "not stated")],
        provided=[row for row in rows if row["provided"] == "yes"],
        withheld=list(story.datasets.needed),
        permitted=story.settings["archive"]["redistributable"],
        rights=_by_rights(rows),
        frequencies=_FREQUENCIES,
        facts=story.facts,
        direct=_direct_packages(story.code, story.facts["packages"]),
        seeds=seeds(story.code),
        generators=generators(story.code),
        overlay=story.overlay,
        times=_choice((*_TIMES, *_TIMES_MORE), story.facts["run"]["seconds"]),
        storage=_choice((*_STORAGE, *_STORAGE_MORE), story.octets),
        tolerances=story.tolerances,
        data_references=sorted(map(_data_reference, rows)),
    )
    return re.sub(r"\n{3,}", "\n\n", text).encode()


def list_exhibits(code: Path, programs: Sequence[Made]) -> list[Exhibit]:
    """Tables and figures by name, each with its program and the line of it that writes them."""
    exhibits: dict[str, Exhibit] = {}
    for made in programs:
        match = _EXHIBIT.fullmatch(made.output)
        if match is None:
            continue
        kind = match[2].capitalize()
        name = match[1].removeprefix(f"{match[2]}_")
        name = name.replace("_", ".") if re.fullmatch(r"(\d|[a-z])_\d+", name) else name.replace("_", " ")
        exhibit = exhibits.setdefault(
            match[1],
            Exhibit(
                f"{kind} {name[0].upper()}{name[1:]}" if re.match(r"\w\.\d", name) else f"{kind}: {name}",
                kind,
                made.script,
                _writing_line(code / made.script),
                script_title(code / made.script),
            ),
        )
        exhibit.files.append(f"`{made.output}`")
    return [exhibits[name] for name in sorted(exhibits, key=_by_number)]


def script_title(script: Path) -> str:
    """First line of a program's docstring."""
    documentation = ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) or ""
    return as_markdown(documentation.split("\n")[0])


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A dataset whose texts, which come from a catalogue or a user's file, are nothing but text."""
    shown = {key: as_markdown(value) if isinstance(value, str) else value for key, value in row.items()}
    # These stand between backticks, where nothing but a backtick is read.
    return shown | {key: one_line(str(row[key])).replace("`", "'") for key in ("file", "origin") if row.get(key)}


def _writing_line(script: Path) -> int | None:
    lines = script.read_text(encoding="utf-8").splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if re.search(r"\bwrite_(table|figure)\(", line)]
    return numbers[0] if numbers else None


def _by_number(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in name.split("_")]


def _by_rights(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row["rights"], []).append(row["dataset"])
    return groups


def _choice(steps: Sequence[tuple[str, float]], amount: float) -> list[tuple[str, bool]]:
    chosen = next(label for label, limit in steps if amount < limit)
    return [(label, label == chosen) for label, _ in steps]


def _project(code: Path) -> dict[str, Any]:
    return tomllib.loads((code / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _direct_packages(code: Path, installed: Mapping[str, str]) -> list[tuple[str, str]]:
    names = [normalised(re.split(r"[<>=!~ \[;]", text)[0]) for text in _project(code)["dependencies"]]
    return [(name, installed[name]) for name in sorted(names) if name in installed]


def _data_reference(row: Mapping[str, Any]) -> str:
    publisher = row.get("publisher") or "Unknown publisher"
    parts = [publisher.rstrip("."), f'"{row["title"]}" [{row["dataset"]}, dataset]']
    parts += [f"Vintage {row['vintage']}"] if row.get("vintage") else []
    parts += [f"Retrieved {row['retrieved'][:10]}"] if row.get("retrieved") else []
    return ". ".join(parts) + "."
