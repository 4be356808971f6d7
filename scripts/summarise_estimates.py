"""Estimates with delta-method errors and ranges of bootstrap re-estimates."""

import numpy as np

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_settings, read_tidy, write_arrays, write_tidy
from frictions.matching.ranges import range_remarks, ranges_of

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    chunks = [read_arrays(path) for path in snakemake.input.chunks]
    order = np.argsort(np.concatenate([chunk["draw"] for chunk in chunks]))
    joined = {name: np.concatenate([chunk[name] for chunk in chunks])[order] for name in chunks[0]}
    write_arrays(joined, snakemake.output.bootstrap)
    table = read_tidy(snakemake.input.point)
    ranges = ranges_of(joined["estimates"], experiment["coverage"])
    errors = table["standard_error"].to_numpy(dtype=float)
    remarks = range_remarks(ranges, errors, joined["at_bound"], experiment["coverage"])
    table = table.assign(lower=ranges.lower, upper=ranges.upper, range=ranges.kind, re_estimates=ranges.re_estimates)
    columns = ["parameter", "value", "standard_error", "lower", "upper", "at_bound", "range", "re_estimates", "remark"]
    write_tidy(table.assign(remark=remarks)[columns], snakemake.output.estimates)
