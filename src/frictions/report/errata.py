"""Misprints of the sources: what is printed, what is right, and the test that proves it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from frictions.errors import FrictionsError
from frictions.report.table import Table

COLUMNS = ["erratum", "source", "place", "printed", "correct", "consequence", "changes_numbers", "test"]

WIDTHS = (0.11, 0.12, 0.155, 0.155, 0.135, 0.075, 0.13)
"""Columns of the table in LaTeX, shares of the text's width."""


class WrongErratum(FrictionsError):
    """An entry of the errata is incomplete; the message names it and what is missing."""


def errata_frame(settings: Mapping[str, Any]) -> pd.DataFrame:
    """One row an erratum, in the order of the settings.

    Parameters
    ----------
    settings : mapping
        Content of ``config/errata.yaml``: ``sources`` (name to document) and ``errata``.

    Returns
    -------
    DataFrame
        Columns ``COLUMNS``; ``changes_numbers`` is ``yes`` or ``no``, ``test`` a pytest node.

    Raises
    ------
    WrongErratum
        If a field is missing.
    """
    rows = []
    for name, entry in settings["errata"].items():
        try:
            rows.append(
                {
                    "erratum": name,
                    "source": settings["sources"][entry["source"]],
                    "place": entry["place"],
                    "printed": entry["printed"],
                    "correct": entry["correct"],
                    "consequence": entry["consequence"],
                    "changes_numbers": "yes" if entry["changes"] else "no",
                    "test": entry["test"],
                }
            )
        except KeyError as missing:
            raise WrongErratum(f"erratum {name}: no {missing.args[0]!r}") from None
    return pd.DataFrame(rows, columns=COLUMNS)


def errata_table(frame: pd.DataFrame) -> Table:
    """The errata for reading.

    Parameters
    ----------
    frame : DataFrame
        See :func:`errata_frame`.
    """
    shown = frame.drop(columns="test").assign(test=frame["test"].str.split("::").str[-1].str.replace("_", " "))
    shown["erratum"] = shown["erratum"].str.replace("_", " ")
    shown["place"] = shown.pop("source") + ", " + shown["place"]
    shown = shown.rename(columns={"changes_numbers": "changes numbers", "test": "proved by"})
    changing = int((frame["changes_numbers"] == "yes").sum())
    note = f"{len(frame)} errata; a printed number or date depends on {changing}. results/errata.csv names the tests."
    return Table("table_errata", "Errata of the sources", shown, {}, (note,))
