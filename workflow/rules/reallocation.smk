"""Capital reallocation under lemons: results, tables and figures of chapter 2."""

REALLOCATION_EXPERIMENTS = experiments("reallocation")
REALLOCATION_TABLES = ["table_2_1", "table_2_2", "table_reallocation_claims"]
# The source's experiments by number; one of one's own becomes figure_<name> and figure_<name>_efficiency.
REALLOCATION_NUMBERS = {"benchmark": (1, 4), "high_elasticity": (2, 5), "tight_credit": (3, 6)}
TRANSITION_FIGURES = {
    f"figure_2_{REALLOCATION_NUMBERS[name][0]}" if name in REALLOCATION_NUMBERS else f"figure_{name}": name
    for name in REALLOCATION_EXPERIMENTS
}
ALLOCATION_FIGURES = {
    f"figure_2_{REALLOCATION_NUMBERS[name][1]}" if name in REALLOCATION_NUMBERS else f"figure_{name}_efficiency": name
    for name in REALLOCATION_EXPERIMENTS
}
REALLOCATION_FILES = [
    *expand(
        "results/reallocation/{reallocation}/{file}.csv",
        reallocation=REALLOCATION_EXPERIMENTS,
        file=["steady_state", "transition", "certificate"],
    ),
    "results/reallocation/one_period.csv",
    "results/reallocation/channels.csv",
    "results/reallocation/business_cycle.csv",
    "results/reallocation/variants.csv",
    *expand("results/tables/{table}.{format}", table=REALLOCATION_TABLES, format=TABLE_FORMATS),
    *expand(
        "results/figures/{figure}.{format}",
        figure=[
            *TRANSITION_FIGURES,
            *ALLOCATION_FIGURES,
            "figure_reallocation_channels",
            "figure_reallocation_cycle",
            "figure_reallocation_proposition",
        ],
        format=FORMATS,
    ),
]


wildcard_constraints:
    reallocation="|".join(REALLOCATION_EXPERIMENTS),


rule solve_reallocation:
    input:
        experiment="config/experiments/reallocation/{reallocation}.yaml",
    output:
        steady_state="results/reallocation/{reallocation}/steady_state.csv",
        transition="results/reallocation/{reallocation}/transition.csv",
        certificate="results/reallocation/{reallocation}/certificate.csv",
    log:
        "logs/solve_reallocation/{reallocation}.log",
    benchmark:
        "benchmarks/rules/solve_reallocation/{reallocation}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("solve_reallocation"),
    script:
        "../../scripts/solve_reallocation.py"


rule compute_proposition:
    output:
        table="results/reallocation/one_period.csv",
    log:
        "logs/compute_proposition.log",
    benchmark:
        "benchmarks/rules/compute_proposition.tsv"
    conda:
        "../../environment.yml"
    params:
        settings=config["reallocation"]["one_period"],
        code=code_version("compute_proposition"),
    script:
        "../../scripts/compute_proposition.py"


rule decompose_reallocation:
    input:
        experiment="config/experiments/reallocation/benchmark.yaml",
    output:
        channels="results/reallocation/channels.csv",
        economies="results/reallocation/channels_economies.csv",
        certificate="results/reallocation/channels_certificate.csv",
    log:
        "logs/decompose_reallocation.log",
    benchmark:
        "benchmarks/rules/decompose_reallocation.tsv"
    conda:
        "../../environment.yml"
    params:
        settings=config["reallocation"]["channels"],
        code=code_version("decompose_reallocation"),
    script:
        "../../scripts/decompose_reallocation.py"


rule compute_reallocation_cycle:
    input:
        experiment="config/experiments/reallocation/benchmark.yaml",
    output:
        moments="results/reallocation/business_cycle.csv",
        facts="results/reallocation/cycle_facts.csv",
        responses="results/reallocation/cycle_responses.csv",
    log:
        "logs/compute_reallocation_cycle.log",
    benchmark:
        "benchmarks/rules/compute_reallocation_cycle.tsv"
    conda:
        "../../environment.yml"
    params:
        settings=config["reallocation"]["cycle"],
        code=code_version("compute_reallocation_cycle"),
    script:
        "../../scripts/compute_reallocation_cycle.py"


rule vary_reallocation:
    input:
        experiment="config/experiments/reallocation/benchmark.yaml",
    output:
        variants="results/reallocation/variants.csv",
        steady_states="results/reallocation/steady_state_variants.csv",
    log:
        "logs/vary_reallocation.log",
    benchmark:
        "benchmarks/rules/vary_reallocation.tsv"
    conda:
        "../../environment.yml"
    params:
        settings=config["reallocation"]["variants"],
        code=code_version("vary_reallocation"),
    script:
        "../../scripts/vary_reallocation.py"


rule tabulate_economy:
    input:
        experiment="config/experiments/reallocation/benchmark.yaml",
        published="config/published.yaml",
    output:
        expand("results/tables/table_2_1.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_economy.log",
    benchmark:
        "benchmarks/rules/tabulate_economy.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_economy"),
    script:
        "../../scripts/tabulate_economy.py"


