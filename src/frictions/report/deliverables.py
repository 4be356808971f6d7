"""Writing tables and figures in all the forms that a rule names."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from frictions.data.files import write_atomically
from frictions.report.house_style import figure_bytes
from frictions.report.table import RENDERINGS, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def write_table(table: Table, paths: Iterable[str]) -> None:
    """Write a table once for each path, in the form that its ending names (csv, tex, md, html)."""
    for path in map(Path, paths):
        write_atomically(path, RENDERINGS[path.suffix[1:]](table).encode())


def write_figure(figure: "Figure", paths: Iterable[str]) -> None:
    """Write a figure once for each path, in the form that its ending names (pdf, svg, png)."""
    for path in map(Path, paths):
        write_atomically(path, figure_bytes(figure, path.suffix[1:]))
