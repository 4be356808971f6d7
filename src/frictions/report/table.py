"""One table, four renderings: the CSV holds the numbers, the others show them rounded.

A title, a note or a text may come from a file of somebody else. No rendering lets it be anything but text: not markup,
not a formula of a spreadsheet, not another row.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape

import numpy as np
import pandas as pd

from frictions.plain_text import as_cell, as_markdown, one_line
from frictions.report.latex_table import latex_table


@dataclass(frozen=True)
class Table:
    """A table and what a reader must know of it.

    Attributes
    ----------
    name : str
        File name without ending, e.g. ``table_1_3``; also the LaTeX label.
    title : str
        Caption.
    frame : DataFrame
        Full-precision values, one column a field, in the order of the columns shown; texts are left-aligned.
    decimals : mapping of str to int
        Digits after the point in the rounded renderings, by column; three where a column is absent.
    notes : tuple of str
        Sentences below the table.
    row_decimals : mapping of int to int
        Digits in rows whose numbers have another unit, by position; they go before the columns'.
    in_print : DataFrame, optional
        What LaTeX shows in place of the frame where a page needs another layout or has no room for all columns.
    """

    name: str
    title: str
    frame: pd.DataFrame
    decimals: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    row_decimals: Mapping[int, int] = field(default_factory=dict)
    in_print: pd.DataFrame | None = None


def to_csv(table: Table) -> str:
    """All digits, no notes: the file that other programs read.

    A spreadsheet takes a text that begins like a formula for one, so such a text begins with an apostrophe.
    """
    frame = table.frame.copy()
    for column, numeric in zip(table.frame, _numeric(table), strict=True):
        if not numeric:
            frame[column] = [as_cell(value) if isinstance(value, str) else value for value in frame[column]]
    return frame.set_axis([as_cell(str(name)) for name in frame], axis=1).to_csv(index=False, lineterminator="\n")


def to_latex(table: Table) -> str:
    """A floating table that needs the LaTeX packages booktabs and threeparttable."""
    if table.in_print is not None:
        return to_latex(replace(table, frame=table.in_print, in_print=None))
    shown = _rounded(table)
    rows = [[str(cell) for cell in row] for row in shown.itertuples(index=False)]
    numeric = [number or _set_as_numbers([row[i] for row in rows]) for i, number in enumerate(_numeric(table))]
    return latex_table(table.name, table.title, list(map(str, shown)), rows, numeric, table.notes)


def to_markdown(table: Table) -> str:
    """A pipe table under its title."""
    alignment = ["right" if numeric else "left" for numeric in _numeric(table)]
    shown = _rounded(table).map(as_markdown)
    shown = shown.set_axis([as_markdown(str(name)) for name in shown], axis=1)
    body = shown.to_markdown(index=False, disable_numparse=True, colalign=alignment)
    notes = "".join(f"\n{as_markdown(note)}\n" for note in table.notes)
    return f"**{as_markdown(table.title)}**\n\n{body}\n{notes}"


def to_html(table: Table) -> str:
    """A ``<table>`` with caption and footnotes, without styles of its own."""
    body = _rounded(table).to_html(index=False, border=0, na_rep="", classes="replication", justify="left")
    start = body.index(">") + 1
    notes = "".join(f"<p>{escape(one_line(note))}</p>" for note in table.notes)
    foot = f"<tfoot><tr><td colspan='{table.frame.shape[1]}'>{notes}</td></tr></tfoot>" if notes else ""
    body = f"{body[:start]}\n<caption>{escape(one_line(table.title))}</caption>{body[start:]}"
    return body.replace("</tbody>", f"</tbody>{foot}") + "\n"


_NUMBER, _WORD = re.compile(r"\(?-?[\d.,]+\)?"), re.compile(r"\(?[a-z]+\)?")

RENDERINGS = {"csv": to_csv, "tex": to_latex, "md": to_markdown, "html": to_html}
"""Rendering by file ending."""


def _numeric(table: Table) -> list[bool]:
    return [pd.api.types.is_numeric_dtype(table.frame[column]) for column in table.frame]


def _set_as_numbers(cells: Sequence[str]) -> bool:
    """Whether texts are numbers laid out for print: some in parentheses, and here and there a word in place of one."""
    filled = [cell for cell in cells if cell]
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in filled)
    words = sum(_WORD.fullmatch(cell) is not None for cell in filled)
    return numbers > words and numbers + words == len(filled)


def _rounded(table: Table) -> pd.DataFrame:
    """Texts as they are shown; an empty cell where a number is missing."""
    shown = pd.DataFrame(index=table.frame.index)
    for column, numeric in zip(table.frame, _numeric(table), strict=True):
        values = table.frame[column]
        if numeric:
            default = table.decimals.get(column, 3)
            shown[column] = [
                "" if np.isnan(value) else f"{value:.{table.row_decimals.get(row, default)}f}"
                for row, value in enumerate(values.astype(float))
            ]
        else:
            shown[column] = [one_line(value) for value in values.fillna("").astype(str)]
    return shown.set_axis([one_line(str(name)) for name in shown], axis=1)
