"""Lowest criterion for given values of each parameter of the rational-inattention model, estimated or not."""

import numpy as np
import pandas as pd

from frictions.attention.estimation import COARSE, attention_problem, with_free_parameter
from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_target, read_tidy, write_tidy
from frictions.matching.profile import profile_criterion, profile_grid
from frictions.matching.rows import profile_rows

with job(snakemake) as log:
    settings = read_settings(snakemake.input.experiment)
    target = read_target(snakemake.input.target)
    problem = attention_problem(settings, target)
    estimate = read_tidy(snakemake.input.point)["value"].to_numpy()
    cases = [(problem, estimate, p.name, profile_grid(p, settings["profile_points"])) for p in problem.parameters]
    for name, values in settings["ridge"].items():
        wider = attention_problem(with_free_parameter(settings, name, values), target)
        cases.append((wider, np.append(estimate, settings["fixed"][name]), name, np.array(values)))
    profiles = []
    for case, point, name, grid in cases:
        profiles.append(
            profile_criterion(case.responses, case.criterion, case.parameters, point, name, grid, settings=COARSE)
        )
        log.info("%s: lowest J on the profile is %.2g below the estimate's", name, profiles[-1].gain)
    write_tidy(pd.DataFrame(profile_rows(profiles)), snakemake.output.profile)
