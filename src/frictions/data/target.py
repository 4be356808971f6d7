"""The matching target that one step of the pipeline leaves for those that match a model to it.

Apart from the other readers, since what a target is comes with linear algebra that most steps have no use for.
"""

import os
from pathlib import Path

from frictions.data.tables import UnreadableTable, read_arrays
from frictions.matching.target import MatchingTarget


def read_target(path: str | os.PathLike[str]) -> MatchingTarget:
    """Read the matching target that ``build_target`` wrote.

    Raises
    ------
    UnreadableTable
        If the file is damaged or lacks an array; the message names it.
    """
    arrays = read_arrays(path)
    try:
        shock = float(arrays["shock"])
        return MatchingTarget(psi=arrays["psi"], sigma=arrays["sigma"], omega=arrays["omega"], shock=shock)
    except KeyError as error:
        raise UnreadableTable(f"{Path(path)}: no array {error}") from None
