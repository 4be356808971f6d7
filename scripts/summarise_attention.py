"""Estimates of the rational-inattention model with delta-method errors and ranges of bootstrap re-estimates."""

import numpy as np

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_settings, read_tidy, write_arrays, write_tidy
from frictions.matching.ranges import ESTIMATE_COLUMNS, range_columns

with job(snakemake) as log:
    settings = read_settings(snakemake.input.experiment)
    chunks = [read_arrays(path) for path in snakemake.input.chunks]
    order = np.argsort(np.concatenate([chunk["draw"] for chunk in chunks]))
    joined = {name: np.concatenate([chunk[name] for chunk in chunks])[order] for name in chunks[0]}
    log.info("%d of %d re-estimates converged", joined["converged"].sum(), len(order))
    table = read_tidy(snakemake.input.point)
    errors = table["standard_error"].to_numpy(dtype=float)
    columns = range_columns(joined["estimates"], joined["at_bound"], errors, settings["coverage"])
    write_arrays(joined, snakemake.output.bootstrap)
    write_tidy(table.assign(**columns)[list(ESTIMATE_COLUMNS)], snakemake.output.estimates)
