"""The metadata of a package as a research-object crate: RO-Crate 1.1, workflow run crate profiles."""

import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rocrate.model import ContextEntity
from rocrate.rocrate import ROCrate

from frictions.archive.bag import file_digest, walk
from frictions.archive.checkout import Commit
from frictions.archive.citation import Citation
from frictions.archive.layout import (
    CITATION,
    CODE,
    CODEBOOK,
    CRATE,
    DATASETS,
    FACTS,
    INPUTS,
    LICENSE,
    LOCK,
    LOGS,
    OVERLAY,
    PROGRAMS,
    README,
    RECIPE,
    RESULTS,
    SETTINGS,
    WORKFLOW,
)
from frictions.archive.records import json_bytes

PROFILES = (
    ("https://w3id.org/ro/wfrun/process/0.5", "Process Run Crate", "0.5"),
    ("https://w3id.org/ro/wfrun/workflow/0.5", "Workflow Run Crate", "0.5"),
    ("https://w3id.org/workflowhub/workflow-ro-crate/1.0", "Workflow RO-Crate", "1.0"),
)
_FOLDERS = {
    f"{CODE}/": "The project at its commit",
    f"{RESULTS}/": "Every result of the run",
    f"{LOGS}/": "Logs of the run",
    f"{INPUTS}/": "The data of the run: list and files",
    "run/": "Settings, facts and programs of the run",
}
_ABOUT = {
    README: "README in the template of the social science data editors",
    CODEBOOK: "Codebook of the results",
    CITATION: "How to cite",
    LICENSE: "Licence of the code",
    LOCK: "Packages of the environment, pinned with hashes",
    DATASETS: "Datasets with rights, vintages and checksums",
    SETTINGS: "Settings of the run",
    OVERLAY: "Settings of the run that differ from those of the code",
    RECIPE: "What to build, and how far numbers may be apart",
    FACTS: "Where the run was made and how long it took",
    PROGRAMS: "Which program made which result, from what",
}
_TYPES = {
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".cff": "application/yaml",
    ".yaml": "application/yaml",
    ".lock": "text/plain",
    ".tex": "application/x-tex",
    ".npy": "application/x-npy",
    ".log": "text/plain",
    "": "text/plain",
}


@dataclass(frozen=True)
class Subject:
    """What a crate is about.

    Parameters
    ----------
    name : str
        Name of the package.
    commit : Commit
        Commit of the code.
    citation : Citation
        From CITATION.cff.
    engine : str
        Version of Snakemake.
    inputs : sequence of str
        Files of the payload that the run read.
    """

    name: str
    commit: Commit
    citation: Citation
    engine: str
    inputs: Sequence[str]


def crate_bytes(payload: Path, subject: Subject) -> bytes:
    """Describe the files of a payload.

    Parameters
    ----------
    payload : Path
        Folder of the payload, complete but for the metadata.
    subject : Subject
        What the crate is about.

    Returns
    -------
    bytes
        ``ro-crate-metadata.json``: every file but those of the code and the logs, which are described by their folders.
        No identifier and no date is made up at the time of writing.
    """
    date = subject.commit.date.isoformat().replace("+00:00", "Z")
    crate = ROCrate(version="1.1")
    crate.name = f"Data and code for: {subject.citation.title}"
    crate.description = f"Reproducibility package {subject.name}: code, data, results and logs of one run."
    crate.datePublished = date
    licence = crate.add(
        ContextEntity(
            crate,
            f"https://spdx.org/licenses/{subject.citation.license}",
            {"@type": "CreativeWork", "name": subject.citation.license, "description": f"Licence; text in {LICENSE}"},
        )
    )
    crate.license = licence
    authors = [
        crate.add(ContextEntity(crate, f"#author-{number}", {"@type": "Organization", "name": name}))
        for number, name in enumerate(subject.citation.authors, 1)
    ]
    crate.root_dataset["author"] = authors[0] if len(authors) == 1 else authors
    # A publisher is asked for; until a repository publishes the package its authors do.
    crate.publisher = authors[0]
    for identifier, name, version in PROFILES:
        crate.add(ContextEntity(crate, identifier, {"@type": "CreativeWork", "name": name, "version": version}))
    for folder, about in _FOLDERS.items():
        if (payload / folder).is_dir():
            crate.add_dataset(dest_path=folder, properties={"name": folder.rstrip("/"), "description": about})
    workflow = crate.add_workflow(
        dest_path=WORKFLOW,
        properties=_about_file(payload, WORKFLOW, "Workflow of every result")
        | {
            "version": subject.commit.identifier,
            "url": "https://snakemake.github.io",
            "license": {"@id": licence.id},
            "conformsTo": {"@id": "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"},
        },
        main=True,
        lang="snakemake",
        lang_version=subject.engine,
    )
    # The library states the first profile only.
    crate.root_dataset["conformsTo"] = [{"@id": identifier} for identifier, _, _ in PROFILES]
    described = [name for name in walk(payload) if _is_described(name, subject.inputs) and name != WORKFLOW]
    files = {
        name: crate.add_file(dest_path=name, properties=_about_file(payload, name, _ABOUT.get(name)))
        for name in described
        if name != CRATE
    }
    files[README]["about"] = {"@id": "./"}
    results = [entity for name, entity in files.items() if name.startswith(f"{RESULTS}/")]
    inputs = [files[name] for name in subject.inputs if name in files]
    settings = files[OVERLAY]
    crate.add(_parameter(crate, workflow, "overlay", "settings that differ from those of the code", settings, "input"))
    crate.add(_parameter(crate, workflow, "results", "every result", crate.get(f"{RESULTS}/"), "output", "Dataset"))
    action = crate.add_action(
        workflow,
        identifier="#run",
        object=[settings, *inputs],
        result=[crate.get(f"{RESULTS}/"), *results],
        properties={
            "name": f"Run of {subject.name}",
            "description": "snakemake --cores N; where and how long is in run/facts.json",
            "agent": {"@id": authors[0].id},
            "actionStatus": "http://schema.org/CompletedActionStatus",
        },
    )
    crate.root_dataset["mentions"] = action
    return json_bytes(crate.metadata.generate())


def _is_described(name: str, inputs: Sequence[str]) -> bool:
    return name in (LOCK, *inputs) or not name.startswith((f"{CODE}/", f"{LOGS}/"))


def _about_file(payload: Path, name: str, about: str | None) -> dict[str, Any]:
    path = payload / name
    suffix = path.suffix if name != LICENSE else ""
    facts = {
        "name": name,
        "encodingFormat": _TYPES.get(suffix)
        or mimetypes.guess_type(name, strict=True)[0]
        or "application/octet-stream",
        "contentSize": str(path.stat().st_size),
        "sha256": file_digest(path),
    }
    return {**facts, "description": about} if about else facts


def _parameter(
    crate: ROCrate,
    workflow: Any,
    name: str,
    about: str,
    example: Any,
    direction: str,
    kind: str = "File",
) -> ContextEntity:
    parameter = ContextEntity(
        crate,
        f"#{name}",
        {
            "@type": "FormalParameter",
            "name": name,
            "description": about,
            "additionalType": kind,
            "workExample": {"@id": example.id},
            "conformsTo": {"@id": "https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE"},
        },
    )
    example["exampleOfWork"] = {"@id": parameter.id}
    workflow[direction] = parameter
    return parameter


def described_inputs(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Files of the payload that hold data of the run."""
    return [row["file"] for row in rows if row["file"]]