rule tabulate_steady_state:
    input:
        benchmark="results/reallocation/benchmark/steady_state.csv",
        variants="results/reallocation/steady_state_variants.csv",
        published="config/published.yaml",
    output:
        expand("results/tables/table_2_2.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_steady_state.log",
    benchmark:
        "benchmarks/rules/tabulate_steady_state.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_steady_state"),
    script:
        "../../scripts/tabulate_steady_state.py"


rule tabulate_claims:
    input:
        benchmark="results/reallocation/benchmark/transition.csv",
        high_elasticity="results/reallocation/high_elasticity/transition.csv",
        tight_credit="results/reallocation/tight_credit/transition.csv",
        variants="results/reallocation/variants.csv",
        published="config/published.yaml",
    output:
        expand("results/tables/table_reallocation_claims.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_claims.log",
    benchmark:
        "benchmarks/rules/tabulate_claims.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_claims"),
    script:
        "../../scripts/tabulate_claims.py"


rule draw_transition_figure:
    input:
        transition=lambda wildcards: f"results/reallocation/{TRANSITION_FIGURES[wildcards.transition_figure]}/transition.csv",
        experiment=lambda wildcards: f"config/experiments/reallocation/{TRANSITION_FIGURES[wildcards.transition_figure]}.yaml",
        published="config/published.yaml",
    output:
        expand("results/figures/{{transition_figure}}.{format}", format=FORMATS),
    log:
        "logs/draw_transition_figure/{transition_figure}.log",
    benchmark:
        "benchmarks/rules/draw_transition_figure/{transition_figure}.tsv"
    wildcard_constraints:
        transition_figure="|".join(TRANSITION_FIGURES),
    conda:
        "../../environment.yml"
    params:
        number=lambda wildcards: figure_number(wildcards.transition_figure),
        code=code_version("draw_transition_figure"),
    script:
        "../../scripts/draw_transition_figure.py"


rule draw_allocation_figure:
    input:
        transition=lambda wildcards: f"results/reallocation/{ALLOCATION_FIGURES[wildcards.allocation_figure]}/transition.csv",
        experiment=lambda wildcards: f"config/experiments/reallocation/{ALLOCATION_FIGURES[wildcards.allocation_figure]}.yaml",
        published="config/published.yaml",
    output:
        expand("results/figures/{{allocation_figure}}.{format}", format=FORMATS),
    log:
        "logs/draw_allocation_figure/{allocation_figure}.log",
    benchmark:
        "benchmarks/rules/draw_allocation_figure/{allocation_figure}.tsv"
    wildcard_constraints:
        allocation_figure="|".join(ALLOCATION_FIGURES),
    conda:
        "../../environment.yml"
    params:
        name=lambda wildcards: ALLOCATION_FIGURES[wildcards.allocation_figure],
        number=lambda wildcards: figure_number(wildcards.allocation_figure),
        code=code_version("draw_allocation_figure"),
    script:
        "../../scripts/draw_allocation_figure.py"


rule draw_channels_figure:
    input:
        channels="results/reallocation/channels.csv",
        economies="results/reallocation/channels_economies.csv",
    output:
        expand("results/figures/figure_reallocation_channels.{format}", format=FORMATS),
    log:
        "logs/draw_channels_figure.log",
    benchmark:
        "benchmarks/rules/draw_channels_figure.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("draw_channels_figure"),
    script:
        "../../scripts/draw_channels_figure.py"


rule draw_cycle_figure:
    input:
        moments="results/reallocation/business_cycle.csv",
        facts="results/reallocation/cycle_facts.csv",
        responses="results/reallocation/cycle_responses.csv",
        published="config/published.yaml",
    output:
        expand("results/figures/figure_reallocation_cycle.{format}", format=FORMATS),
    log:
        "logs/draw_cycle_figure.log",
    benchmark:
        "benchmarks/rules/draw_cycle_figure.tsv"
    conda:
        "../../environment.yml"
    params:
        settings=config["reallocation"]["cycle"],
        code=code_version("draw_cycle_figure"),
    script:
        "../../scripts/draw_cycle_figure.py"


rule draw_proposition_figure:
    input:
        table="results/reallocation/one_period.csv",
    output:
        expand("results/figures/figure_reallocation_proposition.{format}", format=FORMATS),
    log:
        "logs/draw_proposition_figure.log",
    benchmark:
        "benchmarks/rules/draw_proposition_figure.tsv"
    conda:
        "../../environment.yml"
    params:
        price=config["reallocation"]["one_period"]["price_used"],
        code=code_version("draw_proposition_figure"),
    script:
        "../../scripts/draw_proposition_figure.py"


# Chapter 2: capital reallocation with lemons.
rule reallocation:
    input:
        REALLOCATION_FILES,
    localrule: True
