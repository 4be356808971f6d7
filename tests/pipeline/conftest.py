"""Runs of the real workflow on a copy of the project, with few draws."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

COPIED = ["Snakefile", "environment.yml", "config", "data", "profiles", "scripts", "src", "workflow"]

CHAPTER_1 = "inventories"
"""The target of data, VAR and inventory model, which most tests run."""

CHAIN = "results/figures/figure_1_6.svg"
"""The end of a short chain of quick jobs, from series to a figure, with arrays and temporary files between."""

SMALL = {
    "data": {"source": "directory", "directory": "my_series"},
    "samples": {"post_volcker": None, "extended": None},
    "bootstrap": {"draws": 200, "chunks": 1},
    "monte_carlo": {"draws": 200, "chunks": 1},
    "matching": {"chunks": 2},
    "robustness": {"specifications": 12, "draws": 20, "chunks": 2},
    "simulation": {"samples": 100},
    "firms": {"panels": {"model": {"design": {"firms": 200}}}},
    "reallocation": {
        "one_period": {"substitutions": [0.5, 2.5, 8]},
        "channels": {"bond_points": 40},
        "cycle": {"persistence": [0.9]},
        "variants": {
            "tauchen_widths": [1.88],
            "years": 3,
            "coarse": {"points": 30, "bond_points": 20, "cash_points": 60, "years": 16, "corrections": 1},
        },
    },
    "attention": {
        "costs": {"points": 4},
        "rules": {"experiments": ["benchmark"], "orders": [[1, 0]]},
        "constructions": [[1, 0]],
        "scan": {"points": 2},
        "second_decays": [0.58],
        "printed_attention": {
            "cost_ratios": {"lowest": 24, "highest": 28, "points": 2},
            "map": {"points": 3},
            "searches": 2,
        },
    },
    "figures": {"formats": ["svg"]},
}
"""One sample, the embedded series as a user's own folder, few draws, starts and firms."""


@cache
def warm_snakemake() -> subprocess.Popen[str]:
    """A Snakemake that has already started, one for each worker of the test run; it ends when the worker does."""
    program = Path(__file__).with_name("warm_snakemake.py")
    # Only what an installed program has on its path.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, str(program)], env=environment, **pipes)


def read_output(path: Path) -> str:
    return path.read_bytes().decode(errors="replace")


@dataclass(frozen=True)
class Project:
    """A checkout that a test may run and spoil; ``target`` is what a run without other targets makes."""

    folder: Path
    target: str = "all"

    def command(self, *arguments: str, cores: int = 2) -> list[str]:
        snakemake = str(Path(sys.executable).with_name("snakemake"))
        named = any(argument.startswith("results/") or argument == "panels" for argument in arguments)
        targets = [] if named else [self.target]
        # Options take every word that follows them: targets come first, the overlay last.
        return [snakemake, "--cores", str(cores), *targets, *arguments, "--configfile", "overlay.yaml"]

    def environment(self) -> dict[str, str]:
        # Many short programs: each starts sooner with what Python and the workflow keep of the first.
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

    def run(self, *arguments: str, cores: int = 2) -> subprocess.CompletedProcess[str]:
        command, server = self.command(*arguments, cores=cores), warm_snakemake()
        assert server.stdin and server.stdout
        with tempfile.TemporaryDirectory() as folder:
            stdout, stderr = (Path(folder) / name for name in ("stdout", "stderr"))
            request = {
                "arguments": command,
                "folder": str(self.folder),
                "environment": self.environment(),
                "stdout": str(stdout),
                "stderr": str(stderr),
            }
            server.stdin.write(json.dumps(request) + "\n")
            server.stdin.flush()
            status = int(server.stdout.readline())
            return subprocess.CompletedProcess(command, status, read_output(stdout), read_output(stderr))

    def build(self, *arguments: str, cores: int = 2) -> None:
        done = self.run(*arguments, cores=cores)
        assert done.returncode == 0, done.stderr[-3000:]

    def configure(self, settings: dict) -> None:
        (self.folder / "overlay.yaml").write_text(yaml.safe_dump(settings))

    def planned(self, *arguments: str) -> dict[str, int]:
        """Rules that a dry run lists, and how many jobs of each."""
        done = self.run(*arguments, "--dry-run", "--quiet", "rules")
        assert done.returncode == 0, done.stderr[-3000:]
        lines = (done.stdout + done.stderr).splitlines()
        start = next((i for i, line in enumerate(lines) if line.split() == ["job", "count"]), None)
        if start is None:
            assert any("Nothing to be done" in line for line in lines)
            return {}
        jobs = {}
        for line in lines[start + 2 :]:
            if len(line.split()) != 2:
                break
            rule, count = line.split()
            jobs[rule] = int(count)
        return {rule: count for rule, count in jobs.items() if rule not in (self.target, "total")}

    def results(self) -> dict[str, str]:
        """Checksum of every result."""
        return {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((self.folder / "results").rglob("*"))
            if path.is_file() and path.name != ".gitkeep"
        }

    def error_lines(self, done: subprocess.CompletedProcess[str]) -> list[str]:
        return [line for line in done.stderr.splitlines() if line.startswith("error: ")]


