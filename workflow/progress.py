"""What a person sees while the workflow runs: how far it is, what is running, what is left.

Snakemake describes every job in ten lines. This filter on its console handler shows one line instead and lets errors
and warnings through. Snakemake's own account stays in ``.snakemake/log``. The flags --verbose and --printshellcmds
bring it back to the terminal, and so does the environment variable FRICTIONS_CONSOLE=snakemake.
"""

import logging
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

HANDLER = "DefaultStreamHandler"
"""Name that Snakemake gives to its console handler; where there is none, its output stays as it is."""

PAUSE = 5.0
"""Seconds between two lines where the output is not a terminal."""

NOTHING = "Nothing to be done"
_CHATTER = (
    "Assuming unrestricted",
    "Building DAG",
    "Complete log",
    "Conda environments",
    "Execute ",
    "Group jobs",
    "None",
    "Select jobs",
    "Singularity containers",
    "Using shell",
)
_DROPPED = {"workflow_started", "resources_info", "job_started", "shellcmd", "group_info"}


def attach(logger: logging.Logger, show_end: Callable[[TextIO], None], timings: Path) -> bool:
    """Put the progress line in place of Snakemake's account of jobs.

    Parameters
    ----------
    logger : Logger
        Snakemake's.
    show_end : callable
        Writes the closing lines when there is nothing to do.
    timings : Path
        Folder of the benchmarks of earlier runs, for the time left.

    Returns
    -------
    bool
        Whether there was a console to put it on.
    """
    if os.environ.get("FRICTIONS_CONSOLE") == "snakemake":
        return False
    for handler in logger.handlers:
        if handler.name == HANDLER and isinstance(handler, logging.StreamHandler):
            handler.addFilter(Progress(handler.stream, show_end, timings))
            return True
    return False


class Progress(logging.Filter):
    """Follows the events of a run; records that it has shown in its own way go no further."""

    def __init__(
        self,
        stream: TextIO,
        show_end: Callable[[TextIO], None],
        timings: Path,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._stream, self._show_end, self._timings, self._now = stream, show_end, timings, now
        self._terminal = stream.isatty()
        self._started = now()
        self._shown: float | None = None
        self._done, self._total, self._cores = 0, 0, 1
        self._left: Counter[str] = Counter()
        self._running: dict[int, tuple[str, str]] = {}
        self._seconds: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Show an event; False for a record that needs no line of its own."""
        event = str(getattr(record, "event", None) or "")
        fields = record.__dict__
        if event == "run_info":
            self._plan(fields["stats"])
        elif event == "job_info":
            self._running[fields["jobid"]] = (fields["rule_name"], _case(fields["wildcards"]))
            self._show()
        elif event == "job_finished":
            rule, _ = self._running.pop(fields["job_id"], ("", ""))
            self._left[rule] -= 1
        elif event == "progress":
            self._done, self._total = fields["done"], fields["total"]
            self._show(last=self._done == self._total)
        elif event == "resources_info" and "cores" in fields:
            self._cores = fields["cores"]
        elif event in _DROPPED:
            return False
        elif not event and record.levelno < logging.WARNING and str(record.msg).startswith(NOTHING):
            self._show_end(self._stream)
        elif event or record.levelno >= logging.WARNING or not str(record.msg).startswith(_CHATTER):
            self._clear()
            return True
        return False

    def line(self) -> str:
        """The state of the run in one line."""
        elapsed = self._now() - self._started
        share = self._done / self._total if self._total else 0.0
        parts = [f"[{self._done}/{self._total} {share:4.0%}] {_clock(elapsed)}{self._time_left()}"]
        if self._running:
            parts.append("running " + ", ".join(" ".join(pair).strip() for pair in self._running.values()))
        waiting = self._left - Counter(rule for rule, _ in self._running.values())
        if waiting:
            most = waiting.most_common(3)
            rest = sum(waiting.values()) - sum(count for _, count in most)
            parts.append("left " + ", ".join([f"{n} {rule}" for rule, n in most] + ([f"{rest} more"] if rest else [])))
        return " | ".join(parts)

    def _plan(self, stats: Mapping[str, Any]) -> None:
        self._left = Counter({rule: count for rule, count in stats.items() if rule != "total"})
        self._total = int(stats["total"])
        self._seconds = mean_seconds(self._timings)
        self._write(f"{self._total} steps to do{self._time_left()}; logs are in logs/, one for each step")

    def _time_left(self) -> str:
        """What earlier runs say about the time left; nothing where they know too few of the steps."""
        known = sum(count for rule, count in self._left.items() if rule in self._seconds)
        if not self._left or known < 0.8 * sum(self._left.values()):
            return ""
        seconds = sum(count * self._seconds.get(rule, 0.0) for rule, count in self._left.items()) / self._cores
        return f", about {_clock(seconds)} to go"

    def _show(self, last: bool = False) -> None:
        now = self._now()
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write(f"\r\x1b[K{self.line()[:width]}" + ("\n" if last else ""))
            self._stream.flush()
        elif last or self._shown is None or now - self._shown >= PAUSE:
            self._shown = now
            self._write(self.line())

    def _clear(self) -> None:
        if self._terminal:
            self._stream.write("\r\x1b[K")

    def _write(self, line: str) -> None:
        self._clear()
        self._stream.write(f"{line}\n")
        self._stream.flush()


def mean_seconds(folder: Path) -> dict[str, float]:
    """Mean seconds of a job by rule, from the benchmarks that Snakemake wrote; unreadable ones are left out."""
    found: dict[str, list[float]] = {}
    for path in sorted(folder.rglob("*.tsv")):
        rule = path.relative_to(folder).parts[0].removesuffix(".tsv")
        try:
            found.setdefault(rule, []).append(float(path.read_text(encoding="utf-8").splitlines()[1].split("\t")[0]))
        except (IndexError, ValueError, OSError):
            continue
    return {rule: sum(seconds) / len(seconds) for rule, seconds in found.items() if seconds}


def _case(wildcards: Any) -> str:
    return " ".join(filter(None, (str(value).strip("/") for value in (wildcards or {}).values())))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
