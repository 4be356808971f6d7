"""One job's share of a sweep of the reallocation model."""

from frictions.data.jobs import job
from frictions.data.parquet import write_parquet
from frictions.data.tables import read_settings
from frictions.sweeps.reallocation import reallocation_solver
from frictions.sweeps.solving import solve_points

with job(snakemake) as log:
    params = snakemake.params
    solve = reallocation_solver(read_settings(snakemake.input.base), params.horizons)
    table = solve_points(solve, dict(params.points), params.fixed, params.outputs, log)
    write_parquet(table, snakemake.output.table)
