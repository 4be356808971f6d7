"""Figures 1.9 and 1.16 in numbers: responses of the Calvo model beside what the source's figures show."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_table
from frictions.report.impacts_table import impacts_table

with job(snakemake):
    number = snakemake.wildcards.number
    published = read_settings(snakemake.input.published)[f"figure_{number}"]
    table = impacts_table(
        f"table_figure_{number}",
        f"Responses of the Calvo model, percent (Figure {number.replace('_', '.')})",
        published["axes"],
        {mode: read_tidy(snakemake.input[mode]) for mode in ("average", "marginal")},
        published["differences"],
    )
    write_table(table, snakemake.output)
