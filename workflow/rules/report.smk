"""The report: what every item is made from, then the document as PDF and as one interactive page."""

# Parts in the order of the report, by target; a part is shown once its target exists.
REPORT_TITLES = {
    "inventories": "Inventories under sticky prices",
    "attention": "Inventories under rational inattention",
    "reallocation": "Capital reallocation with lemons",
    "efficiency": "Production efficiency and price informativeness",
    "production_economy": "Real interest rates in a production economy",
    "vintages": "Data vintages",
}
REPORT_TARGETS = {rule.name for rule in workflow.rules}
REPORT_PARTS = {part: title for part, title in REPORT_TITLES.items() if part in REPORT_TARGETS}
REPORT_TABLES = {part: deliverables(part, "results/tables/", ".html") for part in REPORT_PARTS}
REPORT_FIGURES = {part: deliverables(part, "results/figures/", ".svg") for part in REPORT_PARTS}


rule trace_provenance:
    input:
        files_of_items,
    output:
        table="results/report/provenance.csv",
    log:
        "logs/trace_provenance.log",
    benchmark:
        "benchmarks/rules/trace_provenance.tsv"
    conda:
        "../../environment.yml"
    params:
        accounts=lambda wildcards: item_accounts(),
        code=code_version("trace_provenance"),
    script:
        "../../scripts/trace_provenance.py"


rule report:
    input:
        "results/report/provenance.csv",
    localrule: True
