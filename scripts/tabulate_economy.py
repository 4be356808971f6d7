"""Table 2.1: parameters of the reallocation model."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings
from frictions.report.deliverables import write_table
from frictions.report.reallocation_tables import economy_table

with job(snakemake):
    published = read_settings(snakemake.input.published)["table_2_1"]
    table = economy_table(published["parameters"], read_settings(snakemake.input.experiment))
    write_table(table, snakemake.output)
