"""Durable capital, and profit as real efficiency."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.efficiency_figures import draw_robustness

with job(snakemake):
    figure = draw_robustness(read_tidy(snakemake.input.capital), read_tidy(snakemake.input.profit))
    write_figure(figure, snakemake.output)
