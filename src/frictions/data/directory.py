"""The ``directory`` source: which file of the folders a user names holds which series.

Only headers are read here, and of text files only the first lines: the workflow does this every time it starts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from frictions.data.file_tables import SUFFIXES, tables_at, tables_of
from frictions.data.forms import FileForm, form_of
from frictions.data.layout import MISSING, BadSeriesFile, layout_of, rows_below
from frictions.errors import FrictionsError


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
        By code: for the first entry of ``data.directory`` that holds it, the files there.
    code_of, forms : mapping
        As in :func:`directory_index`.
    """

    candidates: Mapping[str, tuple[Path, ...]]
    code_of: Mapping[str, str]
    forms: Mapping[str, FileForm]

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
        first, *others = self.candidates[code]
        for path in others:
            if difference := _first_difference(self._cells(first, code), self._cells(path, code)):
                raise AmbiguousSeries(
                    f"series {code}: {first} and {path.name} differ ({difference}); "
                    "say which with data.vintage, a part of the file's name, or name the file in data.directory"
                )
        return first

    def _cells(self, path: Path, code: str) -> Iterator[tuple[str, str]]:
        """Date and value of each row that has a value."""
        form = form_of(path, self.forms)
        for table in tables_of(path.read_bytes(), str(path), self.code_of, form):
            layout = layout_of(table.text, path.stem, self.code_of, table.name, form)
            if layout is None or code not in layout.columns:
                continue
            column = layout.columns[code]
            for _, row in rows_below(table.text, layout):
                if len(row) > column and row[column].strip() not in MISSING:
                    yield row[layout.dates].strip(), row[column].strip()
            return


def directory_index(
    paths: Sequence[Path],
    vintage: str | None,
    code_of: Mapping[str, str],
    forms: Mapping[str, FileForm] | None = None,
) -> DirectoryIndex:
    """Look through files and folders, the first ones first.

    Parameters
    ----------
    paths : sequence of Path
        Files, or folders whose files of series on the top level are looked at.
    vintage : str or None
        Part of a file's name: in a folder, other wide files are then left out, and so are other files of a series
        that a matching file holds.
    code_of : mapping
        Catalogue code by mnemonic in lower case.
    forms : mapping, optional
        What is stated about files, by name of the file.

    Returns
    -------
    DirectoryIndex

    Raises
    ------
    NoSuchDirectory
        If a path is missing or holds no series, or no file of any folder matches the vintage.
    BadSeriesFile
        If a named file, or one in a folder that has the name of a series, is no file of series.
    """
    if not paths:
        raise NoSuchDirectory("data.directory: name a file or folder that holds the series")
    stated = forms or {}
    found: dict[str, tuple[Path, ...]] = {}
    folders, matched = 0, False
    for path in paths:
        if path.is_dir():
            folders += 1
            contents = _folder(path, code_of, stated)
            if vintage is not None and any(vintage in file.name for file in contents):
                matched = True
                contents = _of_vintage(contents, vintage)
        elif path.is_file():
            contents = {path: _contents(path, code_of, stated)}
            if not contents[path].codes:
                raise BadSeriesFile(f"{path}: it holds no series of the catalogue{contents[path].seen}")
        else:
            raise NoSuchDirectory(f"data.directory: {path} does not exist")
        here: dict[str, list[Path]] = {}
        for file, held in contents.items():
            for code in held.codes:
                here.setdefault(code, []).append(file)
        for code, files in here.items():
            found.setdefault(code, tuple(files))
    if vintage is not None and folders and not matched:
        raise NoSuchDirectory(f"data.vintage: no file in {', '.join(map(str, paths))} has {vintage!r} in its name")
    return DirectoryIndex(found, code_of, stated)


@dataclass(frozen=True)
class _Contents:
    """Codes that a file holds, whether it has more than one column of values, and its names of columns in words."""

    codes: frozenset[str]
    wide: bool
    seen: str = ""


def _contents(path: Path, code_of: Mapping[str, str], forms: Mapping[str, FileForm]) -> _Contents:
    form = form_of(path, forms)
    tables = tables_at(path, code_of, form)
    layouts = [layout_of(table.text, path.stem, code_of, table.name, form) for table in tables]
    known = [layout for layout in layouts if layout is not None]
    codes = frozenset(code for layout in known for code in layout.columns)
    names = [repr(name) for layout in known for name in layout.header][:8]
    seen = f"; its columns are called {', '.join(names)}" if names else "; no line names a column of dates above one"
    return _Contents(codes, any(layout.wide for layout in known) or len(known) > 1, seen)


def _folder(folder: Path, code_of: Mapping[str, str], forms: Mapping[str, FileForm]) -> dict[Path, _Contents]:
    contents = {}
    for file in sorted(folder.iterdir()):
        # Excel keeps a file ~$name beside a workbook that is open.
        if file.suffix.lower() in SUFFIXES and not file.name.startswith((".", "~$")) and file.is_file():
            held = _contents(file, code_of, forms)
            if held.codes:
                contents[file] = held
            elif file.stem.lower() in code_of:
                # Another supplier would take its place without a word.
                code = code_of[file.stem.lower()]
                raise BadSeriesFile(f"{file}: it has the name of series {code} and holds none{held.seen}")
    if not contents:
        raise NoSuchDirectory(f"data.directory: no file in {folder} holds a series of the catalogue")
    return contents


def _of_vintage(contents: Mapping[Path, _Contents], vintage: str) -> dict[Path, _Contents]:
    """Leave out the other vintages of a folder."""
    chosen = {file: held for file, held in contents.items() if vintage in file.name}
    covered = frozenset(code for held in chosen.values() for code in held.codes)
    some_wide = any(held.wide for held in chosen.values())
    for file, held in contents.items():
        if file not in chosen and not (held.wide and some_wide) and held.codes - covered:
            chosen[file] = _Contents(held.codes - covered, held.wide)
    return chosen


def _first_difference(one: Iterator[tuple[str, str]], two: Iterator[tuple[str, str]]) -> str | None:
    """Where two files first disagree about a series, as text for an error."""
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
