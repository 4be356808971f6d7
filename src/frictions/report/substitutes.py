"""The note that every table and figure carries whose data are not the source's own."""

import pandas as pd


def substitutes_note(substitutes: pd.DataFrame, file: str = "results/data/substitutes.csv") -> str:
    """One sentence that names the variables built from substitutes; empty if there are none.

    Parameters
    ----------
    substitutes : DataFrame
        The contract's ``substitutes.csv``: columns ``variable`` and ``exact`` among others.
    file : str
        Where a reader finds it.
    """
    variables = substitutes.loc[~substitutes["exact"].astype(bool), "variable"].drop_duplicates()
    if variables.empty:
        return ""
    names = ", ".join(name.replace("_", " ") for name in variables)
    return f"Built from substitutes for the source's series: {names} (reasons in {file})."
