"""Snakemake's own report (`snakemake --report`): which files it shows."""

from collections.abc import Iterable
from typing import Any


def show(rules: Iterable[Any], paths: Iterable[str], caption: Any, category: str) -> None:
    """Mark files for the report, here rather than in every rule that draws or tabulates.

    Parameters
    ----------
    rules : iterable of Rule
    paths : iterable of str
        Files among their outputs.
    caption : SourceFile
        Where the words below each file are.
    category : str
    """
    from snakemake.io import AnnotatedString, report

    wanted = list(paths)
    for output in (output for rule in rules for output in rule.output):
        if any(output.match(path) for path in wanted):
            # Snakemake keeps some outputs as plain strings, on which a flag is lost without a word (9.27).
            if type(output._file) is str:
                output._file = AnnotatedString(output._file)
            report(output, caption=caption, category=category)
