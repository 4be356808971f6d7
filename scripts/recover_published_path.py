"""The published equilibrium as recovered from Table 1.3: responses, decisions, moments and criterion."""

import pandas as pd

from frictions.attention.paper_emulation import published_path
from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_target, write_tidy
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.responses import stacked_responses
from frictions.matching.criterion import criterion_parts
from frictions.matching.moments import business_cycle_moments
from frictions.matching.target import target_criterion
from frictions.timeseries.responses import stacked_responses as tidy_paths

with job(snakemake):
    settings = read_settings(snakemake.input.experiment)
    periods = snakemake.params.horizons
    parameters = InventoryParameters(**settings["parameters"])
    _, responses, decisions = published_path(parameters, settings["horizon"])
    parts = criterion_parts(target_criterion(read_target(snakemake.input.target)), stacked_responses(responses))
    write_tidy(tidy_paths({name: path[:periods] for name, path in responses.items()}), snakemake.output.irf)
    rows = [
        (name, horizon, paths[0, horizon], paths[1, horizon])
        for name, paths in decisions.items()
        for horizon in range(periods)
    ]
    columns = ["decision", "horizon", "first_best", "actual"]
    write_tidy(pd.DataFrame(rows, columns=columns), snakemake.output.decisions)
    moments = business_cycle_moments(responses)
    write_tidy(pd.DataFrame(moments.items(), columns=["moment", "value"]), snakemake.output.moments)
    write_tidy(pd.DataFrame(parts.items(), columns=["variable", "contribution"]), snakemake.output.criterion)
