"""CITATION.cff: read, and held against what version 1.2.0 of the format requires."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from frictions.archive.errors import BadCitation
from frictions.data.yaml_files import read_yaml

_KNOWN = {
    *("abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers", "keywords"),
    *("license", "license-url", "message", "preferred-citation", "references", "repository", "repository-artifact"),
    *("repository-code", "title", "type", "url", "version"),
}
_REQUIRED = ("authors", "cff-version", "message", "title")
_PERSON = {
    "family-names",
    "given-names",
    "name-particle",
    "name-suffix",
    "alias",
    "affiliation",
    "orcid",
    "email",
    "website",
}
_REFERENCE_REQUIRED = ("authors", "title", "type")


@dataclass(frozen=True)
class Citation:
    """What a citation file says of the work.

    Parameters
    ----------
    title, version, license : str
        As in the file; the licence is an SPDX identifier.
    authors : tuple of str
        Names.
    references : tuple of str
        The works it cites, one line each.
    """

    title: str
    version: str
    license: str
    authors: tuple[str, ...]
    references: tuple[str, ...]


def read_citation(path: Path) -> Citation:
    """Read and check a citation file.

    Raises
    ------
    BadCitation
        Naming the field at fault.
    """
    try:
        entry = read_yaml(path)
    except (OSError, yaml.YAMLError) as error:
        raise BadCitation(f"{path.name}: it cannot be read ({type(error).__name__})") from None
    if not isinstance(entry, dict):
        raise BadCitation(f"{path.name}: not a mapping")
    _check(path.name, entry)
    return Citation(
        title=entry["title"],
        version=str(entry.get("version", "")),
        license=str(entry.get("license", "")),
        authors=tuple(map(_name, entry["authors"])),
        references=tuple(map(_reference, entry.get("references", []))),
    )


def _check(name: str, entry: Mapping[str, Any]) -> None:
    for field in _REQUIRED:
        if not entry.get(field):
            raise BadCitation(f"{name}: {field} is missing")
    for field in entry:
        if field not in _KNOWN:
            raise BadCitation(f"{name}: {field} is not a field of the format")
    if entry["cff-version"] != "1.2.0":
        raise BadCitation(f"{name}: cff-version is {entry['cff-version']!r} and not '1.2.0'")
    if entry.get("type", "software") not in ("software", "dataset"):
        raise BadCitation(f"{name}: type is {entry['type']!r} and not software or dataset")
    released = entry.get("date-released")
    if released is not None and not isinstance(released, date) and not _is_date(str(released)):
        raise BadCitation(f"{name}: date-released {released!r} is not a date")
    _check_authors(name, "authors", entry["authors"])
    for number, reference in enumerate(entry.get("references", []), 1):
        for field in _REFERENCE_REQUIRED:
            if not reference.get(field):
                raise BadCitation(f"{name}: {field} of reference {number} is missing")
        _check_authors(name, f"authors of reference {number}", reference["authors"])


def _check_authors(name: str, field: str, authors: object) -> None:
    if not isinstance(authors, list) or not authors:
        raise BadCitation(f"{name}: {field} is not a list of persons and organisations")
    for author in authors:
        person = isinstance(author, dict) and set(author) <= _PERSON and bool(author)
        if not (person or (isinstance(author, dict) and author.get("name"))):
            raise BadCitation(f"{name}: {field}: {author!r} is neither a person nor an organisation")


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _name(author: Mapping[str, Any]) -> str:
    if author.get("name"):
        return str(author["name"])
    return ", ".join(str(author[field]) for field in ("family-names", "given-names") if author.get(field))


def _reference(entry: Mapping[str, Any]) -> str:
    where = [(entry.get(field) or {}).get("name") for field in ("institution", "publisher")]
    parts = ["; ".join(map(_name, entry["authors"])), str(entry.get("year", "")), f'"{entry["title"]}"', *where]
    kind = str(entry.get("thesis-type") or entry["type"])
    ends = [str(entry[field]) for field in ("doi", "url") if entry.get(field)]
    return ". ".join([str(part) for part in parts if part] + [kind.capitalize(), *ends]) + "."
