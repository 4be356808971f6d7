"""The specification curve of one claim."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.specifications_figure import draw_specifications

with job(snakemake):
    name, claim = snakemake.wildcards.claim, snakemake.params.claim
    claims, values = read_tidy(snakemake.input.claims), read_tidy(snakemake.input.values)
    figure = draw_specifications(
        read_tidy(snakemake.input.specifications),
        values[values["claim"] == name],
        claims.set_index("claim").loc[name],
        list(claim["holds"].values()),
        snakemake.params.unit,
    )
    write_figure(figure, snakemake.output)
