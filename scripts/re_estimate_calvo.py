"""Estimates of the Calvo model on one job's share of bootstrap responses."""

import numpy as np

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_quarterly, read_settings, read_tidy, write_arrays
from frictions.data.target import read_target
from frictions.inventory.calvo_matching import calvo_problem
from frictions.matching.bootstrap import bootstrap_estimates
from frictions.matching.target import bootstrap_targets, matched_rows

with job(snakemake) as log:
    experiment = read_settings(snakemake.input.experiment)
    setup = {name: experiment[name] for name in ("fixed", "free", "variables", "mc_mode")}
    target = read_target(snakemake.input.target)
    problem = calvo_problem(**setup, size=experiment["shock"], target=target)
    minima = read_tidy(snakemake.input.minima).pivot(index="minimum", columns="parameter", values="value")
    starts = minima[[parameter.name for parameter in problem.parameters]].to_numpy()[: experiment["bootstrap_starts"]]
    draws = read_arrays(snakemake.input.draws)["irf"]
    names = list(read_quarterly(snakemake.input.panel))
    targets = bootstrap_targets(target, draws, names, experiment["bootstrap"])[:, matched_rows(experiment["variables"])]
    chunk, chunks = map(int, snakemake.wildcards.scatteritem.split("-of-"))
    mine = np.arange(chunk - 1, len(targets), chunks)
    result = bootstrap_estimates(problem.responses, problem.criterion, problem.parameters, starts, list(targets[mine]))
    failed = sum(result.failures.values())
    log.info("%d re-estimates, %d evaluations, %d without a solution", len(mine), result.evaluations, failed)
    write_arrays({"draw": mine, **result.arrays()}, snakemake.output.estimates)
