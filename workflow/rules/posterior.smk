"""Quasi-Bayesian estimates of the Calvo model: `snakemake posterior`, outside the default run."""


rule sample_calvo_posterior:
    input:
        experiment="config/experiments/calvo_estimates/{targets}.yaml",
        target=f"results/var/{MAIN_SAMPLE}/target.npz",
    output:
        chain=temp("results/calvo/posterior/{targets}/chain_{chain}.npz"),
    log:
        "logs/sample_calvo_posterior/{targets}/{chain}.log",
    benchmark:
        "benchmarks/rules/sample_calvo_posterior/{targets}/{chain}.tsv"
    wildcard_constraints:
        chain=r"\d+",
    conda:
        "../../environment.yml"
    params:
        settings=config["posterior"],
        code=code_version("sample_calvo_posterior"),
    script:
        "../../scripts/sample_calvo_posterior.py"


rule summarise_calvo_posterior:
    input:
        experiment="config/experiments/calvo_estimates/{targets}.yaml",
        chains=expand(
            "results/calvo/posterior/{{targets}}/chain_{chain}.npz", chain=range(1, config["posterior"]["chains"] + 1)
        ),
    output:
        draws="results/calvo/posterior/{targets}/draws.parquet",
        summary="results/calvo/posterior/{targets}/summary.csv",
    log:
        "logs/summarise_calvo_posterior/{targets}.log",
    benchmark:
        "benchmarks/rules/summarise_calvo_posterior/{targets}.tsv"
    conda:
        "../../environment.yml"
    params:
        largest_r_hat=config["posterior"]["largest_r_hat"],
        code=code_version("summarise_calvo_posterior"),
    script:
        "../../scripts/summarise_calvo_posterior.py"


# Not in the default run: some seven minutes of computing time a model.
rule posterior:
    input:
        expand("results/calvo/posterior/{targets}/{file}", targets=CALVO_TARGETS, file=["draws.parquet", "summary.csv"]),
    localrule: True
