"""A look at the files of ``--configfile`` before Snakemake takes them.

Snakemake reads them before the workflow, and ends in a traceback, or in words without the file's name, where one is
not a text, not YAML or not a mapping. profiles/default has this looked at first.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

OPTIONS = ("--configfile", "--configfiles")


def refuse_unreadable(arguments: Sequence[str]) -> None:
    """End with one line, exit code 1, where a file of settings cannot be read.

    Parameters
    ----------
    arguments : sequence of str
        The command line of Snakemake.
    """
    names = named_files(arguments)
    if not names:
        return
    here = Path(__file__).resolve().parent
    sys.path[:0] = [str(here), str(here.parent / "src")]
    from shapes import WrongSetting, read_file

    for name in names:
        try:
            read_file(Path(name))
        except WrongSetting as error:
            print(f"error: {error}", file=sys.stderr)
            sys.exit(1)


def named_files(arguments: Sequence[str]) -> list[str]:
    """Files that a command line names as settings: every word after the option, up to the next option."""
    files, taking = [], False
    for word in arguments:
        option, given, value = word.partition("=")
        if word.startswith("-") and len(word) > 1:
            taking = option in OPTIONS and not given
            files += [value] if option in OPTIONS and given else []
        elif taking:
            files.append(word)
    return files
