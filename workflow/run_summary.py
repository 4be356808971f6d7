"""The last lines of a run: counts of verdicts, what changed since the last run, where to look."""

import csv
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from frictions.verdicts import INPUTS, UNEXPLAINED, VERDICTS

WATCHED = ("tables/*.csv", "figures/*.svg", "scoreboard*.csv", "errata.csv", "vintages/*/*.csv")
"""Files whose changes are told, by pattern under the folder of results."""

NAMED = 6
"""Changes that are named; of more, the number is told."""


@dataclass(frozen=True)
class Scope:
    """What a run is about.

    Attributes
    ----------
    results : Path
        Folder of all results.
    shown_as : str
        What a person calls that folder: ``results``, or ``results/<run>``.
    covered : frozenset of Path
        Files that the run made or found up to date.
    leftover : tuple of Path
        Files below the folder that no rule makes with these settings.
    edited, unsealed : tuple of Path
        Covered files that are not what the pipeline wrote, and those of which nobody can tell.
    """

    results: Path
    shown_as: str
    covered: frozenset[Path]
    leftover: tuple[Path, ...] = ()
    edited: tuple[Path, ...] = ()
    unsealed: tuple[Path, ...] = ()


def closing_lines(scope: Scope) -> list[str]:
    """Verdicts and where to look, of what this run covers; what there is besides is said to be older."""
    results, lines = scope.results, []
    if scope.edited:
        names = _listed([_shown(path, scope) for path in scope.edited])
        lines.append(f"warning: edited since the pipeline wrote it, delete it and run again: {names}")
    if scope.unsealed:
        names = _listed([_shown(path, scope) for path in scope.unsealed])
        lines.append(
            f"warning: {len(scope.unsealed)} results have no checksum, so that an edit could not be seen ({names});"
            " snakemake --forceall makes them again"
        )
    if results / "scoreboard.csv" in scope.covered and results / "scoreboard.csv" not in scope.edited:
        lines += _claims(scope) + _counts(results)
    pages = [results / name for name in ("report/report.html", "report/report.pdf")]
    older = [path for path in (results / "scoreboard.csv", *pages) if path not in scope.covered and path.is_file()]
    if older:
        names = _listed([_shown(path, scope) for path in older])
        lines.append(f"not part of this run, and perhaps older than the settings: {names}")
    if scope.leftover:
        names = _listed([_shown(path, scope) for path in scope.leftover])
        lines.append(f"left by other settings, made by no rule now: {len(scope.leftover)} of the files ({names})")
    looked = [_shown(path, scope) for path in pages if path in scope.covered and path.exists()]
    if not looked:
        parents = {path.parent for path in scope.covered if path.is_relative_to(results) and path.exists()}
        ordered = [results / "tables", results / "figures", *sorted(parents)]
        looked = [_shown(folder, scope) for folder in dict.fromkeys(ordered) if folder in parents][:3]
    return [*lines, *([f"look at {', '.join(looked)}"] if looked else [])]


