"""Tables: published numbers beside replicated ones."""

TABLE_FORMATS = ["csv", "tex", "md", "html"]
TABLE_FILES = expand("results/tables/table_1_3.{format}", format=TABLE_FORMATS)
MAIN_SAMPLE = SAMPLES[0]


rule tabulate_moments:
    input:
        moments=f"results/var/{MAIN_SAMPLE}/moments.csv",
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
        code=code_version("tabulate_moments"),
    script:
        "../../scripts/tabulate_moments.py"
