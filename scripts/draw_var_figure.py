"""Figures 1.6 and 1.7, and the same for any other sample: responses to the federal-funds shock."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.panels import claims_of
from frictions.report.substitutes import substitutes_note
from frictions.report.var_figure import band_note, draw_var_responses

with job(snakemake):
    published = read_settings(snakemake.input.published)["var"]
    summary = read_tidy(snakemake.input.summary).set_index("quantity")["value"]
    number = f" (Figure {snakemake.params.number})" if snakemake.params.number else ""
    substitutes = substitutes_note(read_tidy(snakemake.input.substitutes))
    figure = draw_var_responses(
        read_tidy(snakemake.input.irf),
        read_tidy(snakemake.input.bands).query("band == @snakemake.params.stable_band"),
        snakemake.params.units,
        f"Responses to a {snakemake.params.shock:.2f} percentage point (annualised) federal funds shock, "
        f"{summary['first_quarter']} to {summary['last_quarter']}{number}",
        snakemake.params.coverage,
        claims_of(published["claims"]) if snakemake.params.claims else [],
        "\n".join(filter(None, [band_note(read_tidy(snakemake.input.draws)), substitutes])),
    )
    write_figure(figure, snakemake.output)
