"""Tables of a comparison of vintages."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from frictions.report.table import Table


def conclusions_table(
    conclusions: pd.DataFrame, vintages: Sequence[str], title: str, notes: Sequence[str] = ()
) -> Table:
    """Value and verdict of every conclusion on every vintage, one row a conclusion.

    Parameters
    ----------
    conclusions : DataFrame
        The contract's conclusions.csv.
    vintages : sequence of str
        The first is the one that others are held against.
    title : str
        What is compared.
    notes : sequence of str
        What else a reader must know, e.g. which series are substitutes.
    """
    first = conclusions[conclusions["vintage"] == vintages[0]]
    columns = {name: first[name].tolist() for name in ("conclusion", "place", "quantity", "published")}
    for vintage in vintages:
        rows = conclusions[conclusions["vintage"] == vintage].set_index("conclusion").loc[columns["conclusion"]]
        columns[vintage] = rows["value"].tolist()
        columns[f"{vintage}: verdict"] = rows["verdict"].tolist()
    flipped = conclusions.groupby("conclusion")["flips"].any().loc[columns["conclusion"]].to_numpy()
    columns["changes"] = np.where(flipped, "yes", "").tolist()
    names = ", ".join(name for name, flips in zip(columns["conclusion"], flipped, strict=True) if flips)
    count = int(flipped.sum())
    summary = f"{count} of {len(flipped)} conclusions change: {names}." if count else "No conclusion changes."
    rules = (
        summary,
        "Numbers: exact within half a unit of the last printed digit, close within 5 percent, sign with the same sign. "
        "Claims in words hold or do not hold; a response is significant in a quarter whose band excludes zero.",
    )
    return Table(
        "conclusions", f"Published conclusions by vintage ({title})", pd.DataFrame(columns), notes=(*rules, *notes)
    )


def effects_table(effects: pd.DataFrame, revisions: pd.DataFrame, title: str, notes: Sequence[str] = ()) -> Table:
    """Revised series in the order of what their revision does, with the size of the revision.

    Parameters
    ----------
    effects, revisions : DataFrame
        The contract's effects.csv and revisions.csv.
    title : str
        What is compared.
    notes : sequence of str
        As for :func:`conclusions_table`.
    """
    joined = effects.merge(revisions, on=["vintage", "series"], how="left")
    frame = pd.DataFrame(
        {
            "vintage": joined["vintage"],
            "series": joined["series"],
            "revised": joined["kind"],
            "quarters changed": joined["changed_in_sample"],
            "added": joined["added_quarters"],
            "removed": joined["removed_quarters"],
            "largest revision, %": joined["largest_in_sample"],
            "of growth, pp": joined["largest_growth_in_sample"],
            "effect, sd": joined["effect"],
            "left out, sd": joined["left_out"],
            "largest change, sd": joined["largest"],
            "of": joined["variable"],
            "in quarter": joined["horizon"],
            "change": joined["change"],
            "failure": joined["failure"],
        }
    )
    if frame["failure"].isna().all():
        frame = frame.drop(columns="failure")
    definitions = (
        "Only series that the VAR uses are listed, and the largest revisions are those up to the end of the sample. "
        "Effect: root mean square change of the 90 matched responses, in standard deviations of each (Monte Carlo on "
        "the first vintage), when only this revision enters the first vintage. Left out: the same when every revision "
        "but this one enters, against all of them. Quarters changed: up to the end of the sample; "
        "added and removed ones matter to the filter where they come first. Change: in the unit of the variable.",
    )
    decimals = {
        "quarters changed": 0,
        "added": 0,
        "removed": 0,
        "in quarter": 0,
        "effect, sd": 4,
        "left out, sd": 4,
        "change": 5,
    }
    name = f"Revised series by their effect on the responses ({title})"
    return Table("effects", name, frame, decimals, (*definitions, *notes))
