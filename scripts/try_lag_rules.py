"""Lags of the VAR by every criterion, panel and maximum of a family (config/hypotheses.yaml)."""

from frictions.data.jobs import job
from frictions.data.tables import read_quarterly, write_tidy
from frictions.hypotheses.family import Family
from frictions.hypotheses.lag_rules import lags_by_rule
from frictions.hypotheses.panels import named_panels
from frictions.hypotheses.register import values_table, variants_table

with job(snakemake) as log:
    settings = snakemake.params.family
    variants = list(Family.of(settings).variants())
    panels = named_panels(
        read_quarterly(snakemake.input.variables),
        settings["panels"] | settings.get("more_panels", {}),
        snakemake.params.published,
        snakemake.params.filter,
    )
    chosen = lags_by_rule({name: panel.to_numpy() for name, panel in panels.items()}, variants)
    log.info("%d rules", len(variants))
    write_tidy(variants_table(variants), snakemake.output.variants)
    write_tidy(values_table([[lags] for lags in chosen], settings["items"]), snakemake.output.values)
