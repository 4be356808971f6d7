"""Real yield curves by risk aversion and state."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.production_economy_figures import draw_yield_curves

with job(snakemake):
    write_figure(draw_yield_curves(read_tidy(snakemake.input.yields), snakemake.params.parameters), snakemake.output)
