"""Making every result again from the package alone, without a network. Standard library only."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frictions.archive import machine
from frictions.archive.bag import file_digest
from frictions.archive.errors import BrokenPackage, CannotRebuild
from frictions.archive.layout import CODE, PAYLOAD, RECIPE, SERIES
from frictions.archive.machine import PLATFORM, locked_packages
from frictions.archive.records import Recipe, read_overlay

CODE_FOLDER = "code"
MADE_BY_RUNS = (".snakemake", "results", "logs")
"""Folders of a project that only runs write to; the workflow would take what lies there for its own work."""
_BLOCKED = "http://127.0.0.1:9"
"""A port on which nothing listens: without a network of its own, every proxied request of a rebuild fails at once."""


@dataclass(frozen=True)
class Rebuilt:
    """What came out of a rebuild.

    Parameters
    ----------
    folder : Path
        The project with its new results.
    unlike : tuple of str
        In what the rebuild differs from the run; empty where every byte must be the same.
    """

    folder: Path
    unlike: tuple[str, ...]


def rebuild(
    package: Path,
    workspace: Path,
    recipe: Recipe,
    facts: Mapping[str, Any],
    interpreter: Path,
    prefix: Sequence[str],
    cores: int = 1,
    data: Path | None = None,
) -> Rebuilt:
    """Run the workflow of the package in a folder of its own.

    Parameters
    ----------
    package, workspace : Path
        The package, which is only read, and the folder to work in.
    recipe : Recipe
        What to build.
    facts : mapping
        Facts of the archived run, to which this machine is compared.
    interpreter : Path
        Python with the packages of the lock.
    prefix : sequence of str
        Command that runs another one with access to the workspace only, and without a network.
    cores : int
        How many jobs run at once; the numbers do not depend on it.
    data : Path, optional
        Folder with the files that the package may not hold.

    Returns
    -------
    Rebuilt

    Raises
    ------
    BrokenPackage
        If there are results among the code, which the workflow would not make again.
    CannotRebuild
        If a file is needed that is not there or is another one, or if the workflow stops.
    """
    _refuse_finished_work(package)
    code = _code(package, workspace)
    overlay = _overlay(package, workspace, recipe, data)
    (workspace / "overlay.json").write_text(json.dumps(overlay, indent=2) + "\n", encoding="utf-8")
    environment = _environment(interpreter, workspace)
    command = [*prefix, str(interpreter), "-m", "snakemake", *recipe.targets]
    command += ["--cores", str(cores), "--configfile", str(workspace / "overlay.json")]
    log = workspace / "rebuild.log"
    with log.open("w", encoding="utf-8") as stream:
        done = subprocess.run(command, cwd=code, env=environment, stdout=stream, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        text = log.read_text(encoding="utf-8", errors="replace")
        said = [line for line in text.splitlines() if line.startswith("error: ")]
        raise CannotRebuild(f"{CODE}/Snakefile: the workflow stopped: {said[-1][7:] if said else _tail(text)}")
    return Rebuilt(code, _unlike(code, facts, interpreter, prefix, environment))


def _refuse_finished_work(package: Path) -> None:
    for folder in MADE_BY_RUNS:
        for path in sorted((package / PAYLOAD / CODE / folder).rglob("*")):
            if path.is_file() and path.name != ".gitkeep":
                name = path.relative_to(package).as_posix()
                raise BrokenPackage(f"{name}: a run's own file among the code, which would not be made again")


def _code(package: Path, workspace: Path) -> Path:
    return Path(shutil.copytree(package / PAYLOAD / CODE, workspace / CODE_FOLDER))


def _overlay(package: Path, workspace: Path, recipe: Recipe, data: Path | None) -> dict[str, Any]:
    """Settings of the run, with its own data in place of where they came from."""
    overlay = read_overlay(package)
    supplied = {name: _supplied(name, digest, data) for name, digest in recipe.needed.items()}
    if recipe.series_provided:
        series = workspace / "series"
        series.mkdir()
        for path in sorted((package / PAYLOAD / SERIES).glob("*")):
            shutil.copy(path, series)
        for name, path in supplied.items():
            if name not in recipe.panels.values():
                shutil.copy(path, series / name)
        kept = {key: value for key, value in overlay.get("data", {}).items() if key in ("catalogue", "suppliers")}
        overlay["data"] = {**kept, "source": "directory", "directory": str(series), "vintage": None}
    for panel, name in recipe.panels.items():
        panels = overlay.setdefault("firms", {}).setdefault("panels", {})
        if name not in supplied:
            raise BrokenPackage(
                f"{PAYLOAD}/{RECIPE}: panel {panel} reads {name!r}, which is not among the files needed"
            )
        panels[panel] = {**panels.get(panel, {}), "file": str(supplied[name])}
    return overlay


def _supplied(name: str, digest: str, data: Path | None) -> Path:
    if Path(name).name != name or name.startswith("."):
        raise BrokenPackage(f"{PAYLOAD}/{RECIPE}: {name!r} is not the name of a file")
    path = (data or Path()) / name
    if data is None or not path.is_file():
        raise CannotRebuild(
            f"{name}: the package may not hold this file; give its folder with --data (SHA-256 {digest})"
        )
    if file_digest(path) != digest:
        raise CannotRebuild(f"{path}: not the file that the run read, whose SHA-256 is {digest}")
    return path.resolve()


def _environment(interpreter: Path, workspace: Path) -> dict[str, str]:
    """Nothing of this machine's own settings: a home of its own, one thread a process, no way to the network."""
    home = workspace / "home"
    home.mkdir(exist_ok=True)
    temporary = workspace / "tmp"
    temporary.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), _BLOCKED)
    path = os.pathsep.join([str(interpreter.parent), os.environ.get("PATH", os.defpath)])
    return {
        **kept,
        **threads,
        **proxies,
        "PATH": path,
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "LC_ALL": "C.UTF-8",
    }


def _unlike(
    code: Path, facts: Mapping[str, Any], interpreter: Path, prefix: Sequence[str], environment: dict[str, str]
) -> tuple[str, ...]:
    """In what the interpreter and machine of the rebuild differ from those of the run."""
    # Asked by this program's own code, from a place that the command may see.
    program = shutil.copy(machine.__file__, code.parent)
    command = [*prefix, str(interpreter), "-I", "-B", program]
    done = subprocess.run(command, cwd=code, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotRebuild(f"{interpreter}: it does not tell what it is: {_tail(done.stderr)}")
    here = json.loads(done.stdout)
    unlike = [
        f"{name} {here['platform'][name]} in place of {facts['platform'].get(name)}"
        for name in PLATFORM
        if here["platform"][name] != facts["platform"].get(name)
    ]
    locked = locked_packages((code / "requirements.lock").read_text(encoding="utf-8"))
    for name, version in sorted(facts["packages"].items()):
        if name in locked and here["packages"].get(name) != version:
            unlike.append(f"package {name} {here['packages'].get(name, 'missing')} in place of {version}")
    return tuple(unlike)


def _tail(text: str, lines: int = 3) -> str:
    return " / ".join([line.strip() for line in text.splitlines() if line.strip()][-lines:]) or "no message"
