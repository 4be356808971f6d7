"""Informativeness, resale risk and both efficiencies against production efficiency."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.efficiency_figures import draw_stationary

with job(snakemake):
    write_figure(draw_stationary(read_tidy(snakemake.input.stationary)), snakemake.output)
