"""Checklist, second part: the data are listed, described, cited and, where rights allow, there."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from frictions.archive.arrays import NotAnArray, read_array
from frictions.archive.audit_readme import sections_of
from frictions.archive.bag import walk
from frictions.archive.errors import BrokenPackage
from frictions.archive.findings import Finding, judged
from frictions.archive.layout import CODEBOOK, DATASETS, README, RESULTS
from frictions.archive.records import read_programs

_PART = "Data description"


def check_data(payload: Path) -> Iterator[Finding]:
    """Datasets, their rights, files and citations; the codebook; what the data files hold."""
    try:
        text = (payload / DATASETS).read_text(encoding="utf-8")
        readme = (payload / README).read_text(encoding="utf-8")
        codebook = (payload / CODEBOOK).read_text(encoding="utf-8")
    except OSError as error:
        yield Finding(
            _PART, "There are a list of datasets and a codebook", "fail", f"{Path(error.filename).name}: missing"
        )
        return
    rows = list(csv.DictReader(io.StringIO(text)))
    yield from _check_datasets(payload, rows, sections_of(readme))
    results = [name for name in walk(payload) if name.startswith(f"{RESULTS}/")]
    yield judged(
        _PART,
        "The codebook describes every data file",
        _not_described(results, codebook),
        f"{len(results)} files of {RESULTS}/ in {CODEBOOK}",
        len(results),
    )
    tables = [name for name in results if name.endswith((".csv", ".npy"))]
    yield judged(
        _PART,
        "Every table of numbers can be read",
        [fault for name in tables if (fault := _unreadable(payload, name))],
        f"{len(tables)} files: each row has as many cells as its header, each array its shape",
        len(tables),
    )


def _check_datasets(payload: Path, rows: list[dict[str, str]], sections: Mapping[str, str]) -> Iterator[Finding]:
    names = f"{len(rows)} datasets in {DATASETS}"
    rights = [f"{row['dataset']}: no rights stated" for row in rows if row["rights"] in ("", "not stated")]
    yield judged(_PART, "The rights to every dataset are stated", rights, names, len(rows))
    missing = [
        f"{row['dataset']}: {row['file']} is not there"
        for row in rows
        if row["provided"] == "yes" and not (payload / row["file"]).is_file()
    ]
    unexplained = [
        f"{row['dataset']}: neither provided nor with a checksum to recognise it by"
        for row in rows
        if row["provided"] != "yes" and not row["sha256"]
    ]
    provided = sum(row["provided"] == "yes" for row in rows)
    yield judged(
        _PART,
        "Every dataset is provided, or described so that it can be obtained",
        missing + unexplained,
        f"{provided} of {len(rows)} provided",
        len(rows),
    )
    references = sections.get("References", "")
    cited = [
        f"{row['dataset']}: not in the references" for row in rows if f"[{row['dataset']}, dataset]" not in references
    ]
    yield judged(_PART, "Every source of data is cited", cited, f"{len(rows)} data citations in {README}", len(rows))
    details = sections.get("Details on each Data Source", "")
    described = [f"{row['dataset']}: not described" for row in rows if f"**{row['dataset']}**" not in details]
    yield judged(_PART, "Access to every dataset is described", described, f"{len(rows)} in {README}", len(rows))


def _not_described(results: list[str], codebook: str) -> list[str]:
    sections = re.findall(r"^## `([^`]+)`\n\n(.+)$", codebook, re.MULTILINE)
    patterns = [_pattern(name) for name, meaning in sections if meaning.strip() != "not described"]
    faults = []
    for name in results:
        # The members of an archive of arrays are described with it.
        whole = re.sub(r"(\.npz)/.*", r"\1", name)
        if not any(pattern.fullmatch(whole) for pattern in patterns):
            faults.append(name)
    return faults


def _pattern(name: str) -> re.Pattern[str]:
    escaped = re.sub(r"<\w+>", "[^/]+", re.escape(name).replace(r"\<", "<").replace(r"\>", ">"))
    if name.startswith(f"{RESULTS}/tables/"):
        escaped = re.sub(r"csv$", "(csv|tex|md|html)", escaped)
    return re.compile(escaped)


def _unreadable(payload: Path, name: str) -> str | None:
    path = payload / name
    if name.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8", errors="replace"))))
        if len(rows) < 2:
            return None if rows else f"{name}: empty"
        uneven = next((number for number, row in enumerate(rows, 1) if len(row) != len(rows[0])), None)
        return f"{name}: row {uneven} has another number of cells than the header" if uneven else None
    if name.endswith(".npy"):
        try:
            read_array(path.read_bytes())
        except NotAnArray as error:
            return f"{name}: {error}"
    return None


def exhibits_without_program(payload: Path) -> tuple[int, list[str]]:
    """Number of tables and figures, and those that no program of the package made."""
    shown = [name for name in walk(payload) if name.startswith((f"{RESULTS}/tables/", f"{RESULTS}/figures/"))]
    try:
        made = {item.output: item.script for item in read_programs(payload.parent)}
    except BrokenPackage as error:
        return len(shown), [str(error)]
    return len(shown), [
        f"{name}: no program made it"
        for name in shown
        if name not in made or not (payload / "code" / made[name]).is_file()
    ]
