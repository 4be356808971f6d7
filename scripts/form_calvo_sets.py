"""Confidence sets of the Calvo model's estimates that hold under weak identification."""

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_quarterly, read_settings, read_tidy, write_tidy
from frictions.data.target import read_target
from frictions.inventory.calvo_matching import calvo_problem
from frictions.matching.confidence_rows import bootstrapped_targets, confidence_tables

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    setup = {name: experiment[name] for name in ("fixed", "free", "variables", "mc_mode")}
    target = read_target(snakemake.input.target)
    problem = calvo_problem(**setup, size=experiment["shock"], target=target)
    draws, names = read_arrays(snakemake.input.draws)["irf"], list(read_quarterly(snakemake.input.panel))
    bootstrapped = bootstrapped_targets(
        target, draws, names, read_arrays(snakemake.input.bootstrap), experiment["variables"]
    )
    point = read_tidy(snakemake.input.point)["value"].to_numpy()
    profile = read_tidy(snakemake.input.profile)
    sets, tests = confidence_tables(problem, point, profile, bootstrapped, experiment["coverage"])
    write_tidy(sets, snakemake.output.sets)
    write_tidy(tests, snakemake.output.tests)
