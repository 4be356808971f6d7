"""The errata: complete, and each proved by a test that exists."""

import ast
import json
import subprocess
import sys

import pytest
import yaml
from jsonschema import Draft202012Validator

from frictions.report.errata import COLUMNS, WrongErratum, errata_frame, errata_table
from frictions.report.table import RENDERINGS


@pytest.fixture(scope="module")
def listed_errata(project):
    return yaml.safe_load((project / "config/errata.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def frame(listed_errata):
    return errata_frame(listed_errata)


def test_every_erratum_keeps_the_schema(project, listed_errata):
    schema = json.loads((project / "workflow/schemas/errata.schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    assert not [error.message for error in Draft202012Validator(schema).iter_errors(listed_errata)]
    assert {entry["source"] for entry in listed_errata["errata"].values()} == set(listed_errata["sources"])


def test_every_erratum_is_proved_by_a_test_of_that_name(project, frame):
    for node in frame["test"]:
        file, name = node.split("::")
        functions = {part.name for part in ast.parse((project / file).read_text()).body if hasattr(part, "name")}
        assert name in functions, node


@pytest.mark.slow
def test_every_proof_is_collected(project, frame):
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "-p", "no:cacheprovider"]
    done = subprocess.run([*command, *frame["test"].unique()], cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]
    assert all(node in done.stdout for node in frame["test"])


def test_no_test_proves_two_errata(frame):
    assert frame["test"].is_unique
    assert list(frame) == COLUMNS


def test_an_incomplete_erratum_is_refused_by_name(listed_errata):
    entry = dict(next(iter(listed_errata["errata"].values())))
    del entry["correct"]
    with pytest.raises(WrongErratum, match="erratum half: no 'correct'"):
        errata_frame({**listed_errata, "errata": {"half": entry}})


def test_misprints_behind_a_verdict_are_among_the_errata(items, frame):
    """A cause that calls something a misprint must be proved."""
    blamed = {item.name.split(".")[-1] for item in items if item.cause == "misprint"}
    proof = {
        "stockout_probability_quarterly": "stock_out_frequency",
        "markup": "markup",
        "profit_price_vs_stock_sensitivity": "sensitivity_of_profit",
    }
    assert blamed == set(proof)
    assert set(proof.values()) <= set(frame["erratum"])


def test_the_table_shows_every_erratum_in_every_form(frame):
    table = errata_table(frame)
    assert len(table.frame) == len(frame)
    for ending, render in RENDERINGS.items():
        text = render(table)
        assert all(name.replace("_", " ") in text for name in frame["erratum"]), ending


def test_the_vector_autoregression_has_eleven_variables(project, published):
    """Section 1.5.1 calls the vector 9-dimensional and lists what config/series.yaml holds."""
    variables = yaml.safe_load((project / "config/series.yaml").read_text())["variables"]
    assert len(variables) == 11 == int(published["var"]["settings"]["variables"])
