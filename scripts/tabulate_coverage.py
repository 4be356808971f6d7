"""Coverage of the bands of each kind over all samples: pointwise, of whole paths, and their width."""

import numpy as np

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_quarterly, write_tidy
from frictions.report.coverage_table import coverage_table
from frictions.report.deliverables import write_table
from frictions.timeseries.band_coverage import Coverage, coverage_rows

with job(snakemake):
    parts = [read_arrays(path) for path in snakemake.input.chunks]
    coverage = Coverage(
        tuple(map(str, parts[0]["kinds"])),
        np.concatenate([part["holds"] for part in parts]),
        np.concatenate([part["widths"] for part in parts]),
    )
    rows = coverage_rows(coverage, list(read_quarterly(snakemake.input.panel)))
    write_tidy(rows, snakemake.output.table)
    write_table(coverage_table(rows, snakemake.params.nominal, len(coverage.holds)), snakemake.output.rendered)
