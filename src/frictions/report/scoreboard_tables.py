"""The scoreboard as tables for reading: counts by part of the sources, and what differs."""

import pandas as pd

from frictions.report.table import Table

SHOWN_DIGITS = 5

WIDTHS = (0.39, 0.105, 0.11, 0.15, 0.14)
"""Columns in LaTeX, shares of the text's width."""


def scoreboard_table(items: pd.DataFrame, summary: pd.DataFrame) -> Table:
    """Counts of verdicts by part, then every item that differs with its cause.

    Parameters
    ----------
    items : DataFrame
        The contract's ``scoreboard.csv``, all cells as texts.
    summary : DataFrame
        The contract's ``scoreboard_summary.csv``.

    Returns
    -------
    Table
        Rows of parts hold counts in the column ``verdict``; rows of items follow.
    """
    counts = pd.DataFrame(
        {
            "part or item": summary["part"],
            "published": "",
            "replicated": "",
            "verdict": [_counted(row) for row in summary.to_dict("records")],
            "cause": "",
        }
    )
    differing = items[items["verdict"] == "differs"]
    rows = pd.DataFrame(
        {
            "part or item": differing["item"] + " (" + differing["place"] + ")",
            "published": differing["published"],
            "replicated": [_short(text) for text in differing["replicated"]],
            "verdict": "differs",
            "cause": differing["cause"],
        }
    )
    causes = differing["cause"].value_counts().sort_index()
    notes = (
        "exact: agrees to the printed digits; close: within 5 percent, or within two sampling standard deviations of a "
        "simulated moment; sign: same sign, or the statement holds; config/scoreboard.yaml has every rule.",
        "Causes: " + ", ".join(f"{cause} {count}" for cause, count in causes.items()) + ".",
    )
    frame = pd.concat([counts, rows], ignore_index=True)
    return Table("table_scoreboard", "Scoreboard: verdicts by part, and every item that differs", frame, {}, notes)


def _counted(row: dict[str, object]) -> str:
    verdicts = [f"{row[name]} {name}" for name in row if name not in ("part", "items") and row[name]]
    return f"{row['items']} items: " + ", ".join(verdicts)


def _short(text: str) -> str:
    """A number with few digits; a word as it is."""
    try:
        return f"{float(text):.{SHOWN_DIGITS}g}"
    except ValueError:
        return text
