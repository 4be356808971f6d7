"""The command line: ``frictions verify`` and ``frictions audit``. Standard library only."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from frictions.archive.audit import audit, report
from frictions.archive.errors import ArchiveError
from frictions.archive.verification import Request, verify
from frictions.errors import FrictionsError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those of the process.

    Returns
    -------
    int
        Exit code: 0 when everything holds, 1 when something does not, 2 for a wrong call.
    """
    chosen = _parser().parse_args(arguments)
    try:
        return _verify(chosen) if chosen.command == "verify" else _audit(chosen)
    except FrictionsError as error:
        print(f"error: {' '.join(str(error).split())}", file=sys.stderr)
    except OSError as error:
        print(f"error: {error.filename or chosen.package}: {error.strerror or error}", file=sys.stderr)
    return 1


def _verify(chosen: argparse.Namespace) -> int:
    request = Request(
        package=chosen.package,
        digest=chosen.digest,
        rebuilding=not chosen.no_rebuild,
        interpreter=_interpreter(chosen.environment),
        data=chosen.data,
        cores=chosen.cores,
        workspace=chosen.workspace,
        unconfined=chosen.unconfined,
    )
    outcome = verify(request, lambda line: print(line, flush=True))
    print(f"{outcome.word}: {outcome.reason}")
    return 0


def _audit(chosen: argparse.Namespace) -> int:
    findings = audit(chosen.package)
    text = report(chosen.package, findings)
    if chosen.output:
        chosen.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return int(any(finding.verdict == "fail" for finding in findings))


def _interpreter(environment: Path | None) -> Path | None:
    """The Python of an environment given by its folder or by the interpreter itself."""
    if environment is None:
        return None
    # Not resolved: an interpreter knows its environment by the path that it is called by.
    path = environment.absolute()
    if path.is_dir():
        path = path / "bin" / "python"
    if not (path.is_file() and os.access(path, os.X_OK)):
        raise ArchiveError(f"{environment}: neither an interpreter nor the folder of an environment")
    return path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="frictions", description="Reproducibility packages of the pipeline.")
    commands = parser.add_subparsers(dest="command", required=True)
    verifying = commands.add_parser(
        "verify",
        help="check a package, rebuild its results offline, compare every number",
        description="Check the files of a package, make its results again and compare every number. Making them again"
        " runs the code of the package, confined to a temporary folder and without a network where the system allows"
        " it; otherwise nothing is run.",
        epilog="The last line begins with one word. verified: every file is the one that a digest from outside stands"
        " for, and every result came out again. consistent: nothing contradicts anything, but there was no digest from"
        " outside, or not every result could be compared. intact: the files are those of the digest, nothing was run.",
    )
    verifying.add_argument("package", type=Path, help="folder of the package")
    verifying.add_argument(
        "--no-rebuild", action="store_true", help="check files, manifests and metadata only, run nothing"
    )
    verifying.add_argument("--digest", help="SHA-256 that the tag manifest must have (default: the file beside it)")
    verifying.add_argument(
        "--environment", type=Path, help="interpreter or environment to use (default: made from the lock)"
    )
    verifying.add_argument("--data", type=Path, help="folder with the files that the package may not hold")
    verifying.add_argument("--cores", type=int, default=os.cpu_count() or 1, help="jobs at once (default: all cores)")
    verifying.add_argument("--workspace", type=Path, help="empty folder to rebuild in, kept (default: a temporary one)")
    verifying.add_argument(
        "--unconfined", action="store_true", help="let the code of the package run with all your rights and the network"
    )
    auditing = commands.add_parser("audit", help="fill in the replicators' checklist for a package")
    auditing.add_argument("package", type=Path, help="folder of the package")
    auditing.add_argument("--output", type=Path, help="Markdown file to write (default: the terminal)")
    return parser
