"""Reallocation over the business cycle, drawn."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.cycle_figure import draw_cycle
from frictions.report.deliverables import write_figure

with job(snakemake):
    settings = snakemake.params.settings
    cited = read_settings(snakemake.input.published)["reallocation_facts"]["values"]
    facts = read_tidy(snakemake.input.facts)
    most = facts[facts["lemons"] == facts["lemons"].max()]
    share = most[most["quantity"] == "reallocation_share"]["value"].iloc[0]
    figure = draw_cycle(
        read_tidy(snakemake.input.moments),
        facts,
        read_tidy(snakemake.input.responses),
        cited,
        f"Top: {settings['horizons']} years, Hodrick-Prescott weight {settings['smoothing']:g}; a recession is output "
        f"{settings['recession']:g} percent below its mean, the cost 1 - p / rho. Bottom: a one-percent innovation. "
        f"Used goods are {100 * share:.1f} percent of investment goods bought; the cited fact is "
        f"{100 * cited['reallocation_share']:g} percent of investment.",
    )
    write_figure(figure, snakemake.output)
