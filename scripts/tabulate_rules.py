"""Table A.1: the coefficients of a firm's policy rules, which the source leaves as symbols."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_table
from frictions.report.rules_table import rules_table

with job(snakemake):
    variants = {mode: read_tidy(snakemake.input[mode]) for mode in ("marginal", "average")}
    notes = [
        "Log deviations from the average firm at the source's estimates. The source prints the symbols, no values.",
        "The price of a firm that does not reset falls with inflation net of indexation and with the change of the "
        "average relative price; the printed table leaves the latter out.",
    ]
    table = rules_table(variants, notes)
    write_table(table, snakemake.output)
