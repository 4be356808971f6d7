"""Criterion (1.43) of the Calvo model at given parameters, variable by variable (Table 1.2)."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.data.target import read_target
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.responses import matched_responses
from frictions.matching.criterion import criterion_parts
from frictions.matching.target import require_shock, target_criterion

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    parameters = CalvoParameters(**experiment["parameters"])
    responses = matched_responses(parameters, snakemake.wildcards.mode, experiment["shock"])
    target = read_target(snakemake.input.target)
    require_shock(target, experiment["shock"])
    parts = criterion_parts(target_criterion(target), responses)
    write_tidy(pd.DataFrame(parts.items(), columns=["variable", "contribution"]), snakemake.output.table)
