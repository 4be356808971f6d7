"""What the workflow says about its results: which rule made each, from what, and whether it is up to date."""

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from frictions.archive.errors import UnfinishedRun

_HEADER = "output_file\t"


@dataclass(frozen=True)
class Job:
    """A result in the workflow's own account.

    Parameters
    ----------
    output, rule : str
        The file and the rule that made it.
    inputs, logs : tuple of str
        Files read and logs written.
    temporary : bool
        Whether the workflow removed the file when it was no longer needed.
    """

    output: str
    rule: str
    inputs: tuple[str, ...]
    logs: tuple[str, ...]
    temporary: bool = False


def finished_jobs(project: Path, targets: Sequence[str], overlay: Mapping[str, Any]) -> list[Job]:
    """Results of a finished run, those first that others are made from, by name among equals.

    Parameters
    ----------
    project : Path
        The project with its results.
    targets : sequence of str
        What the run was asked for.
    overlay : mapping
        Settings of the run that differ from those of the code.

    Returns
    -------
    list of Job

    Raises
    ------
    UnfinishedRun
        If the workflow cannot tell, or if a result is missing or out of date.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as settings:
        json.dump(overlay, settings)
        settings.flush()
        command = [sys.executable, "-m", "snakemake", *targets, "--detailed-summary"]
        done = subprocess.run([*command, "--configfile", settings.name], cwd=project, capture_output=True, text=True)
    start = done.stdout.find(_HEADER)
    if done.returncode != 0 or start < 0:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise UnfinishedRun(f"Snakefile: the workflow gives no account of its results: {said[-1] if said else ''}")
    return _ordered(_read(done.stdout[start:]))


def _read(summary: str) -> list[Job]:
    jobs = []
    for row in csv.DictReader(io.StringIO(summary), delimiter="\t"):
        output, status, temporary = row["output_file"], row["status"], row["status"] == "removed temp file"
        if row["plan"] != "no update" or (status != "ok" and not temporary):
            raise UnfinishedRun(f"{output}: {status}; run snakemake, then archive")
        jobs.append(Job(output, row["rule"], _files(row["input-file(s)"]), _files(row["log-file(s)"]), temporary))
    return jobs


def _files(cell: str) -> tuple[str, ...]:
    return tuple(name for name in cell.split(",") if name not in ("", "-"))


def _ordered(jobs: Sequence[Job]) -> list[Job]:
    by_output = {job.output: job for job in jobs}
    sorter = TopologicalSorter({job.output: [name for name in job.inputs if name in by_output] for job in jobs})
    sorter.prepare()
    ordered = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered += [by_output[name] for name in ready]
        sorter.done(*ready)
    return ordered