def compare_with_last_run(scope: Scope, memory: Path) -> list[str]:
    """What changed since the last run that came to its end, among the files that this run covers; remembers it.

    Parameters
    ----------
    scope : Scope
    memory : Path
        Where checksums of tables and figures and the verdicts are kept from one run to the next; it is no result.

    Returns
    -------
    list of str
        One line for the files, and one for the verdicts where any changed.
    """
    before = _read(memory)
    now = {"files": _checksums(scope), "verdicts": _verdicts(scope.results)}
    if not now["files"]:
        return []
    kept = before or {"files": {}, "verdicts": {}}
    there = {name: total for name, total in kept["files"].items() if (scope.results / name).exists()}
    memory.parent.mkdir(parents=True, exist_ok=True)
    part = memory.with_name(f".{memory.name}.part")
    remembered = {"files": {**there, **now["files"]}, "verdicts": now["verdicts"]}
    part.write_text(json.dumps(remembered, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(memory)
    if before is None:
        return [f"first run here: {len(now['files'])} tables and figures"]
    # A file that another part of the pipeline made stays as it is and is not this run's to speak of.
    gone = {name: total for name, total in before["files"].items() if name not in there}
    compared = {name: total for name, total in before["files"].items() if name in now["files"]} | gone
    return [line for line in (_changed_files(compared, now["files"]), _changed_verdicts(before, now)) if line]


def show_end(stream: TextIO, scope: Scope, memory: Path, *, ran: bool) -> None:
    """Write the closing lines; after a run that did something, with what changed."""
    changes = compare_with_last_run(scope, memory) if ran else ["nothing to do: every result is up to date"]
    for line in [*changes, *closing_lines(scope)]:
        stream.write(f"{line}\n")
    stream.flush()


def files_below(results: Path) -> list[Path]:
    """Files of a folder of results, in order; folders of other runs, which are links, and hidden files left out."""
    return sorted(path for path in results.rglob("[!.]*") if path.is_file() and not path.is_symlink())


def _shown(path: Path, scope: Scope) -> str:
    return str(Path(scope.shown_as) / path.relative_to(scope.results))


def _changed_files(before: dict[str, str], now: dict[str, str]) -> str:
    changed = [path for path in now if path in before and before[path] != now[path]]
    new, gone = [path for path in now if path not in before], [path for path in before if path not in now]
    if not (changed or new or gone):
        return f"no change in {len(now)} tables and figures since the last run"
    told = [
        f"{len(paths)} {word} ({_listed([Path(path).name for path in paths])})"
        for word, paths in (("changed", changed), ("new", new), ("gone", gone))
        if paths
    ]
    return f"since the last run, of {len(now)} tables and figures: {', '.join(told)}"


def _changed_verdicts(before: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> str:
    changed = [
        f"{item} {before['verdicts'][item]} -> {verdict}"
        for item, verdict in now["verdicts"].items()
        if before["verdicts"].get(item, verdict) != verdict
    ]
    return f"verdicts that changed: {_listed(changed)}" if changed else ""


def _listed(names: list[str]) -> str:
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return ", ".join([*names[:NAMED], *more])


def _checksums(scope: Scope) -> dict[str, str]:
    files = sorted(path for pattern in WATCHED for path in scope.results.glob(pattern) if path in scope.covered)
    return {str(path.relative_to(scope.results)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _claims(scope: Scope) -> list[str]:
    """What of the claims of each source holds, one sentence a source, as the report begins."""
    path = scope.results / "report/headlines.json"
    if path not in scope.covered or path in scope.edited:
        return []
    try:
        return [str(question["summary"]) for question in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _counts(results: Path) -> list[str]:
    """Verdicts of what was found; what was put in is counted apart."""
    rows = _rows(results / "scoreboard.csv")
    inputs = next((row for row in _rows(results / "scoreboard_summary.csv") if row["part"] == INPUTS), {})
    found = Counter(row["verdict"] for row in rows)
    counts = {verdict: found[verdict] - int(inputs.get(verdict, 0)) for verdict in VERDICTS}
    told = [f"{number} {verdict}" for verdict, number in counts.items()]
    unexplained = sum(row.get("cause") == UNEXPLAINED for row in rows)
    told[VERDICTS.index("differs")] += f" ({unexplained} unexplained)"
    lines = [f"{sum(counts.values())} published results: {', '.join(told)}"]
    if inputs:
        lines.append(f"{inputs['items']} inputs and labels apart: {inputs['exact']} exactly as printed")
    return lines


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return [*csv.DictReader(lines)]
    except OSError:
        return []


def _verdicts(results: Path) -> dict[str, str]:
    try:
        return {row["item"]: row["verdict"] for row in _rows(results / "scoreboard.csv")}
    except KeyError:
        return {}


def _read(path: Path) -> dict[str, dict[str, str]] | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return content if {"files", "verdicts"} <= content.keys() else None
    except (OSError, ValueError, AttributeError):
        return None
