"""Answers to the items of the checklist."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["pass", "fail", "not applicable", "needs a human"]


@dataclass(frozen=True)
class Finding:
    """The answer to one item.

    Parameters
    ----------
    section, item : str
        Part of the checklist, and the item in the form of a statement that should hold.
    verdict : {"pass", "fail", "not applicable", "needs a human"}
        Whether it holds; ``not applicable`` where there is nothing that it could hold of.
    evidence : str
        What was looked at, or what is wrong and in which file.
    """

    section: str
    item: str
    verdict: Verdict
    evidence: str


def judged(section: str, item: str, faults: Sequence[str], evidence: str, looked_at: int = 1) -> Finding:
    """Pass where there is no fault; otherwise fail, naming the first faults.

    Parameters
    ----------
    section, item : str
        As in :class:`Finding`.
    faults : sequence of str
        What is wrong.
    evidence : str
        What was looked at.
    looked_at : int
        How many things that was; of none nothing is proved, so the item is then not applicable.
    """
    if not faults and not looked_at:
        return Finding(section, item, "not applicable", f"there is none: {evidence}")
    if not faults:
        return Finding(section, item, "pass", evidence)
    more = f" and {len(faults) - 5} more" if len(faults) > 5 else ""
    return Finding(section, item, "fail", "; ".join(faults[:5]) + more)