def copied_project(source: Path, folder: Path, *, other_formats: bool = False) -> Project:
    for name in COPIED:
        path = source / name
        if path.is_dir():
            # Compiled kernels come along: they are known by the time and size of their source, which a copy keeps.
            shutil.copytree(path, folder / name, ignore=shutil.ignore_patterns("*.pyc", "store"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, folder / name)
    path = folder / "config/hypotheses.yaml"
    register = yaml.safe_load(path.read_text())
    for family in register["families"].values():
        if "choices" in family:
            # One variant: the main run's.
            family["choices"] = {name: options[:1] for name, options in family["choices"].items()}
            family.pop("excluded", None)
    register["families"]["target_choices"]["draws"] = 40
    path.write_text(yaml.safe_dump(register, sort_keys=False))
    path = folder / "config/robustness.yaml"
    path.write_text(yaml.safe_dump(few_choices(yaml.safe_load(path.read_text())), sort_keys=False))
    for path in (folder / "config/experiments/calvo_estimates").glob("*.yaml"):
        settings = yaml.safe_load(path.read_text())
        path.write_text(yaml.safe_dump({**settings, "sobol_starts": 1, "bootstrap": 4, "profile_points": 2}))
    for path in (folder / "config/experiments/attention_estimates").glob("*.yaml"):
        settings = yaml.safe_load(path.read_text())
        few = {"sobol_starts": 1, "polished": 1, "bootstrap": 4, "profile_points": 2, "lags": 40, "horizon": 80}
        path.write_text(yaml.safe_dump({**settings, **few, "ridge": {}}, allow_unicode=True))
    for path in (folder / "config/experiments/reallocation").glob("*.yaml"):
        settings = yaml.safe_load(path.read_text())
        settings["resolution"]["bond_points"] = 40
        path.write_text(yaml.safe_dump(settings))
    project = Project(folder)
    project.configure(SMALL)
    vintages = yaml.safe_load((source / "config/config.yaml").read_text())["data"]["embedded"]
    # The first one supplies what several have, so it is copied last.
    for vintage in reversed(vintages):
        shutil.copytree(
            source / vintage, folder / "my_series", ignore=shutil.ignore_patterns("*.json"), dirs_exist_ok=True
        )
    if other_formats:
        in_other_formats(folder / "my_series")
    return project


def few_choices(robustness: dict) -> dict:
    """Claims in two choices of each dimension."""
    kept = {name: options[:2] for name, options in robustness["choices"].items()}
    kept["estimator"], kept["band"] = ["var", "local_projections"], ["percentile", "newey_west"]
    excluded = [
        {name: [option for option in options if option in kept[name]] for name, options in rule.items()}
        for rule in robustness["excluded"]
    ]
    models = [changes for changes in robustness["models"] if all(changes[name] in kept[name] for name in changes)]
    return {
        **robustness,
        "models": models,
        "choices": kept,
        "excluded": [rule for rule in excluded if all(rule.values())],
    }


def in_other_formats(folder: Path) -> None:
    """Put two series into a workbook, one into a Stata and one into a Parquet file, in place of their CSVs."""
    frames = {
        code: pd.read_csv(folder / f"{code}.csv", parse_dates=["date"]).set_axis(["date", code], axis=1)
        for code in ("PPIACO", "TOTRESNS", "PRS85006173", "NFCPATAX")
    }
    pd.merge(frames["PPIACO"], frames["TOTRESNS"], how="outer").to_excel(
        folder / "monthly.xlsx", sheet_name="Monthly", index=False
    )
    quarterly = frames["PRS85006173"].assign(date=frames["PRS85006173"]["date"].dt.to_period("Q").dt.to_timestamp())
    quarterly.to_stata(folder / "labor.dta", convert_dates={"date": "tq"}, write_index=False)
    frames["NFCPATAX"].set_index("date").to_parquet(folder / "profits.parquet")
    for code in frames:
        (folder / f"{code}.csv").unlink()


def revise(path: Path, date: str, factor: float) -> None:
    """Revise one value of a series file by a factor."""
    text = path.read_text()
    revised = re.sub(rf"(?<={date},)[\d.]+", lambda value: f"{factor * float(value[0]):.1f}", text)
    assert revised != text
    path.write_text(revised)


def wait_for(state: Callable[[], Any], limit: float = 3600.0) -> Any:
    """Wait until a state is reached and return what it is; the limit only ends a hang."""
    end = time.monotonic() + limit
    while not (reached := state()):
        assert time.monotonic() < end, "the run did not get there"
        time.sleep(0.01)
    return reached


def assert_same_bytes(project, built_once):
    """Hold everything that a project made against the same files of the shared build; there are some."""
    made, reference = project.results(), built_once.results()
    assert "results/figures/figure_1_6.svg" in made
    assert {path: reference.get(path) for path in made} == made
    assert not list((project.folder / "results").rglob(".*.part"))


def built_by_one_worker(tmp_path_factory, name: str, build: Callable[[Path], None]) -> Path:
    """A folder that the first worker of a test run to ask for it builds, while the others wait."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, done = root / name / "a project", root / f"{name}.done"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(root / name, ignore_errors=True)
            build(folder)
            done.touch()
    return folder


@pytest.fixture
def fresh(project, tmp_path) -> Project:
    """A copy without results, for runs of chapter 1."""
    return Project(copied_project(project, tmp_path / "a project", other_formats=True).folder, CHAPTER_1)


@pytest.fixture
def fresh_chain(project, tmp_path) -> Project:
    """A copy without results, for runs of the short chain."""
    return Project(copied_project(project, tmp_path / "a project", other_formats=True).folder, CHAIN)


@pytest.fixture(scope="session")
def built_once(project, tmp_path_factory):
    """A copy with every deliverable, built by two jobs at a time once in a test run, which no test may change."""
    folder = built_by_one_worker(
        tmp_path_factory,
        "built",
        lambda folder: Project(copied_project(project, folder, other_formats=True).folder).build(),
    )
    built = Project(folder)
    before = built.results()
    yield built
    assert built.results() == before, "a test changed the results that all tests share"


@pytest.fixture
def built(built_once, tmp_path) -> Project:
    """A copy with results that a test may change, run up to chapter 1; times and Snakemake's records come along."""
    shutil.copytree(built_once.folder, tmp_path / "a project", symlinks=True)
    return Project(tmp_path / "a project", CHAPTER_1)
