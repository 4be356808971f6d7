"""Checksums of what the pipeline wrote, so that no job reads a result that was damaged or edited since."""

from collections.abc import Iterable
from pathlib import Path

from frictions.data.files import sha256_of, write_atomically
from frictions.errors import FrictionsError

FOLDER = Path(".snakemake/seals")
"""Where the checksums are kept, below the working directory; files that came with the project have none."""


RESULTS = "results"
"""The folder of everything that the pipeline writes; named runs have one of their own with the same name."""

UNSEALED = ("refuse", "accept")
"""What may be said of results without a checksum where everything is passed on, in a report or a package."""


class DamagedResult(FrictionsError):
    """A result is not the file that the pipeline wrote; the message names it."""


class MissingSeal(FrictionsError):
    """Results have no checksum, so that nobody can tell whether they were edited; the message names the first."""


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


def unsealed(paths: Iterable[str | Path], folder: Path = FOLDER) -> list[Path]:
    """Those of the results that have no checksum, in order.

    Parameters
    ----------
    paths : iterable of str or Path
        Relative to the working directory; those outside the folder of results are passed over.
    folder : Path
        Where the checksums are kept.
    """
    return [path for path in sorted(_results(paths)) if not _seal_of(path, folder).is_file()]


def edited(paths: Iterable[str | Path], folder: Path = FOLDER) -> list[Path]:
    """Those of the results that are not what the pipeline wrote, in order.

    A file is read only if something happened to it since it was last found good, by the time at which the system noted
    its last change; that time, unlike the date of a file, cannot be set.

    Parameters
    ----------
    paths, folder
        As for :func:`unsealed`.
    """
    found = []
    for path in sorted(_results(paths)):
        sealed = _seal_of(path, folder)
        if not sealed.is_file() or path.stat().st_ctime_ns <= sealed.stat().st_mtime_ns:
            continue
        if sealed.read_text(encoding="utf-8") == sha256_of(path.read_bytes()):
            sealed.touch()
        else:
            found.append(path)
    return found


def require_seals(paths: Iterable[str | Path], word: str = "refuse", folder: Path = FOLDER) -> None:
    """Refuse results of which nobody can tell whether they are what the pipeline wrote.

    Parameters
    ----------
    paths, folder
        As for :func:`unsealed`.
    word : {"refuse", "accept"}
        Whether those without a checksum are taken as they are.

    Raises
    ------
    DamagedResult
        If a file has another content than when it was written.
    MissingSeal
        If one has no checksum and that is not accepted.
    """
    paths = [*paths]
    check_seals(map(str, paths), folder)
    lost = unsealed(paths, folder)
    if lost and word != "accept":
        raise MissingSeal(
            f"{lost[0]}: no checksum from when the pipeline wrote it, nor for {len(lost) - 1} more results, so that an"
            " edit could not be seen; make them again with snakemake --forceall, or take them as they are with the"
            " setting unsealed: accept"
        )


def _results(paths: Iterable[str | Path]) -> list[Path]:
    return [path for path in map(Path, paths) if path.parts[:1] == (RESULTS,) and _sealable(path)]


def _sealable(path: Path) -> bool:
    """Whether a path is a file below the working directory."""
    return not path.is_absolute() and ".." not in path.parts and path.is_file()


def _seal_of(path: Path, folder: Path) -> Path:
    return folder / f"{path}.sha256"
