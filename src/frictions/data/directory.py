"""The ``directory`` source: which file of the folders a user names holds which series.

Only headers are read here, and only the standard library is imported: the workflow does this every time it starts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from frictions.data.layout import MISSING, BadSeriesFile, Layout, layout_of, read_layout, rows_below
from frictions.errors import FrictionsError

SUFFIXES = frozenset({".csv", ".tsv"})
"""Endings of the files of a folder that are looked at."""


class NoSuchDirectory(FrictionsError):
    """The setting ``data.directory`` names nothing that holds series."""


class AmbiguousSeries(FrictionsError):
    """Two files of one folder hold different values of one series; the message names both."""


@dataclass(frozen=True)
class DirectoryIndex:
    """Files that hold each series, folder by folder.

    Parameters
    ----------
    candidates : mapping
        By code: for the first entry of ``data.directory`` that holds it, the files there and the column in each.
    """

    candidates: Mapping[str, tuple[tuple[Path, int], ...]]

    @property
    def available(self) -> frozenset[str]:
        """Codes that some file holds."""
        return frozenset(self.candidates)

    def path_of(self, code: str) -> Path:
        """Give the one file to read a series from.

        Raises
        ------
        AmbiguousSeries
            If two files of one folder disagree about it.
        """
        (first, column), *others = self.candidates[code]
        for path, position in others:
            if difference := _first_difference(first, column, path, position):
                raise AmbiguousSeries(
                    f"series {code}: {first} and {path.name} differ ({difference}); "
                    "say which with data.vintage, a part of the file's name, or name the file in data.directory"
                )
        return first


def directory_index(paths: Sequence[Path], vintage: str | None, code_of: Mapping[str, str]) -> DirectoryIndex:
    """Look through files and folders, the first ones first.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders whose CSVs on the top level are looked at.
    vintage : str or None
        Part of a file's name: in a folder, other wide files are then left out, and so are other files of a series
        that a matching file holds.
    code_of : mapping
        Catalogue code by mnemonic in lower case.

    Returns
    -------
    DirectoryIndex

    Raises
    ------
    NoSuchDirectory
        If a path is missing or holds no series, or no file of any folder matches the vintage.
    BadSeriesFile
        If a named file is no file of series.
    """
    if not paths:
        raise NoSuchDirectory("data.directory: name a file or folder that holds the series")
    found: dict[str, tuple[tuple[Path, int], ...]] = {}
    folders, matched = 0, False
    for path in paths:
        if path.is_dir():
            folders += 1
            layouts = _folder(path, code_of)
            if vintage is not None and any(vintage in file.name for file in layouts):
                matched = True
                layouts = _of_vintage(layouts, vintage)
        elif path.is_file():
            layout = read_layout(path, code_of)
            if layout is None or not layout.columns:
                raise BadSeriesFile(f"{path}: it holds no series of the catalogue")
            layouts = {path: layout}
        else:
            raise NoSuchDirectory(f"data.directory: {path} does not exist")
        here: dict[str, list[tuple[Path, int]]] = {}
        for file, layout in layouts.items():
            for code, column in layout.columns.items():
                here.setdefault(code, []).append((file, column))
        for code, files in here.items():
            found.setdefault(code, tuple(files))
    if vintage is not None and folders and not matched:
        raise NoSuchDirectory(f"data.vintage: no file in {', '.join(map(str, paths))} has {vintage!r} in its name")
    return DirectoryIndex(candidates=found)


def _folder(folder: Path, code_of: Mapping[str, str]) -> dict[Path, Layout]:
    layouts = {}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in SUFFIXES and not file.name.startswith(".") and file.is_file():
            layout = read_layout(file, code_of)
            if layout is not None and layout.columns:
                layouts[file] = layout
    if not layouts:
        raise NoSuchDirectory(f"data.directory: no CSV in {folder} holds a series of the catalogue")
    return layouts


def _of_vintage(layouts: Mapping[Path, Layout], vintage: str) -> dict[Path, Layout]:
    """Leave out the other vintages of a folder."""
    chosen = {file: layout for file, layout in layouts.items() if vintage in file.name}
    covered = {code for layout in chosen.values() for code in layout.columns}
    some_wide = any(layout.wide for layout in chosen.values())
    for file, layout in layouts.items():
        if file in chosen or (layout.wide and some_wide):
            continue
        rest = {code: column for code, column in layout.columns.items() if code not in covered}
        if rest:
            chosen[file] = replace(layout, columns=rest)
    return chosen


def _first_difference(first: Path, column: int, second: Path, position: int) -> str | None:
    """Where two files first disagree about a series, as text for an error."""
    one, two = _cells(first, column), _cells(second, position)
    while True:
        a, b = next(one, None), next(two, None)
        if a is None or b is None:
            left = a or b
            return None if left is None else f"only one goes on to {left[0]}"
        if a[0] != b[0] or not _same(a[1], b[1]):
            return f"{a[0]}: {a[1] or 'missing'} and {b[0]}: {b[1] or 'missing'}"


def _same(a: str, b: str) -> bool:
    try:
        return float(a) == float(b)
    except ValueError:
        return a == b


def _cells(path: Path, column: int) -> Iterator[tuple[str, str]]:
    """Date and value of each row that has a value."""
    text = path.read_text(encoding="utf-8-sig")
    layout = layout_of(text, path.stem, {}, str(path))
    if layout is None:
        return
    for _, row in rows_below(text, layout):
        if len(row) > column and row[column].strip() not in MISSING:
            yield row[layout.dates].strip(), row[column].strip()
