"""Holding every result of a package against the one that was made again. Standard library only.

What must be there follows from the two folders of results, not from a list in the package: every file of either must be
in the other. The list only says which results the package may not hold, and in which order they are made.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frictions.archive.bag import file_digest, walk
from frictions.archive.comparison import DRAWN, Limits, difference
from frictions.archive.layout import PAYLOAD, PROGRAMS, RESULTS
from frictions.archive.records import Made

SHOWN = 20
"""How many files with a problem are named."""

OF_DIGESTS = ("results/report/provenance.csv", "results/report/report.html")
"""Results that print checksums of other files: on another platform they differ where a last digit does."""

RECORDS_OF_SOURCES = ("results/data/pulled/", "results/data/provenance.json")
"""Records of where series came from, which name another source where the series are read from the package."""

NAMING_THE_SOURCE = (
    "results/settings.json",
    "results/report/provenance.csv",
    "results/report/report.html",
    "results/report/report.pdf",
)
"""Results that name the folder which series were read from: another one where they are read from the package."""

ABOUT_THE_SOURCE = ("source", "vintage", "origin", "retrieved", "stale", "taken_as")
"""What in a record of provenance is of the source; checksum, title, units, publisher and rights are of the series."""

SAME, CLOSE, UNSEEN, DIFFERENT = "same", "close", "unseen", "different"

WIDEST = 0.01
"""Tolerances beyond this, relative or absolute, do not count as a comparison."""

UNCOUNTED = frozenset({"evaluations"})
"""Rows of tables that only tell how much work a search took."""


@dataclass(frozen=True)
class Comparison:
    """What a comparison of all results found.

    Parameters
    ----------
    different : tuple of str
        File and first difference of each result that is not alike, those first that others are made from.
    unseen : tuple of str
        Results that could not be compared, each with the reason.
    compared : int
        Number of results that are alike.
    """

    different: tuple[str, ...]
    unseen: tuple[str, ...]
    compared: int


def compare_results(
    archived: Path,
    rebuilt: Path,
    programs: list[Made],
    tolerances: Limits | None,
    other_source: bool,
    say: Callable[[str], None],
) -> Comparison:
    """Compare every result, first those that others are made from.

    Parameters
    ----------
    archived, rebuilt : Path
        Folders that hold ``results``.
    programs : list of Made
        The results by the package's own account, in order.
    tolerances : Limits or None
        None on the same platform, where every byte counts.
    other_source : bool
        Whether the rebuild read its series from the package in place of their source: what records of provenance say
        about the source then differs.
    say : callable
        Called with each line of the report.
    """
    held, made = set(_results(archived)), set(_results(rebuilt))
    listed = {entry.output: entry for entry in programs}
    order = [*listed, *sorted((held | made) - set(listed))]
    judge = _Judge(archived, rebuilt, tolerances, other_source)
    found = {
        name: _misplaced(name, name in held, name in made, listed.get(name), other_source)
        or judge.verdict(name, listed[name].withheld)
        for name in order
    }
    counts = {kind: sum(verdict == kind for verdict, _ in found.values()) for kind in (SAME, CLOSE)}
    different = [f"{name}: {reason}" for name, (verdict, reason) in found.items() if verdict == DIFFERENT]
    unseen = [f"{name} ({reason})" for name, (verdict, reason) in found.items() if verdict == UNSEEN]
    if not any(counts.values()) and not different:
        different.append(f"{PAYLOAD}/{RESULTS}: there is no result to compare")
    say(f"results  {counts[SAME]} of {len(order)} identical byte for byte")
    if tolerances is not None:
        usual = f"|a-b| <= {tolerances.usual.absolute:g} + {tolerances.usual.relative:g} max(|a|,|b|)"
        also = "".join(f", {value.relative:g} in {name}" for name, value in tolerances.exceptions.items())
        say(f"         {counts[CLOSE]} within tolerances on another platform ({usual}{also})")
    elif counts[CLOSE]:
        say(f"         {counts[CLOSE]} records of provenance alike but for the source of the series")
    if unseen:
        say(f"         {len(unseen)} not compared")
    for line in unseen:
        say(f"unseen   {line}")
    for line in different[:SHOWN]:
        say(f"differs  {line}")
    return Comparison(tuple(different), tuple(unseen), sum(counts.values()))


@dataclass(frozen=True)
class _Judge:
    """How two files of one name are held against each other."""

    archived: Path
    rebuilt: Path
    tolerances: Limits | None
    other_source: bool

    def verdict(self, name: str, withheld: str) -> tuple[str, str]:
        """Whether a result is the same, close, different or not to be compared, and why."""
        old, new = self.archived / name, self.rebuilt / name
        if not new.is_file():
            return UNSEEN, "its source was replaced by the package's series"
        if withheld:
            exact = None if file_digest(new) == withheld else "its SHA-256 is not the one recorded"
        else:
            exact = difference(old, new)
        if exact is None:
            return SAME, ""
        if self.other_source and not withheld and name.startswith(RECORDS_OF_SOURCES) and name.endswith(".json"):
            return _of_records(old, new)
        if self.other_source and name in NAMING_THE_SOURCE:
            return UNSEEN, "it names the source of the series"
        if self.tolerances is None:
            return DIFFERENT, exact
        if withheld:
            return UNSEEN, "withheld, on another platform"
        if name in OF_DIGESTS or old.suffix in DRAWN:
            return UNSEEN, "other bytes, on another platform"
        found = difference(old, new, self.tolerances.of(name))
        if found is not None:
            return DIFFERENT, found
        if _too_wide(name, self.tolerances):
            return UNSEEN, f"the package's own tolerances for it are above {WIDEST:g} or leave out rows"
        return CLOSE, ""


def _results(folder: Path) -> Iterator[str]:
    """Results below a folder; members of an archive of arrays that lie by themselves count as one. No links."""
    if not (folder / RESULTS).is_dir():
        return
    for name in walk(folder / RESULTS):
        if not _is_placeholder(folder / RESULTS / name):
            archive, found, _ = name.partition(".npz/")
            yield f"{RESULTS}/{archive}.npz" if found else f"{RESULTS}/{name}"


def _is_placeholder(path: Path) -> bool:
    """Whether a file is there only because git keeps no empty folder."""
    return path.name == ".gitkeep" and path.stat().st_size == 0


def _misplaced(name: str, held: bool, made: bool, entry: Made | None, other_source: bool) -> tuple[str, str] | None:
    """Why a result is not where it has to be; None for one that is."""
    withheld = bool(entry and entry.withheld)
    replaced = withheld and other_source and name.startswith("results/data/fred_qd")
    if held and withheld:
        return DIFFERENT, f"in the package, although {PROGRAMS} says that it may not be"
    if made and not held and not withheld:
        return DIFFERENT, "rebuilt but not in the package"
    if not made and not replaced:
        return DIFFERENT, "it was not rebuilt"
    return None if entry else (DIFFERENT, f"not listed in {PROGRAMS}")


def _of_records(archived: Path, rebuilt: Path) -> tuple[str, str]:
    """Whether two records of provenance say the same of the series, whatever they say of its source."""
    try:
        old, new = (_of_the_series(json.loads(path.read_text(encoding="utf-8"))) for path in (archived, rebuilt))
    except (ValueError, RecursionError) as error:
        return DIFFERENT, f"it cannot be read ({type(error).__name__})"
    return (CLOSE, "") if old == new else (DIFFERENT, "it says something else of the series than of its source")


def _of_the_series(record: Any) -> Any:
    if not isinstance(record, dict):
        return record
    return {key: _of_the_series(value) for key, value in record.items() if key not in ABOUT_THE_SOURCE}


def _too_wide(name: str, tolerances: Limits) -> bool:
    own = tolerances.of(name)
    return max(own.relative, own.absolute) > WIDEST or not set(own.uncounted) <= UNCOUNTED
