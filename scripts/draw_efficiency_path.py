"""Informativeness and resale risk around changes of efficiency known in advance."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.efficiency_figures import draw_paths

with job(snakemake):
    write_figure(draw_paths(read_tidy(snakemake.input.path), snakemake.params.dates), snakemake.output)
