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
    replicated: Mapping[str, Mapping[str, pd.DataFrame]],
    notes: Sequence[str],
) -> Table:
    """Published moments beside replicated ones.

    Parameters
    ----------
    published : mapping
        Moments by column of the source (VAR, RI, Calvo).
    replicated : mapping
        For each of these columns, the contract's ``moments.csv`` by variant. Where it has a ``sampling_sd``, the
        distance from the published moment in sampling standard deviations is shown as z.
    notes : sequence of str
    """
    columns: dict[str, list[object]] = {"moment": list(LABELS.values())}
    for source, variants in replicated.items():
        columns[f"{source} published"] = [published[source][moment] for moment in LABELS]
        for variant, table in variants.items():
            moments = table.set_index("moment").loc[list(LABELS)]
            columns[variant if variant.startswith(source) else f"{source} {variant}"] = moments["value"].tolist()
            if "sampling_sd" in moments:
                distance = moments["value"] - pd.Series(published[source])[list(LABELS)]
                columns[f"z {variant}"] = (distance / moments["sampling_sd"]).tolist()
    decimals = {name: 1 for name in columns if name.startswith("z ")}
    title = "Moments conditional on the monetary policy shock (Table 1.3)"
    return Table("table_1_3", title, pd.DataFrame(columns), decimals, tuple(notes))
