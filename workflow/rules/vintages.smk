"""Two or more vintages of the data: data, VAR and estimates of each by the rules above under another root."""

from frictions.vintages.entries import compared_vintages, vintage_sources

try:
    VINTAGE_SOURCES = vintage_sources(config["data"], config["vintages"]["entries"])
    COMPARISONS = compared_vintages(VINTAGE_SOURCES, config["vintages"]["comparisons"])
except FrictionsError as error:
    stop(error)
VINTAGE_PULLS = {}
for _vintage, _source in VINTAGE_SOURCES.items():
    try:
        VINTAGE_PULLS[_vintage] = plan_pulls(CATALOGUE, _source)
    except (FrictionsError, OSError) as error:
        stop(" ".join(f"setting vintages.entries.{_vintage}: {error}".split()))


wildcard_constraints:
    vintage="|".join(VINTAGE_SOURCES) or "(?!)",
    attention_targets="|".join(ATTENTION_ESTIMATES.values()),


use rule download_fred_qd as download_fred_qd_vintage with:
    output:
        file="results/vintages/{vintage}/data/fred_qd.csv",
        provenance="results/vintages/{vintage}/data/fred_qd.json",
    log:
        "logs/vintages/{vintage}/download_fred_qd.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/download_fred_qd.tsv"
    params:
        settings=lambda wildcards: VINTAGE_SOURCES[wildcards.vintage],
        series=lambda wildcards: [
            code for code, pull in VINTAGE_PULLS[wildcards.vintage].pulls.items() if pull.source == "fred_qd"
        ],


use rule pull_series as pull_vintage_series with:
    input:
        file=vintage_file,
        catalogue=ancient(CATALOGUE_FILE),
    output:
        series="results/vintages/{vintage}/data/pulled/{series}.csv",
        provenance="results/vintages/{vintage}/data/pulled/{series}.json",
    log:
        "logs/vintages/{vintage}/pull_series/{series}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/pull_series/{series}.tsv"
    params:
        sources=lambda wildcards: {wildcards.series: VINTAGE_PULLS[wildcards.vintage].pulls[wildcards.series].source},
        settings=lambda wildcards: VINTAGE_SOURCES[wildcards.vintage],


use rule assemble_series as assemble_vintage_series with:
    input:
        pulled=lambda wildcards: expand(
            "results/vintages/{vintage}/data/pulled/{series}.csv",
            vintage=wildcards.vintage,
            series=VINTAGE_PULLS[wildcards.vintage].pulls,
        ),
        provenance=lambda wildcards: expand(
            "results/vintages/{vintage}/data/pulled/{series}.json",
            vintage=wildcards.vintage,
            series=VINTAGE_PULLS[wildcards.vintage].pulls,
        ),
        catalogue=CATALOGUE_FILE,
    output:
        series="results/vintages/{vintage}/data/series.csv",
        provenance="results/vintages/{vintage}/data/provenance.json",
    log:
        "logs/vintages/{vintage}/assemble_series.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/assemble_series.tsv"
    params:
        suppliers=lambda wildcards: dict(VINTAGE_PULLS[wildcards.vintage].plan.positions),


use rule build_variables as build_vintage_variables with:
    input:
        series="results/vintages/{vintage}/data/series.csv",
        catalogue=CATALOGUE_FILE,
    output:
        variables="results/vintages/{vintage}/data/variables.csv",
        substitutes="results/vintages/{vintage}/data/substitutes.csv",
    log:
        "logs/vintages/{vintage}/build_variables.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/build_variables.tsv"
    params:
        suppliers=lambda wildcards: dict(VINTAGE_PULLS[wildcards.vintage].plan.positions),
        samples={MAIN_SAMPLE: config["samples"][MAIN_SAMPLE]},


use rule test_unit_roots as test_vintage_unit_roots with:
    input:
        variables="results/vintages/{vintage}/data/variables.csv",
    output:
        table="results/vintages/{vintage}/var/{sample}/unit_roots.csv",
    log:
        "logs/vintages/{vintage}/test_unit_roots/{sample}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/test_unit_roots/{sample}.tsv"


use rule filter_trends as filter_vintage_trends with:
    input:
        variables="results/vintages/{vintage}/data/variables.csv",
        unit_roots=branch(
            config["filter"]["decisions"] == "tested",
            then="results/vintages/{vintage}/var/{sample}/unit_roots.csv",
            otherwise=[],
        ),
    output:
        panel="results/vintages/{vintage}/var/{sample}/transformed.csv",
    log:
        "logs/vintages/{vintage}/filter_trends/{sample}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/filter_trends/{sample}.tsv"


use rule estimate_var as estimate_vintage_var with:
    input:
        panel="results/vintages/{vintage}/var/{sample}/transformed.csv",
    output:
        point="results/vintages/{vintage}/var/{sample}/point.csv",
        shares="results/vintages/{vintage}/var/{sample}/variance_decomposition.csv",
        summary="results/vintages/{vintage}/var/{sample}/summary.csv",
        moments="results/vintages/{vintage}/var/{sample}/moments.csv",
    log:
        "logs/vintages/{vintage}/estimate_var/{sample}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/estimate_var/{sample}.tsv"


