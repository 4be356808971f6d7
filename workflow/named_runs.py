"""Runs side by side: a run with a name works in a folder of its own and leaves the results of others alone.

The folder ``runs/<name>`` has links to all that a run reads, so that every path means what it means in a run without a
name, and results, logs and Snakemake's records of its own. ``results/<name>`` leads to its results.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import run_summary

RUNS = Path("runs")
UNNAMED = "default"
"""What the run without a name is called where two are compared."""

OWN = frozenset({"results", "logs", "benchmarks", "runs"})
"""Folders that each run has for itself; so it has all whose name begins with a point."""


RESERVED = frozenset(
    {"archive", "attention", "band_coverage", "calvo", "data", "efficiency", "figures", "hypotheses", "info_sen",
     "inventory", "production_economy", "reallocation", "report", "robustness", "run_comparisons", "sweep", "tables",
     "var", "vintages", UNNAMED}
)  # fmt: skip
"""Names that rules use below ``results``; a test holds them against the contract."""


FINISHED = ("settings.json", "scoreboard.csv", "report/provenance.csv")
"""What a run that came to its end has."""

NO_RESULTS = frozenset({"archive", "run_comparisons"})
"""Folders below ``results`` that hold what was made of a run, not by it."""


class WrongRun(ValueError):
    """A name that a run cannot have; the message says why."""


def check_paths(settings: Any, place: str = "") -> None:
    """Refuse paths that lead out of the folder by ``..``: they would mean another place from a run's own folder.

    Raises
    ------
    WrongRun
        Names the setting.
    """
    if isinstance(settings, Mapping):
        for name, value in settings.items():
            check_paths(value, f"{place}.{name}" if place else str(name))
    elif isinstance(settings, list):
        for value in settings:
            check_paths(value, place)
    elif isinstance(settings, str) and settings.startswith("../"):
        raise WrongRun(f"setting {place}: a run with a name works elsewhere; write {settings!r} as a full path")


def folder_of(root: Path, name: str) -> Path:
    """The folder that a run works in."""
    return root / RUNS / name


def enter(root: Path, name: str, starts_from: str = UNNAMED) -> Path:
    """Make the folder of a run, or bring its links up to date.

    A new run starts with a copy of the results and records of an earlier one, so that only what its settings change is
    computed. Nothing is copied while another process works there.

    Parameters
    ----------
    root : Path
        Folder of the run without a name.
    name : str
        Letters, digits and underscores.
    starts_from : str
        The run whose results a new one copies.

    Returns
    -------
    Path
        The folder to work in.

    Raises
    ------
    WrongRun
        If the name is that of a folder of results, or of the run without a name, or if there is no run to start from.
    """
    if name in RESERVED:
        raise WrongRun(f"setting run: {name!r} is the name of something else under results; choose another one")
    entrance = root / "results" / name
    if entrance.exists() and not entrance.is_symlink():
        raise WrongRun(f"setting run: {entrance} is there and is not a run; choose another name or move it away")
    folder = folder_of(root, name)
    earlier = root if starts_from == UNNAMED else folder_of(root, starts_from)
    if not earlier.is_dir():
        raise WrongRun(f"setting run_starts_from: there is no run {starts_from}; make it first")
    if not folder.is_dir():
        # Made beside it and renamed at the end: a run that is interrupted here starts afresh.
        part = folder.with_name(f".{name}.part")
        shutil.rmtree(part, ignore_errors=True)
        for own in sorted(OWN - {RUNS.name}):
            (part / own).mkdir(parents=True)
        _copy_run(earlier, part)
        part.rename(folder)
    _link_inputs(root, folder)
    if not entrance.is_symlink():
        entrance.parent.mkdir(exist_ok=True)
        entrance.symlink_to(Path("..", RUNS, name, "results"), target_is_directory=True)
    return folder


@dataclass(frozen=True)
class Compared:
    """Runs that are held against each other as they are; none is brought up to date for it.

    Attributes
    ----------
    folders : list of str
        Results of each run.
    tables : list of list of str
        CSV files of each, by their path below its folder.
    state : str
        Hash of all these files.
    """

    folders: list[str]
    tables: list[list[str]]
    state: str


def compared(root: Path, names: Iterable[str]) -> Compared:
    """Find the tables of runs, by name; ``default`` is the run without one.

    Raises
    ------
    WrongRun
        If a run is not there or did not come to its end.
    """
    folders, tables, digest = [], [], hashlib.sha256()
    for name in names:
        folder = root / "results" if name == UNNAMED else root / "results" / name
        for file in FINISHED:
            if not (folder / file).is_file():
                raise WrongRun(f"setting compare_runs: run {name} has no {folder / file}; finish it first")
        files = [path for path in run_summary.files_below(folder) if path.suffix == ".csv"]
        found = [str(path.relative_to(folder)) for path in files if path.relative_to(folder).parts[0] not in NO_RESULTS]
        for file in found:
            digest.update(file.encode() + (folder / file).read_bytes())
        folders.append(str(folder))
        tables.append(found)
    return Compared(folders, tables, digest.hexdigest())


def _copy_run(earlier: Path, part: Path) -> None:
    with (earlier / ".frictions.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        for file in (earlier / "results").rglob("*"):
            if file.is_file() and not file.is_symlink():
                _copy(file, part / file.relative_to(earlier))
        for kept in (".snakemake/metadata", ".snakemake/seals", "benchmarks/rules"):
            if (earlier / kept).is_dir():
                shutil.copytree(earlier / kept, part / kept, dirs_exist_ok=True)


def _copy(file: Path, copy: Path) -> None:
    """Copy a file with its date, by which Snakemake knows what is up to date."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(file, copy)


def _link_inputs(root: Path, folder: Path) -> None:
    """Link what a run may read; links to what is gone are removed."""
    wanted = {entry.name for entry in root.iterdir() if entry.name not in OWN and not entry.name.startswith(".")}
    for entry in folder.iterdir():
        if entry.is_symlink() and entry.name not in wanted:
            entry.unlink()
    for name in wanted:
        if not os.path.lexists(folder / name):
            (folder / name).symlink_to(Path("..", "..", name))
