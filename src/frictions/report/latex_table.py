"""Tables for a journal: booktabs rules, notes by threeparttable, symbols as mathematics, nothing scaled.

A bare ``article`` with the packages booktabs and threeparttable is enough. Columns of text get widths, so that every
table fits between the margins at a size that can be read.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from frictions.plain_text import one_line
from frictions.report.labels import SYMBOLS

TEXT_WIDTH = 345.0
"""Width of the text of an ``article`` on paper of any size, points."""

SIZES = {"small": 4.9, "footnotesize": 4.5, "scriptsize": 4.2}
"""Sizes of type that are tried, the largest first, and the width of a letter of Computer Modern in points."""

LINE = {"small": 11.0, "footnotesize": 9.5, "scriptsize": 8.0}
"""Height of a line by size of type, points."""

FLOAT_HEIGHT = 480.0
"""Height up to which a table and its notes float together, points: the page of an ``article`` has 550."""

RAGGED = 1.25
"""Lines of a text in a narrow column over those that it would fill to the edge."""

FULL = 0.85
"""Share of the width that words and numbers may take before a smaller size is tried."""

HYPHENATED = 8
"""Letters from which a word of a text may be broken, where the table does not fit otherwise."""

TEXT_CELL, NUMBER_HEAD = r"\textcell", r"\numberhead"
"""Commands of a table: ragged lines whose end of the row keeps its meaning, without the package array."""

SEPARATION = 2.5
"""Points on either side of a column."""

_SPECIALS = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "\N{MINUS SIGN}": r"$-$",
    "ε": r"$\varepsilon$",
    "φ": r"$\varphi$",
    "Δ": r"$\Delta$",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "²": r"$^2$",
    "√": r"$\surd$",
}
_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
}
_LATEX = str.maketrans(_SPECIALS | {letter: rf"$\{name}$" for letter, name in _GREEK.items()})

# Where a long name without blanks may break.
_BREAKS = re.compile(r"(\\_|/)(?=.)")


def latex_text(text: str) -> str:
    """A text that LaTeX shows as it stands; Greek letters become mathematics."""
    return one_line(text).translate(_LATEX)


def latex_cell(text: str) -> str:
    """A cell or a heading: the name of a parameter or a moment is set as its symbol, other texts as they stand."""
    return _BREAKS.sub(r"\1\\allowbreak{}", latex_text(text)) if text not in SYMBOLS else _symbol(text)


def _symbol(text: str) -> str:
    return SYMBOLS[text].replace(")/", r")/\allowbreak{}")


def latex_table(
    name: str,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    notes: Sequence[str],
) -> str:
    """A floating table with its caption and notes.

    Parameters
    ----------
    name : str
        Of the file without its ending; also the label.
    title : str
        Caption.
    columns : sequence of str
        Headings.
    rows : sequence of sequence of str
        Cells as they are shown.
    numeric : sequence of bool
        By column: whether it holds numbers, which are set to the right on one line.
    notes : sequence of str
        Sentences below the table.

    Returns
    -------
    str
    """
    size, widths = column_widths(columns, rows, numeric)
    shape = Shape(size, tuple(widths), tuple(numeric))
    pages = _pages(shape, rows)
    apart = bool(notes) and _height(shape, pages[-1], notes) > FLOAT_HEIGHT
    floats = []
    for number, page in enumerate(pages):
        # A table of several pages keeps its number.
        caption = (
            [rf"\caption{{{latex_text(title)}}}", rf"\label{{tab:{name}}}"]
            if number == 0
            else [r"\addtocounter{table}{-1}", rf"\caption{{{latex_text(title)} (continued)}}"]
        )
        below = _notes(notes) if notes and not apart and number == len(pages) - 1 else []
        floats += _float(shape, columns, page, caption, below)
    return "\n".join([*floats, *(_notes_apart(name, notes) if apart else []), ""])


@dataclass(frozen=True)
class Shape:
    """Size of type, and by column its width in points and whether it holds numbers."""

    size: str
    widths: tuple[float, ...]
    numeric: tuple[bool, ...]


def _float(
    shape: Shape, columns: Sequence[str], rows: Sequence[Sequence[str]], caption: Sequence[str], below: Sequence[str]
) -> list[str]:
    """Lines of one floating table."""
    by_column = list(zip(shape.widths, shape.numeric, strict=True))
    alignment = "".join("r" if number else f"p{{{width:.1f}pt}}" for width, number in by_column)
    head = [
        rf"\multicolumn{{1}}{{p{{{width:.1f}pt}}}}{{{_ragged(latex_cell(column), number)}}}"
        for column, (width, number) in zip(columns, by_column, strict=True)
    ]
    lines = [
        [
            latex_cell(cell) if number else _ragged(latex_cell(cell), False)
            for cell, number in zip(row, shape.numeric, strict=True)
        ]
        for row in rows
    ]
    return [
        r"\begin{table}",
        r"\centering",
        r"\begin{threeparttable}",
        *caption,
        rf"\{shape.size}\setlength{{\tabcolsep}}{{{SEPARATION:g}pt}}",
        *(
            rf"\newcommand{{{command}}}{{\ragged{side}\let\\\tabularnewline\hspace{{0pt}}}}"
            for command, side in ((TEXT_CELL, "right"), (NUMBER_HEAD, "left"))
        ),
        rf"\begin{{tabular*}}{{\textwidth}}{{@{{\extracolsep{{\fill}}}}{alignment}}}",
        r"\toprule",
        " & ".join(head) + r" \\",
        r"\midrule",
        *(" & ".join(line) + r" \\" for line in lines),
        r"\bottomrule",
        r"\end{tabular*}",
        *below,
        r"\end{threeparttable}",
        r"\end{table}",
    ]


def _pages(shape: Shape, rows: Sequence[Sequence[str]]) -> list[list[Sequence[str]]]:
    """Rows by the page that they fit on."""
    pages: list[list[Sequence[str]]] = [[]]
    for row in rows:
        if pages[-1] and _height(shape, [*pages[-1], row], []) > FLOAT_HEIGHT:
            pages.append([])
        pages[-1].append(row)
    return pages


def column_widths(
    columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool]
) -> tuple[str, list[float]]:
    """The largest size of type at which the table fits, and the widths of its columns in points.

    A column of numbers is as wide as its widest number or word of its heading. What is left goes to the columns of text
    by what they would like to have. Where the table does not fit at the smallest size, long words may be broken.
    """
    room = TEXT_WIDTH - 2 * SEPARATION * len(columns)
    cells = [[row[i] for row in rows] for i in range(len(columns))]
    numbers = [max([0, *map(len, own)]) if number else 0 for own, number in zip(cells, numeric, strict=True)]
    texts = [
        [column] if number else [column, *own] for column, own, number in zip(columns, cells, numeric, strict=True)
    ]
    words = [max(_longest_word(own), width) for own, width in zip(texts, numbers, strict=True)]
    lines = [max([*map(len, own), width]) for own, width in zip(texts, numbers, strict=True)]
    size = next((name for name, letter in SIZES.items() if letter * sum(words) <= FULL * room), list(SIZES)[-1])
    letter = SIZES[size]
    if letter * sum(words) > FULL * room:
        words = [max(_longest_word(own, HYPHENATED), width) for own, width in zip(texts, numbers, strict=True)]
    # Half a letter more, since some are wider.
    least = [letter * (word + 0.5) for word in words]
    more = [
        0.0 if number else letter * max(line - word, 0)
        for line, word, number in zip(lines, words, numeric, strict=True)
    ]
    spare = room - sum(least)
    if spare <= 0:
        return size, [low * room / sum(least) for low in least]
    share = min(1.0, spare / sum(more)) if sum(more) else 0.0
    return size, [low + share * extra for low, extra in zip(least, more, strict=True)]


def _longest_word(texts: Sequence[str], hyphenated: int = 1000) -> int:
    """Letters of the longest piece of some texts that may not break: of a word, no more than ``hyphenated``."""
    pieces = [piece.strip() for text in texts for piece in re.split(r"(?<=[\s/_-])", _as_read(text))]
    return max([1, *(min(len(piece), hyphenated) if piece.isalpha() else len(piece) for piece in pieces)])


def _height(shape: Shape, rows: Sequence[Sequence[str]], notes: Sequence[str]) -> float:
    """About how high a table and its notes are together, points."""
    letter = SIZES[shape.size]
    filled = [[letter * len(cell) / width for cell, width in zip(row, shape.widths, strict=True)] for row in rows]
    lines = sum(max(1 if share <= 1.0 else math.ceil(RAGGED * share) for share in row) for row in filled)
    noted = sum(1 + len(note) * SIZES["scriptsize"] / TEXT_WIDTH for note in notes)
    return LINE[shape.size] * (lines + 6) + LINE["scriptsize"] * noted


def _as_read(text: str) -> str:
    """About as many letters as LaTeX sets: a symbol counts without its commands."""
    return re.sub(r"[$_^{}]", "", re.sub(r"\\[A-Za-z]+", "x", SYMBOLS.get(text, text)))


def _ragged(text: str, right: bool) -> str:
    """A cell of several lines, by the commands that the table defines."""
    return rf"{NUMBER_HEAD if right else TEXT_CELL}{{}}{text}" if text else ""


def _notes(notes: Sequence[str]) -> list[str]:
    return [
        r"\begin{tablenotes}[flushleft]",
        r"\scriptsize",
        *(rf"\item[] {latex_text(note)}" for note in notes),
        r"\end{tablenotes}",
    ]


def _notes_apart(name: str, notes: Sequence[str]) -> list[str]:
    text = " ".join(latex_text(note) for note in notes)
    return [rf"\par\noindent{{\footnotesize Notes to Table~\ref{{tab:{name}}}. {text}\par}}"]
