"""Explanations of published numbers that differ: families of variants (config/hypotheses.yaml), and what each gives."""

try:
    HYPOTHESES = shapes.read_file(PROJECT / "config/hypotheses.yaml")
    if workflow.is_main_process:
        _settings.check_settings(HYPOTHESES, PROJECT / "workflow/schemas/hypotheses.schema.json")
except shapes.WrongSetting as error:
    stop(f"config/hypotheses.yaml: {' '.join(str(error).split())}")
FAMILIES = HYPOTHESES["families"]
TRIED_MODELS = FAMILIES["target_choices"]["choices"]
TRIED_ATTENTION = {
    "published_path": "results/attention/published_path/irf.csv",
    "reconstruction": "results/attention/benchmark/reconstruction/irf.csv",
}
COMPARED_ECONOMIES = ["benchmark", "high_elasticity", "tight_credit"]
# Families whose variants are made elsewhere: their table, or one table for each variant or sample that the run makes.
FAMILY_TABLES = {
    name: family.get("by_file")
    or {sample: family["by_sample"].format(sample=sample) for sample in [MAIN_SAMPLE, *SAMPLES]}
    for name, family in FAMILIES.items()
    if "by_sample" in family or "by_file" in family
}
FAMILY_FILES = {
    name: family.get("file") or next(iter(FAMILY_TABLES.get(name, {}).values()), None)
    for name, family in FAMILIES.items()
}
HYPOTHESES_FILES = [
    "results/hypotheses/register.csv",
    "results/hypotheses/tried.csv",
    *expand("results/hypotheses/{family}/agreement.csv", family=FAMILIES),
    *expand("results/tables/table_hypotheses.{format}", format=TABLE_FORMATS),
]


rule try_unit_root_rules:
    input:
        variables="results/data/variables.csv",
    output:
        variants="results/hypotheses/unit_root_rules/variants.csv",
        values="results/hypotheses/unit_root_rules/values.csv",
    log:
        "logs/try_unit_root_rules.log",
    benchmark:
        "benchmarks/rules/try_unit_root_rules.tsv"
    conda:
        "../../environment.yml"
    params:
        family=FAMILIES["unit_root_rules"],
        trends=VARIABLE_TRENDS,
        code=code_version("try_unit_root_rules"),
    script:
        "../../scripts/try_unit_root_rules.py"


rule try_lag_rules:
    input:
        variables="results/data/variables.csv",
    output:
        variants="results/hypotheses/lag_rules/variants.csv",
        values="results/hypotheses/lag_rules/values.csv",
    log:
        "logs/try_lag_rules.log",
    benchmark:
        "benchmarks/rules/try_lag_rules.tsv"
    conda:
        "../../environment.yml"
    params:
        family=FAMILIES["lag_rules"],
        published=PUBLISHED_DECISIONS,
        filter={name: config["filter"][name] for name in ["horizon", "lags"]},
        code=code_version("try_lag_rules"),
    script:
        "../../scripts/try_lag_rules.py"


rule try_target_choices:
    input:
        variables="results/data/variables.csv",
        calvo=expand("results/calvo/table_1_1/{mode}/irf.csv", mode=TRIED_MODELS["sticky_prices"]),
        attention=[TRIED_ATTENTION[path] for path in TRIED_MODELS["inattention"]],
    output:
        variants="results/hypotheses/target_choices/variants.csv",
        values="results/hypotheses/target_choices/values.csv",
    log:
        "logs/try_target_choices.log",
    benchmark:
        "benchmarks/rules/try_target_choices.tsv"
    conda:
        "../../environment.yml"
    params:
        family=FAMILIES["target_choices"],
        published=PUBLISHED_DECISIONS,
        filter={name: config["filter"][name] for name in ["horizon", "lags"]},
        shocked="federal_funds",
        shock=config["var"]["shock_percentage_points"],
        code=code_version("try_target_choices"),
    script:
        "../../scripts/try_target_choices.py"


rule try_reallocation_comparisons:
    input:
        transitions=expand("results/reallocation/{experiment}/transition.csv", experiment=COMPARED_ECONOMIES),
        steady_states=expand("results/reallocation/{experiment}/steady_state.csv", experiment=COMPARED_ECONOMIES),
    output:
        variants="results/hypotheses/reallocation_comparisons/variants.csv",
        values="results/hypotheses/reallocation_comparisons/values.csv",
    log:
        "logs/try_reallocation_comparisons.log",
    benchmark:
        "benchmarks/rules/try_reallocation_comparisons.tsv"
    conda:
        "../../environment.yml"
    params:
        family=FAMILIES["reallocation_comparisons"],
        experiments=COMPARED_ECONOMIES,
        code=code_version("try_reallocation_comparisons"),
    script:
        "../../scripts/try_reallocation_comparisons.py"


rule judge_hypotheses:
    input:
        listed="config/scoreboard.yaml",
        published="config/published.yaml",
        values=[FAMILY_FILES[name] or f"results/hypotheses/{name}/values.csv" for name in FAMILIES],
        variants=[FAMILY_FILES[name] or f"results/hypotheses/{name}/variants.csv" for name in FAMILIES],
        tables=[file for files in FAMILY_TABLES.values() for file in files.values()],
    output:
        register="results/hypotheses/register.csv",
        tried="results/hypotheses/tried.csv",
        agreement=expand("results/hypotheses/{family}/agreement.csv", family=FAMILIES),
    log:
        "logs/judge_hypotheses.log",
    benchmark:
        "benchmarks/rules/judge_hypotheses.tsv"
    conda:
        "../../environment.yml"
    params:
        families={
            name: {
                key: value for key, value in family.items() if key not in ("draws", "seed", "panels", "more_panels")
            }
            for name, family in FAMILIES.items()
        },
        tables=FAMILY_TABLES,
        seed=HYPOTHESES["seed"],
        main_sample=MAIN_SAMPLE,
        made=SCORED_KINDS,
        code=code_version("judge_hypotheses"),
    script:
        "../../scripts/judge_hypotheses.py"


rule tabulate_hypotheses:
    input:
        register="results/hypotheses/register.csv",
    output:
        expand("results/tables/table_hypotheses.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_hypotheses.log",
    benchmark:
        "benchmarks/rules/tabulate_hypotheses.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_hypotheses"),
    script:
        "../../scripts/tabulate_hypotheses.py"


# Explanations that were tried, and what they give.
rule hypotheses:
    input:
        HYPOTHESES_FILES,
    localrule: True
