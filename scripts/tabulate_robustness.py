"""In how many specifications each claim holds, and what it depends on."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.long_table import write_long_table
from frictions.report.robustness_table import WIDTHS, robustness_table

with job(snakemake):
    table = robustness_table(read_tidy(snakemake.input.claims), read_tidy(snakemake.input.specifications))
    write_long_table(table, snakemake.output, WIDTHS)
