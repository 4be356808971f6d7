"""Tables of many rows of text: in LaTeX they run over pages, in columns of given widths."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from frictions.data.files import write_atomically
from frictions.report.table import RENDERINGS, Table


def to_long_latex(table: Table, widths: Sequence[float]) -> str:
    """A table over several pages that needs the LaTeX packages booktabs and longtable.

    Parameters
    ----------
    table : Table
        All cells are texts.
    widths : sequence of float
        Widths of the columns, shares of the text's width.

    Returns
    -------
    str
    """
    columns = "".join(f"p{{{width:.3g}\\textwidth}}" for width in widths)
    shown = table.frame.astype(str)
    styler = shown.style.hide(axis="index").format(escape="latex").format_index(escape="latex", axis="columns")
    body = styler.to_latex(
        environment="longtable",
        hrules=True,
        column_format=columns,
        caption=table.title,
        label=f"tab:{table.name}",
    )
    # Names of items and formulas have no blanks: let them break.
    for mark in (r"\_", "/"):
        body = body.replace(mark, rf"{mark}\allowbreak{{}}")
    body = body.replace(f"tab:{table.name}".replace("_", r"\_\allowbreak{}"), f"tab:{table.name}")
    notes = shown_notes(table)
    return f"\\begingroup\\footnotesize\\setlength{{\\tabcolsep}}{{3pt}}\\sloppy\n{body}{notes}\\endgroup\n"


def shown_notes(table: Table) -> str:
    """The sentences below the table, escaped as its cells are."""
    frame = table.frame.iloc[:0].reindex(range(len(table.notes)))
    frame = frame.assign(**{frame.columns[0]: list(table.notes)}).iloc[:, :1]
    lines = frame.style.hide(axis="index").hide(axis="columns").format(escape="latex").to_latex().splitlines()
    return "".join(line.removesuffix(r"\\").rstrip() + "\\par\n" for line in lines if not line.startswith("\\"))


def write_long_table(table: Table, paths: Iterable[str], widths: Sequence[float]) -> None:
    """Write a table once for each path, in the form that its ending names; LaTeX over several pages."""
    for path in map(Path, paths):
        text = to_long_latex(table, widths) if path.suffix == ".tex" else RENDERINGS[path.suffix[1:]](table)
        write_atomically(path, text.encode())
