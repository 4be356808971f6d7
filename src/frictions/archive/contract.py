"""The pages of the contract: what each result holds. Standard library only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_ROW = re.compile(r"\| `(results/[^`]+)` \| (?:`([^`]*)`)? ?\|(.*)\|")
_CHOICES = {"<format>": "(pdf|svg|png)", "<mode>": "(marginal|average)"}


@dataclass(frozen=True)
class Promise:
    """A row of a page of the contract.

    Parameters
    ----------
    pattern : str
        Path with names in angle brackets.
    columns : tuple of str
        Columns in order, as far as the row names them.
    meaning : str
        What the file holds, with units.
    """

    pattern: str
    columns: tuple[str, ...]
    meaning: str

    def covers(self, output: str) -> bool:
        """Whether a result is of this pattern."""
        return self._expression.fullmatch(output) is not None

    @property
    def _expression(self) -> re.Pattern[str]:
        escaped = re.escape(self.pattern).replace(r"\<", "<").replace(r"\>", ">")
        if self.pattern == "results/tables/<table>.csv":
            escaped = escaped.replace("csv", "(csv|tex|md|html)")
        for place, expression in _CHOICES.items():
            escaped = escaped.replace(place, expression)
        return re.compile(re.sub(r"<\w+>", "[^/]+?", escaped))


def read_promises(documents: Path) -> list[Promise]:
    """All rows of the pages ``contract*.md`` of a folder, the most specific pattern first."""
    promises = []
    for page in sorted(documents.glob("contract*.md")):
        for match in map(_ROW.match, page.read_text(encoding="utf-8").splitlines()):
            if match:
                columns = tuple(name for name in (match[2] or "").split(",") if name and name != "...")
                promises.append(Promise(match[1], columns, match[3].strip()))
    return sorted(promises, key=lambda promise: promise.pattern.count("<"))


def promise_of(output: str, promises: Iterable[Promise]) -> Promise | None:
    """The row that covers a result, the most specific one."""
    return next((promise for promise in promises if promise.covers(output)), None)
