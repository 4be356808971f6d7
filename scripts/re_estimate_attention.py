"""Estimates of the rational-inattention model on one job's share of bootstrap responses."""

import numpy as np

from frictions.attention.estimation import COARSE, attention_problem
from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_quarterly, read_settings, write_arrays
from frictions.data.target import read_target
from frictions.matching.bootstrap import bootstrap_estimates, known_point
from frictions.matching.target import bootstrap_targets

with job(snakemake) as log:
    settings = read_settings(snakemake.input.experiment)
    target = read_target(snakemake.input.target)
    problem = attention_problem(settings, target)
    draws = read_arrays(snakemake.input.draws)["irf"]
    names = list(read_quarterly(snakemake.input.panel))
    targets = bootstrap_targets(target, draws, names, settings["bootstrap"])
    chunk, chunks = map(int, snakemake.wildcards.scatteritem.split("-of-"))
    mine = np.arange(chunk - 1, len(targets), chunks)
    known = read_arrays(snakemake.input.known)
    minima = zip(known["estimates"], known["responses"], known["jacobians"], strict=True)
    starts = [known_point(problem.criterion, problem.parameters, *minimum) for minimum in minima]
    result = bootstrap_estimates(
        problem.responses,
        problem.criterion,
        problem.parameters,
        starts[: settings["bootstrap_starts"]],
        list(targets[mine]),
        COARSE,
        progress=lambda done, of: log.info("%d of %d re-estimates", done, of),
    )
    log.info("%d evaluations, %d without a solution", result.evaluations, sum(result.failures.values()))
    write_arrays({"draw": mine, **result.arrays()}, snakemake.output.estimates)
