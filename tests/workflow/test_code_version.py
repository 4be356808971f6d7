import json
import shutil

import code_version as under_test
import pytest
from code_version import code_version, imported_modules, remember_versions


@pytest.fixture
def checkout(tmp_path, project, monkeypatch):
    """A copy of the package whose modules a test may edit."""
    shutil.copytree(project / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(project / "scripts", tmp_path / "scripts")
    yield tmp_path
    start_anew()


def start_anew():
    """Forget what a process remembers while it runs, as a new one would."""
    for remembered in (
        under_test.code_version,
        under_test._reading,
        under_test._known_readings,
        under_test.imported_modules,
    ):
        remembered.cache_clear()


def version(checkout, script="draw_responses"):
    start_anew()
    return code_version(checkout / f"scripts/{script}.py", checkout / "src")


def test_modules_imported_through_others_count(project):
    modules = imported_modules(project / "scripts/draw_responses.py", project / "src")
    assert {"frictions.timeseries.resampling", "frictions.timeseries.stability", "frictions.errors"} <= modules
    assert not any(module.startswith(("frictions.report", "frictions.inventory")) for module in modules)


def test_a_comment_or_docstring_changes_nothing(checkout):
    before = version(checkout)
    path = checkout / "src/frictions/timeseries/stability.py"
    path.write_text("# a new comment\n" + path.read_text().replace('"""Roots of', '"""The roots of'))
    assert version(checkout) == before


def test_a_real_edit_changes_exactly_the_scripts_that_import_it(checkout):
    scripts = ["draw_responses", "select_lags", "tabulate_moments"]
    before = {script: version(checkout, script) for script in scripts}
    path = checkout / "src/frictions/timeseries/stability.py"
    path.write_text(path.read_text().replace("_SQUARINGS = ", "_SQUARINGS = 1 + "))
    changed = {script for script in scripts if version(checkout, script) != before[script]}
    assert changed == {"draw_responses"}


@pytest.mark.slow
def test_remembered_versions_are_those_that_parsing_gives(checkout, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    parsed = version(checkout)
    start_anew()
    remember_versions(checkout / "src", checkout / "scripts")
    store = checkout / "src/frictions/__pycache__/code_versions.json"
    assert len(json.loads(store.read_text())) > 200
    assert version(checkout) == parsed
    path = checkout / "src/frictions/timeseries/stability.py"
    path.write_text(path.read_text().replace("_SQUARINGS = ", "_SQUARINGS = 1 + "))
    edited = version(checkout)
    assert edited != parsed
    store.unlink()
    assert version(checkout) == edited


def test_nothing_is_kept_where_python_keeps_nothing(checkout, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    remember_versions(checkout / "src", checkout / "scripts")
    assert not list(checkout.rglob("__pycache__"))


@pytest.mark.slow
def test_an_unreadable_store_of_versions_is_replaced(checkout, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    parsed = version(checkout)
    store = checkout / "src/frictions/__pycache__/code_versions.json"
    store.parent.mkdir(exist_ok=True)
    store.write_text('{"half')
    assert version(checkout) == parsed
    start_anew()
    remember_versions(checkout / "src", checkout / "scripts")
    assert parsed == version(checkout)
    assert json.loads(store.read_text())


def test_every_rule_names_a_script_of_its_own_name_and_its_code_version(project):
    import re

    seen = set()
    for rules in (project / "workflow/rules").glob("*.smk"):
        for rule in re.split(r"\n(?=rule )", rules.read_text())[1:]:
            name = re.match(r"rule (\w+):", rule).group(1)
            script = re.search(r'"../../scripts/(\w+)\.py"', rule)
            if script:
                seen.add(name)
                assert script.group(1) == name
                assert f'code=code_version("{name}")' in rule, name
                assert "log:" in rule and "conda:" in rule, name
                # To Snakemake a benchmark is an output; `archive` has none, so that it runs whenever it is asked for.
                assert ("benchmark:" in rule) == (name != "archive"), name
    assert {path.stem for path in (project / "scripts").glob("*.py")} - seen <= {
        "rebuild_embedded_vintage",
        "rebuild_fred_md_vintage",
    }
