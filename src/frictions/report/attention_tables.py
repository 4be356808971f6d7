"""Tables 1.4 to 1.6: information flows and profit deviations by case, and moments under money growth."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from frictions.report.attention_labels import MODES, OPTIMAL_NOTE, RECONSTRUCTION_NOTE, quantities
from frictions.report.table import Table
from frictions.verdicts import SAME_IN_EVERY_SAMPLE

INFORMATION = {
    "profit_deviation": "profit deviation",
    "profit_deviation_without_noise": "profit deviation, product of noises left out",
    "info_flow_P": "bits on the price",
    "info_flow_Z": "bits on the stock",
    "info_flow": "bits in all",
    "interaction_share_pct": "interaction, percent",
    "interaction_share_without_noise_pct": "interaction, percent, product of noises left out",
}
"""Rows of Tables 1.4 and 1.5 by the names of the contract's ``information.csv``, in the source's order."""

MONEY_MOMENTS = {
    "corr_IS_S": "corr(IS, S)",
    "autocorr_IS": "autocorr(IS)",
    "corr_Y_dI": "corr(Y, dI)",
    "sd_IS_over_S": "sd(IS) / sd(S)",
    "sd_y_over_S": "sd(Y) / sd(S)",
    "elasticity_IS_S": "elasticity of IS to S",
    "elasticity_I_S": "elasticity of I to S",
    "markup_share": "markup share, percent",
}
"""How the moments of Table 1.6 are shown, in the source's order; the share is from its text."""


def information_table(
    name: str,
    title: str,
    published: Mapping[str, Sequence[float]],
    outcomes: Mapping[str, Mapping[str, pd.DataFrame]],
    notes: Sequence[str],
) -> Table:
    """Tables 1.4 and 1.5: a block of rows a quantity, a row a mode, a column a case.

    Parameters
    ----------
    name, title : str
        Of the table.
    published : mapping of str to sequence of float
        Printed values by quantity, in the order of the cases.
    outcomes : mapping of str to mapping of str to DataFrame
        The contract's ``information.csv`` by mode and case.
    notes : sequence of str
    """
    rows: list[dict[str, object]] = []
    row_decimals: dict[int, int] = {}
    cases = list(next(iter(outcomes.values())))
    for quantity, label in INFORMATION.items():
        block = {"published": dict(zip(cases, published[quantity], strict=True))} if quantity in published else {}
        for mode, label_of_mode in MODES.items():
            values = {case: quantities(table).get(quantity, np.nan) for case, table in outcomes[mode].items()}
            if not all(np.isnan(list(values.values()))):
                block[label_of_mode] = values
        for variant, values in block.items():
            if quantity.startswith("interaction_share"):
                row_decimals[len(rows)] = 1
            rows.append({"quantity": label, "variant": variant, **values})
    frame = pd.DataFrame(rows, columns=["quantity", "variant", *cases])
    texts = (*notes, RECONSTRUCTION_NOTE, OPTIMAL_NOTE)
    return Table(name, title, frame, dict.fromkeys(cases, 4), texts, row_decimals)


def money_moments_table(
    published: Mapping[str, Mapping[str, float]],
    markup_shares: Mapping[str, float],
    outcomes: Mapping[str, pd.DataFrame],
    notes: Sequence[str],
) -> Table:
    """Table 1.6: moments conditional on money growth.

    Parameters
    ----------
    published : mapping
        Moments by column of the source: ``data_KM2013`` and ``RI``.
    markup_shares : mapping of str to float
        The markup's share in the response of consumption, percent, by the same columns.
    outcomes : mapping of str to DataFrame
        The contract's ``moments.csv`` by mode. Where it has a ``sampling_sd``, the distance from the published moment
        in sampling standard deviations is shown as z.
    notes : sequence of str
    """
    labels = {"data_KM2013": "data (Kryvtsov and Midrigan)", "RI": "published"}
    printed = {
        source: [*(float(published[source][name]) for name in list(MONEY_MOMENTS)[:-1]), float(markup_shares[source])]
        for source in labels
    }
    columns: dict[str, list[object]] = {"moment": list(MONEY_MOMENTS.values())}
    columns |= {label: list(printed[source]) for source, label in labels.items()}
    for mode, table in outcomes.items():
        moments = table.set_index("moment").loc[list(MONEY_MOMENTS)]
        values = moments["value"].to_numpy(dtype=float) * np.where(moments.index == "markup_share", 100.0, 1.0)
        columns[MODES[mode]] = values.tolist()
        if "sampling_sd" in moments:
            spread = moments["sampling_sd"].to_numpy(dtype=float)
            # A moment that is the same in every sample, such as a correlation of minus one, has no such distance.
            spread = np.where(spread > SAME_IN_EVERY_SAMPLE, spread, np.nan)
            gaps = (values - np.array(printed["RI"])) / spread
            columns[f"z {mode.removeprefix('optimal_')}"] = gaps.tolist()
    decimals = {name: 1 for name in columns if name.startswith("z ")}
    title = "Moments conditional on money growth (Table 1.6)"
    share_row = {len(MONEY_MOMENTS) - 1: 1}
    return Table("table_1_6", title, pd.DataFrame(columns), decimals, tuple(notes), share_row)
