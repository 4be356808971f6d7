"""Checklist, third part: the deposit and its files."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from frictions.archive.bag import Problem, walk
from frictions.archive.findings import Finding, judged
from frictions.archive.layout import CODE, CRATE, README

_DEPOSIT, _FILES, _PRIVACY = "Data deposit", "File checks", "Privacy and secrets"
_ARCHIVES = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
}
_OPEN = {
    *("", ".cff", ".cfg", ".csv", ".gitignore", ".gitkeep", ".html", ".j2", ".json", ".lock", ".log", ".md", ".npy"),
    *(
        ".pdf",
        ".png",
        ".py",
        ".pyi",
        ".sh",
        ".smk",
        ".svg",
        ".tex",
        ".toml",
        ".tsv",
        ".txt",
        ".yaml",
        ".yml",
        ".parquet",
    ),
    *(".xml", ".js", ".css", ".typ", ".ini", ".conf", ".jinja", ".rst"),
}
_TEXT = _OPEN - {".npy", ".pdf", ".png", ".parquet"}
_NAME = re.compile(r"[A-Za-z0-9._+=@-]+")
LARGE = 100_000_000
"""Bytes above which repositories ask for a file to be split or explained."""

LONG = 240
"""Characters above which a path cannot be unpacked on every system."""

_PATHS = re.compile(r"(?<![\w.:/~$}-])/(?:home|Users|root|mnt|media)/[\w.-]+|\b[A-Z]:\\(?:Users|Documents)\\")
_SECRETS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token": re.compile(
        r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|sk-[A-Za-z0-9]{32,})\b"
    ),
    "a password": re.compile(r"(?i)\b(?:password|passwd|secret|api_?key)\b\s*[=:]\s*[\"'][^\"'\s{}<>]{6,}[\"']"),
    "a password in an address": re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/:@]+@"),
}
_PERSONAL = {
    "an e-mail address": re.compile(
        r"\b[A-Za-z0-9._%+-]+@(?!example\.)[A-Za-z0-9-]+\.(?:[a-z]{2,}\.)?(?:com|org|net|edu|gov)\b"
    ),
    "a social security number": re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"),
    "a telephone number": re.compile(r"(?<![\d.])\+1[ -]\(?\d{3}\)?[ -]\d{3}-\d{4}\b"),
}


def check_deposit(payload: Path) -> Iterator[Finding]:
    """Format of the README, files inside files, formats, names, sizes, paths, secrets, personal data."""
    strange: list[Problem] = []
    names = list(walk(payload, strange))
    yield judged(
        _DEPOSIT, "README is in TXT, MD or PDF format", [] if README in names else [f"{README}: missing"], README
    )
    # A workbook is a ZIP inside; whether its format is open is judged below.
    packed = [name for name in names if _suffix(name) != ".xlsx"]
    archives = [f"{name}: {kind}" for name in packed if (kind := _archive(payload / name))]
    yield judged(_DEPOSIT, "There are no ZIP or other archive files", archives, f"first bytes of {len(names)} files")
    yield _title(payload)
    closed = [name for name in names if _suffix(name) not in _OPEN]
    yield judged(
        _DEPOSIT, "Files are in open formats", closed, f"{len({_suffix(name) for name in names})} kinds of file"
    )
    yield Finding(
        _DEPOSIT,
        "Metadata of the repository (JEL codes, manuscript number, subjects)",
        "needs a human",
        "entered there",
    )
    yield from _check_files(payload, names, strange)
    yield from _check_content(payload, names)


def _check_files(payload: Path, names: list[str], strange: list[Problem]) -> Iterator[Finding]:
    odd = [name for name in names if not all(_NAME.fullmatch(part) for part in name.split("/")) or len(name) > LONG]
    lowered: dict[str, str] = {}
    clash = [f"{name} and {lowered[name.lower()]}" for name in names if lowered.setdefault(name.lower(), name) != name]
    yield judged(
        _FILES, "File names are portable", odd + clash, "letters, digits and ._+=@-, no two alike but for case"
    )
    yield judged(
        _FILES, "There are files and folders only", [str(problem) for problem in strange], "no links, nothing empty"
    )
    empty = [name for name in names if (payload / name).stat().st_size == 0 and not _may_be_empty(name)]
    yield judged(
        _FILES, "No data file is empty", empty, "but for markers of the code and logs of programs that said nothing"
    )
    large = [name for name in names if (payload / name).stat().st_size > LARGE]
    yield judged(_FILES, f"No file exceeds {LARGE / 1e6:.0f} MB", large, f"{len(names)} files")
    # Members of an archive of arrays may well be alike.
    data = [name for name in names if not name.startswith((f"{CODE}/", "logs/")) and not name.endswith(".npy")]
    digests: dict[str, list[str]] = {}
    for name in data:
        digests.setdefault(hashlib.sha256((payload / name).read_bytes()).hexdigest(), []).append(name)
    same = [" = ".join(group) for group in digests.values() if len(group) > 1]
    item = "No data file is there twice"
    if same:
        yield Finding(_FILES, item, "needs a human", "; ".join(same[:5]))
    else:
        yield Finding(_FILES, item, "pass", f"{len(data)} files compared")


def _check_content(payload: Path, names: list[str]) -> Iterator[Finding]:
    paths, secrets, personal, read = [], [], [], 0
    for name in names:
        if _suffix(name) not in _TEXT:
            continue
        read += 1
        text = (payload / name).read_text(encoding="utf-8", errors="replace")
        paths += [f"{name}: {match[0]}" for match in _PATHS.finditer(text)]
        secrets += [f"{name}: {kind}" for kind, expression in _SECRETS.items() if expression.search(text)]
        personal += [f"{name}: {kind}" for kind, expression in _PERSONAL.items() if expression.search(text)]
    seen = f"{read} text files searched"
    yield judged(_PRIVACY, "No file names an absolute path of a machine", paths, seen)
    yield judged(_PRIVACY, "No file holds a password, key or token", secrets, seen)
    yield judged(_PRIVACY, "No file holds e-mail addresses, telephone or social security numbers", personal, seen)
    yield Finding(
        _PRIVACY, "No other personal data", "needs a human", "the data are aggregates or listed panels of firms"
    )


def _title(payload: Path) -> Finding:
    item = 'The title begins with "Data and Code for:" and names the authors'
    try:
        graph = json.loads((payload / CRATE).read_text(encoding="utf-8"))["@graph"]
        root = next(entity for entity in graph if entity["@id"] == "./")
        named, authors = str(root.get("name", "")), root.get("author")
    except (OSError, ValueError, KeyError, StopIteration):
        return Finding(_DEPOSIT, item, "fail", f"{CRATE}: it cannot be read")
    faults = [] if named.lower().startswith("data and code for:") else [f"{CRATE}: the title is {named!r}"]
    faults += [] if authors else [f"{CRATE}: no author"]
    return judged(_DEPOSIT, item, faults, named)


def _archive(path: Path) -> str | None:
    with path.open("rb") as stream:
        start = stream.read(8)
    return next((kind for magic, kind in _ARCHIVES.items() if start.startswith(magic)), None)


def _suffix(name: str) -> str:
    last = name.rsplit("/", 1)[-1]
    if last.startswith(".") and "." not in last[1:]:
        return last
    return Path(last).suffix.lower()


def _may_be_empty(name: str) -> bool:
    return name.startswith("logs/") or (name.startswith(f"{CODE}/") and name.endswith(("__init__.py", ".gitkeep")))
