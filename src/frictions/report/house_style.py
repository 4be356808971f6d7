"""One look for all figures: colour-blind safe, readable in grey, the same bytes at every run."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from textwrap import fill
from typing import TYPE_CHECKING, Any

import matplotlib

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito (2008): distinct to colour-blind readers, and of different lightness in grey.
BLUE, ORANGE, GREEN, VERMILION, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#7F7F7F"

# Matplotlib types every key; ours are checked when they are used.
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.labelsize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.grid": True,
    "grid.color": "#E5E5E5",
    "grid.linewidth": 0.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "lines.linewidth": 1.6,
    "figure.constrained_layout.use": True,
    "savefig.dpi": 160,
    # A fixed salt and no date make the files a function of the numbers alone.
    "svg.hashsalt": "frictions",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
}

# In which a figure without a layout engine stays without.
_SETTLED: Any = {"figure.constrained_layout.use": False}

# What each form calls a description, and the key that keeps the date out.
_DESCRIPTION = {"pdf": "Subject", "svg": "Description", "png": "Description"}
_UNDATED = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {}}


LETTERS_PER_INCH = 18.1
"""Letters of a note on an inch of its line."""


@contextmanager
def house_style() -> Iterator[None]:
    """Draw inside this block."""
    matplotlib.use("Agg")
    with matplotlib.rc_context(STYLE):
        yield


def settle(figure: "Figure") -> None:
    """Place the panels once and for all: left to itself, every rendering would move them a little further."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    # By name ("none") an idle engine would stay, for which every rendering draws the figure twice.
    with matplotlib.rc_context(_SETTLED):
        figure.set_layout_engine(None)


def close_figure(figure: "Figure", title: str, note: str = "") -> "Figure":
    """Put the title above and the note below all panels, and fix the layout."""
    figure.suptitle(title, x=0.01, ha="left", fontsize=10)
    if note:
        letters = round(LETTERS_PER_INCH * figure.get_figwidth())
        figure.supxlabel(fill(note, letters), x=0.01, ha="left", fontsize=7, color="#444444")
    settle(figure)
    return figure


def figure_bytes(figure: "Figure", ending: str) -> bytes:
    """Render a figure as ``pdf``, ``svg`` or ``png``; equal figures give equal bytes.

    The file carries the figure's title and its note (the label below all panels) as metadata, so that a report can
    caption it and a screen reader can read it; in SVG the two drawn texts have the ids ``title`` and ``note``.
    """
    title, notes = figure.get_suptitle(), []
    for part in (figure, *figure.subfigs):
        for text in part.texts:
            if text.get_text() and text.get_text() == part.get_suptitle():
                text.set_gid("title")
            elif text.get_text() and text.get_text() == part.get_supxlabel():
                text.set_gid("note")
                notes.append(" ".join(text.get_text().split()))
    metadata = {"Title": title, _DESCRIPTION[ending]: " ".join(notes)}
    buffer = BytesIO()
    with matplotlib.rc_context(STYLE | _SETTLED):
        figure.savefig(
            buffer,
            format=ending,
            metadata=_UNDATED[ending] | {key: value for key, value in metadata.items() if value},
        )
    return buffer.getvalue()
