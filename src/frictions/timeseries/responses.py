"""Impulse responses as a tidy table and back."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from frictions.arrays import Array


def tidy_responses(names: Sequence[str], **columns: Array) -> pd.DataFrame:
    """Stack (horizons, n) arrays into one row a variable and horizon.

    Parameters
    ----------
    names : sequence of str
        Names of the n variables.
    **columns : (horizons, n) arrays
        One column of values each.

    Returns
    -------
    DataFrame
        Columns ``variable``, ``horizon`` (from 0) and those given, variable by variable.
    """
    horizons = len(next(iter(columns.values())))
    table = {"variable": np.repeat(names, horizons), "horizon": np.tile(np.arange(horizons), len(names))}
    return pd.DataFrame(table | {name: values.T.ravel() for name, values in columns.items()})


def stacked_responses(responses: Mapping[str, Array]) -> pd.DataFrame:
    """A tidy table with the column ``response`` from (horizons,) paths by variable."""
    return tidy_responses(list(responses), response=np.column_stack(list(responses.values())))


def response_array(table: pd.DataFrame, column: str) -> Array:
    """Unstack one column of a tidy table into a (horizons, n) array, variables in the order of the table."""
    names = table["variable"].unique()
    return table.pivot(index="horizon", columns="variable", values=column)[names].to_numpy()
