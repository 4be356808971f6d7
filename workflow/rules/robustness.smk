"""What the claims about the VAR depend on: each read in every combination of choices of config/robustness.yaml."""

from frictions.robustness.settings import changes_in_words, check_robustness

try:
    ROBUSTNESS = shapes.read_file(PROJECT / "config/robustness.yaml")
    if workflow.is_main_process:
        _settings.check_settings(ROBUSTNESS, PROJECT / "workflow/schemas/robustness.schema.json")
        check_robustness(ROBUSTNESS)
except (FrictionsError, shapes.WrongSetting) as error:
    stop(f"config/robustness.yaml: {' '.join(str(error).split())}")
ROBUST_CLAIMS = ROBUSTNESS["claims"]
# A claim is about a quarter, or about a number in the unit of its variable.
CLAIM_UNITS = {
    name: "quarter after the shock" if "quarter" in claim["take"] else VARIABLE_UNITS.get(claim["variable"], "")
    for name, claim in ROBUST_CLAIMS.items()
}
# Data are built by a job of their own.
MEANINGS = {name: ROBUSTNESS["meanings"][name] for name in ["sample", "detrending", "order"]}
PUBLISHED_CHOICES = {name: options[0] for name, options in ROBUSTNESS["choices"].items()}
SPECIFIED_SHOCK = {
    "variable": "federal_funds",
    "size": config["var"]["shock_percentage_points"],
    "horizons": config["var"]["horizons"],
    "coverage": config["bootstrap"]["coverage"],
    "entropy": config["bootstrap"]["seed"],
    "reject_explosive": config["bootstrap"]["explosive"] == "reject",
}
UNIT_ROOTS = {
    "published": PUBLISHED_DECISIONS,
    "trends": VARIABLE_TRENDS,
    "longest_lag": config["unit_roots"]["longest_lag"],
    "level": config["unit_roots"]["level"],
}
HEADLINES = [name for name, claim in ROBUST_CLAIMS.items() if claim.get("headline")]
ROBUSTNESS_FILES = [
    *expand(
        "results/robustness/{file}",
        file=[
            "data.csv",
            "exclusions.csv",
            "specifications.csv",
            "values.csv",
            "values.parquet",
            "claims.csv",
            "choices.csv",
            "dimensions.csv",
            "flips.csv",
        ],
    ),
    *expand("results/tables/table_robustness.{format}", format=TABLE_FORMATS),
    *expand("results/figures/figure_robustness_map.{format}", format=FORMATS),
    *expand("results/figures/figure_specifications_{claim}.{format}", claim=HEADLINES, format=FORMATS),
]


scattergather:
    specifications=config["robustness"]["chunks"],


rule choose_specifications:
    output:
        chosen="results/robustness/chosen.csv",
        exclusions="results/robustness/exclusions.csv",
    log:
        "logs/choose_specifications.log",
    benchmark:
        "benchmarks/rules/choose_specifications.tsv"
    conda:
        "../../environment.yml"
    params:
        family={name: ROBUSTNESS[name] for name in ["choices", "excluded"] if name in ROBUSTNESS},
        limit=config["robustness"]["specifications"],
        seed=config["robustness"]["seed"],
        code=code_version("choose_specifications"),
    script:
        "../../scripts/choose_specifications.py"


rule build_alternatives:
    input:
        files_of_alternatives,
        variables="results/data/variables.csv",
        catalogue=CATALOGUE_FILE,
    output:
        variables="results/robustness/variables.csv",
        data="results/robustness/data.csv",
    log:
        "logs/build_alternatives.log",
    benchmark:
        "benchmarks/rules/build_alternatives.tsv"
    conda:
        "../../environment.yml"
    params:
        settings=config["data"],
        alternatives={name: ROBUSTNESS["meanings"]["data"][name] for name in ROBUSTNESS["choices"]["data"]},
        code=code_version("build_alternatives"),
    script:
        "../../scripts/build_alternatives.py"


rule estimate_specifications:
    input:
        chosen="results/robustness/chosen.csv",
        variables="results/robustness/variables.csv",
        data="results/robustness/data.csv",
    output:
        readings=temp("results/robustness/chunks/{scatteritem}.parquet"),
        failures=temp("results/robustness/chunks/{scatteritem}.csv"),
    log:
        "logs/estimate_specifications/{scatteritem}.log",
    benchmark:
        "benchmarks/rules/estimate_specifications/{scatteritem}.tsv"
    conda:
        "../../environment.yml"
    params:
        claims=ROBUST_CLAIMS,
        meanings=MEANINGS,
        shock=SPECIFIED_SHOCK,
        draws=config["robustness"]["draws"],
        published_draws=config["bootstrap"]["draws"],
        unit_roots=UNIT_ROOTS,
        code=code_version("estimate_specifications"),
    script:
        "../../scripts/estimate_specifications.py"


