"""The scoreboard as the report shows it: by part of the sources, with counts and marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from frictions.errors import FrictionsError
from frictions.report.document.names import readable
from frictions.report.document.text_table import is_number
from frictions.verdicts import INPUTS, RELATIVE_TOLERANCE, SAMPLING_DEVIATIONS, UNEXPLAINED

COLUMNS = ["item", "source", "place", "published", "replicated", "difference", "rule", "verdict", "cause", "note"]
MODE_COLUMNS = ["item", "mode", "replicated", "difference", "verdict"]
MARKS = {"exact": "●", "close": "◐", "sign": "○", "not distinguishable": "≈", "differs": "✕", "not comparable": "–"}
"""A mark by verdict, from best to worst: told apart by shape, so that a copy in grey keeps them."""
MEANINGS = {
    "exact": "agrees to the printed digits",
    "close": f"within {RELATIVE_TOLERANCE:.0%}, or {SAMPLING_DEVIATIONS:g} sampling standard deviations if simulated",
    "sign": "the sign or the claim's direction holds",
    "not distinguishable": "hangs on a difference below the accuracy of the results",
    "differs": "does not hold; the scoreboard says why, or that no explanation holds",
    "not comparable": "the data are not available, or nothing is printed",
}
"""What a verdict says."""
RULES_IN_WORDS = {"exact": "digits", "close": f"within {RELATIVE_TOLERANCE:.0%}", "sign": "direction"}
"""What must agree for an item, in other words than those of the verdicts."""
SIGNIFICANT = 4
"""Digits shown of a replicated number; the CSV has all."""


class UnknownVerdict(FrictionsError):
    """The scoreboard holds a verdict that the report has no mark for; the message names it."""


@dataclass(frozen=True)
class Outcome:
    """A replicated value and its verdict, as texts."""

    replicated: str
    difference: str
    verdict: str


@dataclass(frozen=True)
class About:
    """What the settings say of an item.

    Attributes
    ----------
    part : str
        Part of the sources.
    words, symbol : str
        What it is called, see :func:`frictions.report.item_names.item_name_of`.
    file : str
        Where its replicated value is read; empty for a setting and for what cannot be compared.
    holds_in : str
        In how many other specifications the claim holds, for statements that are tried in them.
    """

    part: str
    words: str = ""
    symbol: str = ""
    file: str = ""
    holds_in: str = ""


@dataclass(frozen=True)
class Score:
    """One line of the scoreboard, as texts.

    Attributes
    ----------
    item, source, place, published, rule, cause, note : str
    about : About
    outcome : Outcome
        In the mode that counts.
    modes : dict of str to Outcome
        By mode, for items that have modes.
    """

    item: str
    source: str
    place: str
    published: str
    rule: str
    cause: str
    note: str
    about: About
    outcome: Outcome
    modes: dict[str, Outcome]

    @property
    def part(self) -> str:
        """Part of the sources."""
        return self.about.part


def read_scores(items: pd.DataFrame, modes: pd.DataFrame, about: Mapping[str, About]) -> list[Score]:
    """Lines of the scoreboard in its order.

    Parameters
    ----------
    items, modes : DataFrame
        The contract's ``scoreboard.csv`` and ``scoreboard_modes.csv``, columns ``COLUMNS`` and ``MODE_COLUMNS``.
    about : mapping of str to About
        By item; one of which nothing is said stands under its source by its own name.

    Raises
    ------
    UnknownVerdict
    """
    by_mode: dict[str, dict[str, Outcome]] = {}
    for row in _texts(modes):
        by_mode.setdefault(row["item"], {})[row["mode"]] = _outcome(row)
    return [
        Score(
            **{name: row[name] for name in ("item", "source", "place", "published", "rule", "cause", "note")},
            about=about.get(row["item"], About(part=row["source"], words=readable(row["item"]))),
            outcome=_outcome(row),
            modes=by_mode.get(row["item"], {}),
        )
        for row in _texts(items)
    ]


def verdict_counts(scores: Sequence[Score]) -> dict[str, dict[str, int]]:
    """Number of items by part and verdict; every part has every verdict, in the order of ``MARKS``."""
    counts: dict[str, dict[str, int]] = {}
    for score in scores:
        part = counts.setdefault(score.part, dict.fromkeys(MARKS, 0))
        part[score.outcome.verdict] += 1
    return counts


def result_counts(scores: Sequence[Score]) -> dict[str, Any]:
    """What is found, counted apart from what is put in.

    Returns
    -------
    dict
        ``parts`` (counts by verdict of the parts that hold results), ``all`` (of all results), ``unexplained`` (results
        that differ and have no explanation that holds), ``inputs`` (counts by verdict of the part ``INPUTS``).
    """
    parts = verdict_counts(scores)
    inputs = parts.pop(INPUTS, dict.fromkeys(MARKS, 0))
    return {
        "parts": parts,
        "all": {verdict: sum(part[verdict] for part in parts.values()) for verdict in MARKS},
        "unexplained": sum(score.part != INPUTS and score.cause == UNEXPLAINED for score in scores),
        "inputs": inputs,
    }


def shortened(text: str, digits: int = SIGNIFICANT) -> str:
    """A number with few significant digits; any other text as it is."""
    return f"{float(text):.{digits}g}" if is_number(text) and not text.lstrip("-+").isdigit() else text


def _outcome(row: Mapping[str, str]) -> Outcome:
    if row["verdict"] not in MARKS:
        raise UnknownVerdict(f"item {row['item']}: unknown verdict '{row['verdict']}'")
    return Outcome(shortened(row["replicated"]), shortened(row["difference"]), row["verdict"])


def _texts(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [
        {str(name): str(value) for name, value in row.items()} for row in frame.fillna("").to_dict(orient="records")
    ]
