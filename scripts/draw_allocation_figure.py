"""Figures 2.4 to 2.6: responses of allocative efficiency to the productivity shock."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.reallocation_tables import claims_of_transition
from frictions.report.transition_figure import EFFICIENCY, draw_transitions, experiment_title

with job(snakemake):
    transition = read_tidy(snakemake.input.transition)
    printed = read_settings(snakemake.input.published)["reallocation_claims"].get(snakemake.params.name, {})
    claims = claims_of_transition(transition)
    sizes = [
        f"{what} {claims[name]:.3f} percent"
        + (f" (source's figure: about {printed[name]:g})" if name in printed else "")
        for name, what in (("mpk_ratio_peak", "largest rise of the MPK ratio"), ("tfp_end_trough", "lowest TFP_end"))
    ]
    title = experiment_title("Allocative efficiency", read_settings(snakemake.input.experiment)["economy"])
    figure = draw_transitions(
        transition,
        EFFICIENCY,
        f"{title}{snakemake.params.number}",
        f"With lemons: {'; '.join(sizes)}. Capital is chosen a year ahead, so neither measure moves in the first year.",
    )
    write_figure(figure, snakemake.output)
