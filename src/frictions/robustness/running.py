"""Every claim in every specification, and why one could not be estimated."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from frictions.errors import FrictionsError
from frictions.robustness.claims import Claim, WrongClaim, readings_of
from frictions.robustness.estimation import Shock, specified_responses
from frictions.robustness.panels import Panel, UnknownChoice
from frictions.robustness.shares import STATUS, dimensions_of

READING_COLUMNS = ["specification", "claim", "value", "lower", "upper", "holds"]


def run_specifications(
    specifications: pd.DataFrame,
    panel_of: Callable[[Mapping[str, Any]], Panel],
    claims: Sequence[Claim],
    shock: Shock,
    *,
    draws: int,
    published_draws: int,
    missing_data: Mapping[str, str],
    progress: Callable[[int], None] = lambda done: None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Estimate specifications and read the claims off them.

    Parameters
    ----------
    specifications : DataFrame
        Rows of :func:`frictions.robustness.specifications.specification_rows`.
    panel_of : callable
        From :func:`frictions.robustness.panels.panel_maker`.
    claims : sequence of Claim
    shock : Shock
    draws, published_draws : int
        Artificial samples behind a bootstrapped band, and behind that of the published specification.
    missing_data : mapping of str to str
        Data that could not be built, and why.
    progress : callable
        Told the number of specifications that are done.

    Returns
    -------
    readings : DataFrame
        Columns ``READING_COLUMNS``: one row a claim and specification that was estimated.
    failures : DataFrame
        Columns specification and failure: one row a specification, empty where it was estimated.

    Raises
    ------
    UnknownChoice, WrongClaim
        If the settings name a choice or a variable that is none: that is no property of the data.
    """
    dimensions = dimensions_of(specifications)
    readings, failures = [], []
    for done, row in enumerate(specifications.to_dict("records"), start=1):
        number, failure = row["specification"], missing_data.get(row["data"], "")
        if not failure:
            choices = {name: row[name] for name in dimensions}
            try:
                responses = specified_responses(
                    panel_of(choices), choices, shock, draws if row["changes"] else published_draws
                )
                found = readings_of(claims, responses)
                readings += [
                    (number, claim.name, *vars(reading).values()) for claim, reading in zip(claims, found, strict=True)
                ]
            except (UnknownChoice, WrongClaim):
                raise
            except FrictionsError as error:
                failure = " ".join(str(error).split())
        failures.append((number, failure))
        progress(done)
    return pd.DataFrame(readings, columns=READING_COLUMNS), pd.DataFrame(failures, columns=["specification", STATUS])
