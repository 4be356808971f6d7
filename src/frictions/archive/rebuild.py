"""Making every result again from the package alone, without a network. Standard library only."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frictions.archive.bag import file_digest
from frictions.archive.errors import CannotRebuild
from frictions.archive.layout import CODE, PAYLOAD, SERIES
from frictions.archive.machine import PLATFORM, locked_packages
from frictions.archive.records import Recipe, read_overlay

CODE_FOLDER = "code"
_BLOCKED = "http://127.0.0.1:9"
"""A port on which nothing listens: where no separate network can be made, every proxied request fails at once."""


@dataclass(frozen=True)
class Rebuilt:
    """What came out of a rebuild.

    Parameters
    ----------
    folder : Path
        The project with its new results.
    isolation : str
        How the network was kept out.
    unlike : tuple of str
        In what the rebuild differs from the run; empty where every byte must be the same.
    """

    folder: Path
    isolation: str
    unlike: tuple[str, ...]


def make_environment(package: Path, workspace: Path) -> Path:
    """Install the lock of the package and return the interpreter; the only step that needs a package index.

    Raises
    ------
    CannotRebuild
        If the installation fails; the message carries its last lines.
    """
    folder = workspace / "environment"
    done = subprocess.run(
        ["sh", "workflow/install_environment.sh", str(folder)],
        cwd=_code(package, workspace),
        env=dict(os.environ, PYTHONPATH=""),
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise CannotRebuild(f"requirements.lock: it cannot be installed here: {_tail(done.stderr)}")
    return folder / "bin" / "python"


def rebuild(
    package: Path,
    workspace: Path,
    recipe: Recipe,
    facts: Mapping[str, Any],
    interpreter: Path,
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
    cores : int
        How many jobs run at once; the numbers do not depend on it.
    data : Path, optional
        Folder with the files that the package may not hold.

    Returns
    -------
    Rebuilt

    Raises
    ------
    CannotRebuild
        If a file is needed that is not there or is another one, or if the workflow stops.
    """
    code = _code(package, workspace)
    overlay = _overlay(package, workspace, recipe, data)
    (workspace / "overlay.json").write_text(json.dumps(overlay, indent=2) + "\n", encoding="utf-8")
    environment = _environment(interpreter, workspace)
    prefix, isolation = _isolate()
    command = [*prefix, str(interpreter), "-m", "snakemake", *recipe.targets]
    command += ["--cores", str(cores), "--configfile", str(workspace / "overlay.json")]
    log = workspace / "rebuild.log"
    with log.open("w", encoding="utf-8") as stream:
        done = subprocess.run(command, cwd=code, env=environment, stdout=stream, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        text = log.read_text(encoding="utf-8", errors="replace")
        said = [line for line in text.splitlines() if line.startswith("error: ")]
        raise CannotRebuild(f"{CODE}/Snakefile: the workflow stopped: {said[-1][7:] if said else _tail(text)}")
    return Rebuilt(code, isolation, _unlike(code, facts, interpreter, environment))


def _code(package: Path, workspace: Path) -> Path:
    folder = workspace / CODE_FOLDER
    if not folder.exists():
        shutil.copytree(package / PAYLOAD / CODE, folder)
    return folder


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
        overlay.setdefault("firms", {}).setdefault("panels", {}).setdefault(panel, {})["file"] = str(supplied[name])
    return overlay


def _supplied(name: str, digest: str, data: Path | None) -> Path:
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
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), _BLOCKED)
    path = os.pathsep.join([str(interpreter.parent), os.environ.get("PATH", os.defpath)])
    return {**kept, **threads, **proxies, "PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8"}


def _isolate() -> tuple[list[str], str]:
    """Command that starts another one without a network, where the system allows it, and what was done."""
    unshare = shutil.which("unshare")
    prefix = [unshare or "", "--map-root-user", "--net"]
    if unshare and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
        return prefix, "in a network namespace without any interface"
    return [], "with every proxy pointed at a closed port"


def _unlike(code: Path, facts: Mapping[str, Any], interpreter: Path, environment: dict[str, str]) -> tuple[str, ...]:
    """In what the interpreter and machine of the rebuild differ from those of the run."""
    command = [str(interpreter), "-B", "-m", "frictions.archive.machine"]
    done = subprocess.run(
        command, cwd=code, env={**environment, "PYTHONPATH": str(code / "src")}, capture_output=True, text=True
    )
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
