"""Decisions on unit roots by every rule of a family (config/hypotheses.yaml)."""

from frictions.data.jobs import job
from frictions.data.tables import read_quarterly, write_tidy
from frictions.hypotheses.family import Family
from frictions.hypotheses.register import values_table, variants_table
from frictions.hypotheses.unit_root_rules import decisions_by_rule

with job(snakemake) as log:
    settings = snakemake.params.family
    variants = list(Family.of(settings).variants())
    variables = read_quarterly(snakemake.input.variables)
    decisions = decisions_by_rule(variables, snakemake.params.trends, variants)
    (group,) = settings["items"]
    log.info("%d rules", len(variants))
    write_tidy(variants_table(variants), snakemake.output.variants)
    write_tidy(values_table(decisions, [f"{group}.{name}" for name in variables]), snakemake.output.values)
