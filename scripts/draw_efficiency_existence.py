"""Where a stationary equilibrium exists, by risk aversion and efficiency."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.efficiency_figures import draw_existence

with job(snakemake):
    baseline = (snakemake.params.eta, snakemake.params.gamma)
    write_figure(draw_existence(read_tidy(snakemake.input.existence), baseline), snakemake.output)
