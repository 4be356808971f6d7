"""Table 1.3: moments conditional on the monetary shock."""

from collections.abc import Mapping, Sequence

import pandas as pd

from frictions.report.table import Table

LABELS = {
    "corr_IS_S": "corr(IS, S)",
    "corr_IS_Y": "corr(IS, Y)",
    "corr_Y_dI": "corr(Y, dI)",
    "corr_Y_S": "corr(Y, S)",
    "corr_Y_pi": "corr(Y, inflation)",
    "autocorr_dpi": "autocorr(change in inflation)",
    "sd_pi_over_y": "sd(inflation) / sd(Y)",
    "sd_IS_over_S": "sd(IS) / sd(S)",
    "sd_w_over_y": "sd(w) / sd(Y)",
}
"""How the moments are shown, in the source's order."""


def moments_table(
    published: Mapping[str, Mapping[str, float]],
    replicated: Mapping[str, Mapping[str, pd.Series]],
    notes: Sequence[str],
) -> Table:
    """Published moments beside replicated ones.

    Parameters
    ----------
    published : mapping
        Moments by column of the source (VAR, RI, Calvo).
    replicated : mapping
        For each of these columns, series of moments by variant (for instance ``baseline``).
    notes : sequence of str

    Returns
    -------
    Table
    """
    columns: dict[str, list[object]] = {"moment": list(LABELS.values())}
    for source, variants in replicated.items():
        columns[f"{source} published"] = [published[source][moment] for moment in LABELS]
        for variant, moments in variants.items():
            columns[f"{source} {variant}"] = [float(moments[moment]) for moment in LABELS]
    return Table(
        name="table_1_3",
        title="Moments conditional on the monetary policy shock (Table 1.3)",
        frame=pd.DataFrame(columns),
        notes=tuple(notes),
    )
