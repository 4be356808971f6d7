"""Coverage of the bands of each kind as a table."""

import pandas as pd

from frictions.report.table import Table

KINDS = {
    "percentile": "percentile, residual bootstrap",
    "hall": "Hall, residual bootstrap",
    "sup_t": "simultaneous (sup-t), residual bootstrap",
    "bias_corrected": "percentile, bias-corrected",
    "wild": "percentile, wild bootstrap",
    "moving_block": "percentile, moving blocks",
}
"""What the kinds of bands are called."""


def coverage_table(rows: pd.DataFrame, nominal: float, samples: int) -> Table:
    """One row a kind of band.

    Parameters
    ----------
    rows : DataFrame
        Columns band, variable, pointwise, paths, width.
    nominal : float
        Coverage that was asked for.
    samples : int
        Number of samples.
    """
    by_band = rows.groupby("band", sort=False)
    shown = pd.DataFrame(
        {
            "band": [KINDS[str(band)] for band in by_band.groups],
            "mean coverage": by_band["pointwise"].mean().to_numpy(),
            "lowest of the variables": by_band["pointwise"].min().to_numpy(),
            "highest": by_band["pointwise"].max().to_numpy(),
            "whole paths": by_band["paths"].mean().to_numpy(),
            "mean width": by_band["width"].mean().to_numpy(),
        }
    )
    error = (nominal * (1.0 - nominal) / samples) ** 0.5
    notes = (
        f"Share of {samples} samples, drawn from the estimated VAR, whose band holds its response: on average over the "
        f"quarters after the impact, and over whole paths. Nominal coverage {nominal:.0%}; the standard error of a "
        f"share of {samples} independent samples is {error:.3f}.",
    )
    return Table("table_band_coverage", "Coverage of bands in a VAR of this size", shown, {}, notes)
