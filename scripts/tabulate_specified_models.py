"""Which model fits better in each specification that both were estimated on."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_tidy, write_tidy
from frictions.report.long_table import write_long_table
from frictions.report.robustness_models_table import WIDTHS, robustness_models_table

with job(snakemake):
    rows = pd.concat([read_tidy(path) for path in snakemake.input.rows], ignore_index=True)
    write_tidy(rows, snakemake.output.table)
    write_long_table(robustness_models_table(rows), snakemake.output.rendered, WIDTHS)
