"""Estimates of the rational-inattention model with delta-method errors and bootstrap intervals."""

import numpy as np

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_settings, read_tidy, write_arrays, write_tidy
from frictions.matching.bootstrap import percentile_intervals

with job(snakemake) as log:
    settings = read_settings(snakemake.input.experiment)
    chunks = [read_arrays(path) for path in snakemake.input.chunks]
    order = np.argsort(np.concatenate([chunk["draw"] for chunk in chunks]))
    joined = {name: np.concatenate([chunk[name] for chunk in chunks])[order] for name in chunks[0]}
    log.info("one more step would lower J by %.2g percent at most", 100.0 * joined["promised"].max())
    table = read_tidy(snakemake.input.point)
    lower, upper = percentile_intervals(joined["estimates"], settings["coverage"])
    columns = ["parameter", "value", "standard_error", "lower", "upper", "at_bound"]
    write_arrays(joined, snakemake.output.bootstrap)
    write_tidy(table.assign(lower=lower, upper=upper)[columns], snakemake.output.estimates)
