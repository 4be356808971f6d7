"""Rational inattention: the model solved, the published equilibrium reconstructed, and the model estimated."""

ATTENTION_EXPERIMENTS = experiments("attention")
OPTIMAL_MODES = ["optimal_separate", "optimal_joint"]
# The construction's price level would never adjust to money growth, so that it has no equilibrium there.
RECONSTRUCTED_EXPERIMENTS = [name for name in ATTENTION_EXPERIMENTS if name != "money_growth"]
OUTCOME_TABLES = ["irf", "decisions", "information", "moments", "certificate"]
SWEEP_TABLES = ["equilibria", "branches", "thresholds", "optima"]
# The source's cases in its order: Table 1.4 by the cost of a bit, Table 1.5 by the size of the shock.
COST_CASES = ["benchmark", "mu_0.000263", "mu_0.000132"]
SIZE_CASES = ["benchmark", "sigma_20bp", "sigma_22bp", "sigma_25bp"]
CASES_OF_TABLES = [f"config/experiments/attention/{case}.yaml" for case in [*COST_CASES, *SIZE_CASES[1:]]]
RECONSTRUCTION_TABLES = {
    "compare_constructions": ["variants", "variants_by_table", "variants_by_number"],
    "judge_printed_attention": [
        "printed_attention",
        "printed_attention_corrected",
        "printed_attention_independent",
        "near_optimal",
        "loose_search",
    ],
}
RULE_TABLES = ["rules", "demand", "rules_certificate"]
# The default estimation is in results/attention/estimates itself, every other one in a folder of its own.
ATTENTION_ESTIMATES = {"" if name == "separate" else f"{name}/": name for name in experiments("attention_estimates")}
ESTIMATE_TABLES = [
    *["estimates", "criterion", "profile", "minima", "tests", "equilibria", "certificate"],
    *["confidence_sets", "confidence_tests"],
]
# The solution at the estimates; certificate.csv is that of the estimate itself.
ESTIMATED_OUTCOME = {
    file: f"results/attention/estimates/{{estimated}}{'solution_certificate' if file == 'certificate' else file}.csv"
    for file in OUTCOME_TABLES
}
ATTENTION_FILES = [
    *expand(
        "results/attention/{attention}/{attention_mode}/{file}.csv",
        attention=ATTENTION_EXPERIMENTS,
        attention_mode=OPTIMAL_MODES,
        file=OUTCOME_TABLES,
    ),
    *expand(
        "results/attention/{attention}/reconstruction/{file}.csv",
        attention=RECONSTRUCTED_EXPERIMENTS,
        file=OUTCOME_TABLES,
    ),
    *expand("results/attention/{file}.csv", file=SWEEP_TABLES + RULE_TABLES),
    *expand("results/attention/estimates/{estimated}{file}.csv", estimated=ATTENTION_ESTIMATES, file=ESTIMATE_TABLES),
    *expand(list(ESTIMATED_OUTCOME.values()), estimated=ATTENTION_ESTIMATES),
    *expand("results/attention/reconstruction/{file}.csv", file=sum(RECONSTRUCTION_TABLES.values(), [])),
    "results/attention/estimates/comparison.csv",
]


wildcard_constraints:
    attention="|".join(ATTENTION_EXPERIMENTS),
    estimated="|".join(ATTENTION_ESTIMATES),


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


rule reconstruct_attention:
    input:
        experiment="config/experiments/attention/{attention}.yaml",
    output:
        **{file: f"results/attention/{{attention}}/reconstruction/{file}.csv" for file in OUTCOME_TABLES},
    log:
        "logs/reconstruct_attention/{attention}.log",
    benchmark:
        "benchmarks/rules/reconstruct_attention/{attention}.tsv"
    conda:
        "../../environment.yml"
    params:
        simulation=config["simulation"],
        code=code_version("reconstruct_attention"),
    script:
        "../../scripts/reconstruct_attention.py"


rule compare_constructions:
    input:
        experiments=CASES_OF_TABLES,
        published="config/published.yaml",
    output:
        variants="results/attention/reconstruction/variants.csv",
        by_table="results/attention/reconstruction/variants_by_table.csv",
        numbers="results/attention/reconstruction/variants_by_number.csv",
    log:
        "logs/compare_constructions.log",
    benchmark:
        "benchmarks/rules/compare_constructions.tsv"
    conda:
        "../../environment.yml"
    params:
        cost_columns=COST_CASES,
        size_columns=SIZE_CASES,
        orders=config["attention"]["constructions"],
        code=code_version("compare_constructions"),
    script:
        "../../scripts/compare_constructions.py"


rule judge_printed_attention:
    input:
        experiments=CASES_OF_TABLES,
        published="config/published.yaml",
    output:
        shared="results/attention/reconstruction/printed_attention.csv",
        corrected="results/attention/reconstruction/printed_attention_corrected.csv",
        independent="results/attention/reconstruction/printed_attention_independent.csv",
        near="results/attention/reconstruction/near_optimal.csv",
        loose="results/attention/reconstruction/loose_search.csv",
    log:
        "logs/judge_printed_attention.log",
    benchmark:
        "benchmarks/rules/judge_printed_attention.tsv"
    conda:
        "../../environment.yml"
    params:
        cost_columns=COST_CASES,
        size_columns=SIZE_CASES,
        judged=config["attention"]["printed_attention"],
        code=code_version("judge_printed_attention"),
    script:
        "../../scripts/judge_printed_attention.py"


rule trace_equilibria:
    input:
        experiment="config/experiments/attention/benchmark.yaml",
        published="config/published.yaml",
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
        scan=config["attention"]["scan"],
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


