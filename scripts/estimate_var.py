"""Point responses to the federal-funds shock for one sample, and what they imply (equation 1.42, Table 1.3)."""

import numpy as np
import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_quarterly, write_tidy
from frictions.matching.moments import business_cycle_moments
from frictions.timeseries.responses import tidy_responses
from frictions.timeseries.stability import largest_root
from frictions.timeseries.var import estimate_var, impulse_responses, recursive_impact
from frictions.timeseries.variance_decomposition import variance_shares

with job(snakemake):
    panel = read_quarterly(snakemake.input.panel)
    names, horizons = list(panel), snakemake.params.horizons
    position = names.index("federal_funds")
    model = estimate_var(panel.to_numpy(), snakemake.params.lags)
    impact = recursive_impact(model.covariance, position, snakemake.params.shock)
    responses = impulse_responses(model.lag_matrices, impact, max(horizons, snakemake.params.moment_horizons))
    write_tidy(tidy_responses(names, point=responses[:horizons]), snakemake.output.point)
    shares = tidy_responses(names, share=variance_shares(model, position, horizons))
    write_tidy(shares.assign(horizon=shares["horizon"] + 1), snakemake.output.shares)
    moments = business_cycle_moments(dict(zip(names, responses[: snakemake.params.moment_horizons].T, strict=True)))
    write_tidy(pd.DataFrame(moments.items(), columns=["moment", "value"]), snakemake.output.moments)
    summary = {
        "first_quarter": str(panel.index[0]),
        "last_quarter": str(panel.index[-1]),
        "quarters": len(panel),
        "lags": model.lags,
        "largest_root": largest_root(model.lag_matrices),
        "shock_standard_deviation": np.linalg.cholesky(model.covariance)[position, position],
    }
    write_tidy(pd.DataFrame(summary.items(), columns=["quantity", "value"]), snakemake.output.summary)
