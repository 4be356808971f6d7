"""Stationary equilibria over efficiency: both branches, measures, existence frontier, profits (docs/efficiency.md)."""

import numpy as np

from frictions.certificates import certify
from frictions.data.jobs import job
from frictions.data.tables import write_tidy
from frictions.efficiency import tables
from frictions.efficiency.parameters import Parameters

with job(snakemake):
    p = Parameters(**snakemake.params.parameters)
    efficiencies = np.array(snakemake.params.efficiencies)
    grid = snakemake.params.existence
    sets = tables.solve_efficiencies(p, efficiencies)
    certificate = tables.certificate_table(sets)
    certify({" ".join(map(str, key)): (value, bound) for *key, value, bound in certificate.itertuples(index=False)})
    write_tidy(tables.stationary_table(sets), snakemake.output.stationary)
    write_tidy(tables.information_table(sets), snakemake.output.information)
    shown = np.round(np.linspace(grid["lowest"], grid["highest"], grid["points"]), 12)
    write_tidy(tables.existence_table(p, shown), snakemake.output.existence)
    write_tidy(tables.profit_table(sets, efficiencies, snakemake.params.scales), snakemake.output.profit)
    write_tidy(certificate, snakemake.output.certificate)
