"""One experiment with inattentive firms, solved under separate and under joint information (section 1.6)."""

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
    tables = {}
    for mode in snakemake.params.modes:
        outcome = run_experiment(parameters, experiment, mode)
        log.info("%s: %.3f bits, %d equilibria", mode, outcome.information["info_flow"], len(outcome.equilibria))
        tables[mode] = outcome_tables(outcome, experiment.moment_table, simulation["horizons"], simulation)
    for mode, files in tables.items():
        for name, rows in files.items():
            write_tidy(pd.DataFrame(rows), snakemake.output[f"{mode}_{name}"])
