"""The settings of a run, and two runs side by side: `snakemake --cores 1 compare_runs --config compare_runs=[default,mine]` (docs/runs.md)."""

if COMPARED_RUNS and RUN is not None:
    stop("setting compare_runs: two runs are compared outside of both; leave out the setting run")
RUN_COMPARISON_FILES = expand(
    "results/run_comparisons/{runs}/{name}",
    runs=["_and_".join(COMPARED_RUNS)] if COMPARED_RUNS else [],
    name=["settings.csv", "given.csv", "verdicts.csv", "numbers.csv", "comparison.html"],
)


rule record_settings:
    output:
        settings="results/settings.json",
    log:
        "logs/record_settings.log",
    benchmark:
        "benchmarks/rules/record_settings.tsv"
    localrule: True
    conda:
        "../../environment.yml"
    params:
        settings=config,
        code=code_version("record_settings"),
    script:
        "../../scripts/record_settings.py"


rule tabulate_run_comparison:
    output:
        settings="results/run_comparisons/{runs}/settings.csv",
        given="results/run_comparisons/{runs}/given.csv",
        verdicts="results/run_comparisons/{runs}/verdicts.csv",
        numbers="results/run_comparisons/{runs}/numbers.csv",
        page="results/run_comparisons/{runs}/comparison.html",
    log:
        "logs/tabulate_run_comparison/{runs}.log",
    benchmark:
        "benchmarks/rules/tabulate_run_comparison/{runs}.tsv"
    conda:
        "../../environment.yml"
    params:
        runs=COMPARED_RUNS,
        folders=lambda wildcards: compared_runs().folders,
        files=lambda wildcards: compared_runs().tables,
        state=lambda wildcards: compared_runs().state,
        code=code_version("tabulate_run_comparison"),
    script:
        "../../scripts/tabulate_run_comparison.py"


# Nothing to compare unless two runs are named.
rule compare_runs:
    input:
        lambda wildcards: RUN_COMPARISON_FILES
        or stop("setting compare_runs: name two runs, for instance --config 'compare_runs=[default,mine]'"),
    localrule: True
