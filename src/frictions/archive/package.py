"""Writing a package: everything in a folder beside it, renamed at the end, so that half a package is never met."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bagit

from frictions.archive import launcher
from frictions.archive.arrays import members
from frictions.archive.bag import check_bag, file_digest, manifest_text, sidecar_text, walk
from frictions.archive.checkout import Commit, check_committed, export, head_commit
from frictions.archive.citation import read_citation
from frictions.archive.codebook import codebook_bytes
from frictions.archive.comparison import read_limits
from frictions.archive.contract import read_promises
from frictions.archive.crate import Subject, crate_bytes, described_inputs
from frictions.archive.crate_check import check_crate
from frictions.archive.datasets import collect_datasets, datasets_bytes
from frictions.archive.errors import BrokenPackage, UnfinishedRun
from frictions.archive.layout import (
    CITATION,
    CODE,
    CODEBOOK,
    CRATE,
    DATASETS,
    FACTS,
    LICENSE,
    LOCK,
    OVERLAY,
    PAYLOAD,
    PROGRAMS,
    README,
    RECIPE,
    SETTINGS,
    TAG_MANIFEST,
    VERIFIER,
    sidecar_name,
)
from frictions.archive.overlay import settings_difference
from frictions.archive.readme import Story, readme_bytes
from frictions.archive.records import Made, Recipe, json_bytes, programs_bytes, recipe_bytes
from frictions.archive.run_facts import collect_facts
from frictions.archive.workflow_records import Job, finished_jobs
from frictions.data.files import write_atomically
from frictions.data.yaml_files import read_yaml

UNFINISHED = ".unfinished"
"""End of the name of the folder in which a package is made; one that a killed run left is removed by the next."""


@dataclass(frozen=True)
class Package:
    """A package that was written.

    Parameters
    ----------
    folder : Path
        Where it is.
    digest : str
        SHA-256 of its tag manifest, which stands for all of it.
    files, octets : int
        Number of files and their size in bytes.
    unchanged : bool
        Whether the same package was there already.
    """

    folder: Path
    digest: str
    files: int
    octets: int
    unchanged: bool


def write_package(
    project: Path,
    settings: Mapping[str, Any],
    destination: Path,
    scripts: Mapping[str, str] | None = None,
    examine: Callable[[Sequence[str]], None] | None = None,
) -> Package:
    """Write the package of a finished run.

    Parameters
    ----------
    project : Path
        The project with its results; it must be the files of a commit.
    settings : mapping
        Settings of the run.
    destination : Path
        Folder in which the package gets a folder of its own, named by the commit and the settings.
    scripts : mapping of str to str, optional
        Script of each rule, relative to the project, as ``use rule ... as`` gives a rule that of another; by default
        it has the rule's name.
    examine : callable, optional
        Called with the paths of all results, relative to the project, before anything is copied; it raises where one is
        not what the workflow wrote.

    Returns
    -------
    Package

    Raises
    ------
    ArchiveError
        If the code is not that of a commit, a result is missing or out of date, or the citation file is wrong. A
        package that was there stays as it was.
    """
    commit = head_commit(project)
    check_committed(project)
    base = read_yaml(project / "config/config.yaml")
    overlay = settings_difference(base, settings)
    jobs = finished_jobs(project, settings["archive"]["targets"], overlay)
    if examine is not None:
        examine([job.output for job in jobs if not job.temporary])
    name = package_name(commit, overlay)
    destination.mkdir(parents=True, exist_ok=True)
    for leftover in destination.glob(f".*{UNFINISHED}"):
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(dir=destination, prefix=f".{name}.", suffix=UNFINISHED) as temporary:
        folder = Path(temporary) / name
        folder.mkdir()
        _fill(folder, project, commit, settings, overlay, jobs, name, scripts or {})
        digest = _seal(folder, commit, name)
        _touch(folder, commit)
        bag = check_bag(folder, digest)
        problems = [*bag.problems, *check_crate(folder)]
        if problems:
            raise BrokenPackage(f"{problems[0]}: the package was not put in place")
        unchanged = _put_in_place(folder, destination / name, digest)
    write_atomically(destination / sidecar_name(name), sidecar_text(name, digest).encode())
    return Package(destination / name, digest, bag.files, bag.octets, unchanged)


def package_name(commit: Commit, overlay: Mapping[str, Any]) -> str:
    """Name of a package: the commit, and a digest of the overlay where settings differ from those of the code."""
    name = f"frictions-{commit.identifier[:12]}"
    if not overlay:
        return name
    return f"{name}-{hashlib.sha256(json.dumps(overlay, sort_keys=True).encode()).hexdigest()[:8]}"


def _fill(
    payload: Path,
    project: Path,
    commit: Commit,
    settings: Mapping[str, Any],
    overlay: Mapping[str, Any],
    jobs: list[Job],
    name: str,
    scripts: Mapping[str, str],
) -> None:
    """Write everything but the bag's own files."""
    code = payload / CODE
    export(project, commit, code)
    outputs = [job.output for job in jobs if not job.temporary]
    datasets = collect_datasets(project, outputs, settings)
    programs = [
        Made(
            job.output,
            job.rule,
            scripts.get(job.rule, f"scripts/{job.rule}.py"),
            "" if datasets.holds(job.output) else file_digest(project / job.output),
            job.inputs,
        )
        for job in jobs
        if not job.temporary
    ]
    held = [made.output for made in programs if not made.withheld]
    for output in held:
        _copy_result(project / output, payload / output)
    for target, source in datasets.copies.items():
        _copy(project / source, payload / target)
    for log in sorted({log for job in jobs for log in job.logs}):
        if (project / log).is_file():
            _copy_log(project, log, payload)
    for file in (LICENSE, CITATION):
        _copy(code / file, payload / file)
    facts = collect_facts(project, jobs, (payload / LOCK).read_text(encoding="utf-8"))
    tolerances = read_limits(settings["archive"]["tolerances"])
    recipe = Recipe(
        name=name,
        commit=commit.identifier,
        date=commit.date.isoformat(),
        targets=tuple(settings["archive"]["targets"]),
        tolerances=tolerances,
        series_provided=bool(datasets.copies) or any(row["source"] != "embedded" for row in _series(datasets.rows)),
        needed=datasets.needed,
        panels=datasets.panels,
    )
    records = {
        DATASETS: datasets_bytes(datasets),
        SETTINGS: json_bytes(settings),
        OVERLAY: json_bytes(overlay),
        RECIPE: recipe_bytes(recipe),
        FACTS: json_bytes(facts),
        PROGRAMS: programs_bytes(programs),
        CODEBOOK: codebook_bytes(project, held, read_promises(code / "docs"), _catalogue(code, settings)),
    }
    for file, content in records.items():
        write_atomically(payload / file, content)
    citation = read_citation(payload / CITATION)
    octets = sum((payload / file).stat().st_size for file in walk(payload))
    story = Story(code, commit, citation, datasets, programs, facts, settings, overlay, tolerances, octets)
    write_atomically(payload / README, readme_bytes(story))
    subject = Subject(name, commit, citation, version("snakemake"), described_inputs(datasets.rows))
    write_atomically(payload / CRATE, crate_bytes(payload, subject))


