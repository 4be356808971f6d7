"""Estimates of the Calvo model by impulse-response matching, with every local minimum (equation 1.43, Table 1.1)."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.data.target import read_target
from frictions.inventory.calvo_matching import calvo_problem
from frictions.matching.inference import overidentification, sandwich
from frictions.matching.problem import estimate_from_everywhere
from frictions.matching.rows import criterion_rows, minima_rows, point_rows

with job(snakemake) as log:
    experiment = read_settings(snakemake.input.experiment)
    setup = {name: experiment[name] for name in ("fixed", "free", "variables", "mc_mode")}
    problem = calvo_problem(**setup, size=experiment["shock"], target=read_target(snakemake.input.target))
    estimation = estimate_from_everywhere(problem, experiment["sobol_starts"], experiment["seed"])
    best = estimation.best
    log.info(
        "J = %.2f; %d local minima from %d starts, %d evaluations without a solution",
        best.criterion,
        len(estimation.minima),
        estimation.starts,
        sum(estimation.failures.values()),
    )
    inference = sandwich(problem.responses, problem.criterion, problem.parameters, best, problem.omega)
    test = overidentification(problem.criterion, best, inference.jacobian, problem.omega)
    write_tidy(pd.DataFrame(point_rows(estimation, inference.standard_errors)), snakemake.output.point)
    write_tidy(pd.DataFrame(minima_rows(estimation)), snakemake.output.minima)
    write_tidy(pd.DataFrame(criterion_rows(estimation)), snakemake.output.criterion)
    counts = {
        "starts": estimation.starts,
        "failed_starts": estimation.failed_starts,
        "evaluations": estimation.evaluations,
        "evaluations_without_solution": sum(estimation.failures.values()),
        "local_minima": len(estimation.minima),
    }
    tests = pd.DataFrame((vars(test) | counts).items(), columns=["quantity", "value"])
    write_tidy(tests, snakemake.output.tests)
