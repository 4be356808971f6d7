"""Responses of one sample with their bands and local projections: what Figures 1.6 and 1.7 draw."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_tidy, write_tidy
from frictions.timeseries.bands import response_bands
from frictions.timeseries.responses import response_array, tidy_responses

with job(snakemake):
    point = read_tidy(snakemake.input.point)
    names = list(point["variable"].unique())
    own_draws = {
        band: read_arrays(file)["irf"]
        for band, file in zip(snakemake.params.with_own_draws, snakemake.input.own_draws, strict=True)
    }
    draws, center = read_arrays(snakemake.input.draws), response_array(point, "point")
    bands = response_bands(snakemake.params.bands, center, draws["irf"], own_draws, snakemake.params.coverage)
    # Beside them the bands of the draws whose VAR is stable, if there are any.
    kinds = [band for band in snakemake.params.bands if band not in own_draws]
    if not draws["explosive"].all():
        stable = response_bands(kinds, center, draws["irf"][~draws["explosive"]], {}, snakemake.params.coverage)
        bands |= {f"{band}_stable": ends for band, ends in stable.items()}
    tables = {name: tidy_responses(names, lower=lower, upper=upper) for name, (lower, upper) in bands.items()}
    write_tidy(pd.concat(tables, names=["band"]).reset_index("band"), snakemake.output.bands)
    projections = read_tidy(snakemake.input.projections).query("errors == @snakemake.params.errors")
    projections = projections.rename(columns={"response": "local_projection", "standard_error": "local_projection_se"})
    keys = ["variable", "horizon"]
    irf = point.merge(tables[snakemake.params.band], on=keys).merge(projections.drop(columns="errors"), on=keys)
    write_tidy(irf, snakemake.output.irf)
