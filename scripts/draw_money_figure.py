"""Figure 1.16: responses of the Calvo model to a permanent fall of the money stock."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.money_figure import draw_money_responses

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    figure = draw_money_responses(
        read_tidy(snakemake.input.irf),
        experiment["shock"],
        f"Calvo model: a permanent {experiment['shock']:g} percent change of money (Figure 1.16)",
        " ".join(read_settings(snakemake.input.published)["figure_1_16"]["differences"]),
    )
    write_figure(figure, snakemake.output)
