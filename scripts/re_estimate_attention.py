"""Estimates of the rational-inattention model on one job's share of bootstrap responses."""

import numpy as np

from frictions.attention.estimation import COARSE, attention_problem
from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_quarterly, read_settings, write_arrays
from frictions.data.target import read_target
from frictions.matching.gauss_newton import KnownMinimum, descend_on_targets
from frictions.matching.target import bootstrap_targets

with job(snakemake) as log:
    settings = read_settings(snakemake.input.experiment)
    target = read_target(snakemake.input.target)
    problem = attention_problem(settings, target)
    known = read_arrays(snakemake.input.known)
    minima = [
        KnownMinimum(*each) for each in zip(known["estimates"], known["responses"], known["jacobians"], strict=True)
    ]
    draws = read_arrays(snakemake.input.draws)["irf"]
    names = list(read_quarterly(snakemake.input.panel))
    targets = bootstrap_targets(target, draws, names, settings["bootstrap"])
    chunk, chunks = map(int, snakemake.wildcards.scatteritem.split("-of-"))
    mine = np.arange(chunk - 1, len(targets), chunks)
    descents, tally = descend_on_targets(
        problem.responses,
        problem.criterion,
        problem.parameters,
        minima[: settings["bootstrap_starts"]],
        list(targets[mine]),
        max_evaluations=settings["bootstrap_evaluations"],
        settings=COARSE,
        progress=lambda done, of: log.info("%d of %d re-estimates", done, of),
    )
    log.info("%d evaluations, %d without a solution", tally.evaluations, sum(tally.failures.values()))
    arrays = {
        "draw": mine,
        "estimates": np.array([end.estimate for end in descents]),
        "criteria": np.array([end.criterion for end in descents]),
        "at_bound": np.array([[side != "" for side in end.at_bound] for end in descents]),
        "promised": np.array([end.promised for end in descents]),
    }
    write_arrays(arrays, snakemake.output.estimates)
