"""Claims by dimensions of choice: how often each holds, and what moves it."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.robustness_map_figure import draw_robustness_map

with job(snakemake):
    figure = draw_robustness_map(read_tidy(snakemake.input.claims), read_tidy(snakemake.input.dimensions))
    write_figure(figure, snakemake.output)
