"""Every deliverable of the replication; the rules that make them are in workflow/rules."""

from snakemake.utils import min_version

min_version("9.27")


configfile: "config/config.yaml"


include: "workflow/rules/common.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/var.smk"
include: "workflow/rules/inventory.smk"
include: "workflow/rules/tables.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/reallocation.smk"


rule all:
    default_target: True
    input:
        DATA_FILES,
        VAR_FILES,
        INVENTORY_FILES,
        TABLE_FILES,
        FIGURE_FILES,
        REALLOCATION_FILES,
    localrule: True
