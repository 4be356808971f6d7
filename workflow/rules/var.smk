"""The monetary VAR: unit roots, filter, estimates, draws, bands, projections, moments and the matching target."""

VAR_FILES = expand(
    "results/var/{sample}/{file}",
    sample=SAMPLES,
    file=[
        "transformed.csv",
        "unit_roots.csv",
        "lag_selection.csv",
        "point.csv",
        "summary.csv",
        "variance_decomposition.csv",
        "local_projections.csv",
        "draws.npz",
        "draws.csv",
        "bands.csv",
        "irf.csv",
        "target.npz",
        "moments.csv",
    ],
)
SCHEME_OF = {"": "bootstrap", **{f"_{scheme}": scheme for scheme in SCHEMES if scheme != "bootstrap"}}
INNOVATIONS = ["wild", "moving_block"]  # schemes that are named after them


# What estimates are made from. Snakemake plans everything behind a changed file before it runs anything; asked for this
# first, and for the rest in a second run, it finds panels whose bytes are the old ones and goes no further.
rule panels:
    input:
        expand("results/var/{sample}/{file}.csv", sample=SAMPLES, file=["transformed", "unit_roots"]),
        "results/data/substitutes.csv",
    localrule: True


rule test_unit_roots:
    input:
        variables="results/data/variables.csv",
    output:
        table="results/var/{sample}/unit_roots.csv",
    log:
        "logs/test_unit_roots/{sample}.log",
    benchmark:
        "benchmarks/rules/test_unit_roots/{sample}.tsv"
    conda:
        "../../environment.yml"
    params:
        sample=sample_bounds,
        trends=VARIABLE_TRENDS,
        published=PUBLISHED_DECISIONS,
        longest_lag=config["unit_roots"]["longest_lag"],
        level=config["unit_roots"]["level"],
        code=code_version("test_unit_roots"),
    script:
        "../../scripts/test_unit_roots.py"


rule filter_trends:
    input:
        variables="results/data/variables.csv",
        unit_roots=branch(
            config["filter"]["decisions"] == "tested", then="results/var/{sample}/unit_roots.csv", otherwise=[]
        ),
    output:
        panel="results/var/{sample}/transformed.csv",
    log:
        "logs/filter_trends/{sample}.log",
    benchmark:
        "benchmarks/rules/filter_trends/{sample}.tsv"
    conda:
        "../../environment.yml"
    params:
        sample=sample_bounds,
        published=PUBLISHED_DECISIONS,
        horizon=config["filter"]["horizon"],
        lags=config["filter"]["lags"],
        window=config["filter"]["window"],
        var_lags=config["var"]["lags"],
        code=code_version("filter_trends"),
    script:
        "../../scripts/filter_trends.py"


rule select_lags:
    input:
        panel="results/var/{sample}/transformed.csv",
    output:
        table="results/var/{sample}/lag_selection.csv",
    log:
        "logs/select_lags/{sample}.log",
    benchmark:
        "benchmarks/rules/select_lags/{sample}.tsv"
    conda:
        "../../environment.yml"
    params:
        longest=config["var"]["longest_lag"],
        code=code_version("select_lags"),
    script:
        "../../scripts/select_lags.py"


rule estimate_var:
    input:
        panel="results/var/{sample}/transformed.csv",
    output:
        point="results/var/{sample}/point.csv",
        shares="results/var/{sample}/variance_decomposition.csv",
        summary="results/var/{sample}/summary.csv",
        moments="results/var/{sample}/moments.csv",
    log:
        "logs/estimate_var/{sample}.log",
    benchmark:
        "benchmarks/rules/estimate_var/{sample}.tsv"
    conda:
        "../../environment.yml"
    params:
        lags=config["var"]["lags"],
        shock=config["var"]["shock_percentage_points"],
        horizons=config["var"]["horizons"],
        moment_horizons=config["var"]["moment_horizons"],
        code=code_version("estimate_var"),
    script:
        "../../scripts/estimate_var.py"


