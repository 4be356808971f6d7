"""Answers to the items of the checklist."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["pass", "fail", "needs a human"]


@dataclass(frozen=True)
class Finding:
    """The answer to one item.

    Parameters
    ----------
    section, item : str
        Part of the checklist, and the item in the form of a statement that should hold.
    verdict : {"pass", "fail", "needs a human"}
        Whether it holds.
    evidence : str
        What was looked at, or what is wrong and in which file.
    """

    section: str
    item: str
    verdict: Verdict
    evidence: str


def judged(section: str, item: str, faults: Sequence[str], evidence: str) -> Finding:
    """Pass where there is no fault; otherwise fail, naming the first faults."""
    if not faults:
        return Finding(section, item, "pass", evidence)
    more = f" and {len(faults) - 5} more" if len(faults) > 5 else ""
    return Finding(section, item, "fail", "; ".join(faults[:5]) + more)
