"""Every deliverable of the replication; the rules that make them are in workflow/rules."""

from snakemake.utils import min_version

min_version("9.27")


configfile: "config/config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/var.smk"
include: "workflow/rules/inventory.smk"
include: "workflow/rules/posterior.smk"
include: "workflow/rules/attention.smk"
include: "workflow/rules/tables.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/band_coverage.smk"
include: "workflow/rules/attention_report.smk"
include: "workflow/rules/reallocation.smk"
include: "workflow/rules/efficiency.smk"
include: "workflow/rules/production_economy.smk"
include: "workflow/rules/vintages.smk"
include: "workflow/rules/vintage_comparisons.smk"
include: "workflow/rules/sweep.smk"
include: "workflow/rules/scoreboard.smk"
include: "workflow/rules/hypotheses.smk"
include: "workflow/rules/robustness.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/runs.smk"


# One target a part, for instance `snakemake --cores 2 production_economy`, and all of them by default.
rule all:
    default_target: True
    input:
        rules.inventories.input,
        rules.attention.input,
        rules.attention_report.input,
        rules.reallocation.input,
        rules.efficiency.input,
        rules.production_economy.input,
        VINTAGE_FILES,
        SWEEP_FILES,
        rules.hypotheses.input,
        rules.robustness.input,
        rules.scoreboard.input,
        rules.report.input,
        rules.record_settings.output,
    localrule: True


# After `all`, whose deliverables it packs.
include: "workflow/rules/archive.smk"
