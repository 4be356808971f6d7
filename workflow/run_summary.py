"""The last lines of a run: counts of verdicts, what changed since the last run, where to look."""

import csv
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import TextIO

WATCHED = ("tables/*.csv", "figures/*.svg", "scoreboard*.csv", "errata.csv", "vintages/*/*.csv")
"""Files whose changes are told, by pattern under the folder of results."""

VERDICTS = ("exact", "close", "sign", "differs", "not comparable")
NAMED = 6
"""Changes that are named; of more, the number is told."""


def closing_lines(results: Path) -> list[str]:
    """Verdicts and where to look, as far as the files are there."""
    verdicts = Counter(_verdicts(results).values())
    lines = []
    if verdicts:
        counts = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in VERDICTS)
        lines.append(f"{sum(verdicts.values())} published items: {counts}")
    pages = [path for name in ("report.html", "report.pdf") if (path := results / "report" / name).exists()]
    looked = [str(path) for path in pages] or [f"{results}/tables", f"{results}/figures"]
    return [*lines, f"look at {', '.join(looked)}"]


def compare_with_last_run(results: Path, memory: Path) -> list[str]:
    """What changed since the last run that came to its end; remembers this one.

    Parameters
    ----------
    results : Path
    memory : Path
        Where checksums of tables and figures and the verdicts are kept from one run to the next; it is no result.

    Returns
    -------
    list of str
        One line for the files, and one for the verdicts where any changed.
    """
    now = {"files": _checksums(results), "verdicts": _verdicts(results)}
    before = _read(memory)
    memory.parent.mkdir(parents=True, exist_ok=True)
    part = memory.with_name(f".{memory.name}.part")
    part.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(memory)
    if before is None:
        return [f"first run here: {len(now['files'])} tables and figures"]
    return [line for line in (_changed_files(before["files"], now["files"]), _changed_verdicts(before, now)) if line]


def show_end(stream: TextIO, results: Path, memory: Path, *, ran: bool) -> None:
    """Write the closing lines; after a run that did something, with what changed."""
    changes = compare_with_last_run(results, memory) if ran else ["nothing to do: every result is up to date"]
    for line in [*changes, *closing_lines(results)]:
        stream.write(f"{line}\n")
    stream.flush()


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


def _checksums(results: Path) -> dict[str, str]:
    files = sorted(path for pattern in WATCHED for path in results.glob(pattern))
    return {str(path.relative_to(results)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _verdicts(results: Path) -> dict[str, str]:
    try:
        with (results / "scoreboard.csv").open(encoding="utf-8", newline="") as lines:
            return {row["item"]: row["verdict"] for row in csv.DictReader(lines)}
    except (OSError, KeyError):
        return {}


def _read(path: Path) -> dict[str, dict[str, str]] | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return content if {"files", "verdicts"} <= content.keys() else None
    except (OSError, ValueError, AttributeError):
        return None
