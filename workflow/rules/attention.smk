"""Rational inattention: the model solved, the published equilibrium reconstructed, and the model estimated."""

ATTENTION_EXPERIMENTS = experiments("attention")
OPTIMAL_MODES = ["optimal_separate", "optimal_joint"]
# The construction's price level would never adjust to money growth, so that it has no equilibrium there.
EMULATED_EXPERIMENTS = [name for name in ATTENTION_EXPERIMENTS if name != "money_growth"]
OUTCOME_TABLES = ["irf", "decisions", "information", "moments", "certificate"]
SWEEP_TABLES = ["equilibria", "branches", "thresholds"]
RULE_TABLES = ["rules", "demand", "rules_certificate"]
ATTENTION_FILES = [
    *expand(
        "results/attention/{attention}/{attention_mode}/{file}.csv",
        attention=ATTENTION_EXPERIMENTS,
        attention_mode=OPTIMAL_MODES,
        file=OUTCOME_TABLES,
    ),
    *expand(
        "results/attention/{attention}/paper_emulation/{file}.csv", attention=EMULATED_EXPERIMENTS, file=OUTCOME_TABLES
    ),
    *expand("results/attention/{file}.csv", file=SWEEP_TABLES + RULE_TABLES),
]


wildcard_constraints:
    attention="|".join(ATTENTION_EXPERIMENTS),


rule solve_attention:
    input:
        experiment="config/experiments/attention/{attention}.yaml",
    output:
        **{
            f"{mode}_{file}": f"results/attention/{{attention}}/{mode}/{file}.csv"
            for mode in OPTIMAL_MODES
            for file in OUTCOME_TABLES
        },
    log:
        "logs/solve_attention/{attention}.log",
    benchmark:
        "benchmarks/rules/solve_attention/{attention}.tsv"
    conda:
        "../../environment.yml"
    params:
        modes=OPTIMAL_MODES,
        simulation=config["simulation"],
        code=code_version("solve_attention"),
    script:
        "../../scripts/solve_attention.py"


rule emulate_attention:
    input:
        experiment="config/experiments/attention/{attention}.yaml",
    output:
        **{file: f"results/attention/{{attention}}/paper_emulation/{file}.csv" for file in OUTCOME_TABLES},
    log:
        "logs/emulate_attention/{attention}.log",
    benchmark:
        "benchmarks/rules/emulate_attention/{attention}.tsv"
    conda:
        "../../environment.yml"
    params:
        simulation=config["simulation"],
        code=code_version("emulate_attention"),
    script:
        "../../scripts/emulate_attention.py"


rule trace_equilibria:
    input:
        experiment="config/experiments/attention/benchmark.yaml",
    output:
        **{file: f"results/attention/{file}.csv" for file in SWEEP_TABLES},
    log:
        "logs/trace_equilibria.log",
    benchmark:
        "benchmarks/rules/trace_equilibria.tsv"
    conda:
        "../../environment.yml"
    params:
        costs=config["attention"]["costs"],
        code=code_version("trace_equilibria"),
    script:
        "../../scripts/trace_equilibria.py"


rule compare_rules:
    input:
        experiments=expand(
            "config/experiments/attention/{attention}.yaml", attention=config["attention"]["rules"]["experiments"]
        ),
        benchmark="config/experiments/attention/benchmark.yaml",
    output:
        rules="results/attention/rules.csv",
        demand="results/attention/demand.csv",
        certificate="results/attention/rules_certificate.csv",
    log:
        "logs/compare_rules.log",
    benchmark:
        "benchmarks/rules/compare_rules.tsv"
    conda:
        "../../environment.yml"
    params:
        rules=config["attention"]["rules"],
        costs=config["attention"]["costs"],
        code=code_version("compare_rules"),
    script:
        "../../scripts/compare_rules.py"


# Rational inattention in chapter 1.
rule attention:
    input:
        ATTENTION_FILES,
    localrule: True
