"""Facts of one run, kept in one file: where it ran and how long it took."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from frictions.archive.machine import describe_hardware, describe_platform, installed_packages, locked_packages
from frictions.archive.workflow_records import Job

BENCHMARKS = "benchmarks/rules"
_COLUMNS = {"s": "seconds", "cpu_time": "processor_seconds", "max_rss": "peak_memory_mib"}


def collect_facts(project: Path, jobs: Sequence[Job], lock: str) -> dict[str, Any]:
    """Platform, hardware and packages of this machine, and times and memory of every job from its benchmark.

    Parameters
    ----------
    project : Path
        The project with logs and benchmarks of the run.
    jobs : sequence of Job
        The results of the run.
    lock : str
        Text of the lock: only its packages are listed.

    Returns
    -------
    dict
        Archiving a run twice on the machine that made it gives the same facts.
    """
    rows = [row for name in benchmark_files(jobs) if (row := _benchmark(project, name)) is not None]
    memory = [row["peak_memory_mib"] for row in rows if row["peak_memory_mib"] is not None]
    return {
        "platform": describe_platform(),
        "hardware": describe_hardware(),
        "packages": installed_packages(locked_packages(lock)),
        "run": {
            "measured_jobs": len(rows),
            "seconds": round(sum(row["seconds"] or 0 for row in rows), 1),
            "processor_seconds": round(sum(row["processor_seconds"] or 0 for row in rows), 1),
            "peak_memory_mib": max(memory, default=None),
        },
        "jobs": rows,
    }


def benchmark_files(jobs: Iterable[Job]) -> list[str]:
    """Benchmarks of the jobs: each lies under ``benchmarks/rules`` as the job's log lies under ``logs``."""
    logs = {log for job in jobs for log in job.logs if log.startswith("logs/")}
    return [f"{BENCHMARKS}/{log.removeprefix('logs/').removesuffix('.log')}.tsv" for log in sorted(logs)]


def _benchmark(project: Path, name: str) -> dict[str, Any] | None:
    path = project / name
    if not path.is_file():
        return None
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")), delimiter="\t"))
    if not rows:
        return None
    numbers = {name: _number(rows[0].get(column)) for column, name in _COLUMNS.items()}
    return {"job": name.removeprefix(f"{BENCHMARKS}/").removesuffix(".tsv"), **numbers}


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None
