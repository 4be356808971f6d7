"""Steady states of the inventory model, one a set of parameters (section A.3)."""

from pathlib import Path

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.inventory.parameters import CalvoParameters
from frictions.inventory.steady_state import steady_state

with job(snakemake):
    rows = []
    for path in map(Path, snakemake.input.experiments):
        parameters = CalvoParameters(**read_settings(path)["parameters"])
        quantities = steady_state(parameters).quantities()
        rows += [(path.stem, quantity, value) for quantity, value in quantities.items()]
    write_tidy(pd.DataFrame(rows, columns=["model", "quantity", "value"]), snakemake.output.table)
