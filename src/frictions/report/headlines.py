"""What each source claims, and what of it holds: the first screen of the report, read off the scoreboard."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import pandas as pd

from frictions.errors import FrictionsError
from frictions.report.document.scores import shortened
from frictions.verdicts import UNEXPLAINED, VERDICTS

HOLDS, IN_PART, FAILS, OPEN, ABSENT = (
    "holds",
    "holds in part",
    "does not hold",
    "cannot be decided",
    "cannot be compared",
)
OUTCOMES = {
    HOLDS: "every printed number, sign or statement behind it agrees at least in direction",
    IN_PART: "some of them agree, others do not",
    FAILS: "none of them agrees",
    OPEN: "it hangs on differences below the accuracy of the results",
    ABSENT: "its data are not available",
}
"""What is said of a claim, and what that means."""

AGREEING = ("exact", "close", "sign")
"""Verdicts of an item that speak for a claim."""

DIGITS = 3
"""Significant digits of a number in a sentence; the scoreboard has more."""

_PLACEHOLDER = re.compile(r"\{([^{}]+?)(\.published)?\}")


class WrongHeadline(FrictionsError):
    """A claim of ``config/headlines.yaml`` names an item that the scoreboard lacks; the message names both."""


@dataclass(frozen=True)
class Headline:
    """A claim of a source and what of it holds.

    Attributes
    ----------
    name, claim : str
        Short name; what the source says.
    outcome : str
        One of ``OUTCOMES``.
    items : tuple of str
        Items of the scoreboard behind it.
    verdicts : dict of str to int
        Their number by verdict, every verdict of the scoreboard in its order.
    unexplained : int
        Items that differ and have no explanation that holds.
    found : str
        What we get; empty where a number that it needs was not made.
    why : str
        The reason, where an item differs or cannot be compared; otherwise empty.
    holds_in : str
        In how many specifications the claim holds, where that was asked.
    figure : str
        Table or figure of the report to look at.
    pairs : tuple of (float, float)
        Printed and replicated number, for the items that are numbers and can be compared.
    curve : mapping
        File and variable of the responses to draw; empty where there are none.
    """

    name: str
    claim: str
    outcome: str
    items: tuple[str, ...]
    verdicts: dict[str, int]
    unexplained: int
    found: str
    why: str
    holds_in: str
    figure: str
    pairs: tuple[tuple[float, float], ...]
    curve: Mapping[str, str]

    @property
    def counted(self) -> str:
        """Its items by verdict, in words; what differs without an explanation is said."""
        told = [f"{number} {_in_words(verdict, number)}" for verdict, number in self.verdicts.items() if number]
        text = f"{', '.join(told)} of {len(self.items)}"
        return f"{text}; {self.unexplained} unexplained" if self.unexplained else text


@dataclass(frozen=True)
class Question:
    """What a source asks, and its claims in its order."""

    name: str
    title: str
    source: str
    question: str
    headlines: tuple[Headline, ...]

    @property
    def summary(self) -> str:
        """How many of its claims hold, in one sentence."""
        counts = Counter(headline.outcome for headline in self.headlines)
        told = [f"{counts[outcome]} {_plural(outcome, counts[outcome])}" for outcome in OUTCOMES if counts[outcome]]
        claims = "claim" if len(self.headlines) == 1 else "claims"
        return f"{self.title} ({self.source}): of {len(self.headlines)} headline {claims} {_listed(told)}."


def read_questions(
    settings: Mapping[str, Any], scoreboard: pd.DataFrame, holds_in: Mapping[str, str], main_sample: str
) -> list[Question]:
    """Judge every claim of the settings by the scoreboard.

    Parameters
    ----------
    settings : mapping
        Content of ``config/headlines.yaml``.
    scoreboard : DataFrame
        The contract's ``scoreboard.csv``, cells as text.
    holds_in : mapping of str to str
        By claim of ``config/robustness.yaml``: in how many specifications it holds.
    main_sample : str
        The sample that stands for ``{sample}`` in the file of a curve.

    Returns
    -------
    list of Question

    Raises
    ------
    WrongHeadline
        If a claim names an item that there is not.
    """
    rows = {str(row["item"]): {str(key): str(value) for key, value in row.items()} for _, row in scoreboard.iterrows()}
    return [
        Question(
            **{key: str(stated[key]) for key in ("name", "title", "source", "question")},
            headlines=tuple(_headline(claim, rows, holds_in, main_sample) for claim in stated["claims"]),
        )
        for stated in settings["sources"]
    ]


def curve_files(settings: Mapping[str, Any], main_sample: str) -> list[str]:
    """The files of the responses that are drawn beside claims, once, sorted."""
    claims = [claim for stated in settings["sources"] for claim in stated["claims"]]
    return sorted({claim["curve"]["file"].format(sample=main_sample) for claim in claims if "curve" in claim})


def outcome_of(verdicts: Sequence[str]) -> str:
    """What the verdicts of its items say of a claim."""
    kinds = set(verdicts)
    agreeing, differing = kinds & set(AGREEING), "differs" in kinds
    if differing:
        return IN_PART if agreeing else FAILS
    if agreeing:
        return HOLDS
    return OPEN if "not distinguishable" in kinds else ABSENT


def _headline(
    claim: Mapping[str, Any], rows: Mapping[str, Mapping[str, str]], holds_in: Mapping[str, str], main_sample: str
) -> Headline:
    name = str(claim["name"])
    items = _matching(name, claim["items"], rows)
    decisive = _matching(name, claim.get("decisive", items), items)
    counts = Counter(rows[item]["verdict"] for item in items)
    outcome = outcome_of([rows[item]["verdict"] for item in decisive])
    curve = {key: str(value).format(sample=main_sample) for key, value in claim.get("curve", {}).items()}
    return Headline(
        name=name,
        claim=str(claim["claim"]),
        outcome=outcome,
        items=tuple(items),
        verdicts={verdict: counts[verdict] for verdict in VERDICTS},
        unexplained=sum(rows[item]["cause"] == UNEXPLAINED for item in items),
        found=_filled(name, str(claim["found"]), rows),
        why=str(claim["why"]) if counts["differs"] or outcome == ABSENT else "",
        holds_in=holds_in.get(claim.get("robust", ""), ""),
        figure=str(claim["figure"]),
        pairs=tuple(
            (float(rows[item]["published"]), float(rows[item]["replicated"]))
            for item in items
            if rows[item]["verdict"] != "not comparable"
            and _is_size(rows[item]["published"])
            and _is_size(rows[item]["replicated"])
        ),
        curve=curve,
    )


def _matching(claim: str, patterns: Iterable[str], items: Iterable[str]) -> list[str]:
    """Items that the patterns mean, once, in the order of the patterns."""
    found: dict[str, None] = {}
    for pattern in patterns:
        matching = [item for item in items if fnmatchcase(item, pattern)]
        if not matching:
            raise WrongHeadline(f"claim {claim}: no item {pattern} among those of the scoreboard or of the claim")
        found.update(dict.fromkeys(matching))
    return list(found)


def _filled(claim: str, text: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    """A sentence with its numbers; empty where one of them was not made."""
    values = {}
    for item, published in _PLACEHOLDER.findall(text):
        if item not in rows:
            raise WrongHeadline(f"claim {claim}: the scoreboard has no item {item}")
        values[item + published] = rows[item]["published"] if published else _rounded(rows[item]["replicated"])
    if not all(values.values()):
        return ""
    return _PLACEHOLDER.sub(lambda found: _with_minus(values[found[1] + (found[2] or "")]), text)


def _rounded(value: str) -> str:
    return shortened(value, DIGITS).removesuffix(".0")


def _in_words(verdict: str, number: int) -> str:
    """A verdict after the number of items that have it."""
    if verdict == "differs":
        return "differs" if number == 1 else "differ"
    return "in direction" if verdict == "sign" else verdict


def _with_minus(number: str) -> str:
    return number.replace("-", "\N{MINUS SIGN}") if _is_size(number) else number


def _is_size(text: str) -> bool:
    try:
        return float(text) == float(text)
    except ValueError:
        return False


def _plural(outcome: str, number: int) -> str:
    """The verb of an outcome for one claim or for several."""
    if number == 1:
        return outcome
    return outcome.replace("holds", "hold").replace("does not", "do not")


def _listed(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
