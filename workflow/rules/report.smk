"""The report: what every item is made from, then the document as PDF and as one interactive page."""

from itertools import chain

from frictions.report import headlines

# Parts in the order of the report: title, and the files among which its tables and figures are. Vintages are a part where
# the settings name some.
REPORT_SOURCES = {
    "inventories": ("Inventories under sticky prices", rules.inventories.input),
    "attention_report": ("Inventories under rational inattention", rules.attention_report.input),
    "reallocation": ("Capital reallocation with lemons", rules.reallocation.input),
    "efficiency": ("Production efficiency and price informativeness", rules.efficiency.input),
    "production_economy": ("Real interest rates in a production economy", rules.production_economy.input),
    "robustness": ("What the claims depend on", rules.robustness.input),
    "hypotheses": ("Explanations that were tried", rules.hypotheses.input),
    "vintages": ("Data vintages compared", globals().get("VINTAGE_FILES", [])),
}
REPORT_TABLES = {part: with_ending(asked, ".html") for part, (_, asked) in REPORT_SOURCES.items()}
REPORT_FIGURES = {part: with_ending(asked, ".svg") for part, (_, asked) in REPORT_SOURCES.items()}
REPORT_PARTS = {
    part: title for part, (title, _) in REPORT_SOURCES.items() if REPORT_TABLES[part] or REPORT_FIGURES[part]
}
for _part, _title in REPORT_PARTS.items():
    own_report.show(
        workflow.rules,
        [*REPORT_TABLES[_part], *REPORT_FIGURES[_part]],
        workflow.current_basedir.join("../report/item.rst"),
        _title,
    )
# The note on attention, once a rule writes it.
REPORT_NOTES = made("results/report/attention_note.md")

try:
    HEADLINES, ITEM_NAMES = [
        shapes.read_file(PROJECT / f"config/{_name}.yaml") for _name in ["headlines", "item_names"]
    ]
    if workflow.is_main_process:
        _settings.check_settings(HEADLINES, PROJECT / "workflow/schemas/headlines.schema.json")
        _settings.check_settings(ITEM_NAMES, PROJECT / "workflow/schemas/item_names.schema.json")
except shapes.WrongSetting as error:
    stop(f"config/headlines.yaml or item_names.yaml: {' '.join(str(error).split())}")


rule summarise_headlines:
    input:
        settings="config/headlines.yaml",
        scoreboard="results/scoreboard.csv",
        claims="results/robustness/claims.csv",
        responses=headlines.curve_files(HEADLINES, MAIN_SAMPLE),
    output:
        table="results/headlines.csv",
        content="results/report/headlines.json",
        text="results/report/headlines.md",
    log:
        "logs/summarise_headlines.log",
    benchmark:
        "benchmarks/rules/summarise_headlines.tsv"
    conda:
        "../../environment.yml"
    params:
        main_sample=MAIN_SAMPLE,
        code=code_version("summarise_headlines"),
    script:
        "../../scripts/summarise_headlines.py"


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


rule write_report:
    input:
        # The files that the charts of the page are drawn from.
        files_of_items,
        scoreboard="results/scoreboard.csv",
        modes="results/scoreboard_modes.csv",
        errata="results/errata.csv",
        listed="config/scoreboard.yaml",
        names="config/item_names.yaml",
        headlines="results/report/headlines.json",
        provenance="results/report/provenance.csv",
        series="results/data/provenance.json",
        notes=REPORT_NOTES,
        specifications="results/robustness/specifications.csv",
        values="results/robustness/values.csv",
        claims="results/robustness/claims.csv",
        tables=list(chain.from_iterable(REPORT_TABLES.values())),
        figures=list(chain.from_iterable(REPORT_FIGURES.values())),
    output:
        pdf="results/report/report.pdf",
        page="results/report/report.html",
    log:
        "logs/write_report.log",
    benchmark:
        "benchmarks/rules/write_report.tsv"
    conda:
        "../../environment.yml"
    params:
        titles=REPORT_PARTS,
        main_sample=MAIN_SAMPLE,
        made=SCORED_KINDS,
        unsealed=config["unsealed"],
        tables=REPORT_TABLES,
        figures=REPORT_FIGURES,
        claim_units=CLAIM_UNITS,
        templates=hash_of_templates(),
        code=code_version("write_report"),
    script:
        "../../scripts/write_report.py"


# The replication report.
rule report:
    input:
        rules.trace_provenance.output,
        rules.summarise_headlines.output,
        rules.write_report.output,
    localrule: True
