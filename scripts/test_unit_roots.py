"""Augmented Dickey-Fuller tests of the eleven variables beside the source's decisions (section 1.5.1)."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.samples import sample_span
from frictions.data.tables import read_quarterly, write_tidy
from frictions.timeseries.detrending import observations
from frictions.timeseries.unit_roots import unit_root_test

with job(snakemake):
    variables = read_quarterly(snakemake.input.variables)
    start, end = sample_span(variables, snakemake.params.sample)
    rows = []
    for name in variables:
        test = unit_root_test(
            observations(variables[name], start, end),
            snakemake.params.trends[name],
            snakemake.params.longest_lag,
            snakemake.params.level,
        )
        rows.append({"variable": name, **vars(test), "published_decision": snakemake.params.published[name]})
    write_tidy(pd.DataFrame(rows), snakemake.output.table)
