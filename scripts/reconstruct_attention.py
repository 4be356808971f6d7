"""One experiment in the published equilibrium as reconstructed, which is not a solution of the model (section 1.6)."""

import pandas as pd

from frictions.attention.experiments import AttentionExperiment, run_experiment
from frictions.attention.outcome_tables import outcome_tables
from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.inventory.parameters import InventoryParameters

with job(snakemake) as log:
    settings = read_settings(snakemake.input.experiment)
    simulation = snakemake.params.simulation
    parameters = InventoryParameters(**settings.pop("parameters"))
    experiment = AttentionExperiment(**settings)
    outcome = run_experiment(parameters, experiment, "reconstruction")
    log.info("%.1f percent above the optimum at its own targets", outcome.information["excess_over_optimum_pct"])
    tables = outcome_tables(outcome, experiment.moment_table, simulation["horizons"], simulation)
    for name, rows in tables.items():
        write_tidy(pd.DataFrame(rows), snakemake.output[name])
