"""Bands of every kind on one figure, and how often each holds the truth: `snakemake band_coverage`, outside the default run."""

COVERED_BANDS = config["band_coverage"]["bands"]
COVERED_DRAWS = [band for band in OWN_DRAWS if band in COVERED_BANDS]


rule measure_coverage:
    input:
        panel=f"results/var/{MAIN_SAMPLE}/transformed.csv",
    output:
        coverage=temp("results/band_coverage/{scatteritem}.npz"),
    log:
        "logs/measure_coverage/{scatteritem}.log",
    benchmark:
        "benchmarks/rules/measure_coverage/{scatteritem}.tsv"
    conda:
        "../../environment.yml"
    params:
        settings=config["band_coverage"],
        lags=config["var"]["lags"],
        shock=config["var"]["shock_percentage_points"],
        horizons=config["var"]["horizons"],
        coverage=config["bootstrap"]["coverage"],
        code=code_version("measure_coverage"),
    script:
        "../../scripts/measure_coverage.py"


rule tabulate_coverage:
    input:
        panel=f"results/var/{MAIN_SAMPLE}/transformed.csv",
        chunks=gather.band_coverage("results/band_coverage/{scatteritem}.npz"),
    output:
        table="results/band_coverage/coverage.csv",
        rendered=expand("results/tables/table_band_coverage.{format}", format=TABLE_FORMATS),
    log:
        "logs/tabulate_coverage.log",
    benchmark:
        "benchmarks/rules/tabulate_coverage.tsv"
    conda:
        "../../environment.yml"
    params:
        nominal=config["bootstrap"]["coverage"],
        code=code_version("tabulate_coverage"),
    script:
        "../../scripts/tabulate_coverage.py"


rule draw_bands:
    input:
        point=f"results/var/{MAIN_SAMPLE}/point.csv",
        draws=f"results/var/{MAIN_SAMPLE}/draws.npz",
        own_draws=[f"results/var/{MAIN_SAMPLE}/draws_{band}.npz" for band in COVERED_DRAWS],
    output:
        expand("results/figures/figure_bands.{format}", format=FORMATS),
    log:
        "logs/draw_bands.log",
    benchmark:
        "benchmarks/rules/draw_bands.tsv"
    conda:
        "../../environment.yml"
    params:
        bands=COVERED_BANDS,
        with_own_draws=COVERED_DRAWS,
        units=VARIABLE_UNITS,
        coverage=config["bootstrap"]["coverage"],
        code=code_version("draw_bands"),
    script:
        "../../scripts/draw_bands.py"


# Not in the default run: some two minutes on two cores.
rule band_coverage:
    input:
        rules.tabulate_coverage.output,
        rules.draw_bands.output,
    localrule: True
