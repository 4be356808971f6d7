"""In how many specifications each claim holds, as a table."""

import pandas as pd

from frictions.report.document.names import readable
from frictions.report.robustness_text import dimension_label, holds_in, paragraph
from frictions.report.table import Table

WIDTHS = (0.26, 0.1, 0.11, 0.08, 0.13, 0.21)
"""Columns of the table in LaTeX, shares of the text's width."""

SHOWN_FLIPS = 4
"""Changes of the published specification that a cell lists."""


def robustness_table(claims: pd.DataFrame, specifications: pd.DataFrame) -> Table:
    """One row a claim.

    Parameters
    ----------
    claims, specifications : DataFrame
        The contract's ``robustness/claims.csv`` and ``specifications.csv``.
    """
    shown = pd.DataFrame(
        {
            "claim": claims["text"],
            "published choices": [
                f"{'holds' if row['published_holds'] else 'does not hold'}{_number(row['published_value'])}"
                for _, row in claims.iterrows()
            ],
            "holds in": [holds_in(row) for _, row in claims.iterrows()],
            "share": [f"{share:.0%}" for share in claims["share"]],
            "depends most on": [
                f"{dimension_label(row['most_decisive'])} (shares differ by {row['share_range']:.0%}, "
                f"by chance {row['range_by_chance']:.0%})"
                for _, row in claims.iterrows()
            ],
            "fewest changes found that turn it around": [_flips(row) for _, row in claims.iterrows()],
        }
    )
    failed = int(specifications["failure"].notna().sum())
    drawn = int(specifications["drawn"].sum())
    notes = (
        paragraph(claims),
        f"Shares are of {drawn} specifications, one choice from each of the dimensions of config/robustness.yaml, in a "
        f"sample that is balanced in each; {failed} of {len(specifications)} specifications could not be estimated, "
        "for the reasons in results/robustness/specifications.csv. In brackets the number that the claim is about.",
    )
    return Table("table_robustness", "What the claims about the VAR depend on", shown, {}, notes)


def _number(value: float) -> str:
    return "" if pd.isna(value) else f" ({value:.2g})"


def _flips(row: pd.Series) -> str:
    if not row["changes_to_flip"]:
        return "none found"
    changes = str(row["flips"]).split(" | ")
    more = f" and {len(changes) - SHOWN_FLIPS} more" if len(changes) > SHOWN_FLIPS else ""
    return " or ".join(readable(change) for change in changes[:SHOWN_FLIPS]) + more
