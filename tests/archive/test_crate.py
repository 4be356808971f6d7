"""The metadata conform to the profiles that they name, and agree with the files."""

import json
from pathlib import Path

import pytest
import rocrate
from rocrate_validator import services
from rocrate_validator.models import Severity
from rocrate_validator.utils import http

from frictions.archive.crate_check import CONTEXT, check_crate

PROFILES = ["ro-crate-1.1", "process-run-crate-0.5", "workflow-ro-crate-1.0", "workflow-run-crate-0.5"]

TERMS_OF_1_1 = {
    "ComputationalWorkflow": "https://bioschemas.org/ComputationalWorkflow",
    "FormalParameter": "https://bioschemas.org/FormalParameter",
    "input": "https://bioschemas.org/ComputationalWorkflow#input",
    "output": "https://bioschemas.org/ComputationalWorkflow#output",
}
"""Terms that context 1.1 has at other addresses than the context of 1.3, which the library carries."""

LEFT_OUT = {
    "The Action SHOULD have an endTime in ISO 8601 format",
    "The SoftwareApplication id SHOULD be an absolute URI",
    "The organization SHOULD have a URL.",
}
"""Recommendations not followed: times of a run are facts of the run, kept in one file; the validator takes the types of
a workflow for software applications; the authors have no address."""


@pytest.fixture
def offline(monkeypatch):
    """The validator asks the network for the context: answer with the copy of the library, and note every question."""
    entry = json.loads((Path(rocrate.__file__).parent / "data/ro-crate.jsonld").read_text(encoding="utf-8"))
    entry["@context"].update(TERMS_OF_1_1)
    asked = []

    class Reply:
        status_code, ok, url, history, links = 200, True, CONTEXT, (), {}
        headers = {"Content-Type": "application/ld+json"}  # noqa: RUF012
        text = json.dumps(entry)

        def json(self):
            return entry

    def answer(self, method):
        def ask(address, *arguments, **options):
            asked.append(address)
            return Reply()

        return ask

    monkeypatch.setattr(http.HttpRequester, "__getattr__", answer)
    return asked


def complaints(crate: Path, profile: str, severity: str) -> list[str]:
    # The payload, not the bag around it: in a bag, the validator (0.13.0) cuts any path that holds "data/".
    request = {
        "rocrate_uri": str(crate),
        "profile_identifier": profile,
        "requirement_severity": Severity[severity],
        "no_cache": True,
    }
    return [issue.message for issue in services.validate(request).get_issues()]


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES)
def test_metadata_conform_to_the_profile_without_a_network(packed_once, offline, profile):
    found = complaints(packed_once.folder / "data", profile, "RECOMMENDED")
    assert set(found) <= LEFT_OUT
    assert set(offline) == {CONTEXT}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("identifier", "field", "said"),
    [
        ("./", "license", "license"),
        ("code/Snakefile", "programmingLanguage", "programmingLanguage"),
        ("#run", "instrument", "instrument"),
        ("#overlay", "additionalType", "additionalType"),
    ],
)
def test_the_validator_as_called_here_finds_what_is_missing(packed, offline, identifier, field, said):
    path = packed / "data/ro-crate-metadata.json"
    metadata = json.loads(path.read_text())
    next(entity for entity in metadata["@graph"] if entity["@id"] == identifier).pop(field)
    path.write_text(json.dumps(metadata))
    assert any(said in message for message in complaints(packed / "data", "workflow-run-crate-0.5", "REQUIRED"))


def changed(package: Path, change) -> list[str]:
    path = package / "data/ro-crate-metadata.json"
    metadata = json.loads(path.read_text())
    entities = {entity["@id"]: entity for entity in metadata["@graph"]}
    change(metadata, entities)
    path.write_text(json.dumps(metadata))
    return [str(problem) for problem in check_crate(package)]


def test_metadata_as_written_agree_with_the_files(packed_once):
    assert check_crate(packed_once.folder) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m, e: m.update({"@context": "x"}), "context"),
        (lambda m, e: m["@graph"].append(m["@graph"][0]), "used twice"),
        (lambda m, e: e["./"].pop("mainEntity"), "main entity"),
        (lambda m, e: e["#run"].pop("instrument"), "instrument"),
        (lambda m, e: e["#run"].update(agent={"@id": "#nobody"}), "refers to #nobody"),
        (lambda m, e: e["data/x" if "data/x" in e else "README.md"].update(sha256="0" * 64), "README.md: its SHA-256"),
        (lambda m, e: e["README.md"].update(contentSize="1"), "README.md: its size"),
        (lambda m, e: e["README.md"].update({"@id": "nothing.md"}), "describes nothing.md, which is missing"),
        (lambda m, e: e["results/"].update({"@id": "nothing/"}), "describes nothing/, which is missing"),
    ],
)
def test_metadata_that_do_not_agree_with_the_files_are_refused(packed, change, said):
    assert any(said in problem for problem in changed(packed, change))


def test_every_result_and_dataset_is_in_the_account_of_the_run(packed_once):
    metadata = json.loads((packed_once.folder / "data/ro-crate-metadata.json").read_text())
    run = next(entity for entity in metadata["@graph"] if entity["@id"] == "#run")
    made = {entry["@id"] for entry in run["result"]}
    payload = packed_once.folder / "data"
    assert made - {"results/"} == {
        path.relative_to(payload).as_posix() for path in (payload / "results").rglob("*") if path.is_file()
    }
    assert {"@id": "code/data/vintages/toy/GDP.csv"} in run["object"]
