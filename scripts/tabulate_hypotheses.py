"""The register of explanations for reading."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.hypotheses_table import WIDTHS, hypotheses_table
from frictions.report.long_table import write_long_table

with job(snakemake):
    write_long_table(hypotheses_table(read_tidy(snakemake.input.register)), snakemake.output, WIDTHS)
