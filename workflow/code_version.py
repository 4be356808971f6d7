"""The version of the code that a rule runs, so that an edited module re-runs the rules that import it.

Snakemake notices an edited script, but not an edited module that the script imports.
"""

import ast
import hashlib
from functools import cache
from pathlib import Path

import grimp

PACKAGE = "frictions"


def code_version(script: Path, source: Path) -> str:
    """Hash of the package modules that a script imports, directly or through others.

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
    digest = hashlib.sha256()
    for module in sorted(imported_modules(script, source)):
        digest.update(f"{module}\n{_tree(_module_file(module, source))}\n".encode())
    return digest.hexdigest()[:16]


def imported_modules(script: Path, source: Path) -> set[str]:
    """Names of the package modules that a script imports, transitively."""
    graph = _import_graph(source)
    wanted: set[str] = set()
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        wanted.update(name for name in names if name in graph.modules)
    return wanted.union(*(graph.find_upstream_modules(module) for module in wanted))


@cache
def _import_graph(source: Path) -> grimp.ImportGraph:
    return grimp.build_graph(PACKAGE, cache_dir=None)


def _module_file(module: str, source: Path) -> Path:
    path = source.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def _tree(path: Path) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [statement for statement in node.body if not _is_documentation(statement)]
    return ast.dump(tree)


def _is_documentation(statement: ast.stmt) -> bool:
    """Whether a statement is a bare text: a docstring, or the description below an attribute."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
