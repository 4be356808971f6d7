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
        "Qualitative claims of the source hold; its axes reach further: production below -0.6 and above 0, sales below "
        "-0.4, a slightly negative nominal rate. The timing of its cash constraint is not stated.",
    )
    write_figure(figure, snakemake.output)