rule project_locally:
    input:
        panel="results/var/{sample}/transformed.csv",
    output:
        projections="results/var/{sample}/local_projections.csv",
    log:
        "logs/project_locally/{sample}.log",
    benchmark:
        "benchmarks/rules/project_locally/{sample}.tsv"
    conda:
        "../../environment.yml"
    params:
        lags=config["var"]["lags"],
        shock=config["var"]["shock_percentage_points"],
        horizons=config["var"]["horizons"],
        code=code_version("project_locally"),
    script:
        "../../scripts/project_locally.py"


rule draw_responses:
    input:
        panel="results/var/{sample}/transformed.csv",
    output:
        draws=temp("results/var/{sample}/draws/{scheme}/{scatteritem}.npz"),
    log:
        "logs/draw_responses/{sample}/{scheme}/{scatteritem}.log",
    benchmark:
        "benchmarks/rules/draw_responses/{sample}/{scheme}/{scatteritem}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        lags=config["var"]["lags"],
        shock=config["var"]["shock_percentage_points"],
        horizons=config["var"]["horizons"],
        draws=lambda wildcards: SCHEMES[wildcards.scheme]["draws"],
        seed=lambda wildcards: SCHEMES[wildcards.scheme]["seed"],
        innovations=lambda wildcards: (
            wildcards.scheme
            if wildcards.scheme in INNOVATIONS
            else SCHEMES[wildcards.scheme].get("errors", "resampled")
        ),
        code=code_version("draw_responses"),
    script:
        "../../scripts/draw_responses.py"


rule gather_draws:
    input:
        chunks=lambda wildcards: getattr(gather, SCHEME_OF[wildcards.suffix])(
            f"results/var/{wildcards.sample}/draws/{SCHEME_OF[wildcards.suffix]}/{{scatteritem}}.npz"
        ),
    output:
        draws="results/var/{sample}/draws{suffix}.npz",
        summary="results/var/{sample}/draws{suffix}.csv",
    log:
        "logs/gather_draws/{sample}{suffix}.log",
    benchmark:
        "benchmarks/rules/gather_draws/{sample}{suffix}.tsv"
    conda:
        "../../environment.yml"
    params:
        explosive=config["bootstrap"]["explosive"],
        code=code_version("gather_draws"),
    script:
        "../../scripts/gather_draws.py"


rule summarise_responses:
    input:
        point="results/var/{sample}/point.csv",
        projections="results/var/{sample}/local_projections.csv",
        draws="results/var/{sample}/draws.npz",
        own_draws=[f"results/var/{{sample}}/draws_{band}.npz" for band in WANTED_DRAWS],
    output:
        irf="results/var/{sample}/irf.csv",
        bands="results/var/{sample}/bands.csv",
    log:
        "logs/summarise_responses/{sample}.log",
    benchmark:
        "benchmarks/rules/summarise_responses/{sample}.tsv"
    conda:
        "../../environment.yml"
    params:
        bands=config["bootstrap"]["bands"],
        with_own_draws=WANTED_DRAWS,
        band=config["bootstrap"]["band"],
        coverage=config["bootstrap"]["coverage"],
        errors=config["local_projections"]["errors"],
        code=code_version("summarise_responses"),
    script:
        "../../scripts/summarise_responses.py"


rule build_target:
    input:
        point="results/var/{sample}/point.csv",
        draws="results/var/{sample}/draws_monte_carlo.npz",
    output:
        target="results/var/{sample}/target.npz",
    log:
        "logs/build_target/{sample}.log",
    benchmark:
        "benchmarks/rules/build_target/{sample}.tsv"
    conda:
        "../../environment.yml"
    params:
        weighting=config["monte_carlo"]["weighting"],
        index_base=config["monte_carlo"]["index_base"],
        shock=config["var"]["shock_percentage_points"],
        code=code_version("build_target"),
    script:
        "../../scripts/build_target.py"
