"""Tables and figures of rational inattention: the source's numbers, the reconstruction, the model solved."""

ATTENTION_MODES = ["reconstruction", *OPTIMAL_MODES]
INFORMATION_TABLES = {"1_4": {"by": "cost", "cases": COST_CASES}, "1_5": {"by": "size", "cases": SIZE_CASES}}
DECISION_FIGURES = {"figure_1_10": "stock", "figure_1_11": "price"}
SENSITIVITY_FIGURES = {
    "figure_1_12": {"by": "cost", "cases": COST_CASES, "variable": "stock"},
    "figure_1_13": {"by": "cost", "cases": COST_CASES, "variable": "inventory_sales"},
    # As in the source, without the case of 22 basis points.
    "figure_1_14": {
        "by": "size",
        "cases": ["benchmark", "sigma_20bp", "sigma_25bp"],
        "variable": "inventory_sales",
    },
}
# The folder of each estimation, and its settings.
PROFILE_FIGURES = {f"figure_profiles_{name}": (folder, name) for folder, name in ATTENTION_ESTIMATES.items()}
RECONSTRUCTION_FIGURES = ["figure_constructions", "figure_printed_attention", "figure_optima"]
ATTENTION_REPORT_FILES = [
    *expand("results/attention/published_path/{file}.csv", file=["irf", "decisions", "moments", "criterion", "paths"]),
    *expand("results/attention/benchmark/{mode_of_attention}/criterion.csv", mode_of_attention=ATTENTION_MODES),
    "results/attention/literal_15bp/optimal_separate/criterion.csv",
    *expand(
        "results/tables/table_{table}.{format}",
        table=["1_4", "1_5", "1_6", "constructions", "comparison"],
        format=TABLE_FORMATS,
    ),
    "results/report/attention_note.md",
    *expand(
        "results/figures/{figure}.{format}",
        figure=[
            *DECISION_FIGURES,
            *SENSITIVITY_FIGURES,
            "figure_1_15",
            "figure_equilibria",
            *RECONSTRUCTION_FIGURES,
            *PROFILE_FIGURES,
        ],
        format=FORMATS,
    ),
]


wildcard_constraints:
    mode_of_attention="|".join(ATTENTION_MODES),
    information_table="|".join(INFORMATION_TABLES),
    decision_figure="|".join(DECISION_FIGURES),
    sensitivity_figure="|".join(SENSITIVITY_FIGURES),
    profile_figure="|".join(PROFILE_FIGURES),


rule recover_published_path:
    input:
        experiment="config/experiments/attention/benchmark.yaml",
    output:
        irf="results/attention/published_path/irf.csv",
        decisions="results/attention/published_path/decisions.csv",
        moments="results/attention/published_path/moments.csv",
    log:
        "logs/recover_published_path.log",
    benchmark:
        "benchmarks/rules/recover_published_path.tsv"
    conda:
        "../../environment.yml"
    params:
        horizons=config["simulation"]["horizons"],
        code=code_version("recover_published_path"),
    script:
        "../../scripts/recover_published_path.py"


rule evaluate_attention_criterion:
    input:
        irf="results/attention/{attention}/{mode_of_attention}/irf.csv",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
    output:
        table="results/attention/{attention}/{mode_of_attention}/criterion.csv",
    log:
        "logs/evaluate_attention_criterion/{attention}/{mode_of_attention}.log",
    benchmark:
        "benchmarks/rules/evaluate_attention_criterion/{attention}/{mode_of_attention}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("evaluate_attention_criterion"),
    script:
        "../../scripts/evaluate_attention_criterion.py"


# The published path knows nothing of the data; only its criterion does.
use rule evaluate_attention_criterion as evaluate_published_path with:
    input:
        irf="results/attention/published_path/irf.csv",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
    output:
        table="results/attention/published_path/criterion.csv",
    log:
        "logs/evaluate_published_path.log",
    benchmark:
        "benchmarks/rules/evaluate_published_path.tsv"


