"""Short rate and term spread against the correlation of state and production."""

import numpy as np

from frictions.certificates import certify
from frictions.data.jobs import job
from frictions.data.tables import write_tidy
from frictions.production_economy.comparative_statics import sweep_correlation
from frictions.production_economy.economy import Economy
from frictions.production_economy.tables import correlation_certificate, correlation_table

with job(snakemake):
    params, grid = snakemake.params, snakemake.params.correlations
    correlations = np.round(np.linspace(grid["lowest"], grid["highest"], grid["points"]), 12)
    sweeps = {
        gamma: sweep_correlation(
            Economy(**params.parameters, risk_aversion=gamma),
            correlations,
            grid["state"],
            grid["maturity"],
            params.nodes,
            params.state_limit,
        )
        for gamma in params.risk_aversions
    }
    certificate = correlation_certificate(sweeps)
    certify({" ".join(map(str, key)): (value, bound) for *key, value, bound in certificate.itertuples(index=False)})
    write_tidy(correlation_table(sweeps), snakemake.output.table)
    write_tidy(certificate, snakemake.output.certificate)
