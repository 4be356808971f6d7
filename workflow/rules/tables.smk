"""Tables: published numbers beside replicated ones."""

TABLE_FORMATS = ["csv", "tex", "md", "html"]
IMPACT_TABLES = {"1_9": "figure_1_9", "1_16": "money_growth"}
TABLES = ["table_1_1", "table_1_2", "table_1_3", "table_a_1", *(f"table_figure_{number}" for number in IMPACT_TABLES)]
TABLE_FILES = expand("results/tables/{table}.{format}", table=TABLES, format=TABLE_FORMATS)


rule tabulate_parameters:
    input:
        experiment="config/experiments/calvo_estimates/six.yaml",
        attention="config/experiments/attention/benchmark.yaml",
        separate_experiment="config/experiments/attention_estimates/separate.yaml",
        separate_estimates="results/attention/estimates/estimates.csv",
        separate_tests="results/attention/estimates/tests.csv",
        joint_experiment="config/experiments/attention_estimates/joint.yaml",
        joint_estimates="results/attention/estimates/joint/estimates.csv",
        joint_tests="results/attention/estimates/joint/tests.csv",
        estimates="results/calvo/estimates/six/estimates.csv",
        tests="results/calvo/estimates/six/tests.csv",
        substitutes="results/data/substitutes.csv",
        published="config/published.yaml",
    output:
        expand("results/tables/table_1_1.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_parameters.log",
    benchmark:
        "benchmarks/rules/tabulate_parameters.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_parameters"),
    script:
        "../../scripts/tabulate_parameters.py"


rule tabulate_criterion:
    input:
        average="results/calvo/table_1_1/average/criterion.csv",
        marginal="results/calvo/table_1_1/marginal/criterion.csv",
        estimated="results/calvo/estimates/six/criterion.csv",
        recovered="results/attention/published_path/criterion.csv",
        reconstruction="results/attention/benchmark/reconstruction/criterion.csv",
        optimal_separate="results/attention/benchmark/optimal_separate/criterion.csv",
        optimal_joint="results/attention/benchmark/optimal_joint/criterion.csv",
        literal="results/attention/literal_15bp/optimal_separate/criterion.csv",
        attention="results/attention/estimates/criterion.csv",
        attention_joint="results/attention/estimates/joint/criterion.csv",
        substitutes="results/data/substitutes.csv",
        published="config/published.yaml",
    output:
        expand("results/tables/table_1_2.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_criterion.log",
    benchmark:
        "benchmarks/rules/tabulate_criterion.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_criterion"),
    script:
        "../../scripts/tabulate_criterion.py"


rule tabulate_moments:
    input:
        var=f"results/var/{MAIN_SAMPLE}/moments.csv",
        average="results/calvo/table_1_1/average/moments.csv",
        marginal="results/calvo/table_1_1/marginal/moments.csv",
        recovered="results/attention/published_path/moments.csv",
        reconstruction="results/attention/benchmark/reconstruction/moments.csv",
        optimal_separate="results/attention/benchmark/optimal_separate/moments.csv",
        optimal_joint="results/attention/benchmark/optimal_joint/moments.csv",
        substitutes="results/data/substitutes.csv",
        published="config/published.yaml",
    output:
        expand("results/tables/table_1_3.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_moments.log",
    benchmark:
        "benchmarks/rules/tabulate_moments.tsv"
    conda:
        "../../environment.yml"
    params:
        horizons=config["var"]["moment_horizons"],
        settings=config["simulation"],
        code=code_version("tabulate_moments"),
    script:
        "../../scripts/tabulate_moments.py"


rule tabulate_rules:
    input:
        average="results/calvo/table_1_1/average/rules.csv",
        marginal="results/calvo/table_1_1/marginal/rules.csv",
    output:
        expand("results/tables/table_a_1.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_rules.log",
    benchmark:
        "benchmarks/rules/tabulate_rules.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_rules"),
    script:
        "../../scripts/tabulate_rules.py"


rule tabulate_impacts:
    input:
        average=lambda wildcards: f"results/calvo/{IMPACT_TABLES[wildcards.number]}/average/irf.csv",
        marginal=lambda wildcards: f"results/calvo/{IMPACT_TABLES[wildcards.number]}/marginal/irf.csv",
        published="config/published.yaml",
    output:
        expand("results/tables/table_figure_{{number}}.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_impacts/{number}.log",
    benchmark:
        "benchmarks/rules/tabulate_impacts/{number}.tsv"
    wildcard_constraints:
        number="|".join(IMPACT_TABLES),
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_impacts"),
    script:
        "../../scripts/tabulate_impacts.py"
