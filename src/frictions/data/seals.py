"""Checksums of what the pipeline wrote, so that no job reads a result that was damaged or edited since."""

from collections.abc import Iterable
from pathlib import Path

from frictions.data.files import sha256_of, write_atomically
from frictions.errors import FrictionsError

FOLDER = Path(".snakemake/seals")
"""Where the checksums are kept, below the working directory; files that came with the project have none."""


class DamagedResult(FrictionsError):
    """A result is not the file that the pipeline wrote; the message names it."""


def seal(paths: Iterable[str], folder: Path = FOLDER) -> None:
    """Note the checksums of files just written.

    Parameters
    ----------
    paths : iterable of str
        Relative to the working directory.
    folder : Path
        Where the checksums are kept.
    """
    for path in filter(_sealable, map(Path, paths)):
        write_atomically(_seal_of(path, folder), sha256_of(path.read_bytes()).encode())


def check_seals(paths: Iterable[str], folder: Path = FOLDER) -> None:
    """Hold files against their checksums; those without one pass.

    Parameters
    ----------
    paths : iterable of str
        Relative to the working directory.
    folder : Path
        Where the checksums are kept.

    Raises
    ------
    DamagedResult
        If a file has another content than when it was written.
    """
    for path in filter(_sealable, map(Path, paths)):
        sealed = _seal_of(path, folder)
        if sealed.is_file() and sealed.read_text(encoding="utf-8") != sha256_of(path.read_bytes()):
            raise DamagedResult(
                f"{path}: damaged or edited since the pipeline wrote it; delete it and run again to have it made anew"
            )


def _sealable(path: Path) -> bool:
    """Whether a path is a file below the working directory."""
    return not path.is_absolute() and ".." not in path.parts and path.is_file()


def _seal_of(path: Path, folder: Path) -> Path:
    return folder / f"{path}.sha256"
