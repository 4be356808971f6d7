"""Tables as a page lays them out: models or regressions as columns, errors in parentheses below."""

from collections.abc import Mapping, Sequence

import pandas as pd

Cell = tuple[str, str]
"""A number and what stands below it, as they are printed; either may be empty."""


def errors_below(first: str, columns: Sequence[str], rows: Sequence[tuple[str, Mapping[str, Cell]]]) -> pd.DataFrame:
    """One line a row, and one below it where a column has something to say of its number.

    Parameters
    ----------
    first : str
        Heading of the names of the rows.
    columns : sequence of str
        The other headings.
    rows : sequence of (str, mapping of str to Cell)
        Name of the row and its cells by column; a column that is left out is empty.

    Returns
    -------
    DataFrame
        Texts.
    """
    lines = []
    for name, cells in rows:
        shown = [cells.get(column, ("", "")) for column in columns]
        lines.append([name, *(number for number, _ in shown)])
        if any(below for _, below in shown):
            lines.append(["", *(below for _, below in shown)])
    return pd.DataFrame(lines, columns=[first, *columns])


def in_parentheses(value: float | None, decimals: int) -> str:
    """A number in parentheses; nothing where there is none."""
    return "" if value is None or pd.isna(value) else f"({value:.{decimals}f})"


def printed(value: float | None, decimals: int) -> str:
    """A number as it is printed; nothing where there is none."""
    return "" if value is None or pd.isna(value) else f"{value:.{decimals}f}"
