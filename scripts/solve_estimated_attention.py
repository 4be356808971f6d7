"""The rational-inattention model at its estimates: responses, moments, decisions and information (section 1.6)."""

import numpy as np
import pandas as pd

from frictions.attention.estimated_experiment import estimated_experiment
from frictions.attention.estimation import estimated_model
from frictions.attention.experiments import run_experiment
from frictions.attention.outcome_tables import outcome_tables
from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy, write_tidy

with job(snakemake):
    model = estimated_model(read_settings(snakemake.input.experiment))
    estimates = read_tidy(snakemake.input.point).set_index("parameter")["value"]
    simulation = snakemake.params.simulation
    parameters, experiment, mode = estimated_experiment(model, np.array([estimates[name] for name in model.names]))
    outcome = run_experiment(parameters, experiment, mode)
    for name, rows in outcome_tables(outcome, experiment.moment_table, simulation["horizons"], simulation).items():
        write_tidy(pd.DataFrame(rows), snakemake.output[name])
