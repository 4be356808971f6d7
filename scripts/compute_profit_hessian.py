"""Second derivatives of the profit of an inattentive firm at the source's parameters (section A.4)."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.inventory.parameters import InventoryParameters
from frictions.inventory.profit_hessian import profit_hessian
from frictions.inventory.steady_state import steady_state

with job(snakemake):
    parameters = InventoryParameters(**read_settings(snakemake.input.experiment)["parameters"])
    own = profit_hessian(parameters, steady_state(parameters)).own
    decisions = ("price", "stock")
    rows = [
        {"row": row, "column": column, "value": float(own[i, j])}
        for i, row in enumerate(decisions)
        for j, column in enumerate(decisions)
    ]
    write_tidy(pd.DataFrame(rows), snakemake.output.table)
