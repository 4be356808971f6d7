"""Figures 2.1 to 2.3: responses of prices and quantities to the productivity shock."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.reallocation_tables import claims_of_transition
from frictions.report.transition_figure import MARKETS, draw_transitions, experiment_title

with job(snakemake):
    transition = read_tidy(snakemake.input.transition)
    printed = read_settings(snakemake.input.published)["reallocation_claims"]["benchmark"]
    claims = claims_of_transition(transition)
    title = experiment_title(
        "Responses to the productivity shock", read_settings(snakemake.input.experiment)["economy"]
    )
    figure = draw_transitions(
        transition,
        MARKETS,
        f"{title}{snakemake.params.number}",
        f"Fall of reallocation in the first year: {-claims['reallocation']:.2f} percent with lemons, "
        f"{-claims['reallocation_without_lemons']:.2f} without, a ratio of {claims['ratio']:.2f}; the source's text "
        f"says about {printed['ratio']:g}. Percent of each economy's own stationary equilibrium.",
    )
    write_figure(figure, snakemake.output)
