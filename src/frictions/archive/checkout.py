"""The code of a run: which commit it is, whether the files are those of the commit, and a copy of them."""

import io
import os
import subprocess
import tarfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from frictions.archive.errors import NoCommit, UncommittedChanges

READ_BY_A_RUN = ("Snakefile", "config", "data", "profiles", "scripts", "src", "workflow")
"""What a run reads: a file there that git does not know may change results; one elsewhere, an overlay say, does not."""


@dataclass(frozen=True)
class Commit:
    """A commit.

    Parameters
    ----------
    identifier : str
        Its hash.
    date : datetime
        When it was made, in UTC; ``SOURCE_DATE_EPOCH`` in the environment replaces it.
    """

    identifier: str
    date: datetime


def head_commit(project: Path) -> Commit:
    """Commit that a project is at.

    Raises
    ------
    NoCommit
        If the folder is not the top of a git checkout with a commit, or git is missing.
    """
    top = _git(project, "rev-parse", "--show-toplevel").decode().strip()
    if Path(top).resolve() != project.resolve():
        raise NoCommit(f"{project}: not the top of a git checkout, so the code has no commit to archive")
    identifier, seconds = _git(project, "log", "-1", "--format=%H %ct").decode().split()
    epoch = os.environ.get("SOURCE_DATE_EPOCH", seconds)
    if not epoch.isdigit():
        raise NoCommit(f"SOURCE_DATE_EPOCH: {epoch!r} is not a number of seconds")
    return Commit(identifier, datetime.fromtimestamp(int(epoch), UTC))


def check_committed(project: Path) -> None:
    """Refuse files that differ from the commit: the package would claim another code than the one that ran.

    Raises
    ------
    UncommittedChanges
        Naming the files.
    """
    changed = []
    entries = iter(_git(project, "status", "--porcelain", "-z", "--untracked-files=all").decode().split("\0"))
    for entry in entries:
        state, name = entry[:2], entry[3:]
        if state[:1] in "RC":
            next(entries, None)
        if name and (state != "??" or name.split("/")[0] in READ_BY_A_RUN):
            changed.append(name)
    if changed:
        listed = ", ".join(changed[:5]) + (f" and {len(changed) - 5} more" if len(changed) > 5 else "")
        raise UncommittedChanges(f"{listed}: not as in the commit; commit or remove them, then run again")


def export(project: Path, commit: Commit, folder: Path) -> None:
    """Copy the files of a commit into a new folder."""
    archive = _git(project, "archive", "--format=tar", commit.identifier)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")


def _git(project: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=project, capture_output=True)
    except FileNotFoundError:
        raise NoCommit("git: not installed, so the code has no commit to archive") from None
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NoCommit(f"{project}: git {arguments[0]} failed: {said[-1] if said else 'no message'}")
    return done.stdout
