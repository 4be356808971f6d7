"""Table 1.2, Calvo column: the criterion at the source's estimates and at ours."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.calvo_tables import criterion_table
from frictions.report.deliverables import write_table
from frictions.report.substitutes import substitutes_note

with job(snakemake):
    published = read_settings(snakemake.input.published)["table_1_2"]
    variants = {
        "source's estimates, average": read_tidy(snakemake.input.average),
        "source's estimates, marginal": read_tidy(snakemake.input.marginal),
        "our estimates": read_tidy(snakemake.input.estimated),
    }
    notes = [
        "Contributions to (1.43), off-diagonal covariances over the larger quarter index; the target is our VAR, the "
        "published column's the source's.",
        substitutes_note(read_tidy(snakemake.input.substitutes)),
    ]
    table = criterion_table(published["Calvo"], published["Calvo_sum"], variants, [note for note in notes if note])
    write_table(table, snakemake.output)
