"""The inventory model under Calvo pricing: steady state, solutions, comparative statics and estimation."""

CALVO_EXPERIMENTS = experiments("calvo")
CALVO_TARGETS = experiments("calvo_estimates")
COST_MODES = ["marginal", "average"]
CALVO_TABLES = ["irf", "moments", "rules", "certificate"]
INVENTORY_FILES = [
    "results/inventory/steady_state.csv",
    "results/inventory/comparative_statics.npz",
    *expand(
        "results/calvo/{calvo}/{mode}/{file}.csv",
        calvo=CALVO_EXPERIMENTS,
        mode=COST_MODES,
        file=CALVO_TABLES,
    ),
    *expand("results/calvo/table_1_1/{mode}/criterion.csv", mode=COST_MODES),
    *expand(
        "results/calvo/estimates/{targets}/{file}.csv",
        targets=CALVO_TARGETS,
        file=[
            "estimates",
            "criterion",
            "profile",
            "minima",
            "tests",
            "confidence_sets",
            "confidence_tests",
            *CALVO_TABLES,
        ],
    ),
]


wildcard_constraints:
    calvo="|".join(CALVO_EXPERIMENTS),
    targets="|".join(CALVO_TARGETS),
    mode="|".join(COST_MODES),


scattergather:
    re_estimates=config["matching"]["chunks"],


rule solve_steady_state:
    input:
        experiments=expand("config/experiments/calvo/{calvo}.yaml", calvo=CALVO_EXPERIMENTS),
    output:
        table="results/inventory/steady_state.csv",
    log:
        "logs/solve_steady_state.log",
    benchmark:
        "benchmarks/rules/solve_steady_state.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("solve_steady_state"),
    script:
        "../../scripts/solve_steady_state.py"


rule compare_statics:
    input:
        experiment="config/experiments/calvo/table_1_1.yaml",
    output:
        arrays="results/inventory/comparative_statics.npz",
    log:
        "logs/compare_statics.log",
    benchmark:
        "benchmarks/rules/compare_statics.tsv"
    conda:
        "../../environment.yml"
    params:
        rise=config["comparative_statics"]["real_rate_rise"],
        fall=config["comparative_statics"]["marginal_cost_fall"],
        code=code_version("compare_statics"),
    script:
        "../../scripts/compare_statics.py"


rule solve_calvo:
    input:
        experiment="config/experiments/calvo/{calvo}.yaml",
    output:
        **{file: f"results/calvo/{{calvo}}/{{mode}}/{file}.csv" for file in CALVO_TABLES},
    log:
        "logs/solve_calvo/{calvo}/{mode}.log",
    benchmark:
        "benchmarks/rules/solve_calvo/{calvo}/{mode}.tsv"
    conda:
        "../../environment.yml"
    params:
        settings=config["simulation"],
        code=code_version("solve_calvo"),
    script:
        "../../scripts/solve_calvo.py"


rule evaluate_criterion:
    input:
        experiment="config/experiments/calvo/{calvo}.yaml",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
    output:
        table="results/calvo/{calvo}/{mode}/criterion.csv",
    log:
        "logs/evaluate_criterion/{calvo}/{mode}.log",
    benchmark:
        "benchmarks/rules/evaluate_criterion/{calvo}/{mode}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("evaluate_criterion"),
    script:
        "../../scripts/evaluate_criterion.py"


rule estimate_calvo:
    input:
        experiment="config/experiments/calvo_estimates/{targets}.yaml",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
    output:
        point="results/calvo/estimates/{targets}/point.csv",
        minima="results/calvo/estimates/{targets}/minima.csv",
        criterion="results/calvo/estimates/{targets}/criterion.csv",
        tests="results/calvo/estimates/{targets}/tests.csv",
    log:
        "logs/estimate_calvo/{targets}.log",
    benchmark:
        "benchmarks/rules/estimate_calvo/{targets}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("estimate_calvo"),
    script:
        "../../scripts/estimate_calvo.py"


rule solve_estimated_calvo:
    input:
        experiment="config/experiments/calvo_estimates/{targets}.yaml",
        point="results/calvo/estimates/{targets}/point.csv",
    output:
        **{file: f"results/calvo/estimates/{{targets}}/{file}.csv" for file in CALVO_TABLES},
    log:
        "logs/solve_estimated_calvo/{targets}.log",
    benchmark:
        "benchmarks/rules/solve_estimated_calvo/{targets}.tsv"
    conda:
        "../../environment.yml"
    params:
        settings=config["simulation"],
        code=code_version("solve_estimated_calvo"),
    script:
        "../../scripts/solve_estimated_calvo.py"


rule profile_calvo:
    input:
        experiment="config/experiments/calvo_estimates/{targets}.yaml",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
        point="results/calvo/estimates/{targets}/point.csv",
    output:
        profile="results/calvo/estimates/{targets}/profile.csv",
    log:
        "logs/profile_calvo/{targets}.log",
    benchmark:
        "benchmarks/rules/profile_calvo/{targets}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("profile_calvo"),
    script:
        "../../scripts/profile_calvo.py"


rule re_estimate_calvo:
    input:
        experiment="config/experiments/calvo_estimates/{targets}.yaml",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
        draws=f"results/var/{MAIN_SAMPLE}/draws.npz",
        panel=f"results/var/{MAIN_SAMPLE}/transformed.csv",
        minima="results/calvo/estimates/{targets}/minima.csv",
    output:
        estimates=temp("results/calvo/estimates/{targets}/bootstrap/{scatteritem}.npz"),
    log:
        "logs/re_estimate_calvo/{targets}/{scatteritem}.log",
    benchmark:
        "benchmarks/rules/re_estimate_calvo/{targets}/{scatteritem}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("re_estimate_calvo"),
    script:
        "../../scripts/re_estimate_calvo.py"


rule form_calvo_sets:
    input:
        experiment="config/experiments/calvo_estimates/{targets}.yaml",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
        draws=f"results/var/{MAIN_SAMPLE}/draws.npz",
        panel=f"results/var/{MAIN_SAMPLE}/transformed.csv",
        point="results/calvo/estimates/{targets}/point.csv",
        profile="results/calvo/estimates/{targets}/profile.csv",
        bootstrap="results/calvo/estimates/{targets}/bootstrap.npz",
    output:
        sets="results/calvo/estimates/{targets}/confidence_sets.csv",
        tests="results/calvo/estimates/{targets}/confidence_tests.csv",
    log:
        "logs/form_calvo_sets/{targets}.log",
    benchmark:
        "benchmarks/rules/form_calvo_sets/{targets}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("form_calvo_sets"),
    script:
        "../../scripts/form_calvo_sets.py"


rule summarise_estimates:
    input:
        experiment="config/experiments/calvo_estimates/{targets}.yaml",
        point="results/calvo/estimates/{targets}/point.csv",
        chunks=gather.re_estimates("results/calvo/estimates/{{targets}}/bootstrap/{scatteritem}.npz"),
    output:
        estimates="results/calvo/estimates/{targets}/estimates.csv",
        bootstrap="results/calvo/estimates/{targets}/bootstrap.npz",
    log:
        "logs/summarise_estimates/{targets}.log",
    benchmark:
        "benchmarks/rules/summarise_estimates/{targets}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("summarise_estimates"),
    script:
        "../../scripts/summarise_estimates.py"
