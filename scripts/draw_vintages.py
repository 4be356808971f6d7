"""Figures of a comparison of vintages: responses by vintage, and revisions in the order of their effect."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.panels import claims_of
from frictions.report.substitutes import substitutes_note
from frictions.report.vintage_figures import draw_effects, draw_vintage_responses

with job(snakemake):
    params = snakemake.params
    irfs = {name: read_tidy(path) for name, path in zip(params.vintages, snakemake.input.irf, strict=True)}
    claims = claims_of(read_settings(snakemake.input.published)["var"]["claims"])
    notes = [substitutes_note(read_tidy(path), path) for path in snakemake.input.substitutes]
    note = " ".join(f"{name}: {text}" for name, text in zip(params.vintages, notes, strict=True) if text)
    figure = draw_vintage_responses(irfs, params.units, params.title, params.coverage, claims, note)
    write_figure(figure, snakemake.output.responses)
    write_figure(draw_effects(read_tidy(snakemake.input.effects), params.title, note), snakemake.output.effects)
