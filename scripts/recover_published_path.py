"""The published equilibrium as recovered from Table 1.3: responses, decisions and moments."""

import pandas as pd

from frictions.attention.published_path import published_path
from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.inventory.parameters import InventoryParameters
from frictions.matching.moments import business_cycle_moments
from frictions.timeseries.responses import stacked_responses

with job(snakemake):
    settings = read_settings(snakemake.input.experiment)
    periods = snakemake.params.horizons
    parameters = InventoryParameters(**settings["parameters"])
    _, responses, decisions = published_path(parameters, settings["horizon"])
    write_tidy(stacked_responses({name: path[:periods] for name, path in responses.items()}), snakemake.output.irf)
    rows = [
        (name, horizon, paths[0, horizon], paths[1, horizon])
        for name, paths in decisions.items()
        for horizon in range(periods)
    ]
    columns = ["decision", "horizon", "first_best", "actual"]
    write_tidy(pd.DataFrame(rows, columns=columns), snakemake.output.decisions)
    moments = business_cycle_moments(responses)
    write_tidy(pd.DataFrame(moments.items(), columns=["moment", "value"]), snakemake.output.moments)
