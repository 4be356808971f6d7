"""Estimates with delta-method errors and bootstrap intervals."""

import numpy as np

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_settings, read_tidy, write_arrays, write_tidy
from frictions.matching.bootstrap import percentile_intervals

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    chunks = [read_arrays(path) for path in snakemake.input.chunks]
    order = np.argsort(np.concatenate([chunk["draw"] for chunk in chunks]))
    joined = {name: np.concatenate([chunk[name] for chunk in chunks])[order] for name in chunks[0]}
    write_arrays(joined, snakemake.output.bootstrap)
    table = read_tidy(snakemake.input.point)
    lower, upper = percentile_intervals(joined["estimates"], experiment["coverage"])
    columns = ["parameter", "value", "standard_error", "lower", "upper", "at_bound"]
    write_tidy(table.assign(lower=lower, upper=upper)[columns], snakemake.output.estimates)
