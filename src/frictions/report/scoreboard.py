"""The scoreboard: every printed number, sign and statement beside its replication, with a verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from frictions.errors import FrictionsError
from frictions.report.document.names import readable
from frictions.report.labels import SOLUTIONS, answered
from frictions.report.scoreboard_items import Item, at_path
from frictions.report.scoreboard_reading import MissingResult, Replicated, Sources, read_replicated
from frictions.verdicts import (
    SAME_IN_EVERY_SAMPLE,
    VERDICTS,
    NotAVerdict,
    Printed,
    Verdict,
    difference,
    printed,
    verdict,
)

COLUMNS = ["item", "source", "place", "published", "replicated", "difference", "rule", "verdict", "cause", "note"]
MODE_COLUMNS = ["item", "mode", "replicated", "difference", "verdict"]

OTHER_SETTINGS = "The settings of this run are not those of config/config.yaml."


class NoCause(FrictionsError):
    """Items differ and no cause is given; the message names them."""


@dataclass(frozen=True)
class Scoreboard:
    """The tables of the contract, and what the settings should no longer say.

    Attributes
    ----------
    items : DataFrame
        Columns ``COLUMNS``; one row an item.
    modes : DataFrame
        Columns ``MODE_COLUMNS``; one row an item and mode, for items that have modes.
    summary : DataFrame
        Parts of the sources by verdict, with a row ``all`` at the end.
    idle_causes : tuple of str
        Items with a cause that do not differ.
    """

    items: pd.DataFrame
    modes: pd.DataFrame
    summary: pd.DataFrame
    idle_causes: tuple[str, ...]


def score(
    items: Sequence[Item],
    published: Mapping[str, Any],
    sources: Sources,
    *,
    default_settings: bool,
    sample_quarters: int,
    tried: Mapping[str, str],
    robustness: Mapping[str, str],
) -> Scoreboard:
    """Compare every item.

    Parameters
    ----------
    items : sequence of Item
        What is compared.
    published : mapping
        Published values as printed texts, see :func:`frictions.data.printed.read_printed`.
    sources : Sources
        The results and settings.
    default_settings : bool
        Whether the run has the project's own settings. If so every result must be there and every item that differs
        needs a cause; otherwise an item whose result was not made is not comparable and a missing cause is
        ``unexplained``, both with a note.
    sample_quarters : int
        Length of the samples behind sampling standard deviations, for the notes.
    tried : mapping of str to str
        By item: which explanations were tried, for the notes of those that are unexplained.
    robustness : mapping of str to str
        By item: in how many specifications the claim about it holds, for its note.

    Returns
    -------
    Scoreboard

    Raises
    ------
    MissingResult
        If a printed or a replicated value is missing.
    NotAVerdict
        If a value cannot be judged by the rule of its item, for instance because it is not finite.
    NoCause
        If items differ without a cause under the project's own settings.
    """
    rows, modes, idle, unexplained = [], [], [], []
    for item in items:
        source = printed_value(item, published)
        cause, notes = "", [item.note, item.not_comparable]
        try:
            scored = {
                mode: _scored(item, source, read_replicated(item, reading, sources))
                for mode, reading in item.readings.items()
            }
        except (MissingResult, NotAVerdict) as error:
            if default_settings:
                raise
            scored, notes = {}, [f"Not made under the settings of this run: {error}."]
        found, result = next(iter(scored.values()), (None, "not comparable"))
        if item.margin and result in ("close", "sign", "differs"):
            margin = read_replicated(item, item.margin.reading, sources).value
            if isinstance(margin, float) and abs(margin) < item.margin.accuracy:
                result = "not distinguishable"
                notes.append(f"It hangs on a difference of {margin:.2g}; the accuracy is {item.margin.accuracy:g}.")
        if found is not None and found.sampling_sd is not None and item.rule != "exact":
            notes.append(
                f"The same in every sample of {sample_quarters} quarters."
                if found.sampling_sd < SAME_IN_EVERY_SAMPLE
                else f"Sampling standard deviation {found.sampling_sd:.3g} in samples of {sample_quarters} quarters."
            )
        if item.modes_in_note and len(scored) > 1:
            _, *others = scored.items()
            called = {mode: SOLUTIONS.get(mode, readable(mode)) for mode in scored}
            said = ", ".join(f"{called[mode]} {answered(_shown(one))} ({judged})" for mode, (one, judged) in others)
            notes.append(f"In other modes: {said}.")
        if result == "differs":
            cause = item.cause
            if not cause:
                unexplained.append(item.name)
                cause, notes = "unexplained", [*notes, OTHER_SETTINGS]
            if cause == "unexplained":
                notes = [*notes, tried.get(item.name, "")]
        elif item.cause:
            idle.append(item.name)
        notes.append(robustness.get(item.name, ""))
        rows.append(
            {
                "item": item.name,
                "source": item.source,
                "place": item.place,
                "published": source.text,
                "replicated": _shown(found),
                "difference": None if found is None else difference(source, found.value),
                "rule": item.rule,
                "verdict": result,
                "cause": cause,
                "note": " ".join(note for note in notes if note),
            }
        )
        modes += [
            {
                "item": item.name,
                "mode": mode,
                "replicated": _shown(one),
                "difference": difference(source, one.value),
                "verdict": judged,
            }
            for mode, (one, judged) in scored.items()
            if mode
        ]
    if unexplained and default_settings:
        raise NoCause(f"no cause is given for items that differ: {', '.join(unexplained)}")
    table = pd.DataFrame(rows, columns=COLUMNS)
    summary = count_verdicts([item.part for item in items], table["verdict"].tolist())
    return Scoreboard(table, pd.DataFrame(modes, columns=MODE_COLUMNS), summary, tuple(idle))


def count_verdicts(parts: Sequence[str], verdicts: Sequence[str]) -> pd.DataFrame:
    """Number of items by part of the sources and verdict.

    Parameters
    ----------
    parts, verdicts : sequence of str
        By item.

    Returns
    -------
    DataFrame
        Columns part, items and the verdicts from best to worst; the last row is ``all``.
    """
    frame = pd.DataFrame({"part": list(parts), "verdict": list(verdicts)})
    counts = pd.crosstab(frame["part"], frame["verdict"]).reindex(columns=list(VERDICTS), fill_value=0)
    counts = counts.loc[list(dict.fromkeys(parts))]
    counts.loc["all"] = counts.sum()
    counts.insert(0, "items", counts.sum(axis=1))
    return counts.rename_axis(index="part", columns=None).reset_index()


def printed_value(item: Item, published: Mapping[str, Any]) -> Printed:
    """What the source prints for an item.

    Parameters
    ----------
    item : Item
    published : mapping
        Published values as printed texts.

    Raises
    ------
    MissingResult
        If there is no single value at the item's place.
    """
    try:
        text = at_path(published, item.published)
    except KeyError:
        raise MissingResult(f"item {item.name}: nothing at {item.published} in the published numbers") from None
    if not isinstance(text, str):
        raise MissingResult(f"item {item.name}: {item.published} in the published numbers is not a single value")
    return printed(text)


def _scored(item: Item, source: Printed, found: Replicated) -> tuple[Replicated, Verdict]:
    if item.not_comparable:
        return found, "not comparable"
    try:
        return found, verdict(source, found.value, item.rule, found.sampling_sd)
    except NotAVerdict as error:
        raise NotAVerdict(f"item {item.name}: {error}") from None


def _shown(found: Replicated | None) -> str:
    if found is None:
        return ""
    if found.value is None:
        return "none"
    if isinstance(found.value, bool):
        return str(found.value).lower()
    return found.value if isinstance(found.value, str) else repr(float(found.value))
