"""The crate: that the metadata describe the files of the package, and that nothing they refer to is missing.

Standard library only. Conformance to the profiles is checked where a package is written (tests, ``roc-validator``).
"""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from frictions.archive.bag import Problem, file_digest, walk
from frictions.archive.layout import CODE, CRATE, LOGS, PAYLOAD, WORKFLOW

_ADDRESS = ("http://", "https://", "mailto:", "urn:")
"""Beginnings of identifiers of what lies elsewhere: people, licences, profiles, but no file."""
CONTEXT = "https://w3id.org/ro/crate/1.1/context"


def check_crate(package: Path) -> list[Problem]:
    """Hold the metadata of the crate against the files of the payload.

    Parameters
    ----------
    package : Path
        The folder of the package.

    Returns
    -------
    list of Problem
        Empty where the metadata are consistent with the files.
    """
    payload = package / PAYLOAD
    name = f"{PAYLOAD}/{CRATE}"
    try:
        metadata = json.loads((payload / CRATE).read_text(encoding="utf-8"))
        entities = {entity["@id"]: entity for entity in metadata["@graph"]}
        if not all(isinstance(identifier, str) for identifier in entities):
            return [Problem(name, "an identifier is not a text")]
        return _problems(payload, name, metadata, entities)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        return [Problem(name, f"not the metadata of a crate ({type(error).__name__})")]


def _problems(payload: Path, name: str, metadata: dict[str, Any], entities: dict[str, dict[str, Any]]) -> list[Problem]:
    problems = []
    if len(entities) != len(metadata["@graph"]):
        problems.append(Problem(name, "an identifier is used twice"))
    if metadata.get("@context") != CONTEXT:
        problems.append(Problem(name, "its context is not that of RO-Crate 1.1"))
    descriptor, root = entities.get(CRATE, {}), entities.get("./", {})
    if descriptor.get("about") != {"@id": "./"} or not root:
        problems.append(Problem(name, "its descriptor does not name the root"))
    if root.get("mainEntity") != {"@id": WORKFLOW}:
        problems.append(Problem(name, f"its main entity is not {WORKFLOW}"))
    actions = [entity for entity in entities.values() if _is(entity, "CreateAction")]
    if not any(action.get("instrument") == {"@id": WORKFLOW} for action in actions):
        problems.append(Problem(name, f"no action has {WORKFLOW} for its instrument"))
    for entity in entities.values():
        problems += _check_entity(payload, name, entity)
        for reference in _references(entity):
            if reference not in entities and not reference.startswith(_ADDRESS):
                problems.append(Problem(name, f"{entity['@id']} refers to {reference}, which it does not describe"))
    described = {unquote(identifier) for identifier, entity in entities.items() if _is(entity, "File")}
    for file in walk(payload):
        if file != CRATE and not file.startswith((f"{CODE}/", f"{LOGS}/")) and file not in described:
            problems.append(Problem(f"{PAYLOAD}/{file}", f"not described in {CRATE}"))
    return problems


def _check_entity(payload: Path, name: str, entity: dict[str, Any]) -> list[Problem]:
    identifier = entity["@id"]
    if identifier.startswith((*_ADDRESS, "#")):
        if _is(entity, "File") or _is(entity, "Dataset"):
            return [Problem(name, f"it describes {identifier} as a file or folder, which is not in the package")]
        return []
    place = unquote(identifier)
    path = payload / place
    if place != "./" and (place.startswith("/") or "\\" in place or ":" in place or ".." in place.split("/")):
        return [Problem(name, f"it describes {identifier}, which is not in the package")]
    if _is(entity, "File"):
        if not path.is_file():
            return [Problem(name, f"it describes {identifier}, which is missing")]
        size, digest = entity.get("contentSize"), entity.get("sha256")
        if size is not None and str(size) != str(path.stat().st_size):
            return [Problem(f"{PAYLOAD}/{place}", f"its size is not the {size} bytes of {CRATE}")]
        if digest is not None and digest != file_digest(path):
            return [Problem(f"{PAYLOAD}/{place}", f"its SHA-256 is not the one in {CRATE}")]
    elif _is(entity, "Dataset") and not path.is_dir():
        return [Problem(name, f"it describes {identifier}, which is missing")]
    return []


def _is(entity: dict[str, Any], kind: str) -> bool:
    types = entity.get("@type", [])
    return kind in types if isinstance(types, list) else kind == types


def _references(value: Any) -> list[str]:
    """Identifiers that an entity refers to, its own left out."""
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            return [str(value["@id"])]
        return [item for key, part in value.items() if key != "@id" for item in _references(part)]
    if isinstance(value, list):
        return [item for part in value for item in _references(part)]
    return []
