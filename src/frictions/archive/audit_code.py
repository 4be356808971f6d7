"""Checklist, fourth part: the stated requirements and the code."""

from collections.abc import Iterator
from pathlib import Path

from frictions.archive.audit_data import exhibits_without_program
from frictions.archive.audit_readme import sections_of
from frictions.archive.errors import BrokenPackage
from frictions.archive.findings import Finding, judged
from frictions.archive.layout import CITATION, CODE, FACTS, LICENSE, LOCK, README, WORKFLOW
from frictions.archive.machine import locked_packages
from frictions.archive.records import read_json
from frictions.archive.seeds import generators, seeds, uncontrolled

_STATED, _CODE = "Stated requirements", "Code description"


def check_code(payload: Path) -> Iterator[Finding]:
    """Requirements, main program, programs of tables and figures, randomness, licence, citation."""
    code = payload / CODE
    path = payload / README
    sections = sections_of(path.read_text(encoding="utf-8")) if path.is_file() else {}
    yield from _check_requirements(payload)
    main = [name for name in (WORKFLOW, f"{CODE}/Makefile") if not (payload / name).is_file()]
    yield judged(
        _CODE, "One main file runs everything", [f"{name}: missing" for name in main], f"{WORKFLOW}, {CODE}/Makefile"
    )
    shown, faults = exhibits_without_program(payload)
    yield judged(
        _CODE, "Every table and figure is written by code", faults, f"{shown} files, each with its program", shown
    )
    listed = sections.get("List of tables and programs", "")
    unlisted = [name for name in _exhibits(payload) if f"`{name}`" not in listed]
    yield judged(
        _CODE, "Every table and figure is listed with its program", unlisted, f"{shown} files in {README}", shown
    )
    randomness = sections.get("Controlled Randomness", "")
    places = [*seeds(code), *generators(code)]
    undocumented = [
        f"{place.file}, line {place.line}: not in {README}"
        for place in places
        if f"line {place.line} of `{CODE}/{place.file}`" not in randomness
    ]
    yield judged(
        _CODE,
        "Every seed is documented by file and line",
        undocumented,
        f"{len(places)} seeds and generators in {README}",
        len(places),
    )
    loose = [f"{place.file}, line {place.line}: {place.text}" for place in uncontrolled(code)]
    yield judged(_CODE, "No program draws from a generator without a seed", loose, "scripts and package searched")
    papers = [f"{name}: missing" for name in (LICENSE, CITATION) if not (payload / name).is_file()]
    yield judged(_CODE, "There are a licence and a citation file", papers, f"{LICENSE}, {CITATION}")


def _check_requirements(payload: Path) -> Iterator[Finding]:
    path = payload / LOCK
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    locked = locked_packages(text)
    blocks = text.replace("\\\n", " ").splitlines()
    loose = [line.split("==")[0] for line in blocks if "==" in line and line[:1].isalnum() and "--hash=" not in line]
    faults = loose if locked else [f"{LOCK}: it lists no package"]
    yield judged(_STATED, "Every package is pinned, with its hashes", faults, f"{len(locked)} packages in {LOCK}")
    try:
        facts = read_json(payload.parent, FACTS)
    except BrokenPackage as error:
        yield Finding(_STATED, "System, hardware, time and memory are stated", "fail", str(error))
        return
    system, run, hardware = (
        part if isinstance(part := facts.get(name), dict) else {} for name in ("platform", "run", "hardware")
    )
    wanted = {
        "operating system": system.get("system"),
        "Python": system.get("python"),
        "processor": hardware.get("processor"),
        "memory": hardware.get("memory_gib"),
        "time": run.get("seconds"),
        "peak memory": run.get("peak_memory_mib"),
    }
    missing = [f"{FACTS}: no {name}" for name, value in wanted.items() if value in (None, "")]
    said = f"{system.get('system')}, Python {system.get('python')}, {run.get('seconds')} s, {FACTS}"
    yield judged(_STATED, "System, hardware, time and memory are stated", missing, said)


def _exhibits(payload: Path) -> list[str]:
    folders = (payload / "results/tables", payload / "results/figures")
    return sorted(path.relative_to(payload).as_posix() for folder in folders for path in folder.glob("*"))