rule summarise_robustness:
    input:
        chosen="results/robustness/chosen.csv",
        readings=gather.specifications("results/robustness/chunks/{scatteritem}.parquet"),
        failures=gather.specifications("results/robustness/chunks/{scatteritem}.csv"),
    output:
        specifications="results/robustness/specifications.csv",
        values="results/robustness/values.csv",
        parquet="results/robustness/values.parquet",
        claims="results/robustness/claims.csv",
        choices="results/robustness/choices.csv",
        dimensions="results/robustness/dimensions.csv",
        flips="results/robustness/flips.csv",
    log:
        "logs/summarise_robustness.log",
    benchmark:
        "benchmarks/rules/summarise_robustness.tsv"
    conda:
        "../../environment.yml"
    params:
        claims=ROBUST_CLAIMS,
        code=code_version("summarise_robustness"),
    script:
        "../../scripts/summarise_robustness.py"


rule tabulate_robustness:
    input:
        claims="results/robustness/claims.csv",
        specifications="results/robustness/specifications.csv",
    output:
        expand("results/tables/table_robustness.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_robustness.log",
    benchmark:
        "benchmarks/rules/tabulate_robustness.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_robustness"),
    script:
        "../../scripts/tabulate_robustness.py"


rule draw_robustness_map:
    input:
        claims="results/robustness/claims.csv",
        dimensions="results/robustness/dimensions.csv",
    output:
        expand("results/figures/figure_robustness_map.{format}", format=FORMATS),
    log:
        "logs/draw_robustness_map.log",
    benchmark:
        "benchmarks/rules/draw_robustness_map.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("draw_robustness_map"),
    script:
        "../../scripts/draw_robustness_map.py"


rule draw_specifications:
    input:
        specifications="results/robustness/specifications.csv",
        values="results/robustness/values.csv",
        claims="results/robustness/claims.csv",
    output:
        expand("results/figures/figure_specifications_{{claim}}.{format}", format=FORMATS),
    log:
        "logs/draw_specifications/{claim}.log",
    benchmark:
        "benchmarks/rules/draw_specifications/{claim}.tsv"
    conda:
        "../../environment.yml"
    params:
        unit=lambda wildcards: CLAIM_UNITS[wildcards.claim],
        claim=lambda wildcards: ROBUST_CLAIMS[wildcards.claim],
        code=code_version("draw_specifications"),
    script:
        "../../scripts/draw_specifications.py"


rule estimate_specified_models:
    input:
        variables="results/robustness/variables.csv",
        calvo="config/experiments/calvo_estimates/six.yaml",
        attention="config/experiments/attention_estimates/separate.yaml",
    output:
        rows=temp("results/robustness/models/{specified}.csv"),
    log:
        "logs/estimate_specified_models/{specified}.log",
    benchmark:
        "benchmarks/rules/estimate_specified_models/{specified}.tsv"
    wildcard_constraints:
        specified=r"\d+",
    conda:
        "../../environment.yml"
    params:
        choices=lambda wildcards: PUBLISHED_CHOICES | ROBUSTNESS["models"][int(wildcards.specified)],
        changed=lambda wildcards: changes_in_words(ROBUSTNESS["models"][int(wildcards.specified)]),
        meanings=MEANINGS,
        shock={**SPECIFIED_SHOCK, "entropy": config["monte_carlo"]["seed"]},
        target={
            "draws": config["monte_carlo"]["draws"],
            "innovations": config["monte_carlo"]["errors"],
            "weighting": config["monte_carlo"]["weighting"],
            "index_base": config["monte_carlo"]["index_base"],
        },
        unit_roots=UNIT_ROOTS,
        code=code_version("estimate_specified_models"),
    script:
        "../../scripts/estimate_specified_models.py"


rule tabulate_specified_models:
    input:
        rows=expand("results/robustness/models/{specified}.csv", specified=range(len(ROBUSTNESS["models"]))),
    output:
        table="results/robustness/models.csv",
        rendered=expand("results/tables/table_robustness_models.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_specified_models.log",
    benchmark:
        "benchmarks/rules/tabulate_specified_models.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_specified_models"),
    script:
        "../../scripts/tabulate_specified_models.py"


# Both models estimated in a dozen specifications: outside the default run.
rule robustness_models:
    input:
        rules.tabulate_specified_models.output,
    localrule: True


# How much each claim depends on sample, data and method.
rule robustness:
    input:
        ROBUSTNESS_FILES,
    localrule: True
