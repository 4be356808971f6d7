"""Numbers as programs write them: a point or a comma before the decimals, and separators of thousands.

Only the standard library is imported: the workflow looks at files every time it starts.
"""

import math
import re
from collections.abc import Callable, Iterable

from frictions.data.forms import FileForm

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?(\d+(,\d*)?|,\d+)([eE][+-]?\d+)?")
_GROUPS_OF_COMMAS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
_GROUPS = re.compile(r"[+-]?\d{1,3}([., '\u00a0\u202f])\d{3}(\1\d{3})*([.,]\d+)?")


class UnclearNumber(ValueError):
    """A text that is not a number, or could be two; the message says why and what may be stated."""


def number_reader(texts: Iterable[str], delimiter: str, form: FileForm) -> Callable[[str], float]:
    """Choose how the numbers of one column are read.

    With semicolons between cells a comma stands before the decimals, unless every number that has one could also be
    an integer with separators of thousands: then only ``form`` can say which.

    Parameters
    ----------
    texts : iterable of str
        The column, missing values left out.
    delimiter : str
        Between the cells of the file.
    form : FileForm
        What is stated about the file.

    Returns
    -------
    callable
        From text to number; it raises :class:`UnclearNumber`.

    Raises
    ------
    UnclearNumber
        If the column can be read in two ways.
    """
    decimal, thousands = form.decimal, form.thousands
    if decimal is None and thousands is None and delimiter == ";":
        with_comma = [text for text in texts if "," in text]
        if with_comma and all(_GROUPS_OF_COMMAS.fullmatch(text) for text in with_comma):
            raise UnclearNumber(
                f"{with_comma[0]!r} has a comma before its decimals or between thousands; "
                "state decimal or thousands for this file under data.forms"
            )
        decimal = "," if with_comma else "."
    elif decimal is None:
        decimal = "."
    pattern = _DECIMAL_COMMA if decimal == "," else _NUMBER

    def read(text: str) -> float:
        plain = _without_groups(text, thousands, decimal) if thousands else text
        if not pattern.fullmatch(plain):
            raise UnclearNumber(f"{text!r} is not a number" + _hint(text, thousands))
        value = float(plain.replace(",", "."))
        if not math.isfinite(value):
            raise UnclearNumber(f"{text!r} is not a number")
        return value

    return read


def _without_groups(text: str, thousands: str, decimal: str) -> str:
    whole, point, decimals = text.partition(decimal)
    groups = whole.lstrip("+-").split(thousands)
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        return text
    return whole.replace(thousands, "") + point + decimals


def _hint(text: str, thousands: str | None) -> str:
    if thousands is None and _GROUPS.fullmatch(text):
        return "; if it has separators of thousands, state thousands for this file under data.forms"
    return ""
