"""The scoreboard and the errata: what replicates, what does not and why, what is misprinted."""

import yaml

from frictions.report import scoreboard_items

# What an item may name that only some runs make.
SCORED_KINDS = {"sample": SAMPLES, "panel": sorted(config["firms"]["panels"])}
try:
    SCORED = shapes.read_file(PROJECT / "config/scoreboard.yaml")
    if workflow.is_main_process:
        _settings.check_settings(SCORED, PROJECT / "workflow/schemas/scoreboard.schema.json")
        _settings.check_settings(
            shapes.read_file(PROJECT / "config/errata.yaml"), PROJECT / "workflow/schemas/errata.schema.json"
        )
    SCORED_ITEMS = scoreboard_items.read_items(SCORED, MAIN_SAMPLE, SCORED_KINDS)
except (FrictionsError, shapes.WrongSetting) as error:
    stop(f"config/scoreboard.yaml or errata.yaml: {' '.join(str(error).split())}")
SCORED_SETTINGS = scoreboard_items.settings_of(SCORED_ITEMS)
SCOREBOARD_FILES = [
    "results/scoreboard.csv",
    "results/scoreboard_modes.csv",
    "results/scoreboard_summary.csv",
    "results/errata.csv",
    *expand("results/tables/table_{name}.{format}", name=["scoreboard", "errata"], format=TABLE_FORMATS),
]


rule compute_profit_hessian:
    input:
        experiment="config/experiments/attention/benchmark.yaml",
    output:
        table="results/inventory/profit_hessian.csv",
    log:
        "logs/compute_profit_hessian.log",
    benchmark:
        "benchmarks/rules/compute_profit_hessian.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("compute_profit_hessian"),
    script:
        "../../scripts/compute_profit_hessian.py"


rule score_items:
    input:
        listed="config/scoreboard.yaml",
        published="config/published.yaml",
        results=scoreboard_items.files_of(SCORED_ITEMS),
        register="results/hypotheses/register.csv",
        tried="results/hypotheses/tried.csv",
        claims="results/robustness/claims.csv",
    output:
        table="results/scoreboard.csv",
        modes="results/scoreboard_modes.csv",
        summary="results/scoreboard_summary.csv",
    log:
        "logs/score_items.log",
    benchmark:
        "benchmarks/rules/score_items.tsv"
    conda:
        "../../environment.yml"
    params:
        main_sample=MAIN_SAMPLE,
        made=SCORED_KINDS,
        settings={path: scoreboard_items.at_path(config, path) for path in SCORED_SETTINGS},
        default_settings=config == yaml.safe_load((PROJECT / "config/config.yaml").read_text(encoding="utf-8")),
        sample_quarters=config["simulation"]["sample_quarters"],
        code=code_version("score_items"),
    script:
        "../../scripts/score_items.py"


rule tabulate_scoreboard:
    input:
        table="results/scoreboard.csv",
        summary="results/scoreboard_summary.csv",
    output:
        expand("results/tables/table_scoreboard.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_scoreboard.log",
    benchmark:
        "benchmarks/rules/tabulate_scoreboard.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_scoreboard"),
    script:
        "../../scripts/tabulate_scoreboard.py"


rule tabulate_errata:
    input:
        errata="config/errata.yaml",
    output:
        table="results/errata.csv",
        rendered=expand("results/tables/table_errata.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_errata.log",
    benchmark:
        "benchmarks/rules/tabulate_errata.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_errata"),
    script:
        "../../scripts/tabulate_errata.py"


# Verdicts and errata.
rule scoreboard:
    input:
        SCOREBOARD_FILES,
    localrule: True
