"""Which vintages are compared, from the settings under ``vintages``; the workflow reads them at every start."""

from collections.abc import Mapping
from typing import Any

from frictions.errors import FrictionsError

ONLY_COMPARISON = "all_vintages"
"""Name of the comparison of all entries with the first, where the settings name no comparison."""


class BadComparison(FrictionsError):
    """Vintages that cannot be compared as asked; the message names the comparison or the vintage."""


def vintage_sources(data: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any] | None]) -> dict[str, dict]:
    """Settings of the data source of each vintage.

    Parameters
    ----------
    data : mapping
        The settings under ``data``.
    entries : mapping
        By name of the vintage, what differs from them; None drops an entry.

    Returns
    -------
    dict
        Complete settings by name. ``directory``, ``vintage`` and ``suppliers`` are the entry's own or empty: those
        of another source would mean nothing. A live entry keeps its copies in a folder of its own, because a later
        copy of a series would make an earlier one look truncated.
    """
    sources = {}
    for name, entry in entries.items():
        if entry is None:
            continue
        own = {"directory": None, "vintage": None, "suppliers": {}, **entry}
        if entry.get("source") == "live":
            own.setdefault("store", f"{data.get('store', 'data/store')}/{name}")
        sources[name] = {**data, **own}
    return sources


def compared_vintages(
    sources: Mapping[str, Any], comparisons: Mapping[str, list[str] | None]
) -> dict[str, tuple[str, ...]]:
    """Vintages of each comparison, the first of which the others are held against.

    Parameters
    ----------
    sources : mapping
        By name of the vintage, from :func:`vintage_sources`.
    comparisons : mapping
        Names of vintages by comparison; None drops one. If there are none, all vintages are compared.

    Returns
    -------
    dict
        Names of vintages by comparison; empty if there are no vintages.

    Raises
    ------
    BadComparison
        If fewer than two vintages are compared, one is unknown or there twice, or a comparison has the name of a
        vintage.
    """
    wanted = {name: tuple(vintages) for name, vintages in comparisons.items() if vintages is not None}
    if not wanted and sources:
        wanted = {ONLY_COMPARISON: tuple(sources)}
    for comparison, vintages in wanted.items():
        where = f"setting vintages.comparisons.{comparison}"
        unknown = [vintage for vintage in vintages if vintage not in sources]
        if unknown:
            raise BadComparison(
                f"{where}: '{unknown[0]}' is not among vintages.entries ({', '.join(sources) or 'none'})"
            )
        if len(vintages) < 2:
            raise BadComparison(f"{where}: a comparison needs two vintages or more, this one has {len(vintages)}")
        if len(set(vintages)) < len(vintages):
            raise BadComparison(f"{where}: a vintage is there twice")
        if comparison in sources:
            raise BadComparison(f"{where}: '{comparison}' is already the name of a vintage")
    return wanted
