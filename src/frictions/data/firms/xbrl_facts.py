"""Facts from XBRL replies, and quarters from what firms report for the year to date."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from frictions.errors import FrictionsError

COLUMNS = ["cik", "tag", "start", "end", "value", "accession", "filed"]
QUARTER_DAYS = (80, 100)
SPANS = {2: (170, 195), 3: (260, 287), 4: (350, 380)}
"""Days of a span of that many quarters."""
SAME_DAY = 6
"""Days by which two dates of one fiscal calendar may differ (52-53 week years)."""


class MalformedReply(FrictionsError):
    """A reply is not what the service documents; names the request and what is missing."""


Span: TypeAlias = tuple[int, int, int, float]
"""Quarters covered, first day, last day (days since the epoch) and value."""


@dataclass(frozen=True)
class QuarterlyFlows:
    """Flows by fiscal quarter and how each came about."""

    values: pd.DataFrame
    """cik, tag, end, value, origin (``reported`` or ``difference``)."""
    superseded: int
    """Facts replaced by a later filing."""
    unusable: int
    """Spans that no other fact lets one reduce to a quarter."""


def parse_frame(reply: Any, origin: str) -> pd.DataFrame:
    """Facts (cik, tag, start, end, value, accession, filed) of one frame: one tag, one period, every filer.

    Frames carry no filing date; it is missing and the accession number stands for it.

    Raises
    ------
    MalformedReply
        If a documented key is missing.
    """
    if not isinstance(reply, Mapping) or not isinstance(reply.get("data"), list) or "tag" not in reply:
        raise MalformedReply(f"{origin}: the reply is no frame (keys tag and data)")
    rows = []
    for entry in reply["data"]:
        try:
            rows.append(
                (entry["cik"], reply["tag"], entry.get("start"), entry["end"], entry["val"], entry["accn"], None)
            )
        except (KeyError, TypeError) as error:
            raise MalformedReply(f"{origin}: a row of the frame lacks {error}") from error
    return _typed(rows, origin)


def parse_concept(reply: Any, unit: str, origin: str) -> pd.DataFrame:
    """Facts of one firm and tag with every span and filing, in the columns of `parse_frame`.

    Raises
    ------
    MalformedReply
        If a documented key or the unit is missing.
    """
    try:
        entries = reply["units"][unit]
        rows = [
            (reply["cik"], reply["tag"], e.get("start"), e["end"], e["val"], e["accn"], e.get("filed")) for e in entries
        ]
    except (KeyError, TypeError) as error:
        raise MalformedReply(f"{origin}: the reply is no concept in {unit}; it lacks {error}") from error
    return _typed(rows, origin)


def latest_filing(facts: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Keep for every firm, tag and span the fact filed last.

    The order is the filing date where it is known, else the year and the sequence number of the accession.

    Returns
    -------
    DataFrame, int
        The facts kept, and the number superseded (identical values filed again do not count).
    """
    parts = facts["accession"].str.extract(r"^\d+-(?P<year>\d{2})-(?P<sequence>\d+)$")
    year = pd.to_numeric(parts["year"], errors="coerce").fillna(-1.0)
    ordered = facts.assign(
        _filed=facts["filed"].fillna(pd.Timestamp.min),
        _year=year.where(year < 70, year - 100),
        _sequence=pd.to_numeric(parts["sequence"], errors="coerce").fillna(-1.0),
    ).sort_values(["cik", "tag", "end", "start", "_year", "_filed", "_sequence"], kind="stable", na_position="first")
    key = ["cik", "tag", "start", "end"]
    kept = ordered.drop_duplicates(key, keep="last")
    distinct = ordered.drop_duplicates([*key, "value"])
    return kept[COLUMNS].reset_index(drop=True), int(len(distinct) - len(kept))


def quarterly_flows(facts: pd.DataFrame) -> QuarterlyFlows:
    """Reduce spans of one to four quarters to quarters.

    A span that is a quarter is taken as reported. From a longer one, everything reported for the same start up to about
    three months before its end is subtracted, as one span or as the quarters that fill it.
    """
    facts, superseded = latest_filing(facts.dropna(subset=["start"]))
    days = (facts["end"] - facts["start"]).dt.days.to_numpy() + 1
    quarters = np.where((days >= QUARTER_DAYS[0]) & (days <= QUARTER_DAYS[1]), 1, 0)
    for count, (low, high) in SPANS.items():
        quarters = np.where((days >= low) & (days <= high), count, quarters)
    unusable = int((quarters == 0).sum())
    facts = facts.assign(quarters=quarters)[quarters > 0]
    # Days since the epoch: plain integers keep the loop over firms and tags fast.
    start, end = (facts[name].to_numpy().astype("datetime64[D]").astype(np.int64) for name in ("start", "end"))
    columns = zip(facts["quarters"].tolist(), start.tolist(), end.tolist(), facts["value"].tolist(), strict=True)
    groups: dict[tuple[int, str], list[Span]] = {}
    for cik, tag, span in zip(facts["cik"].tolist(), facts["tag"].tolist(), columns, strict=True):
        groups.setdefault((cik, tag), []).append(span)
    rows: list[tuple[int, str, int, float, str]] = []
    for (cik, tag), spans in sorted(groups.items()):
        found, missed = _reduce(spans)
        unusable += missed
        rows.extend((cik, tag, end, value, origin) for end, value, origin in found)
    values = pd.DataFrame(rows, columns=["cik", "tag", "end", "value", "origin"])
    values["end"] = values["end"].to_numpy(dtype="datetime64[D]").astype("datetime64[ns]")
    return QuarterlyFlows(values, superseded, unusable)


def _reduce(spans: list[Span]) -> tuple[list[tuple[int, float, str]], int]:
    """Quarters (end, value, origin) from the spans of one firm and tag, and the number of spans of no use."""
    spans = sorted(spans, key=lambda span: (span[0], span[2]))
    known = [(start, end, value) for quarters, start, end, value in spans if quarters == 1]
    origin = ["reported"] * len(known)
    missed = 0
    for quarters, start, end, value in spans:
        if quarters == 1 or any(abs(end - other) <= SAME_DAY for _, other, _ in known):
            continue
        before = end - QUARTER_DAYS[0] + SAME_DAY
        shorter = [(e, v) for q, s, e, v in spans if q == quarters - 1 and abs(s - start) <= SAME_DAY and e <= before]
        if shorter:
            cut, part = shorter[-1]
        else:
            inside = sorted(quarter for quarter in known if quarter[0] >= start - SAME_DAY and quarter[1] <= before)
            if len(inside) != quarters - 1 or abs(inside[0][0] - start) > SAME_DAY:
                missed += 1
                continue
            cut, part = inside[-1][1], sum(quarter[2] for quarter in inside)
        known.append((cut + 1, end, value - part))
        origin.append("difference")
    return sorted((end, value, how) for (_, end, value), how in zip(known, origin, strict=True)), missed


def _typed(rows: list[tuple[Any, ...]], origin: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    try:
        for name in ("start", "end", "filed"):
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d").astype("datetime64[ns]")
        frame["value"] = frame["value"].astype("float64")
        frame["cik"] = frame["cik"].astype("int64")
    except (ValueError, TypeError) as error:
        raise MalformedReply(f"{origin}: {error}") from error
    return frame
