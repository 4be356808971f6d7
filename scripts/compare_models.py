"""Rational inattention against Calvo pricing: same target, same metric, each with its own number of parameters."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import (
    read_arrays,
    read_quarterly,
    read_settings,
    read_tidy,
    write_tidy,
)
from frictions.data.target import read_target
from frictions.inventory.calvo_matching import calvo_problem
from frictions.matching.inference import jacobian_at
from frictions.matching.model_race import Contestant, known_minimum, race_rows
from frictions.matching.target import target_criterion

with job(snakemake):
    target = read_target(snakemake.input.target)
    criterion = target_criterion(target)
    contestants = []
    files = (snakemake.input.minima, snakemake.input.known, snakemake.input.bootstrap)
    for name, minima, known, bootstrap in zip(snakemake.params.names, *files, strict=True):
        best = read_tidy(minima).fillna({"at_bound": ""}).query("minimum == 0")
        arrays = read_arrays(known)
        minimum = known_minimum(
            arrays["estimates"][0], arrays["responses"][0], best["criterion"].iloc[0], best["at_bound"]
        )
        criteria = read_arrays(bootstrap)["criteria"]
        contestants.append(Contestant(f"attention_{name}", minimum, arrays["jacobians"][0], criteria))
    settings = read_settings(snakemake.input.calvo)
    setup = {name: settings[name] for name in ("fixed", "free", "variables", "mc_mode")}
    problem = calvo_problem(**setup, size=settings["shock"], target=target)
    best = read_tidy(snakemake.input.calvo_minima).fillna({"at_bound": ""}).query("minimum == 0")
    estimate = best["value"].to_numpy()
    minimum = known_minimum(estimate, problem.responses(estimate), best["criterion"].iloc[0], best["at_bound"])
    jacobian = jacobian_at(problem.responses, criterion, problem.parameters, minimum)
    criteria = read_arrays(snakemake.input.calvo_bootstrap)["criteria"]
    contestants.append(Contestant("calvo", minimum, jacobian, criteria))
    quarters = len(read_quarterly(snakemake.input.panel)) - snakemake.params.lags
    rows = race_rows(criterion, target.omega, contestants, quarters, settings["coverage"])
    write_tidy(pd.DataFrame(rows), snakemake.output.comparison)
