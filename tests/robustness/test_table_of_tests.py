"""Every test that docs/robustness.md names exists."""

import ast
import re


def test_every_test_named_in_the_table_exists(project):
    page = (project / "docs/robustness.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    named = [re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row) for row in rows]
    assert len(rows) > 15 and all(len(found) == 1 for found in named)
    for ((file, test),) in named:
        tree = ast.parse((project / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{file}::{test}"
