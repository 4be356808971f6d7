"""A small project with a workflow of its own, run once, committed and archived."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from frictions.archive.confinement import confined
from frictions.archive.errors import CannotRebuild
from frictions.archive.package import Package, write_package

SNAKEFILE = """
configfile: "config/config.yaml"


rule all:
    input:
        "results/data/provenance.json",
        "results/tables/table_1_1.csv",
        "results/tables/table_1_1.md",
        "results/figures/figure_toy.svg",


rule pull_series:
    input:
        "data/vintages/toy/GDP.csv",
    output:
        series="results/data/pulled/GDP.csv",
        provenance="results/data/provenance.json",
    log:
        "logs/pull_series.log",
    benchmark:
        "benchmarks/rules/pull_series.tsv"
    script:
        "scripts/pull_series.py"


rule draw_toy:
    input:
        "results/data/pulled/GDP.csv",
    output:
        arrays="results/toy/draws.npz",
        part=temp("results/toy/part.csv"),
    log:
        "logs/draw_toy.log",
    benchmark:
        "benchmarks/rules/draw_toy.tsv"
    params:
        seed=config["toy"]["seed"],
        draws=config["toy"]["draws"],
    script:
        "scripts/draw_toy.py"


rule tabulate_toy:
    input:
        arrays="results/toy/draws.npz",
        part="results/toy/part.csv",
    output:
        csv="results/tables/table_1_1.csv",
        md="results/tables/table_1_1.md",
        figure="results/figures/figure_toy.svg",
    log:
        "logs/tabulate_toy.log",
    benchmark:
        "benchmarks/rules/tabulate_toy.tsv"
    script:
        "scripts/tabulate_toy.py"
"""

SCRIPTS = {
    "pull_series": '''
"""One series with its provenance."""

import hashlib
import json
import shutil
from pathlib import Path

shutil.copyfile(snakemake.input[0], snakemake.output.series)
Path(snakemake.log[0]).write_text("one series")
entry = {
    "source": snakemake.config["toy"]["source"],
    "vintage": "toy",
    "origin": "toy/GDP.csv",
    "sha256": hashlib.sha256(Path(snakemake.input[0]).read_bytes()).hexdigest(),
    "retrieved": "2020-02-02",
    "title": "Gross domestic product",
    "units": "billions of dollars",
    "frequency": "Q",
    "publisher": "U.S. Bureau of Economic Analysis",
    "rights": snakemake.config["toy"]["rights"],
    "exact": True,
    "reason": None,
}
Path(snakemake.output.provenance).write_text(json.dumps({"GDP": entry}))
''',
    "draw_toy": '''
"""Draws of the mean of the series."""

from pathlib import Path

import numpy as np

values = np.loadtxt(snakemake.input[0], delimiter=",", skiprows=1, usecols=1)
generator = np.random.default_rng(np.random.SeedSequence(snakemake.params.seed))
draws = generator.choice(values, (snakemake.params.draws, values.size)).mean(axis=1)
np.savez(snakemake.output.arrays, draws=draws, names=np.array(["GDP"]))
Path(snakemake.output.part).write_text("part\\n1\\n")
Path(snakemake.log[0]).write_text("")
''',
    "tabulate_toy": '''
"""Table 1.1: the mean and its spread."""

from pathlib import Path

import numpy as np


def write_table(rows):
    lines = [f"{name},{value!r}" for name, value in rows]
    Path(snakemake.output.csv).write_text("\\n".join(["quantity,value", *lines, ""]))
    Path(snakemake.output.md).write_text("\\n".join(f"| {name} | {value:.2f} |" for name, value in rows) + "\\n")
    Path(snakemake.output.figure).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")


draws = np.load(snakemake.input.arrays)["draws"]
write_table([("mean", float(draws.mean())), ("spread", float(draws.std()))])
Path(snakemake.log[0]).write_text("two rows")
''',
}

CONFIG = {
    "data": {"catalogue": "config/series.yaml", "embedded": ["data/vintages/none", "data/vintages/toy"]},
    "toy": {"seed": 20200202, "draws": 50, "source": "embedded", "rights": "public domain (work of a government)"},
    "archive": {
        "targets": ["all"],
        "redistributable": ["public domain"],
        "tolerances": {"relative": 1e-6, "absolute": 1e-9, "exceptions": {}, "uncounted": []},
    },
}

CONTRACT = """# Files

