"""Verifying a package: the bag, the crate, a rebuild, every number. Standard library only."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from frictions.archive.bag import check_bag, file_digest
from frictions.archive.comparison import DRAWN, Limits, difference
from frictions.archive.crate_check import check_crate
from frictions.archive.errors import BrokenPackage, DifferentResult
from frictions.archive.layout import PAYLOAD, RESULTS, sidecar_name
from frictions.archive.rebuild import make_environment, rebuild
from frictions.archive.records import Made, read_facts, read_programs, read_recipe

SHOWN = 20
"""How many files with a problem are named."""

PROVENANCE = ("results/data/pulled/", "results/data/provenance.json", "results/data/fred_qd")
"""Records of where series came from: they name another source where the series are read from the package."""

OF_DIGESTS = ("results/report/provenance.csv", "results/report/report.html")
"""Results that print checksums of other files: on another platform they differ where a last digit does."""


@dataclass(frozen=True)
class Request:
    """What to verify and how.

    Parameters
    ----------
    package : Path
        The package.
    digest : str or None
        SHA-256 that its tag manifest must have.
    rebuilding : bool
        Whether results are made again.
    interpreter : Path or None
        Python with the packages of the lock; None makes an environment from the lock.
    data : Path or None
        Folder with files that the package may not hold.
    cores : int
        How many jobs run at once.
    workspace : Path or None
        Folder to rebuild in, kept afterwards; by default a temporary one.
    """

    package: Path
    digest: str | None = None
    rebuilding: bool = True
    interpreter: Path | None = None
    data: Path | None = None
    cores: int = 1
    workspace: Path | None = None


def verify(request: Request, say: Callable[[str], None]) -> None:
    """Verify a package and tell what was found on the way.

    Parameters
    ----------
    request : Request
        What to verify.
    say : callable
        Called with each line of the report.

    Raises
    ------
    BrokenPackage
        If a file is not the archived one; the message names the first.
    CannotRebuild
        If the results could not be made again.
    DifferentResult
        If a rebuilt result is not the archived one; the message names the first of those that others are made from.
    """
    package = request.package
    check_files(package, request.digest, say)
    if not request.rebuilding:
        say("rebuild  left out")
        return
    with ExitStack() as stack:
        workspace = request.workspace
        if workspace is None:
            workspace = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="frictions_verify_")))
        workspace.mkdir(parents=True, exist_ok=True)
        if any(workspace.iterdir()):
            raise BrokenPackage(f"{workspace}: the folder to rebuild in is not empty")
        _rebuild_and_compare(request, workspace.resolve(), say)


def check_files(package: Path, digest: str | None, say: Callable[[str], None]) -> None:
    """Check the bag and the crate; nothing of the package is run.

    Raises
    ------
    BrokenPackage
        If a file is not the archived one.
    """
    bag = check_bag(package, digest)
    problems = bag.problems
    if not problems:
        anchored = digest is not None or (package.parent / sidecar_name(package.resolve().name)).is_file()
        held = "as expected" if anchored else "not held against anything outside the package"
        say(f"bag      {bag.files} files, {bag.octets / 1e6:.1f} MB, every SHA-256 as in the manifests")
        say(f"digest   {bag.digest} ({held})")
        problems = tuple(check_crate(package))
        if not problems:
            say("crate    metadata agree with the files")
    if problems:
        for problem in problems[:SHOWN]:
            say(f"problem  {problem}")
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise BrokenPackage(f"{problems[0]}{more}")


def _rebuild_and_compare(request: Request, workspace: Path, say: Callable[[str], None]) -> None:
    package = request.package.resolve()
    recipe, facts, programs = read_recipe(package), read_facts(package), read_programs(package)
    interpreter = request.interpreter
    if interpreter is None:
        started = time.monotonic()
        interpreter = make_environment(package, workspace)
        say(f"install  environment made from requirements.lock in {time.monotonic() - started:.0f} s")
    started = time.monotonic()
    rebuilt = rebuild(package, workspace, recipe, facts, interpreter, request.cores, request.data)
    say(f"rebuild  {' '.join(recipe.targets)} in {time.monotonic() - started:.0f} s, {rebuilt.isolation}")
    for line in rebuilt.unlike:
        say(f"platform {line}")
    limits = recipe.tolerances if rebuilt.unlike else None
    different = compare_results(package / PAYLOAD, rebuilt.folder, programs, limits, recipe.series_provided, say)
    if different:
        raise DifferentResult(f"{different[0]}" + (f" (and {len(different) - 1} more)" if len(different) > 1 else ""))


def compare_results(
    archived: Path,
    rebuilt: Path,
    programs: list[Made],
    tolerances: Limits | None,
    other_source: bool,
    say: Callable[[str], None],
) -> list[str]:
    """Compare every result, first those that others are made from.

    Parameters
    ----------
    archived, rebuilt : Path
        Folders that hold ``results``.
    programs : list of Made
        The results, in order.
    tolerances : Limits or None
        None on the same platform, where every byte counts.
    other_source : bool
        Whether the rebuild read its series from the package in place of their source: records of provenance then
        differ and are left out.
    say : callable
        Called with each line of the report.

    Returns
    -------
    list of str
        File and first difference of each result that is not alike.
    """
    different, identical, close, skipped = [], 0, 0, 0
    for made in programs:
        if other_source and made.output.startswith(PROVENANCE) and made.output.endswith(".json"):
            skipped += 1
            continue
        old, new = archived / made.output, rebuilt / made.output
        if made.withheld:
            exact = (
                None if new.is_file() and file_digest(new) == made.withheld else "its SHA-256 is not the one recorded"
            )
            found = exact if tolerances is None else None
            skipped += exact is not None and found is None
        else:
            exact = found = difference(old, new)
            if tolerances is not None and exact is not None:
                only_there = made.output in OF_DIGESTS and new.is_file()
                found = None if only_there else difference(old, new, tolerances.of(made.output))
                skipped += found is None and (only_there or old.suffix in DRAWN)
        if found is not None:
            different.append(f"{made.output}: {found}")
        elif exact is None:
            identical += 1
        elif not made.withheld and old.suffix not in DRAWN and made.output not in OF_DIGESTS:
            close += 1
    expected = {made.output for made in programs}
    extra = sorted(
        f"{RESULTS}/{path.relative_to(rebuilt / RESULTS).as_posix()}"
        for path in (rebuilt / RESULTS).rglob("*")
        if path.is_file() and path.name != ".gitkeep"
    )
    different += [f"{name}: rebuilt but not in the package" for name in extra if name not in expected]
    say(f"results  {identical} of {len(programs)} identical byte for byte")
    if tolerances is not None:
        usual = f"|a-b| <= {tolerances.usual.absolute:g} + {tolerances.usual.relative:g} max(|a|,|b|)"
        also = "".join(f", {value.relative:g} in {name}" for name, value in tolerances.exceptions.items())
        say(f"         {close} within tolerances on another platform ({usual}{also})")
    if skipped:
        reasons = "figures, checksums and withheld files on another platform, records of provenance"
        say(f"         {skipped} not compared ({reasons})")
    for line in different[:SHOWN]:
        say(f"differs  {line}")
    return different
