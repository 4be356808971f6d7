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

# Files at hand are pulled in one job, since starting it takes longer than reading them all; one job a series over the
# network.
PULLED, PULL = (["{series}"], "{series}") if config["data"]["source"] == "live" else (list(PULLS.pulls), "all")
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


rule pull_series:
    input:
        file=files_of_pull,
        catalogue=ancient(CATALOGUE_FILE),
    output:
        series=expand("results/data/pulled/{series}.csv", series=PULLED),
        provenance=expand("results/data/pulled/{series}.json", series=PULLED),
    log:
        f"logs/pull_series/{PULL}.log",
    benchmark:
        f"benchmarks/rules/pull_series/{PULL}.tsv"
    conda:
        "../../environment.yml"
    params:
        sources=lambda wildcards: {code: PULLS.pulls[code].source for code in pulled_by(wildcards)},
        entries=lambda wildcards: {code: SERIES_ENTRIES[code] for code in pulled_by(wildcards)},
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
