"""Verifying a package: the bag, the crate, a rebuild, every result. Standard library only."""

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from frictions.archive.bag import check_bag
from frictions.archive.confinement import confined
from frictions.archive.crate_check import check_crate
from frictions.archive.environment import make_environment
from frictions.archive.errors import BrokenPackage, DifferentResult
from frictions.archive.layout import PAYLOAD, sidecar_name
from frictions.archive.rebuild import rebuild
from frictions.archive.records import read_facts, read_programs, read_recipe
from frictions.archive.result_check import SHOWN, Comparison, compare_results

VERIFIED, CONSISTENT, INTACT = "verified", "consistent", "intact"
"""The three words that a verification may end with, from the strongest to the weakest."""


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
    unconfined : bool
        Whether the code of the package may run with all rights of the caller.
    """

    package: Path
    digest: str | None = None
    rebuilding: bool = True
    interpreter: Path | None = None
    data: Path | None = None
    cores: int = 1
    workspace: Path | None = None
    unconfined: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a verification that found nothing wrong may be called.

    Parameters
    ----------
    word : {"verified", "consistent", "intact"}
        ``verified``: every file is the one that a digest from outside the package stands for, and every result came
        out again. ``consistent``: nothing contradicts anything, but one of the two is missing. ``intact``: the files
        are those that a digest stands for, no result was made again.
    reason : str
        What this proves and what it does not.
    """

    word: str
    reason: str


def verify(request: Request, say: Callable[[str], None]) -> Outcome:
    """Verify a package and tell what was found on the way.

    Parameters
    ----------
    request : Request
        What to verify.
    say : callable
        Called with each line of the report.

    Returns
    -------
    Outcome

    Raises
    ------
    BrokenPackage
        If a file is not the archived one; the message names the first.
    CannotRebuild
        If the results could not be made again, or this system cannot confine the code of the package.
    DifferentResult
        If a rebuilt result is not the archived one; the message names the first of those that others are made from.
    """
    package = request.package
    anchor = check_files(package, request.digest, say)
    if not request.rebuilding:
        say("rebuild  left out")
        return _outcome(anchor, None, request.unconfined)
    say("rebuild  runs the code of the package, its Snakefile and scripts; --no-rebuild checks files only")
    with ExitStack() as stack:
        workspace = request.workspace
        if workspace is None:
            workspace = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="frictions_verify_")))
        if workspace.resolve().is_relative_to(package.resolve()):
            raise BrokenPackage(f"{workspace}: the folder to rebuild in lies in the package")
        workspace.mkdir(parents=True, exist_ok=True)
        if any(workspace.iterdir()):
            raise BrokenPackage(f"{workspace}: the folder to rebuild in is not empty")
        comparison = _rebuild_and_compare(request, workspace.resolve(), say)
    return _outcome(anchor, comparison, request.unconfined)


def check_files(package: Path, digest: str | None, say: Callable[[str], None]) -> str:
    """Check the bag and the crate; nothing of the package is run.

    Returns
    -------
    str
        What from outside the package its digest was held against; empty if nothing was there.

    Raises
    ------
    BrokenPackage
        If a file is not the archived one.
    """
    bag = check_bag(package, digest)
    problems = bag.problems
    sidecar = package.resolve().parent / sidecar_name(package.resolve().name)
    anchor = "the digest given" if digest is not None else sidecar.name if sidecar.is_file() else ""
    if not problems:
        held = f"as in {anchor}" if anchor else "not held against anything outside the package"
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
    return anchor


def _rebuild_and_compare(request: Request, workspace: Path, say: Callable[[str], None]) -> Comparison:
    package = request.package.resolve()
    recipe, facts, programs = read_recipe(package), read_facts(package), read_programs(package)
    prefix = _prefix(request, package, workspace, say)
    interpreter = request.interpreter
    if interpreter is None:
        started = time.monotonic()
        installing = [] if request.unconfined else confined(workspace, network=True)
        interpreter = make_environment(package, workspace, installing)
        say(f"install  environment made from requirements.lock in {time.monotonic() - started:.0f} s")
    started = time.monotonic()
    rebuilt = rebuild(package, workspace, recipe, facts, interpreter, prefix, request.cores, request.data)
    say(f"rebuild  {' '.join(recipe.targets)} in {time.monotonic() - started:.0f} s")
    for line in rebuilt.unlike:
        say(f"platform {line}")
    limits = recipe.tolerances if rebuilt.unlike else None
    found = compare_results(package / PAYLOAD, rebuilt.folder, programs, limits, recipe.series_provided, say)
    if different := found.different:
        raise DifferentResult(f"{different[0]}" + (f" (and {len(different) - 1} more)" if len(different) > 1 else ""))
    return found


def _prefix(request: Request, package: Path, workspace: Path, say: Callable[[str], None]) -> list[str]:
    """What the workflow is run by: confined, or as the caller wants it."""
    if request.unconfined:
        say("warning  unconfined: the code of the package runs with all your rights" + _of_root())
        return []
    prefix = confined(workspace, network=False, hidden=package)
    say("confined no network, nothing to write to but the workspace, no other process in sight" + _of_root())
    return prefix


def _of_root() -> str:
    return "; you are root: better verify as another user" if os.geteuid() == 0 else ""


def _outcome(anchor: str, comparison: Comparison | None, unconfined: bool) -> Outcome:
    missing = []
    if not anchor:
        missing.append("no digest from outside the package was given, so its author may have changed anything")
    if comparison is None:
        missing.append("no result was made again")
    elif comparison.unseen:
        missing.append(f"{len(comparison.unseen)} results could not be compared, named above")
    elif unconfined:
        missing.append("the code of the package ran unconfined and could have read the archived results")
    if not missing:
        return Outcome(
            VERIFIED,
            f"every file is the one that {anchor} stands for, and the code of the package makes each of its"
            f" {comparison.compared if comparison else 0} results again. That the code is sound is for its readers to"
            " judge, and the digest proves as much as the hands that you have it from",
        )
    word = INTACT if anchor and comparison is None else CONSISTENT
    return Outcome(word, "; ".join(missing))
