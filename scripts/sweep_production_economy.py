"""One job's share of a sweep of the production economy."""

from frictions.data.jobs import job
from frictions.data.parquet import write_parquet
from frictions.sweeps.production_economy import production_economy_solver
from frictions.sweeps.solving import solve_points

with job(snakemake) as log:
    params = snakemake.params
    solve = production_economy_solver(params.base, params.states, params.maturities)
    table = solve_points(solve, dict(params.points), params.fixed, params.outputs, log)
    write_parquet(table, snakemake.output.table)
