"""Lowest criterion for given values of each parameter of the Calvo model: how well it is identified."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy, write_tidy
from frictions.data.target import read_target
from frictions.inventory.calvo_matching import calvo_problem
from frictions.matching.profile import profile_criterion, profile_grid
from frictions.matching.rows import profile_rows

with job(snakemake) as log:
    experiment = read_settings(snakemake.input.experiment)
    setup = {name: experiment[name] for name in ("fixed", "free", "variables", "mc_mode")}
    problem = calvo_problem(**setup, size=experiment["shock"], target=read_target(snakemake.input.target))
    estimate = read_tidy(snakemake.input.point)["value"].to_numpy()
    profiles = []
    for parameter in problem.parameters:
        grid = profile_grid(parameter, experiment["profile_points"])
        arguments = (problem.responses, problem.criterion, problem.parameters, estimate, parameter.name, grid)
        profiles.append(profile_criterion(*arguments))
        found = profiles[-1].gain
        log.info(
            "%s: %s",
            parameter.name,
            f"J is {found:.2g} lower on its profile" if found > 0.0 else "no lower J on its profile",
        )
    write_tidy(pd.DataFrame(profile_rows(profiles)), snakemake.output.profile)
