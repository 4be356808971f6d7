"""What changes from one vintage of the data to the others: series, responses and published conclusions."""

# Where the source's estimates behind each estimation are printed: entry of config/published.yaml and column.
PUBLISHED_ESTIMATES = {
    **{f"calvo/{name}": ["figure_1_9" if name == "four" else "table_1_1", "Calvo"] for name in CALVO_TARGETS},
    **{f"attention/{name}": ["table_1_1", "RI"] for name in ATTENTION_ESTIMATES.values()},
}
VINTAGE_ESTIMATES = config["vintages"]["estimates"]
for _name in VINTAGE_ESTIMATES:
    if _name not in PUBLISHED_ESTIMATES:
        stop(f"setting vintages.estimates: unknown '{_name}'; choose from {', '.join(PUBLISHED_ESTIMATES)}")
VINTAGE_FILES = [
    *expand(
        "results/vintages/{comparison}/{file}",
        comparison=COMPARISONS,
        file=[
            "revisions.csv",
            *(f"effects.{ending}" for ending in ("csv", "md", "html")),
            *(f"conclusions.{ending}" for ending in ("csv", "md", "html")),
            *(f"responses.{ending}" for ending in FORMATS),
            *(f"effects.{ending}" for ending in FORMATS),
        ],
    ),
]


wildcard_constraints:
    comparison="|".join(COMPARISONS) or "(?!)",


rule rank_revisions:
    input:
        series=of_compared("data/series.csv"),
        target=lambda wildcards: (
            f"results/vintages/{COMPARISONS[wildcards.comparison][0]}/var/{MAIN_SAMPLE}/target.npz"
        ),
        unit_roots=branch(
            config["filter"]["decisions"] == "tested",
            then=lambda wildcards: (
                f"results/vintages/{COMPARISONS[wildcards.comparison][0]}/var/{MAIN_SAMPLE}/unit_roots.csv"
            ),
            otherwise=[],
        ),
        catalogue=CATALOGUE_FILE,
    output:
        revisions="results/vintages/{comparison}/revisions.csv",
        effects="results/vintages/{comparison}/effects.csv",
    log:
        "logs/rank_revisions/{comparison}.log",
    benchmark:
        "benchmarks/rules/rank_revisions/{comparison}.tsv"
    conda:
        "../../environment.yml"
    params:
        vintages=lambda wildcards: list(COMPARISONS[wildcards.comparison]),
        suppliers=lambda wildcards: {
            name: dict(VINTAGE_PULLS[name].plan.positions) for name in COMPARISONS[wildcards.comparison]
        },
        sample=config["samples"][MAIN_SAMPLE],
        published=PUBLISHED_DECISIONS,
        filter={name: config["filter"][name] for name in ("horizon", "lags", "window")},
        lags=config["var"]["lags"],
        shock=config["var"]["shock_percentage_points"],
        code=code_version("rank_revisions"),
    script:
        "../../scripts/rank_revisions.py"


rule compare_conclusions:
    input:
        irf=of_compared(f"var/{MAIN_SAMPLE}/irf.csv"),
        moments=of_compared(f"var/{MAIN_SAMPLE}/moments.csv"),
        average=of_compared("calvo/table_1_1/average/criterion.csv"),
        marginal=of_compared("calvo/table_1_1/marginal/criterion.csv"),
        published="config/published.yaml",
        listed="config/scoreboard.yaml",
        estimates=lambda wildcards: [
            path
            for model, name in (estimate.split("/") for estimate in VINTAGE_ESTIMATES)
            for path in of_compared(f"{model}/estimates/{name}/point.csv")(wildcards)
        ],
    output:
        conclusions="results/vintages/{comparison}/conclusions.csv",
    log:
        "logs/compare_conclusions/{comparison}.log",
    benchmark:
        "benchmarks/rules/compare_conclusions/{comparison}.tsv"
    conda:
        "../../environment.yml"
    params:
        vintages=lambda wildcards: list(COMPARISONS[wildcards.comparison]),
        main_sample=MAIN_SAMPLE,
        modes=COST_MODES,
        estimates={name: PUBLISHED_ESTIMATES[name] for name in VINTAGE_ESTIMATES},
        code=code_version("compare_conclusions"),
    script:
        "../../scripts/compare_conclusions.py"


rule tabulate_vintages:
    input:
        conclusions="results/vintages/{comparison}/conclusions.csv",
        revisions="results/vintages/{comparison}/revisions.csv",
        effects="results/vintages/{comparison}/effects.csv",
        substitutes=of_compared("data/substitutes.csv"),
    output:
        conclusions=expand("results/vintages/{{comparison}}/conclusions.{ending}", ending=["md", "html"]),
        effects=expand("results/vintages/{{comparison}}/effects.{ending}", ending=["md", "html"]),
    log:
        "logs/tabulate_vintages/{comparison}.log",
    benchmark:
        "benchmarks/rules/tabulate_vintages/{comparison}.tsv"
    conda:
        "../../environment.yml"
    params:
        vintages=lambda wildcards: list(COMPARISONS[wildcards.comparison]),
        title=lambda wildcards: f"{wildcards.comparison}: {', '.join(COMPARISONS[wildcards.comparison])}",
        code=code_version("tabulate_vintages"),
    script:
        "../../scripts/tabulate_vintages.py"


rule draw_vintages:
    input:
        irf=of_compared(f"var/{MAIN_SAMPLE}/irf.csv"),
        effects="results/vintages/{comparison}/effects.csv",
        substitutes=of_compared("data/substitutes.csv"),
        published="config/published.yaml",
    output:
        responses=expand("results/vintages/{{comparison}}/responses.{format}", format=FORMATS),
        effects=expand("results/vintages/{{comparison}}/effects.{format}", format=FORMATS),
    log:
        "logs/draw_vintages/{comparison}.log",
    benchmark:
        "benchmarks/rules/draw_vintages/{comparison}.tsv"
    conda:
        "../../environment.yml"
    params:
        vintages=lambda wildcards: list(COMPARISONS[wildcards.comparison]),
        title=lambda wildcards: f"{wildcards.comparison}: {', '.join(COMPARISONS[wildcards.comparison])}",
        units=VARIABLE_UNITS,
        coverage=config["bootstrap"]["coverage"],
        code=code_version("draw_vintages"),
    script:
        "../../scripts/draw_vintages.py"


# Nothing to compare unless an overlay names vintages.
rule compare_vintages:
    input:
        lambda wildcards: VINTAGE_FILES
        or stop("setting vintages.entries: name two vintages or more (docs/vintages.md)"),
    localrule: True
