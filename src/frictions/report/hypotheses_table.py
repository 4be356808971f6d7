"""The register of hypotheses for reading: what was tried for which printed numbers, and what the best variant gives."""

import pandas as pd

from frictions.report.table import Table

WIDTHS = (0.34, 0.08, 0.08, 0.08, 0.08, 0.1, 0.2)
"""Columns of the table in LaTeX, shares of the text's width."""


def hypotheses_table(register: pd.DataFrame) -> Table:
    """One row a family of variants.

    Parameters
    ----------
    register : DataFrame
        Columns ``REGISTER_COLUMNS`` of :mod:`frictions.hypotheses.register`.
    """
    chance = ["" if pd.isna(share) else f"{100 * share:.0f} percent" for share in register["chance"]]
    shown = pd.DataFrame(
        {
            "claim": register["claim"],
            "printed values": register["items"].astype(str),
            "variants": register["variants"].astype(str),
            "main run gives": register["main_run"].astype(str),
            "best variant gives": register["best"].astype(str),
            "by chance": chance,
            "choices of the best variant": register["choices"]
            .fillna("")
            .where(register["choices"].fillna("") != "", register["best_variant"].astype(str)),
        }
    )
    notes = (
        "A claim holds if one variant gives every printed value by the rules of the scoreboard. By chance: the "
        "share of random assignments of the printed values to the items for which the best variant gives as many.",
    )
    return Table("table_hypotheses", "Explanations that were tried", shown, {}, notes)
