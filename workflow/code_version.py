"""The version of the code that a rule runs, so that an edit re-runs the rules that it concerns, and only those.

Snakemake does not look at the modules that a script imports, and takes a script for edited when only its date or a
comment is new. The version that rules have as a parameter follows from what a script and its modules do.
"""

import ast
import contextlib
import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import grimp

from frictions.data.files import write_atomically

PACKAGE = "frictions"

KNOWN = Path("__pycache__/code_versions.json")
"""What was read from modules and scripts by the hash of their bytes, below the package: parsing them all takes longer
than the rest."""


@cache
def code_version(script: Path, source: Path) -> str:
    """Hash of a script and of the package modules that it imports, directly or through others.

    Comments, docstrings and layout do not count: they change no result.

    Parameters
    ----------
    script : Path
        A program of ``scripts/``.
    source : Path
        The folder that holds the package.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    digest = hashlib.sha256(_version(script, source).encode())
    for module in sorted(imported_modules(script, source)):
        digest.update(f"{module}\n{_version(_module_file(module, source), source)}\n".encode())
    return digest.hexdigest()[:16]


def remember_versions(source: Path, scripts: Path) -> None:
    """Keep what was read from all modules and scripts for the next start, where Python keeps what it compiled, too."""
    if sys.dont_write_bytecode:
        return
    files = [*sorted(source.joinpath(PACKAGE).rglob("*.py")), *sorted(scripts.glob("*.py"))]
    readings = {_key(path): _reading(path, source) for path in files}
    if readings != _known_readings(source):
        with contextlib.suppress(OSError):
            write_atomically(source / PACKAGE / KNOWN, json.dumps(readings).encode())


@cache
def imported_modules(script: Path, source: Path) -> frozenset[str]:
    """Names of the package modules that a script imports, transitively."""
    graph = _import_graph(source)
    wanted = {name for name in _reading(script, source)["imports"] if name in graph.modules}
    return frozenset(wanted.union(*(graph.find_upstream_modules(module) for module in wanted)))


@cache
def _import_graph(source: Path) -> grimp.ImportGraph:
    return grimp.build_graph(PACKAGE, cache_dir=None)


def _module_file(module: str, source: Path) -> Path:
    path = source.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _version(path: Path, source: Path) -> str:
    return _reading(path, source)["version"]


@cache
def _reading(path: Path, source: Path) -> dict[str, Any]:
    """``version``, the hash of a file without its comments, documentation and layout, and ``imports``, their names."""
    known = _known_readings(source).get(_key(path))
    if isinstance(known, dict) and known.keys() == {"version", "imports"}:
        return known
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            imports.update([node.module, *(f"{node.module}.{alias.name}" for alias in node.names)])
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [statement for statement in node.body if not _is_documentation(statement)]
    return {"version": hashlib.sha256(ast.dump(tree).encode()).hexdigest(), "imports": sorted(imports)}


@cache
def _known_readings(source: Path) -> dict[str, Any]:
    """What an earlier start left; nothing if that cannot be read."""
    try:
        known = json.loads(source.joinpath(PACKAGE, KNOWN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _key(path: Path) -> str:
    """Hash of all that the version of a module follows from: its bytes, this program and the Python that parses."""
    return hashlib.sha256(_reader() + path.read_bytes()).hexdigest()


@cache
def _reader() -> bytes:
    return Path(__file__).read_bytes() + sys.version.encode()


def _is_documentation(statement: ast.stmt) -> bool:
    """Whether a statement is a bare text: a docstring, or the description below an attribute."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
