"""Confidence sets of the rational-inattention model's estimates that hold under weak identification."""

from frictions.attention.estimation import attention_problem
from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_quarterly, read_settings, read_tidy, write_tidy
from frictions.data.target import read_target
from frictions.matching.confidence_rows import bootstrapped_targets, confidence_tables

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    target = read_target(snakemake.input.target)
    problem = attention_problem(experiment, target)
    draws, names = read_arrays(snakemake.input.draws)["irf"], list(read_quarterly(snakemake.input.panel))
    bootstrapped = bootstrapped_targets(target, draws, names, read_arrays(snakemake.input.bootstrap))
    point = read_tidy(snakemake.input.point)["value"].to_numpy()
    profile = read_tidy(snakemake.input.profile)
    sets, tests = confidence_tables(problem, point, profile, bootstrapped, experiment["coverage"])
    write_tidy(sets, snakemake.output.sets)
    write_tidy(tests, snakemake.output.tests)