rule tabulate_information:
    input:
        unpack(information_of_cases),
        published="config/published.yaml",
    output:
        expand("results/tables/table_{{information_table}}.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_information/{information_table}.log",
    benchmark:
        "benchmarks/rules/tabulate_information/{information_table}.tsv"
    conda:
        "../../environment.yml"
    params:
        by=lambda wildcards: INFORMATION_TABLES[wildcards.information_table]["by"],
        modes=ATTENTION_MODES,
        code=code_version("tabulate_information"),
    script:
        "../../scripts/tabulate_information.py"


rule tabulate_money_moments:
    input:
        optimal_separate_moments="results/attention/money_growth/optimal_separate/moments.csv",
        optimal_joint_moments="results/attention/money_growth/optimal_joint/moments.csv",
        optimal_separate_information="results/attention/money_growth/optimal_separate/information.csv",
        optimal_joint_information="results/attention/money_growth/optimal_joint/information.csv",
        published="config/published.yaml",
    output:
        expand("results/tables/table_1_6.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_money_moments.log",
    benchmark:
        "benchmarks/rules/tabulate_money_moments.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_money_moments"),
    script:
        "../../scripts/tabulate_money_moments.py"


rule draw_decisions:
    input:
        recovered="results/attention/published_path/decisions.csv",
        reconstruction="results/attention/benchmark/reconstruction/decisions.csv",
        optimal_separate="results/attention/benchmark/optimal_separate/decisions.csv",
        optimal_joint="results/attention/benchmark/optimal_joint/decisions.csv",
        published="config/published.yaml",
    output:
        expand("results/figures/{{decision_figure}}.{format}", format=FORMATS),
    log:
        "logs/draw_decisions/{decision_figure}.log",
    benchmark:
        "benchmarks/rules/draw_decisions/{decision_figure}.tsv"
    conda:
        "../../environment.yml"
    params:
        decision=lambda wildcards: DECISION_FIGURES[wildcards.decision_figure],
        code=code_version("draw_decisions"),
    script:
        "../../scripts/draw_decisions.py"


rule draw_sensitivity:
    input:
        unpack(responses_of_cases),
        published="config/published.yaml",
    output:
        expand("results/figures/{{sensitivity_figure}}.{format}", format=FORMATS),
    log:
        "logs/draw_sensitivity/{sensitivity_figure}.log",
    benchmark:
        "benchmarks/rules/draw_sensitivity/{sensitivity_figure}.tsv"
    conda:
        "../../environment.yml"
    params:
        by=lambda wildcards: SENSITIVITY_FIGURES[wildcards.sensitivity_figure]["by"],
        variable=lambda wildcards: SENSITIVITY_FIGURES[wildcards.sensitivity_figure]["variable"],
        modes=ATTENTION_MODES,
        code=code_version("draw_sensitivity"),
    script:
        "../../scripts/draw_sensitivity.py"


rule draw_attention_money:
    input:
        optimal_separate="results/attention/money_growth/optimal_separate/irf.csv",
        optimal_joint="results/attention/money_growth/optimal_joint/irf.csv",
        optimal_separate_information="results/attention/money_growth/optimal_separate/information.csv",
        optimal_joint_information="results/attention/money_growth/optimal_joint/information.csv",
        experiment="config/experiments/attention/money_growth.yaml",
        published="config/published.yaml",
    output:
        expand("results/figures/figure_1_15.{format}", format=FORMATS),
    log:
        "logs/draw_attention_money.log",
    benchmark:
        "benchmarks/rules/draw_attention_money.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("draw_attention_money"),
    script:
        "../../scripts/draw_attention_money.py"


rule draw_equilibria:
    input:
        equilibria="results/attention/equilibria.csv",
        branches="results/attention/branches.csv",
        thresholds="results/attention/thresholds.csv",
        experiment="config/experiments/attention/benchmark.yaml",
        literal="config/experiments/attention/literal_15bp.yaml",
    output:
        expand("results/figures/figure_equilibria.{format}", format=FORMATS),
    log:
        "logs/draw_equilibria.log",
    benchmark:
        "benchmarks/rules/draw_equilibria.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("draw_equilibria"),
    script:
        "../../scripts/draw_equilibria.py"


rule recover_paths:
    input:
        experiment="config/experiments/attention/benchmark.yaml",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
        published="config/published.yaml",
    output:
        paths="results/attention/published_path/paths.csv",
    log:
        "logs/recover_paths.log",
    benchmark:
        "benchmarks/rules/recover_paths.tsv"
    conda:
        "../../environment.yml"
    params:
        second_decays=config["attention"]["second_decays"],
        code=code_version("recover_paths"),
    script:
        "../../scripts/recover_paths.py"


rule tabulate_constructions:
    input:
        variants="results/attention/reconstruction/variants.csv",
        by_table="results/attention/reconstruction/variants_by_table.csv",
    output:
        table=expand("results/tables/table_constructions.{format}", format=TABLE_FORMATS),
        figure=expand("results/figures/figure_constructions.{format}", format=FORMATS),
    log:
        "logs/tabulate_constructions.log",
    benchmark:
        "benchmarks/rules/tabulate_constructions.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_constructions"),
    script:
        "../../scripts/tabulate_constructions.py"


