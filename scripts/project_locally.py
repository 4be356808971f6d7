"""Local projections on the federal-funds shock, with both kinds of standard errors (section 1.5.1)."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_quarterly, write_tidy
from frictions.timeseries.local_projections import local_projections
from frictions.timeseries.responses import tidy_responses
from frictions.timeseries.var import estimate_var

with job(snakemake):
    panel = read_quarterly(snakemake.input.panel)
    names = list(panel)
    model = estimate_var(panel.to_numpy(), snakemake.params.lags)
    tables = []
    for errors in ("newey_west", "lag_augmented"):
        projections = local_projections(
            model, names.index("federal_funds"), snakemake.params.shock, snakemake.params.horizons, errors
        )
        table = tidy_responses(names, response=projections.response, standard_error=projections.standard_error)
        table.insert(0, "errors", errors)
        tables.append(table)
    write_tidy(pd.concat(tables), snakemake.output.projections)
