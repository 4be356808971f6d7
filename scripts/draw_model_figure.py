"""Figures 1.8 and 1.9, and the estimated models: responses beside the VAR's."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.attention_labels import OPTIMAL_NOTE, RECONSTRUCTION_NOTE
from frictions.report.deliverables import write_figure
from frictions.report.model_figure import draw_model_responses
from frictions.report.panels import Claim, claims_of
from frictions.report.substitutes import substitutes_note

with job(snakemake):
    published = read_settings(snakemake.input.published)
    printed = published.get(snakemake.wildcards.model_figure, {})
    attention = snakemake.params.attention
    claims = claims_of(printed.get("claims", []), model="Calvo" if attention else "")
    notes = [snakemake.params.note, *printed.get("differences", [])]
    if attention:
        reconstructed = any("reconstruction" in label for label in snakemake.params.labels)
        notes += [RECONSTRUCTION_NOTE, OPTIMAL_NOTE] if reconstructed else [OPTIMAL_NOTE]
        if claims:
            claims.append(Claim("output", 0, published["fig_claims_ch1"]["RI_output_impact_pct"], "RI"))
    figure = draw_model_responses(
        read_tidy(snakemake.input.var),
        {label: read_tidy(path) for label, path in zip(snakemake.params.labels, snakemake.input.lines, strict=True)},
        title=snakemake.params.title,
        coverage=snakemake.params.coverage,
        claims=claims,
        note=" ".join([*notes, substitutes_note(read_tidy(snakemake.input.substitutes))]),
    )
    write_figure(figure, snakemake.output)
