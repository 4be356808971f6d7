"""Lowest criterion for given values of each parameter of the rational-inattention model, estimated or not."""

import numpy as np
import pandas as pd

from frictions.attention.estimation import PROFILE, attention_problem, with_free_parameter
from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_settings, write_tidy
from frictions.data.target import read_target
from frictions.matching.profile import profile_criterion, profile_grid
from frictions.matching.rows import profile_rows

with job(snakemake) as log:
    settings = read_settings(snakemake.input.experiment)
    target = read_target(snakemake.input.target)
    problem = attention_problem(settings, target)
    minima = read_arrays(snakemake.input.known)["estimates"]
    cases = [(problem, minima, p.name, profile_grid(p, settings["profile_points"])) for p in problem.parameters]
    for name, values in settings["ridge"].items():
        wider = attention_problem(with_free_parameter(settings, name, values), target)
        value = np.full((len(minima), 1), settings["fixed"][name])
        cases.append((wider, np.hstack([minima, value]), name, np.array(values)))
    profiles = []
    for case, points, name, grid in cases:
        arguments = (case.responses, case.criterion, case.parameters, points[0], name, grid)
        profiles.append(profile_criterion(*arguments, settings=PROFILE, others=points[1:]))
        found = profiles[-1].gain
        log.info(
            "%s: %s", name, f"J is {found:.2g} lower on its profile" if found > 0.0 else "no lower J on its profile"
        )
    write_tidy(pd.DataFrame(profile_rows(profiles)), snakemake.output.profile)