rule estimate_attention:
    input:
        experiment=lambda wildcards: f"config/experiments/attention_estimates/{ATTENTION_ESTIMATES[wildcards.estimated]}.yaml",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
    output:
        point="results/attention/estimates/{estimated}point.csv",
        minima="results/attention/estimates/{estimated}minima.csv",
        criterion="results/attention/estimates/{estimated}criterion.csv",
        tests="results/attention/estimates/{estimated}tests.csv",
        equilibria="results/attention/estimates/{estimated}equilibria.csv",
        certificate="results/attention/estimates/{estimated}certificate.csv",
        known="results/attention/estimates/{estimated}minima.npz",
    log:
        "logs/estimate_attention/{estimated}point.log",
    benchmark:
        "benchmarks/rules/estimate_attention/{estimated}point.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("estimate_attention"),
    script:
        "../../scripts/estimate_attention.py"


rule solve_estimated_attention:
    input:
        experiment=lambda wildcards: f"config/experiments/attention_estimates/{ATTENTION_ESTIMATES[wildcards.estimated]}.yaml",
        point="results/attention/estimates/{estimated}point.csv",
    output:
        **ESTIMATED_OUTCOME,
    log:
        "logs/solve_estimated_attention/{estimated}solution.log",
    benchmark:
        "benchmarks/rules/solve_estimated_attention/{estimated}solution.tsv"
    conda:
        "../../environment.yml"
    params:
        simulation=config["simulation"],
        code=code_version("solve_estimated_attention"),
    script:
        "../../scripts/solve_estimated_attention.py"


rule profile_attention:
    input:
        experiment=lambda wildcards: f"config/experiments/attention_estimates/{ATTENTION_ESTIMATES[wildcards.estimated]}.yaml",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
        known="results/attention/estimates/{estimated}minima.npz",
    output:
        profile="results/attention/estimates/{estimated}profile.csv",
    log:
        "logs/profile_attention/{estimated}profile.log",
    benchmark:
        "benchmarks/rules/profile_attention/{estimated}profile.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("profile_attention"),
    script:
        "../../scripts/profile_attention.py"


rule form_attention_sets:
    input:
        experiment=lambda wildcards: f"config/experiments/attention_estimates/{ATTENTION_ESTIMATES[wildcards.estimated]}.yaml",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
        draws=f"results/var/{MAIN_SAMPLE}/draws.npz",
        panel=f"results/var/{MAIN_SAMPLE}/transformed.csv",
        point="results/attention/estimates/{estimated}point.csv",
        profile="results/attention/estimates/{estimated}profile.csv",
        bootstrap="results/attention/estimates/{estimated}bootstrap.npz",
    output:
        sets="results/attention/estimates/{estimated}confidence_sets.csv",
        tests="results/attention/estimates/{estimated}confidence_tests.csv",
    log:
        "logs/form_attention_sets/{estimated}sets.log",
    benchmark:
        "benchmarks/rules/form_attention_sets/{estimated}sets.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("form_attention_sets"),
    script:
        "../../scripts/form_attention_sets.py"


rule re_estimate_attention:
    input:
        experiment=lambda wildcards: f"config/experiments/attention_estimates/{ATTENTION_ESTIMATES[wildcards.estimated]}.yaml",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
        draws=f"results/var/{MAIN_SAMPLE}/draws.npz",
        panel=f"results/var/{MAIN_SAMPLE}/transformed.csv",
        known="results/attention/estimates/{estimated}minima.npz",
    output:
        estimates=temp("results/attention/estimates/{estimated}bootstrap/{scatteritem}.npz"),
    log:
        "logs/re_estimate_attention/{estimated}{scatteritem}.log",
    benchmark:
        "benchmarks/rules/re_estimate_attention/{estimated}{scatteritem}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("re_estimate_attention"),
    script:
        "../../scripts/re_estimate_attention.py"


rule summarise_attention:
    input:
        experiment=lambda wildcards: f"config/experiments/attention_estimates/{ATTENTION_ESTIMATES[wildcards.estimated]}.yaml",
        point="results/attention/estimates/{estimated}point.csv",
        chunks=gather.re_estimates("results/attention/estimates/{{estimated}}bootstrap/{scatteritem}.npz"),
    output:
        estimates="results/attention/estimates/{estimated}estimates.csv",
        bootstrap="results/attention/estimates/{estimated}bootstrap.npz",
    log:
        "logs/summarise_attention/{estimated}estimates.log",
    benchmark:
        "benchmarks/rules/summarise_attention/{estimated}estimates.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("summarise_attention"),
    script:
        "../../scripts/summarise_attention.py"


rule compare_models:
    input:
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
        panel=f"results/var/{MAIN_SAMPLE}/transformed.csv",
        minima=expand("results/attention/estimates/{estimated}minima.csv", estimated=ATTENTION_ESTIMATES),
        known=expand("results/attention/estimates/{estimated}minima.npz", estimated=ATTENTION_ESTIMATES),
        bootstrap=expand("results/attention/estimates/{estimated}bootstrap.npz", estimated=ATTENTION_ESTIMATES),
        calvo="config/experiments/calvo_estimates/six.yaml",
        calvo_minima="results/calvo/estimates/six/minima.csv",
        calvo_bootstrap="results/calvo/estimates/six/bootstrap.npz",
    output:
        comparison="results/attention/estimates/comparison.csv",
    log:
        "logs/compare_models.log",
    benchmark:
        "benchmarks/rules/compare_models.tsv"
    conda:
        "../../environment.yml"
    params:
        names=list(ATTENTION_ESTIMATES.values()),
        lags=config["var"]["lags"],
        code=code_version("compare_models"),
    script:
        "../../scripts/compare_models.py"


# Rational inattention in chapter 1.
rule attention:
    input:
        ATTENTION_FILES,
    localrule: True
