"""What a user states about a file of series where the file itself leaves it open: the setting ``data.forms``.

Only the standard library is imported: the workflow looks at files every time it starts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frictions.errors import FrictionsError

DATE_ORDERS = ("day first", "month first")

SEPARATORS = {"decimal": (".", ","), "thousands": (",", ".", " ", "'")}


class BadForm(FrictionsError):
    """A statement about a file that cannot be used; the message names setting and file."""


@dataclass(frozen=True)
class FileForm:
    """How to read a file.

    Attributes
    ----------
    sheet : str or None
        Sheet of a workbook to read; None: every visible one.
    date_column : str or None
        Name of the column of dates; None: one of the names in :data:`frictions.data.layout.DATE_HEADERS`.
    dates : {"day first", "month first"} or None
        How 1/2/1990 is to be read; None: as the dates of the whole column allow.
    decimal : {".", ","} or None
        Before the decimals; None: a point, and in files of semicolons a comma where it cannot be one of thousands.
    thousands : {",", ".", " ", "'"} or None
        Between groups of three digits; None: a number with such a separator is refused.
    columns : mapping
        Name of a column by catalogue code, where it is not the code's mnemonic or more than one column could be it.
    """

    sheet: str | None = None
    date_column: str | None = None
    dates: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


UNSTATED = FileForm()
"""Nothing is stated: the file has to speak for itself."""


def form_of(path: Path, forms: Mapping[str, FileForm]) -> FileForm:
    """Give what is stated about a file, which is known by its name without the folder."""
    return forms.get(path.name, UNSTATED)


def load_forms(mapping: Any) -> dict[str, FileForm]:
    """Check the setting ``data.forms``: name of a file to what is stated about it.

    Raises
    ------
    BadForm
        If a key or value is not known.
    """
    if not isinstance(mapping, Mapping):
        raise BadForm(f"data.forms: {mapping!r} is not a mapping from names of files to how they are read")
    return {str(name): _form(str(name), stated) for name, stated in mapping.items()}


def _form(name: str, stated: Any) -> FileForm:
    where = f"data.forms: {name}"
    if not isinstance(stated, Mapping):
        raise BadForm(f"{where}: {stated!r} is not a mapping")
    known = tuple(vars(UNSTATED))
    if unknown := [key for key in stated if key not in known]:
        raise BadForm(f"{where}: unknown {', '.join(map(str, unknown))}; choose from {', '.join(known)}")
    columns = stated.get("columns", {})
    if not isinstance(columns, Mapping) or not all(isinstance(column, str) for column in columns.values()):
        raise BadForm(f"{where}: columns: {columns!r} is not a mapping from series to names of columns")
    texts = {key: value for key, value in stated.items() if key != "columns" and value is not None}
    if wrong := next((key for key, value in texts.items() if not isinstance(value, str)), None):
        raise BadForm(f"{where}: {wrong}: {texts[wrong]!r} is not a text")
    for key, choices in {"dates": DATE_ORDERS, **SEPARATORS}.items():
        if key in texts and texts[key] not in choices:
            raise BadForm(f"{where}: {key}: {texts[key]!r}; choose from {', '.join(map(repr, choices))}")
    form = FileForm(**texts, columns={str(code): column for code, column in columns.items()})
    if form.thousands is not None and form.thousands == (form.decimal or "."):
        raise BadForm(f"{where}: {form.thousands!r} cannot stand before the decimals and between thousands; state both")
    return form
