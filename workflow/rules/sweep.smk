"""Grids of parameters over any model: points in jobs of their own or grouped, one Parquet file and a figure a sweep."""

from frictions.sweeps.grid import chunk_count, points_of_chunk
from frictions.sweeps.settings import MODELS, check_sweep

SWEEP_SETTINGS = {name: settings for name, settings in config["sweep"].items() if settings is not None}
SWEEP_BASES = {
    model: (
        {path.stem: read_yaml(path) for path in sorted(Path("config/experiments", model).glob("*.yaml"))}
        if swept.experiments
        else {"settings": config[model]}
    )
    for model, swept in MODELS.items()
    if any(settings["model"] == model for settings in SWEEP_SETTINGS.values())
}
try:
    SWEEPS = {name: check_sweep(name, settings, SWEEP_BASES) for name, settings in SWEEP_SETTINGS.items()}
except (FrictionsError, OSError) as error:
    stop(" ".join(str(error).split()))

SWEEP_FILES = expand("results/sweep/{sweep}.{ending}", sweep=SWEEPS, ending=["parquet", *FORMATS])


wildcard_constraints:
    sweep="|".join(SWEEPS) or "(?!)",
    chunk=r"\d+",


rule sweep_calvo:
    input:
        base=sweep_base,
    output:
        table=temp("results/sweep/chunks/calvo/{sweep}/{chunk}.parquet"),
    log:
        "logs/sweep_calvo/{sweep}/{chunk}.log",
    benchmark:
        "benchmarks/rules/sweep_calvo/{sweep}/{chunk}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        points=points_of_job,
        fixed=lambda wildcards: dict(SWEEPS[wildcards.sweep].fixed),
        outputs=lambda wildcards: list(SWEEPS[wildcards.sweep].outputs),
        mode=lambda wildcards: SWEEPS[wildcards.sweep].mode,
        horizons=config["var"]["horizons"],
        simulation=config["simulation"],
        code=code_version("sweep_calvo"),
    script:
        "../../scripts/sweep_calvo.py"


rule sweep_attention:
    input:
        base=sweep_base,
    output:
        table=temp("results/sweep/chunks/attention/{sweep}/{chunk}.parquet"),
    log:
        "logs/sweep_attention/{sweep}/{chunk}.log",
    benchmark:
        "benchmarks/rules/sweep_attention/{sweep}/{chunk}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        points=points_of_job,
        fixed=lambda wildcards: dict(SWEEPS[wildcards.sweep].fixed),
        outputs=lambda wildcards: list(SWEEPS[wildcards.sweep].outputs),
        mode=lambda wildcards: SWEEPS[wildcards.sweep].mode,
        horizons=config["var"]["horizons"],
        code=code_version("sweep_attention"),
    script:
        "../../scripts/sweep_attention.py"


rule sweep_reallocation:
    input:
        base=sweep_base,
    output:
        table=temp("results/sweep/chunks/reallocation/{sweep}/{chunk}.parquet"),
    log:
        "logs/sweep_reallocation/{sweep}/{chunk}.log",
    benchmark:
        "benchmarks/rules/sweep_reallocation/{sweep}/{chunk}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        points=points_of_job,
        fixed=lambda wildcards: dict(SWEEPS[wildcards.sweep].fixed),
        outputs=lambda wildcards: list(SWEEPS[wildcards.sweep].outputs),
        horizons=config["reallocation"]["sweep_horizons"],
        code=code_version("sweep_reallocation"),
    script:
        "../../scripts/sweep_reallocation.py"


rule sweep_efficiency:
    output:
        table=temp("results/sweep/chunks/efficiency/{sweep}/{chunk}.parquet"),
    log:
        "logs/sweep_efficiency/{sweep}/{chunk}.log",
    benchmark:
        "benchmarks/rules/sweep_efficiency/{sweep}/{chunk}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        points=points_of_job,
        fixed=lambda wildcards: dict(SWEEPS[wildcards.sweep].fixed),
        outputs=lambda wildcards: list(SWEEPS[wildcards.sweep].outputs),
        mode=lambda wildcards: SWEEPS[wildcards.sweep].mode,
        parameters=config["efficiency"]["parameters"],
        code=code_version("sweep_efficiency"),
    script:
        "../../scripts/sweep_efficiency.py"


rule sweep_production_economy:
    output:
        table=temp("results/sweep/chunks/production_economy/{sweep}/{chunk}.parquet"),
    log:
        "logs/sweep_production_economy/{sweep}/{chunk}.log",
    benchmark:
        "benchmarks/rules/sweep_production_economy/{sweep}/{chunk}.tsv"
    conda:
        "../../environment.yml"
    threads: 1
    params:
        points=points_of_job,
        fixed=lambda wildcards: dict(SWEEPS[wildcards.sweep].fixed),
        outputs=lambda wildcards: list(SWEEPS[wildcards.sweep].outputs),
        base={name: config["production_economy"][name] for name in ("parameters", "nodes", "state_limit")},
        states=config["production_economy"]["states"],
        maturities=config["production_economy"]["maturities"],
        code=code_version("sweep_production_economy"),
    script:
        "../../scripts/sweep_production_economy.py"


rule gather_sweep:
    input:
        chunks=chunks_of_sweep,
    output:
        table="results/sweep/{sweep}.parquet",
    log:
        "logs/gather_sweep/{sweep}.log",
    benchmark:
        "benchmarks/rules/gather_sweep/{sweep}.tsv"
    conda:
        "../../environment.yml"
    params:
        code=code_version("gather_sweep"),
    script:
        "../../scripts/gather_sweep.py"


rule draw_sweep:
    input:
        table="results/sweep/{sweep}.parquet",
    output:
        expand("results/sweep/{{sweep}}.{format}", format=FORMATS),
    log:
        "logs/draw_sweep/{sweep}.log",
    benchmark:
        "benchmarks/rules/draw_sweep/{sweep}.tsv"
    conda:
        "../../environment.yml"
    params:
        parameters=lambda wildcards: list(SWEEPS[wildcards.sweep].points[0]),
        draw=lambda wildcards: list(SWEEPS[wildcards.sweep].draw),
        title=sweep_title,
        code=code_version("draw_sweep"),
    script:
        "../../scripts/draw_sweep.py"


# Nothing to sweep unless an overlay names a grid.
rule sweep:
    input:
        lambda wildcards: SWEEP_FILES or stop("setting sweep: name a sweep (docs/sweep.md)"),
    localrule: True
