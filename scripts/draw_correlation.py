"""Short rate and term spread against the correlation of state and production."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.production_economy_figures import draw_correlation

with job(snakemake):
    options = snakemake.params
    figure = draw_correlation(read_tidy(snakemake.input.table), options.state, options.maturity, options.parameters)
    write_figure(figure, snakemake.output)
