"""Which model fits better in which specification, as a table."""

import pandas as pd

from frictions.report.document.names import readable
from frictions.report.table import Table

WIDTHS = (0.28, 0.1, 0.1, 0.12, 0.12, 0.17)
"""Columns of the table in LaTeX, shares of the text's width."""

LEVEL = 0.05
"""Of the test that the table counts."""


def robustness_models_table(rows: pd.DataFrame) -> Table:
    """One row a specification.

    Parameters
    ----------
    rows : DataFrame
        The contract's ``robustness/models.csv``.
    """
    shown = [_row(str(name), own) for name, own in rows.groupby("specification", sort=False)]
    fits = rows[(rows["model"] == "difference") & (rows["quantity"] == "difference")]
    tests = rows[(rows["model"] == "difference") & (rows["quantity"] == "two_step_p_value")]
    better, clear = int((fits["value"] < 0).sum()), int((tests["value"] < LEVEL).sum())
    notes = (
        f"Rational inattention fits better in {better} of {len(shown)} specifications; in {clear} the two models "
        f"differ at {LEVEL:.0%}.",
        "J is the criterion (1.43) at the estimates, each model with its own parameters. The difference is J of "
        "rational inattention less J of sticky prices, with its standard error by the delta method; the p-value is "
        "that of Rivers and Vuong (2002) in two steps. A negative difference says that rational inattention fits "
        "better.",
    )
    frame = pd.DataFrame(shown)
    return Table("table_robustness_models", "Both models estimated in other specifications", frame, {}, notes)


def _row(name: str, own: pd.DataFrame) -> dict[str, str]:
    row = {"specification": readable(name)}
    failure = own["failure"].dropna()
    if len(failure):
        return row | {
            "J, sticky prices": "",
            "J, rational inattention": "",
            "difference": "",
            "p-value": "",
            "better": failure.iloc[0],
        }
    value = own.set_index(["model", "quantity"])["value"]
    difference, error = value["difference", "difference"], value["difference", "standard_error"]
    better = "rational inattention" if difference < 0 else "sticky prices"
    return row | {
        "J, sticky prices": f"{value['sticky_prices', 'criterion']:.1f}",
        "J, rational inattention": f"{value['rational_inattention', 'criterion']:.1f}",
        "difference": f"{difference:.1f} ({error:.1f})",
        "p-value": f"{value['difference', 'two_step_p_value']:.3f}",
        "better": better,
    }
