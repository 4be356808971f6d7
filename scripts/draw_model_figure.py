"""Figures 1.8 and 1.9: responses of the models beside the VAR's."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.model_figure import draw_model_responses
from frictions.report.panels import claims_of
from frictions.report.substitutes import substitutes_note

with job(snakemake):
    published = read_settings(snakemake.input.published)
    claims = published[snakemake.wildcards.model_figure].get("claims", [])
    figure = draw_model_responses(
        read_tidy(snakemake.input.var),
        {
            "Calvo, source (average)": read_tidy(snakemake.input.average),
            "Calvo, source (marginal)": read_tidy(snakemake.input.marginal),
            "Calvo, estimated here": read_tidy(snakemake.input.estimated),
        },
        title=snakemake.params.title,
        coverage=snakemake.params.coverage,
        claims=claims_of(claims),
        note="Source: the model at the source's estimates, with the average cost in place of the marginal one, which "
        "gives its numbers, and with the marginal cost, which solves the firm's problem. "
        + " ".join([*published[snakemake.wildcards.model_figure].get("differences", []), ""])
        + substitutes_note(read_tidy(snakemake.input.substitutes)),
    )
    write_figure(figure, snakemake.output)