def _series(rows: tuple[Mapping[str, Any], ...]) -> list[Mapping[str, Any]]:
    return [row for row in rows if not str(row["dataset"]).startswith("panel ")]


def _catalogue(code: Path, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    return read_yaml(code / settings["data"]["catalogue"])


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise UnfinishedRun(f"{source}: missing")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _copy_result(source: Path, target: Path) -> None:
    """Copy a result; an archive of arrays becomes a folder of its members."""
    if source.suffix != ".npz":
        _copy(source, target)
        return
    target.mkdir(parents=True)
    for member, content in members(source).items():
        (target / member).write_bytes(content)


def _copy_log(project: Path, log: str, payload: Path) -> None:
    """Copy a log; a path of the machine of the run says nothing to others and might say too much."""
    text = (project / log).read_text(encoding="utf-8", errors="replace")
    for path, word in ((str(project.resolve()), "<project>"), (str(Path.home()), "<home>")):
        if len(path) > 1:
            text = text.replace(path, word)
    write_atomically(payload / log, text.encode())


def _seal(folder: Path, commit: Commit, name: str) -> str:
    """Make the folder a bag and return the digest of its tag manifest."""
    bagit.make_bag(
        str(folder),
        {
            "Bagging-Date": commit.date.date().isoformat(),
            "Bag-Software-Agent": f"bagit {version('bagit')}",
            "External-Identifier": name,
            "External-Description": f"Reproducibility package of commit {commit.identifier}",
        },
        checksums=["sha256"],
    )
    shutil.copyfile(str(launcher.__file__), folder / VERIFIER)
    # The library lists tag files in the order of the directory, which differs between copies; this order does not.
    tags = {file: file_digest(folder / file) for file in walk(folder) if not file.startswith(f"{PAYLOAD}/")}
    tags.pop(TAG_MANIFEST, None)
    write_atomically(folder / TAG_MANIFEST, manifest_text(tags).encode())
    return file_digest(folder / TAG_MANIFEST)


def _touch(folder: Path, commit: Commit) -> None:
    """Give files the date of the commit and plain permissions, so that a tar file of the folder is the same too."""
    for name in walk(folder):
        path = folder / name
        path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (commit.date.timestamp(), commit.date.timestamp()))
    for parent, _, _ in os.walk(folder):
        Path(parent).chmod(0o755)


def _put_in_place(folder: Path, final: Path, digest: str) -> bool:
    """Move a finished package to its place; one that is the same stays, another one goes once the new one is there."""
    if final.exists():
        found = check_bag(final, digest)
        if not found.problems:
            return True
        old = folder.parent / "old"
        final.rename(old)
        try:
            folder.rename(final)
        except OSError:
            old.rename(final)
            raise
        return False
    folder.rename(final)
    return False
