"""The replicators' checklist, filled in for a package. Standard library only.

The items are those that the data editors' replicators go through by hand: the README, the data, the deposit, its files,
the stated requirements, the code. A program can answer most; what asks for judgement says so.
"""

from collections.abc import Iterator
from pathlib import Path

from frictions.archive.audit_code import check_code
from frictions.archive.audit_data import check_data
from frictions.archive.audit_files import check_deposit
from frictions.archive.audit_readme import check_readme
from frictions.archive.errors import BrokenPackage
from frictions.archive.findings import Finding
from frictions.archive.layout import PAYLOAD
from frictions.plain_text import one_line

_MARKS = {"pass": "[x]", "fail": "[ ]", "not applicable": "[-]", "needs a human": "[?]"}


def audit(package: Path) -> list[Finding]:
    """Go through the checklist.

    Parameters
    ----------
    package : Path
        The folder of the package.

    Returns
    -------
    list of Finding
        In the order of the checklist.

    Raises
    ------
    BrokenPackage
        If the folder is not a package.
    """
    if not (package / PAYLOAD).is_dir():
        raise BrokenPackage(f"{package}: not a package, it has no folder {PAYLOAD}")
    return list(_findings(package / PAYLOAD))


def report(package: Path, findings: list[Finding]) -> str:
    """Write the filled-in checklist as Markdown."""
    counts = {verdict: sum(finding.verdict == verdict for finding in findings) for verdict in _MARKS}
    lines = [
        f"# Replicators' checklist: {package.resolve().name}",
        "",
        ", ".join(f"{number} {verdict}" for verdict, number in counts.items()) + ".",
        "`[x]` pass, `[ ]` fail, `[-]` not applicable, `[?]` needs a human.",
    ]
    section = None
    for finding in findings:
        if finding.section != section:
            section = finding.section
            lines += ["", f"## {section}", ""]
        lines.append(f"- {_MARKS[finding.verdict]} {finding.item}: {one_line(finding.evidence).replace('<', '&lt;')}")
    return "\n".join(lines) + "\n"


def _findings(payload: Path) -> Iterator[Finding]:
    yield from check_readme(payload)
    yield from check_data(payload)
    yield from check_deposit(payload)
    yield from check_code(payload)
    yield Finding(
        "Replication",
        "Tables, figures and numbers agree with those of the paper",
        "needs a human",
        "`python3 verify.py` makes every result again and compares; the paper itself is not in the package",
    )
