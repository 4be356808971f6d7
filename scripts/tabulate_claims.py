"""Claims of section 2.5.2 on reallocation and allocative efficiency: published, replicated, under every variant."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_table
from frictions.report.reallocation_tables import claims_table

with job(snakemake):
    published = read_settings(snakemake.input.published)["reallocation_claims"]
    names = ("benchmark", "high_elasticity", "tight_credit")
    transitions = {name: read_tidy(snakemake.input[name]) for name in names}
    write_table(claims_table(published, transitions, read_tidy(snakemake.input.variants)), snakemake.output)
