"""The independent scripts share no code with what they check."""

import ast
from pathlib import Path


def test_no_script_of_this_folder_imports_the_package():
    for path in Path(__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "frictions" for name in names), path
