"""From the configured source to the eleven variables: the series as pulled, one table of all, the variables."""

import yaml

from frictions.data.catalogue import load_catalogue
from frictions.data.pulls import plan_pulls
from frictions.data.yaml_files import read_yaml

CATALOGUE_FILE = config["data"]["catalogue"]
try:
    _entries = read_yaml(CATALOGUE_FILE)
    CATALOGUE = load_catalogue(_entries)
    PULLS = plan_pulls(CATALOGUE, config["data"])
except (FrictionsError, OSError, yaml.YAMLError) as error:
    stop(" ".join(str(error).split()))

# A pull depends on the entry of its own series; that of another one may change.
SERIES_ENTRIES = _entries["series"]
VARIABLE_TRENDS = {name: variable.trend for name, variable in CATALOGUE.variables.items()}
PUBLISHED_DECISIONS = {name: variable.published_decision for name, variable in CATALOGUE.variables.items()}
VARIABLE_UNITS = {name: variable.unit for name, variable in CATALOGUE.variables.items()}
FRED_QD_FILE = "results/data/fred_qd.csv"
DATA_FILES = [
    "results/data/series.csv",
    "results/data/provenance.json",
    "results/data/variables.csv",
    "results/data/substitutes.csv",
]


rule download_fred_qd:
    input:
        catalogue=CATALOGUE_FILE,
    output:
        file=FRED_QD_FILE,
        provenance="results/data/fred_qd.json",
    log:
        "logs/download_fred_qd.log",
    benchmark:
        "benchmarks/rules/download_fred_qd.tsv"
    conda:
        "../../environment.yml"
    params:
        settings=config["data"],
        series=[code for code, pull in PULLS.pulls.items() if pull.source == "fred_qd"],
        code=code_version("download_fred_qd"),
    script:
        "../../scripts/download_fred_qd.py"


if config["data"]["source"] == "live":

    rule pull_series:
        input:
            file=series_file,
            catalogue=ancient(CATALOGUE_FILE),
        output:
            series="results/data/pulled/{series}.csv",
            provenance="results/data/pulled/{series}.json",
        log:
            "logs/pull_series/{series}.log",
        benchmark:
            "benchmarks/rules/pull_series/{series}.tsv"
        conda:
            "../../environment.yml"
        params:
            sources=lambda wildcards: {wildcards.series: PULLS.pulls[wildcards.series].source},
            entries=lambda wildcards: SERIES_ENTRIES[wildcards.series],
            settings=config["data"],
            code=code_version("pull_series"),
        script:
            "../../scripts/pull_series.py"

else:

    # Files at hand are read in one job: starting it takes longer than reading them all.
    rule pull_series:
        input:
            file=[pull.path for pull in PULLS.pulls.values()],
            catalogue=ancient(CATALOGUE_FILE),
        output:
            series=expand("results/data/pulled/{series}.csv", series=PULLS.pulls),
            provenance=expand("results/data/pulled/{series}.json", series=PULLS.pulls),
        log:
            "logs/pull_series.log",
        benchmark:
            "benchmarks/rules/pull_series.tsv"
        conda:
            "../../environment.yml"
        params:
            sources={code: pull.source for code, pull in PULLS.pulls.items()},
            entries={code: SERIES_ENTRIES[code] for code in PULLS.pulls},
            settings=config["data"],
            code=code_version("pull_series"),
        script:
            "../../scripts/pull_series.py"


rule assemble_series:
    input:
        pulled=expand("results/data/pulled/{series}.csv", series=PULLS.pulls),
        provenance=expand("results/data/pulled/{series}.json", series=PULLS.pulls),
        catalogue=CATALOGUE_FILE,
    output:
        series="results/data/series.csv",
        provenance="results/data/provenance.json",
    log:
        "logs/assemble_series.log",
    benchmark:
        "benchmarks/rules/assemble_series.tsv"
    conda:
        "../../environment.yml"
    params:
        suppliers=dict(PULLS.plan.positions),
        code=code_version("assemble_series"),
    script:
        "../../scripts/assemble_series.py"


rule build_variables:
    input:
        series="results/data/series.csv",
        catalogue=CATALOGUE_FILE,
    output:
        variables="results/data/variables.csv",
        substitutes="results/data/substitutes.csv",
    log:
        "logs/build_variables.log",
    benchmark:
        "benchmarks/rules/build_variables.tsv"
    conda:
        "../../environment.yml"
    params:
        suppliers=dict(PULLS.plan.positions),
        samples=config["samples"],
        code=code_version("build_variables"),
    script:
        "../../scripts/build_variables.py"
