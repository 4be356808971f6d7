"""Tables of a comparison of vintages: what happens to the conclusions, and what each revision does."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.deliverables import write_table
from frictions.report.substitutes import substitutes_note
from frictions.report.vintage_tables import conclusions_table, effects_table

with job(snakemake):
    title, notes = snakemake.params.title, []
    for name, path in zip(snakemake.params.vintages, snakemake.input.substitutes, strict=True):
        if note := substitutes_note(read_tidy(path), path):
            notes.append(f"{name}: {note}")
    conclusions = read_tidy(snakemake.input.conclusions)
    write_table(conclusions_table(conclusions, snakemake.params.vintages, title, notes), snakemake.output.conclusions)
    effects = read_tidy(snakemake.input.effects)
    revisions = read_tidy(snakemake.input.revisions)
    write_table(effects_table(effects, revisions, title, notes), snakemake.output.effects)