rule draw_reconstruction:
    input:
        shared="results/attention/reconstruction/printed_attention.csv",
        corrected="results/attention/reconstruction/printed_attention_corrected.csv",
        independent="results/attention/reconstruction/printed_attention_independent.csv",
        near="results/attention/reconstruction/near_optimal.csv",
        optima="results/attention/optima.csv",
        moments="results/attention/benchmark/reconstruction/moments.csv",
        information="results/attention/benchmark/reconstruction/information.csv",
        published="config/published.yaml",
    output:
        attention=expand("results/figures/figure_printed_attention.{format}", format=FORMATS),
        optima=expand("results/figures/figure_optima.{format}", format=FORMATS),
    log:
        "logs/draw_reconstruction.log",
    benchmark:
        "benchmarks/rules/draw_reconstruction.tsv"
    conda:
        "../../environment.yml"
    params:
        cost_columns=COST_CASES,
        size_columns=SIZE_CASES,
        map_cost_ratio=config["attention"]["printed_attention"]["map_cost_ratio"],
        code=code_version("draw_reconstruction"),
    script:
        "../../scripts/draw_reconstruction.py"


rule tabulate_comparison:
    input:
        comparison="results/attention/estimates/comparison.csv",
        separate="results/attention/estimates/tests.csv",
        joint="results/attention/estimates/joint/tests.csv",
        calvo="results/calvo/estimates/six/tests.csv",
        substitutes="results/data/substitutes.csv",
    output:
        expand("results/tables/table_comparison.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_comparison.log",
    benchmark:
        "benchmarks/rules/tabulate_comparison.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("tabulate_comparison"),
    script:
        "../../scripts/tabulate_comparison.py"


rule draw_profiles:
    input:
        unpack(files_of_profile),
        calvo="results/calvo/estimates/six/criterion.csv",
    output:
        expand("results/figures/{{profile_figure}}.{format}", format=FORMATS),
    log:
        "logs/draw_profiles/{profile_figure}.log",
    benchmark:
        "benchmarks/rules/draw_profiles/{profile_figure}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("draw_profiles"),
    script:
        "../../scripts/draw_profiles.py"


rule write_attention_note:
    input:
        verdicts="results/scoreboard_modes.csv",
        information=[
            *expand(
                "results/attention/{case}/{mode_of_attention}/information.csv",
                case=["benchmark", "sigma_25bp"],
                mode_of_attention=ATTENTION_MODES,
            ),
            *expand(
                "results/attention/{case}/{mode_of_attention}/information.csv",
                case=["literal_15bp", "money_growth"],
                mode_of_attention=OPTIMAL_MODES,
            ),
        ],
        moments=[
            *expand("results/attention/benchmark/{mode_of_attention}/moments.csv", mode_of_attention=ATTENTION_MODES),
            *expand("results/attention/money_growth/{mode_of_attention}/moments.csv", mode_of_attention=OPTIMAL_MODES),
        ],
        decisions=expand(
            "results/attention/benchmark/{mode_of_attention}/decisions.csv", mode_of_attention=ATTENTION_MODES
        ),
        variants="results/attention/reconstruction/variants.csv",
        by_table="results/attention/reconstruction/variants_by_table.csv",
        printed_attention=expand(
            "results/attention/reconstruction/printed_attention{reading}.csv",
            reading=["", "_corrected", "_independent"],
        ),
        loose="results/attention/reconstruction/loose_search.csv",
        optima="results/attention/optima.csv",
        recovered="results/attention/published_path/criterion.csv",
        optimal_separate="results/attention/benchmark/optimal_separate/criterion.csv",
        optimal_joint="results/attention/benchmark/optimal_joint/criterion.csv",
        estimated="results/attention/estimates/criterion.csv",
        calvo="results/calvo/table_1_1/average/criterion.csv",
        calvo_estimated="results/calvo/estimates/six/criterion.csv",
        comparison="results/attention/estimates/comparison.csv",
        profile="results/attention/estimates/profile.csv",
        experiments=expand(
            "config/experiments/attention/{case}.yaml",
            case=["benchmark", "literal_15bp", "sigma_25bp"],
        ),
        published="config/published.yaml",
    output:
        note="results/report/attention_note.md",
    log:
        "logs/write_attention_note.log",
    benchmark:
        "benchmarks/rules/write_attention_note.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("write_attention_note"),
    script:
        "../../scripts/write_attention_note.py"


# Tables and figures of rational inattention.
rule attention_report:
    input:
        ATTENTION_REPORT_FILES,
    localrule: True
