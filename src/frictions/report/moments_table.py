"""Table 1.3: moments conditional on the monetary shock, one row a variant of a model."""

from collections.abc import Mapping, Sequence

import pandas as pd

from frictions.report.table import Table

LABELS = {
    "corr_IS_S": "corr(IS,S)",
    "corr_IS_Y": "corr(IS,Y)",
    "corr_Y_dI": "corr(Y,dI)",
    "corr_Y_S": "corr(Y,S)",
    "corr_Y_pi": "corr(Y,pi)",
    "autocorr_dpi": "autocorr(dpi)",
    "sd_pi_over_y": "sd(pi)/sd(Y)",
    "sd_IS_over_S": "sd(IS)/sd(S)",
    "sd_w_over_y": "sd(w)/sd(Y)",
}
"""How the moments are shown, in the source's order."""


def moments_table(
    published: Mapping[str, Mapping[str, float]],
    replicated: Mapping[str, Mapping[str, pd.DataFrame]],
    notes: Sequence[str],
) -> Table:
    """Published moments above replicated ones, model by model.

    Parameters
    ----------
    published : mapping
        Moments by column of the source (VAR, RI, Calvo).
    replicated : mapping
        For each of these columns, the contract's ``moments.csv`` by variant. Where it has a ``sampling_sd``, a row z
        gives the distance from the published moment in sampling standard deviations.
    notes : sequence of str
    """
    rows: list[dict[str, object]] = []
    row_decimals: dict[int, int] = {}
    for model, variants in replicated.items():
        printed = pd.Series(published[model], dtype=float)[list(LABELS)]
        rows.append({"model": model, "variant": "published", **_labelled(printed)})
        for variant, table in variants.items():
            moments = table.set_index("moment").loc[list(LABELS)]
            rows.append({"model": model, "variant": variant, **_labelled(moments["value"])})
            if "sampling_sd" in moments:
                row_decimals[len(rows)] = 1
                distance = (moments["value"] - printed) / moments["sampling_sd"]
                rows.append({"model": model, "variant": f"z, {variant}", **_labelled(distance)})
    frame = pd.DataFrame(rows, columns=["model", "variant", *LABELS.values()])
    title = "Moments conditional on the monetary policy shock (Table 1.3)"
    return Table("table_1_3", title, frame, {}, tuple(notes), row_decimals)


def _labelled(moments: pd.Series) -> dict[str, float]:
    return {label: float(moments[name]) for name, label in LABELS.items()}
