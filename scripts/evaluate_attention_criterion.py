"""Criterion (1.43) of a solved experiment with inattentive firms, variable by variable (Table 1.2)."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_tidy, write_tidy
from frictions.data.target import read_target
from frictions.inventory.matched_series import stacked_responses
from frictions.inventory.responses import QUARTERLY_SHOCK
from frictions.matching.criterion import criterion_parts
from frictions.matching.target import require_shock, target_criterion

with job(snakemake):
    paths = read_tidy(snakemake.input.irf).pivot(index="horizon", columns="variable", values="response")
    responses = {str(name): paths[name].to_numpy() for name in paths}
    target = read_target(snakemake.input.target)
    require_shock(target, QUARTERLY_SHOCK)
    parts = criterion_parts(target_criterion(target), stacked_responses(responses))
    write_tidy(pd.DataFrame(parts.items(), columns=["variable", "contribution"]), snakemake.output.table)
