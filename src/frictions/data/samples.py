"""First and last quarter of a sample, by the settings and, where these leave it to the data, by the data.

pandas is imported where it is used: the workflow asks for the word ``latest`` every time it starts.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from frictions.errors import FrictionsError

if TYPE_CHECKING:
    import pandas as pd

LATEST = "latest"
"""End of a sample that goes as far as all variables do."""


class EmptySample(FrictionsError):
    """A sample that is left to the data ends before it starts."""


def sample_span(variables: "pd.DataFrame", sample: Mapping[str, str]) -> "tuple[pd.Period, pd.Period]":
    """Give the first and the last quarter of a sample.

    Parameters
    ----------
    variables : DataFrame
        Quarterly, one column a variable, missing where a variable has no value.
    sample : mapping
        ``start`` and ``end``, quarters such as 1970Q1; ``end`` may be ``latest``, the last quarter in which every
        variable has a value.

    Returns
    -------
    (Period, Period)

    Raises
    ------
    EmptySample
        If no quarter from the start on has every variable.
    """
    import pandas as pd

    start = pd.Period(sample["start"], freq="Q")
    if sample["end"] != LATEST:
        return start, pd.Period(sample["end"], freq="Q")
    complete = variables.loc[start:].dropna().index
    if len(complete) == 0:
        raise EmptySample(f"no quarter from {start} on has a value of every variable")
    return start, complete[-1]


def ending_first(variables: "pd.DataFrame") -> list[str]:
    """Names of the variables that have no value after the last quarter in which all have one."""
    last = variables.dropna().index[-1]
    return [name for name in variables if variables[name].last_valid_index() == last]
