"""The rational-inattention model at its estimates: responses, moments, decisions and information (section 1.6)."""

import numpy as np
import pandas as pd

from frictions.attention.estimated_outcome import estimated_outcome
from frictions.attention.estimation import estimated_model
from frictions.attention.outcome_tables import outcome_tables
from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy, write_tidy

with job(snakemake):
    model = estimated_model(read_settings(snakemake.input.experiment))
    estimates = read_tidy(snakemake.input.point).set_index("parameter")["value"]
    simulation = snakemake.params.simulation
    outcome = estimated_outcome(model, np.array([estimates[name] for name in model.names]))
    for name, rows in outcome_tables(outcome, "business_cycle", simulation["horizons"], simulation).items():
        write_tidy(pd.DataFrame(rows), snakemake.output[name])
