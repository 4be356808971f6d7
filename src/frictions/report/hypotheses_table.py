"""The register of hypotheses for reading: what was tried for which printed numbers, and what the best variant gives."""

import pandas as pd

from frictions.hypotheses.register import share_in_words
from frictions.report.table import Table

WIDTHS = (0.27, 0.065, 0.075, 0.065, 0.065, 0.09, 0.065, 0.16)
"""Columns of the table in LaTeX, shares of the text's width."""


def hypotheses_table(register: pd.DataFrame) -> Table:
    """One row a family of variants.

    Parameters
    ----------
    register : DataFrame
        Columns ``REGISTER_COLUMNS`` of :mod:`frictions.hypotheses.register`.
    """
    chance = ["" if pd.isna(share) else share_in_words(share) for share in register["chance"]]
    choices = register["choices"].fillna("")
    named = [f"variant {str(name).replace('_', ' ')}" for name in register["best_variant"]]
    shown = pd.DataFrame(
        {
            "claim": register["claim"],
            "printed values": register["items"].astype(str),
            "variants": register["variants"].astype(str),
            "main run gives": register["main_run"].astype(str),
            "best variant gives": register["best"].astype(str),
            "by chance": chance,
            "bring all nearer": register["moving_all"].astype(str),
            "best variant": choices.where(choices != "", named),
        }
    )
    notes = (
        "A claim holds if one variant gives every printed value by the rules of the scoreboard. By chance: the "
        "share of random assignments of the printed values to the items for which the best variant gives as many.",
        "Variants that bring all nearer: every value that differs in the main run, and none that agrees is lost.",
    )
    return Table("table_hypotheses", "Explanations that were tried", shown, {}, notes)
