"""One chain of the quasi-posterior of the Calvo model's parameters."""

import numpy as np

from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_arrays
from frictions.data.target import read_target
from frictions.inventory.calvo_matching import calvo_problem
from frictions.matching.posterior import sample_chain
from frictions.matching.priors import read_priors

with job(snakemake) as log:
    experiment, settings = read_settings(snakemake.input.experiment), snakemake.params.settings
    setup = {name: experiment[name] for name in ("fixed", "free", "variables", "mc_mode")}
    problem = calvo_problem(**setup, size=experiment["shock"], target=read_target(snakemake.input.target))
    priors = read_priors(problem.parameters, experiment.get("priors", {}))
    number = int(snakemake.wildcards.chain)
    sequence = np.random.SeedSequence(settings["seed"], spawn_key=(number,))
    chain = sample_chain(
        problem,
        priors,
        walkers=settings["walkers"],
        burn=settings["burn"],
        draws=settings["draws"],
        thin=settings["thin"],
        entropy=int(sequence.generate_state(1)[0]),
    )
    log.info("chain %d: %.0f percent of the moves accepted", number, 100 * chain.acceptance)
    arrays = {"draws": chain.draws, "log_posterior": chain.log_posterior, "acceptance": np.array(chain.acceptance)}
    write_arrays(arrays, snakemake.output.chain)
