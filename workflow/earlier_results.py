"""What a failed job had made earlier is put back, and made again the next time.

Snakemake deletes the outputs of a job before it starts it, and afterwards takes a failed job for a finished one whose
outputs somebody deleted. So the earlier results would be gone, and the next run would find nothing to do although the
data or the settings have changed. A run therefore keeps a second name (a hard link, which costs no space) of what it is
about to make again; when a job fails its outputs are put back and marked as incomplete, which makes Snakemake run the
job again wherever its outputs are needed.
"""

import base64
import binascii
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

FOLDER = ".earlier_results"


def keep(results: Path, outputs: Iterable[Path]) -> None:
    """Give those of the outputs that are there a second name; earlier second names are dropped."""
    forget(results)
    for path in outputs:
        if path.is_relative_to(results) and path.is_file():
            second = _folder(results) / path.relative_to(results)
            second.parent.mkdir(parents=True, exist_ok=True)
            try:
                second.hardlink_to(path)
            except OSError:
                # A file system without hard links, or results on one of their own.
                shutil.copy2(path, second)


def put_back(results: Path, outputs: Iterable[Path]) -> list[Path]:
    """Bring back those of the outputs that are gone.

    Parameters
    ----------
    results : Path
        Folder of all results.
    outputs : iterable of Path
        Outputs of the jobs that did not finish.

    Returns
    -------
    list of Path
        What was put back.
    """
    returned = []
    for path in outputs:
        if not path.is_relative_to(results) or path.exists():
            continue
        second = _folder(results) / path.relative_to(results)
        if second.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(second, path)
            returned.append(path)
    return returned


def forget(results: Path) -> None:
    """Drop the second names."""
    shutil.rmtree(_folder(results), ignore_errors=True)


def unfinished_outputs(state: Path) -> list[Path]:
    """Outputs of the jobs that were under way when a run was killed, by Snakemake's marks.

    Parameters
    ----------
    state : Path
        Snakemake's folder of marks; the name of a mark is the path of the output in base 64, long ones cut into
        folders that begin with ``@``.
    """
    outputs = []
    for mark in state.rglob("*"):
        if mark.is_file():
            name = "".join(part.removeprefix("@") for part in mark.relative_to(state).parts)
            try:
                outputs.append(Path(os.fsdecode(base64.urlsafe_b64decode(name))))
            except binascii.Error:
                continue
    return outputs


def _folder(results: Path) -> Path:
    """Beside the results, wherever they really are: links must be on the same file system."""
    return results.resolve().parent / FOLDER
