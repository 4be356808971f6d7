"""The bag: that every file is the one archived, and that no file is missing or was added.

Standard library only. The manifests are not merely looked up, they are made again from the files and compared as
text: a changed letter case, a space or a swapped line in a manifest is found like any other byte.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from frictions.archive.layout import (
    BAG_DECLARATION,
    BAG_INFORMATION,
    DECLARATION,
    MANIFEST,
    PAYLOAD,
    TAG_FILES,
    TAG_MANIFEST,
    sidecar_name,
)

_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<path>[^\r\n]+)")


@dataclass(frozen=True)
class Problem:
    """A file of a package and what is wrong with it."""

    file: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


@dataclass(frozen=True)
class Bag:
    """What a look at a bag found.

    Parameters
    ----------
    problems : tuple of Problem
        None when every byte is as archived.
    files : int
        Number of files.
    octets : int
        Their size in bytes.
    digest : str
        SHA-256 of the tag manifest: the one number that stands for the whole package.
    """

    problems: tuple[Problem, ...]
    files: int
    octets: int
    digest: str


def check_bag(package: Path, digest: str | None = None) -> Bag:
    """Hold every file of a package against its manifests.

    Parameters
    ----------
    package : Path
        The folder of the package.
    digest : str, optional
        What the SHA-256 of the tag manifest must be. By default it is read from the file beside the package, where
        there is one. Without it a package is only held against itself: whoever changes a file and then writes both
        manifests anew goes unnoticed.

    Returns
    -------
    Bag
    """
    if not package.is_dir():
        return Bag((Problem(package.name, "no such folder"),), 0, 0, "")
    problems: list[Problem] = []
    files = list(walk(package, problems))
    found = {name: file_digest(package / name) for name in files}
    payload = {name: value for name, value in found.items() if name.startswith(f"{PAYLOAD}/")}
    tags = {name: value for name, value in found.items() if name not in payload and name != TAG_MANIFEST}
    problems += _missing(found)
    problems += _check_manifest(package, TAG_MANIFEST, tags)
    problems += _check_manifest(package, MANIFEST, payload)
    problems += _check_declaration(package, payload)
    own = found.get(TAG_MANIFEST, "")
    problems += _check_digest(package, own, digest)
    octets = sum((package / name).stat().st_size for name in files)
    return Bag(tuple(dict.fromkeys(problems)), len(files), octets, own)


def walk(folder: Path, problems: list[Problem] | None = None, prefix: str = "") -> Iterator[str]:
    """Paths of all files below a folder, those of a folder before those of its folders, each sorted by name.

    What is neither a file nor a folder with files is reported and left out: nothing but its content could be sealed.
    """
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    if not entries and prefix and problems is not None:
        problems.append(Problem(prefix.rstrip("/"), "an empty folder, which is not part of the package"))
    folders = []
    for entry in entries:
        name = f"{prefix}{entry.name}"
        if entry.is_symlink():
            if problems is not None:
                problems.append(Problem(name, "a symbolic link, which is not part of the package"))
        elif entry.is_dir():
            folders.append(entry)
        elif entry.is_file():
            yield name
        elif problems is not None:
            problems.append(Problem(name, "neither a file nor a folder"))
    for entry in folders:
        yield from walk(Path(entry.path), problems, f"{prefix}{entry.name}/")


def file_digest(path: Path) -> str:
    """SHA-256 of a file in hexadecimal, read in parts."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def manifest_text(digests: Mapping[str, str]) -> str:
    """Text of a manifest: one line a file, as ``sha256sum -c`` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items())


def read_manifest(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """Digests by file, and the lines that are not of the form of :func:`manifest_text`."""
    digests: dict[str, str] = {}
    problems = []
    text = path.read_bytes().decode("utf-8", errors="replace")
    for number, line in enumerate(text.split("\n")[: -1 if text.endswith("\n") else None], 1):
        match = _LINE.fullmatch(line)
        if match is None:
            problems.append(Problem(path.name, f"line {number} is not a SHA-256, two spaces and a path"))
        elif match["path"] in digests:
            problems.append(Problem(path.name, f"line {number} lists {match['path']} again"))
        else:
            digests[match["path"]] = match["digest"]
    return digests, problems


def _missing(found: Iterable[str]) -> list[Problem]:
    return [Problem(name, "missing") for name in (*TAG_FILES, TAG_MANIFEST) if name not in set(found)]


def _check_manifest(package: Path, manifest: str, found: Mapping[str, str]) -> list[Problem]:
    """Differences between a manifest and the files that it should list."""
    if not (package / manifest).is_file():
        return []
    declared, problems = read_manifest(package / manifest)
    for name, value in found.items():
        if name not in declared:
            problems.append(Problem(name, f"not listed in {manifest}"))
        elif declared[name] != value:
            problems.append(Problem(name, f"its SHA-256 is not the one in {manifest}"))
    problems += [Problem(name, f"listed in {manifest} but missing") for name in declared if name not in found]
    if not problems and (package / manifest).read_bytes() != manifest_text(found).encode():
        problems.append(Problem(manifest, "its lines are not in the order in which they were written"))
    return problems


def _check_declaration(package: Path, payload: Mapping[str, str]) -> list[Problem]:
    problems = []
    declaration = package / BAG_DECLARATION
    if declaration.is_file() and declaration.read_bytes() != DECLARATION.encode():
        problems.append(Problem(BAG_DECLARATION, "not the declaration of a BagIt 0.97 folder"))
    information = package / BAG_INFORMATION
    if information.is_file():
        octets = sum((package / name).stat().st_size for name in payload)
        line = f"Payload-Oxum: {octets}.{len(payload)}"
        if line not in information.read_bytes().decode("utf-8", errors="replace").splitlines():
            problems.append(Problem(BAG_INFORMATION, f"the files of the payload come to '{line}', it says otherwise"))
    return problems


def _check_digest(package: Path, own: str, digest: str | None) -> list[Problem]:
    sidecar = package.resolve().parent / sidecar_name(package.resolve().name)
    if digest is not None:
        if own != digest:
            return [Problem(TAG_MANIFEST, f"its SHA-256 is {own}, which is not the digest given")]
    elif sidecar.is_file() and sidecar.read_bytes() != sidecar_text(package.resolve().name, own).encode():
        return [
            Problem(TAG_MANIFEST, f"its SHA-256 is {own}, which is not what {sidecar.name} beside the package says")
        ]
    return []


def sidecar_text(name: str, digest: str) -> str:
    """Text of the file beside a package, as ``sha256sum -c`` reads it."""
    return f"{digest}  {name}/{TAG_MANIFEST}\n"
