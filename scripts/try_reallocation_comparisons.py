"""Statements of section 2.5.2 that compare economies, under every reading of a family (config/hypotheses.yaml)."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy, write_tidy
from frictions.hypotheses.family import Family
from frictions.hypotheses.reallocation_comparisons import Comparison, statements_by_reading
from frictions.hypotheses.register import values_table, variants_table

with job(snakemake) as log:
    settings = snakemake.params.family
    variants = list(Family.of(settings).variants())
    comparisons = [Comparison(item=item, **stated) for item, stated in settings["comparisons"].items()]
    tables = [
        {name: read_tidy(file) for name, file in zip(snakemake.params.experiments, files, strict=True)}
        for files in (snakemake.input.transitions, snakemake.input.steady_states)
    ]
    held = statements_by_reading(comparisons, *tables, variants)
    log.info("%d readings", len(variants))
    write_tidy(variants_table(variants), snakemake.output.variants)
    write_tidy(values_table(held, [one.item for one in comparisons]), snakemake.output.values)
