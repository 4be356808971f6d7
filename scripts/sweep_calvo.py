"""One job's share of a sweep of the Calvo model."""

from frictions.data.jobs import job
from frictions.data.parquet import write_parquet
from frictions.data.tables import read_settings
from frictions.sweeps.calvo import calvo_solver
from frictions.sweeps.solving import solve_points

with job(snakemake) as log:
    params = snakemake.params
    base = read_settings(snakemake.input.base)
    solve = calvo_solver(base, params.mode, params.horizons, params.simulation, params.outputs)
    table = solve_points(solve, dict(params.points), params.fixed, params.outputs, log)
    write_parquet(table, snakemake.output.table)
