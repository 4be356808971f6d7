"""Figure of a sweep: lines over one parameter, a map over two."""

from frictions.data.jobs import job
from frictions.data.parquet import read_parquet
from frictions.report.deliverables import write_figure
from frictions.report.sweep_figure import draw_sweep

with job(snakemake):
    params = snakemake.params
    figure = draw_sweep(read_parquet(snakemake.input.table), params.parameters, params.draw, params.title)
    write_figure(figure, snakemake.output)
