"""Figures 1.10 and 1.11: first-best and actual response of the stock and of the price."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.attention_labels import MODES, OPTIMAL_NOTE, RECONSTRUCTION_NOTE, RECOVERED, RECOVERED_NOTE
from frictions.report.decisions_figure import DecisionClaims, draw_decisions
from frictions.report.deliverables import write_figure

with job(snakemake):
    figure, decision = snakemake.wildcards.decision_figure, snakemake.params.decision
    published = read_settings(snakemake.input.published)
    text = published["fig_claims_ch1"]
    claims = {
        "stock": DecisionClaims(impact=text["first_best_Z_impact_pct"], axis=tuple(published[figure]["printed_axis"])),
        "price": DecisionClaims(
            gone_by=text["price_deviation_dies_out_quarters"], axis=tuple(published[figure]["printed_axis"])
        ),
    }
    kinds = {"recovered": RECOVERED, **MODES}
    tracked = {name: "relative" if name == "reconstruction" else "nominal" for name in kinds}
    titles = {
        name: f"{label}\n{tracked[name]} price" if decision == "price" else label for name, label in kinds.items()
    }
    write_figure(
        draw_decisions(
            {name: read_tidy(snakemake.input[name]) for name in kinds},
            decision,
            titles,
            claims[decision],
            f"{decision.capitalize()}: first-best and actual response to the interest-rate shock "
            f"(Figure {figure.removeprefix('figure_').replace('_', '.')})",
            " ".join([RECOVERED_NOTE, RECONSTRUCTION_NOTE, OPTIMAL_NOTE]),
        ),
        snakemake.output,
    )
