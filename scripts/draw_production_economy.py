"""Consumption, short rate and prices of risk against the state."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.production_economy_figures import draw_prices

with job(snakemake):
    write_figure(draw_prices(read_tidy(snakemake.input.state_grid), snakemake.params.parameters), snakemake.output)
