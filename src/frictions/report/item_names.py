"""What the items of the scoreboard are called where a person reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from frictions.errors import FrictionsError
from frictions.report.document.names import readable


class WrongItemName(FrictionsError):
    """``config/item_names.yaml`` speaks of a term that it does not have; the message names both."""


@dataclass(frozen=True)
class ItemName:
    """Words and symbol of an item; the symbol is empty where the source has none."""

    words: str
    symbol: str = ""


def item_name_of(item: str, settings: Mapping[str, Any]) -> ItemName:
    """Words for an item of the scoreboard.

    Parameters
    ----------
    item : str
        Its name, for instance ``table_1_3.RI.corr_IS_S``.
    settings : mapping
        Content of ``config/item_names.yaml``.

    Returns
    -------
    ItemName
        An item of a user's own, for which there is no entry, keeps its name, with spaces.

    Raises
    ------
    WrongItemName
        If the entry speaks of a list of terms, or of a term, that there is not.
    """
    for pattern, entry in settings["items"].items():
        if not fnmatchcase(item, pattern):
            continue
        if isinstance(entry, str):
            return ItemName(entry)
        stem = pattern.removesuffix("*")
        key = item.removeprefix(stem)
        try:
            term, symbol = settings["terms"][entry["of"]][key]
        except KeyError as missing:
            raise WrongItemName(f"item {item}: no {missing.args[0]!r} among the terms of {pattern}") from None
        words = entry["says"].format(term=term)
        # A term begins without a capital; other words stand as they are written.
        return ItemName(words[0].upper() + words[1:] if entry["says"].startswith("{") else words, symbol)
    return ItemName(readable(item))


def has_name(item: str, settings: Mapping[str, Any]) -> bool:
    """Whether there is an entry for an item."""
    return any(fnmatchcase(item, pattern) for pattern in settings["items"])
