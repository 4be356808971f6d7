"""The responses to match and their weighted covariance, equation (1.43)."""

import numpy as np

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_tidy, write_arrays
from frictions.matching.target import MATCHED_HORIZONS, MATCHED_VARIABLES, matching_target
from frictions.timeseries.responses import response_array

with job(snakemake):
    point = read_tidy(snakemake.input.point)
    names = list(point["variable"].unique())
    draws = read_arrays(snakemake.input.draws)["irf"]
    columns = [names.index(variable) for variable in MATCHED_VARIABLES]
    target = matching_target(
        response_array(point, "point")[:, columns],
        draws[:, :, columns],
        weighting=snakemake.params.weighting,
        index_base=snakemake.params.index_base,
        # The setting is on the annualised rate, the models' periods are quarters.
        shock=snakemake.params.shock / 4,
    )
    arrays = {"psi": target.psi, "sigma": target.sigma, "omega": target.omega, "shock": np.array(target.shock)}
    names_and_horizons = {"names": np.array(MATCHED_VARIABLES), "horizons": np.array(MATCHED_HORIZONS)}
    write_arrays(arrays | names_and_horizons, snakemake.output.target)
