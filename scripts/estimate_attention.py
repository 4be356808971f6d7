"""Estimates of the rational-inattention model by impulse-response matching, with every equilibrium at the estimate."""

import numpy as np
import pandas as pd

from frictions.attention.estimate_checks import REMEDIES, estimate_certificate, rate_equilibria, rating_rows
from frictions.attention.estimation import SEARCH, attention_problem, estimate_attention, estimated_model
from frictions.attention.experiments import require_certificate
from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_arrays, write_tidy
from frictions.data.target import read_target
from frictions.matching.inference import jacobian_at, overidentification, sandwich
from frictions.matching.rows import criterion_rows, minima_rows, point_rows

with job(snakemake) as log:
    settings = read_settings(snakemake.input.experiment)
    problem = attention_problem(settings, read_target(snakemake.input.target))
    model = estimated_model(settings)
    estimation = estimate_attention(
        problem,
        settings,
        progress=lambda done, starts, lowest: log.info("start %d of %d: lowest J %.2f", done, starts, lowest),
    )
    best = estimation.best
    certificate = estimate_certificate(model, problem.criterion, best)
    require_certificate("estimate", certificate, REMEDIES)
    rated = rate_equilibria(model, problem.criterion, best.estimate)
    arguments = (problem.responses, problem.criterion, problem.parameters)
    inference = sandwich(*arguments, best, problem.omega, SEARCH)
    jacobians = [inference.jacobian, *(jacobian_at(*arguments, other, SEARCH) for other in estimation.minima[1:])]
    test = overidentification(problem.criterion, best, inference.jacobian, problem.omega)
    counts = {
        "starts": estimation.starts,
        "failed_starts": estimation.failed_starts,
        "evaluations": estimation.evaluations,
        "evaluations_without_solution": sum(estimation.failures.values()),
        "local_minima": len(estimation.minima),
        "equilibria": len(rated),
    }
    write_tidy(pd.DataFrame(point_rows(estimation, inference.standard_errors)), snakemake.output.point)
    write_tidy(pd.DataFrame(minima_rows(estimation)), snakemake.output.minima)
    write_tidy(pd.DataFrame(criterion_rows(estimation)), snakemake.output.criterion)
    write_tidy(pd.DataFrame((vars(test) | counts).items(), columns=["quantity", "value"]), snakemake.output.tests)
    write_tidy(pd.DataFrame(rating_rows(rated)), snakemake.output.equilibria)
    rows = [(name, value, bound) for name, (value, bound) in certificate.items()]
    write_tidy(pd.DataFrame(rows, columns=["quantity", "value", "bound"]), snakemake.output.certificate)
    known = {
        "estimates": np.array([minimum.estimate for minimum in estimation.minima]),
        "responses": np.array([minimum.responses for minimum in estimation.minima]),
        "jacobians": np.array(jacobians),
    }
    write_arrays(known, snakemake.output.known)
