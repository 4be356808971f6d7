"""Checklist, first part: the README has every element of the template."""

import re
from collections.abc import Iterator
from pathlib import Path

from frictions.archive.findings import Finding
from frictions.archive.layout import README

SECTIONS = (
    "Overview",
    "Data Availability and Provenance Statements",
    "Statement about Rights",
    "License for Data",
    "Summary of Availability",
    "Details on each Data Source",
    "Dataset list",
    "Computational requirements",
    "Software Requirements",
    "Controlled Randomness",
    "Memory, Runtime, Storage Requirements",
    "Description of programs/code",
    "License for Code",
    "Instructions to Replicators",
    "Details",
    "List of tables and programs",
    "References",
)
"""Elements of the template README of the social science data editors."""

_PART = "General: elements of the README"


def check_readme(payload: Path) -> Iterator[Finding]:
    """Each element is there and says something."""
    path = payload / README
    if not path.is_file():
        yield Finding(_PART, "There is a README", "fail", f"{README}: missing")
        return
    sections = sections_of(path.read_text(encoding="utf-8"))
    for name in SECTIONS:
        if name not in sections:
            yield Finding(_PART, name, "fail", f"{README}: no such section")
        elif not sections[name].strip():
            yield Finding(_PART, name, "fail", f"{README}: the section is empty")
        else:
            yield _said(name, sections[name])
    yield Finding(
        _PART,
        "The sections say what a replicator has to know",
        "needs a human",
        "a program sees only that they are there",
    )
    yield Finding(
        _PART, "The authors certify legitimate access to the data", "needs a human", "only the authors can certify it"
    )


NOTHING = ("No external data", "No program draws random numbers")
"""How a section begins that has nothing to be about."""


def _said(name: str, text: str) -> Finding:
    """That a section is there, with how it begins; what it says is for a person to judge."""
    words = [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
    begins = " ".join(words[:12]) + (" ..." if len(words) > 12 else "")
    return Finding(_PART, name, "not applicable" if begins.startswith(NOTHING) else "pass", begins)


def sections_of(text: str) -> dict[str, str]:
    """Text below each heading, that of the headings below it included."""
    headings = list(re.finditer(r"^(#+) +(.+?) *$", text, re.MULTILINE))
    sections: dict[str, str] = {}
    for number, heading in enumerate(headings):
        later = (other for other in headings[number + 1 :] if len(other[1]) <= len(heading[1]))
        end = next((other.start() for other in later), len(text))
        sections.setdefault(heading[2], text[heading.end() : end])
    return sections
