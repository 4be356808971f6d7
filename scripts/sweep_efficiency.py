"""One job's share of a sweep of the efficiency model."""

from frictions.data.jobs import job
from frictions.data.parquet import write_parquet
from frictions.sweeps.efficiency import efficiency_solver
from frictions.sweeps.solving import solve_points

with job(snakemake) as log:
    params = snakemake.params
    solve = efficiency_solver({"parameters": params.parameters}, params.mode)
    table = solve_points(solve, dict(params.points), params.fixed, params.outputs, log)
    write_parquet(table, snakemake.output.table)
