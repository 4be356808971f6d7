"""The three terms of the short rate against the state."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.production_economy_figures import draw_short_rate_terms

with job(snakemake):
    write_figure(
        draw_short_rate_terms(read_tidy(snakemake.input.state_grid), snakemake.params.parameters), snakemake.output
    )
