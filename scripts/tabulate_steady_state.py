"""Table 2.2: stationary equilibrium, published beside replicated."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_table
from frictions.report.reallocation_tables import steady_state_table

with job(snakemake):
    published = read_settings(snakemake.input.published)["table_2_2"]
    variants = read_tidy(snakemake.input.variants)
    names = list(dict.fromkeys(variants["variant"]))
    # The first width tried and the coarse grid, which comes last.
    shown = list(dict.fromkeys([names[0], names[-1]]))
    table = steady_state_table(published["quantities"], read_tidy(snakemake.input.benchmark), variants, shown)
    write_table(table, snakemake.output)
