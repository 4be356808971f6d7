"""Equilibria of the production economy by risk aversion, with bond yields and certificates."""

import numpy as np

from frictions.certificates import certify
from frictions.data.jobs import job
from frictions.data.tables import write_tidy
from frictions.production_economy.collocation import solve_equilibrium
from frictions.production_economy.economy import Economy
from frictions.production_economy.tables import (
    DECOMPOSITION,
    QUANTITIES,
    certificate_table,
    equilibrium_table,
    yield_table,
)

with job(snakemake):
    params = snakemake.params
    equilibria = [
        solve_equilibrium(Economy(**params.parameters, risk_aversion=gamma), params.nodes, params.state_limit)
        for gamma in params.risk_aversions
    ]
    certificate = certificate_table(equilibria)
    certify({" ".join(map(str, key)): (value, bound) for *key, value, bound in certificate.itertuples(index=False)})
    states = np.array(params.states)
    # Denser near zero, where prices of risk go like the square root of the state.
    grid = np.round(params.state_grid["highest"] * np.linspace(0.0, 1.0, params.state_grid["points"]) ** 2, 12)
    write_tidy(equilibrium_table(equilibria, states), snakemake.output.equilibrium)
    write_tidy(equilibrium_table(equilibria, grid, (*QUANTITIES, *DECOMPOSITION)), snakemake.output.state_grid)
    write_tidy(yield_table(equilibria, states, np.array(params.maturities)), snakemake.output.yields)
    write_tidy(certificate, snakemake.output.certificate)
