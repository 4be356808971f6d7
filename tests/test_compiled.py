"""What numba keeps compiled belongs to the code that is there."""

import ast
import importlib

from numba.core.registry import CPUDispatcher


def modules_with_compiled_functions(project):
    """Names of the modules that compile something."""
    source = project / "src"
    found = [path for path in source.rglob("*.py") if "@njit" in path.read_text(encoding="utf-8")]
    return [".".join(path.relative_to(source).with_suffix("").parts) for path in sorted(found)]


def test_compiled_functions_use_nothing_of_another_file(project):
    """Numba looks at the date and size of the function's own file only: what comes from another would go stale."""
    names = modules_with_compiled_functions(project)
    assert len(names) > 5
    for name in names:
        module = importlib.import_module(name)
        tree = ast.parse((project / "src" / name.replace(".", "/")).with_suffix(".py").read_text(encoding="utf-8"))
        taken = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("frictions")
            for alias in node.names
        }
        compiled = [value for value in vars(module).values() if isinstance(value, CPUDispatcher)]
        own = [function for function in compiled if function.py_func.__module__ == name]
        assert own, name
        for function in own:
            foreign = taken.intersection(function.py_func.__code__.co_names)
            assert not foreign, f"{name}.{function.py_func.__name__} uses {sorted(foreign)}"
