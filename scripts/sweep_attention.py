"""One job's share of a sweep of the model with inattentive firms."""

from frictions.data.jobs import job
from frictions.data.parquet import write_parquet
from frictions.data.tables import read_settings
from frictions.sweeps.attention import attention_solver
from frictions.sweeps.solving import solve_points

with job(snakemake) as log:
    params = snakemake.params
    solve = attention_solver(read_settings(snakemake.input.base), params.mode, params.horizons)
    table = solve_points(solve, dict(params.points), params.fixed, params.outputs, log)
    write_parquet(table, snakemake.output.table)