| file | columns | what and units |
|---|---|---|
| `results/data/pulled/<series>.csv` | `date,value` | one series, native units |
| `results/data/provenance.json` | | where it came from |
| `results/toy/draws.npz` | | `draws` (draw), `names` |
| `results/tables/<table>.csv` | `...` | the table |
| `results/figures/<figure>.<format>` | | the figure |
"""

PROJECT_FILE = """[project]
name = "toy"
description = "A toy"
dependencies = ["numpy>=2"]
"""

LOCKED = "numpy==2.2.0 \\\n    --hash=sha256:{}\n".format("0" * 64)


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, "GIT_COMMITTER_DATE": "2020-02-02T02:02:02Z", "GIT_AUTHOR_DATE": "2020-02-02T02:02:02Z"},
    )


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A state")


def run_snakemake(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "snakemake", "--cores", "1", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=3600)


def settings_of(folder: Path) -> dict:
    return yaml.safe_load((folder / "config/config.yaml").read_text(encoding="utf-8"))


def change_settings(folder: Path, **changes: dict) -> None:
    settings = settings_of(folder)
    for section, values in changes.items():
        settings[section].update(values)
    (folder / "config/config.yaml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")


def make_project(source: Path, folder: Path) -> Path:
    """Write the project, commit it and run its workflow."""
    files = {
        "Snakefile": SNAKEFILE,
        "Makefile": "all:\n\tsnakemake --cores 1\n",
        "pyproject.toml": PROJECT_FILE,
        "requirements.lock": LOCKED,
        "docs/contract.md": CONTRACT,
        "config/series.yaml": "series: {GDP: {title: Gross domestic product, units: billions of dollars}}\n",
        "data/vintages/toy/GDP.csv": "date,value\n2000-01-01,1.5\n2000-04-01,2.25\n2000-07-01,4.0\n",
        ".gitignore": "results/\nlogs/\nbenchmarks/\n.snakemake/\n__pycache__/\n",
        **{f"scripts/{name}.py": text.lstrip() for name, text in SCRIPTS.items()},
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "config/config.yaml").write_text(yaml.safe_dump(CONFIG, sort_keys=False), encoding="utf-8")
    package = folder / "src/frictions"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source / "src/frictions/archive", package / "archive", ignore=ignored)
    (package / "data").mkdir()
    for name in ("__init__.py", "errors.py", "plain_text.py", "data/__init__.py", "data/files.py"):
        shutil.copy(source / "src/frictions" / name, package / name)
    for name in ("LICENSE", "CITATION.cff"):
        shutil.copy(source / name, folder / name)
    git(folder, "init", "--quiet")
    commit(folder)
    done = run_snakemake(folder)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


@pytest.fixture(scope="session")
def toy_once(project, tmp_path_factory) -> Path:
    """A finished run that no test may change."""
    folder = tmp_path_factory.mktemp("toy") / "a project"
    folder.mkdir()
    return make_project(project, folder)


@pytest.fixture(scope="session")
def packed_once(toy_once, tmp_path_factory) -> Package:
    """Its package, which no test may change."""
    return write_package(toy_once, settings_of(toy_once), tmp_path_factory.mktemp("packages"))


@pytest.fixture
def toy(toy_once, tmp_path) -> Path:
    """A finished run that a test may change; times come along."""
    shutil.copytree(toy_once, tmp_path / "another project", symlinks=True)
    return tmp_path / "another project"


@pytest.fixture
def packed(packed_once, tmp_path) -> Path:
    """A package with the file beside it that a test may change."""
    shutil.copytree(packed_once.folder.parent, tmp_path / "packages")
    return tmp_path / "packages" / packed_once.folder.name


@pytest.fixture(scope="session")
def confinable(tmp_path_factory):
    """Skips where the system cannot confine what a rebuild runs, so that nothing is rebuilt."""
    try:
        confined(tmp_path_factory.mktemp("workspace").resolve(), network=False)
    except CannotRebuild as error:
        pytest.skip(str(error))
