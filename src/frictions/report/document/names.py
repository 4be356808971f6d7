"""How tables and figures are called in the report."""

import re
from pathlib import PurePosixPath

_NUMBERED = re.compile(r"(table|figure)_([a-z]|\d+)_(\d+)")
_NAMED = re.compile(r"(Table|Figure)s? ([A-Z]|\d+)\.(\d+)")
_KINDS = {".html": "table", ".svg": "figure"}


def item_name(path: str) -> str:
    """Name of a table or figure by its file: unique, and beginning with its kind.

    Parameters
    ----------
    path : str
        Rendering under ``results``: ``.html`` for a table, ``.svg`` for a figure.

    Returns
    -------
    str

    Examples
    --------
    >>> item_name("results/tables/table_1_3.html"), item_name("results/vintages/first_last/effects.svg")
    ('table_1_3', 'figure_vintages_first_last_effects')
    """
    file = PurePosixPath(path)
    if file.parent.name in ("tables", "figures"):
        return file.stem
    return "_".join([_KINDS[file.suffix], *file.parts[1:-1], file.stem])


def item_label(name: str) -> str:
    """Label of a table or figure: its kind, and its number in the source where it has one.

    Parameters
    ----------
    name : str
        See :func:`item_name`.

    Returns
    -------
    str

    Examples
    --------
    >>> [item_label(name) for name in ("figure_1_16", "table_a_1", "table_figure_1_9", "figure_info_sen")]
    ['Figure 1.16', 'Table A.1', 'Table to Figure 1.9', 'Figure']
    """
    numbered = _NUMBERED.fullmatch(name)
    if numbered:
        kind, chapter, number = numbered.groups()
        return f"{kind.capitalize()} {chapter.upper()}.{number}"
    kind, _, rest = name.partition("_")
    return f"{kind.capitalize()} to {item_label(rest)}" if _NUMBERED.fullmatch(rest) else kind.capitalize()


def named_in(place: str) -> str:
    """Name of the table or figure that a place in the source is about; empty where it names none.

    Examples
    --------
    >>> named_in("section 1.5.3, text on Figure 1.8"), named_in("Table A.1"), named_in("section 2.5.2")
    ('figure_1_8', 'table_a_1', '')
    """
    found = _NAMED.search(place)
    return "_".join(part.lower() for part in found.groups()) if found else ""


def readable(name: str) -> str:
    """A name of the code as words."""
    return name.replace("_", " ").strip()