use rule project_locally as project_vintage_locally with:
    input:
        panel="results/vintages/{vintage}/var/{sample}/transformed.csv",
    output:
        projections="results/vintages/{vintage}/var/{sample}/local_projections.csv",
    log:
        "logs/vintages/{vintage}/project_locally/{sample}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/project_locally/{sample}.tsv"


use rule draw_responses as draw_vintage_responses with:
    input:
        panel="results/vintages/{vintage}/var/{sample}/transformed.csv",
    output:
        draws=temp("results/vintages/{vintage}/var/{sample}/draws/{scheme}/{scatteritem}.npz"),
    log:
        "logs/vintages/{vintage}/draw_responses/{sample}/{scheme}/{scatteritem}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/draw_responses/{sample}/{scheme}/{scatteritem}.tsv"


use rule gather_draws as gather_vintage_draws with:
    input:
        chunks=lambda wildcards: getattr(gather, SCHEME_OF[wildcards.suffix])(
            f"results/vintages/{wildcards.vintage}/var/{wildcards.sample}/draws/"
            f"{SCHEME_OF[wildcards.suffix]}/{{scatteritem}}.npz"
        ),
    output:
        draws="results/vintages/{vintage}/var/{sample}/draws{suffix}.npz",
        summary="results/vintages/{vintage}/var/{sample}/draws{suffix}.csv",
    log:
        "logs/vintages/{vintage}/gather_draws/{sample}{suffix}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/gather_draws/{sample}{suffix}.tsv"


use rule summarise_responses as summarise_vintage_responses with:
    input:
        point="results/vintages/{vintage}/var/{sample}/point.csv",
        projections="results/vintages/{vintage}/var/{sample}/local_projections.csv",
        draws="results/vintages/{vintage}/var/{sample}/draws.npz",
        own_draws=[f"results/vintages/{{vintage}}/var/{{sample}}/draws_{band}.npz" for band in WANTED_DRAWS],
    output:
        irf="results/vintages/{vintage}/var/{sample}/irf.csv",
        bands="results/vintages/{vintage}/var/{sample}/bands.csv",
    log:
        "logs/vintages/{vintage}/summarise_responses/{sample}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/summarise_responses/{sample}.tsv"


use rule build_target as build_vintage_target with:
    input:
        point="results/vintages/{vintage}/var/{sample}/point.csv",
        draws="results/vintages/{vintage}/var/{sample}/draws_monte_carlo.npz",
    output:
        target="results/vintages/{vintage}/var/{sample}/target.npz",
    log:
        "logs/vintages/{vintage}/build_target/{sample}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/build_target/{sample}.tsv"


use rule evaluate_criterion as evaluate_vintage_criterion with:
    input:
        experiment="config/experiments/calvo/{calvo}.yaml",
        target=f"results/vintages/{{vintage}}/var/{MAIN_SAMPLE}/target.npz",
    output:
        table="results/vintages/{vintage}/calvo/{calvo}/{mode}/criterion.csv",
    log:
        "logs/vintages/{vintage}/evaluate_criterion/{calvo}/{mode}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/evaluate_criterion/{calvo}/{mode}.tsv"


use rule estimate_calvo as estimate_vintage_calvo with:
    input:
        experiment="config/experiments/calvo_estimates/{targets}.yaml",
        target=f"results/vintages/{{vintage}}/var/{MAIN_SAMPLE}/target.npz",
    output:
        point="results/vintages/{vintage}/calvo/estimates/{targets}/point.csv",
        minima="results/vintages/{vintage}/calvo/estimates/{targets}/minima.csv",
        criterion="results/vintages/{vintage}/calvo/estimates/{targets}/criterion.csv",
        tests="results/vintages/{vintage}/calvo/estimates/{targets}/tests.csv",
    log:
        "logs/vintages/{vintage}/estimate_calvo/{targets}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/estimate_calvo/{targets}.tsv"


use rule estimate_attention as estimate_vintage_attention with:
    input:
        experiment="config/experiments/attention_estimates/{attention_targets}.yaml",
        target=f"results/vintages/{{vintage}}/var/{MAIN_SAMPLE}/target.npz",
    output:
        point="results/vintages/{vintage}/attention/estimates/{attention_targets}/point.csv",
        minima="results/vintages/{vintage}/attention/estimates/{attention_targets}/minima.csv",
        criterion="results/vintages/{vintage}/attention/estimates/{attention_targets}/criterion.csv",
        tests="results/vintages/{vintage}/attention/estimates/{attention_targets}/tests.csv",
        equilibria="results/vintages/{vintage}/attention/estimates/{attention_targets}/equilibria.csv",
        certificate="results/vintages/{vintage}/attention/estimates/{attention_targets}/certificate.csv",
        known="results/vintages/{vintage}/attention/estimates/{attention_targets}/minima.npz",
    log:
        "logs/vintages/{vintage}/estimate_attention/{attention_targets}.log",
    benchmark:
        "benchmarks/rules/vintages/{vintage}/estimate_attention/{attention_targets}.tsv"
