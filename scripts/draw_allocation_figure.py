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
    largest = {"mpk_ratio": "mpk_ratio_peak", "tfp_end": "tfp_end_trough"}
    # The source's responses are several times as large: the title says so, since on one axis ours would be flat.
    panels = {
        variable: f"{title}\n(in print up to {printed[name]:g})" if (name := largest[variable]) in printed else title
        for variable, title in EFFICIENCY.items()
    }
    sizes = f"MPK ratio {claims['mpk_ratio_peak']:.3f}, TFP_end {claims['tfp_end_trough']:.3f} percent"
    title = experiment_title("Allocative efficiency", read_settings(snakemake.input.experiment)["economy"])
    figure = draw_transitions(
        transition,
        panels,
        f"{title}{snakemake.params.number}",
        f"Largest responses with lemons: {sizes}. Capital is chosen a year ahead, so neither moves in the first year.",
    )
    write_figure(figure, snakemake.output)
