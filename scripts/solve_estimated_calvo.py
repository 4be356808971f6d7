"""The Calvo model at its estimates: responses, moments, rules of a firm and their certificate (section A.6)."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy, write_tidy
from frictions.inventory.calvo import solve_calvo
from frictions.inventory.calvo_tables import calvo_tables
from frictions.inventory.parameters import CalvoParameters

with job(snakemake):
    experiment = read_settings(snakemake.input.experiment)
    estimates = read_tidy(snakemake.input.point).set_index("parameter")["value"].to_dict()
    solution = solve_calvo(CalvoParameters(**experiment["fixed"], **estimates), experiment["mc_mode"])
    for name, rows in calvo_tables(solution, experiment["shock"], snakemake.params.settings).items():
        write_tidy(pd.DataFrame(rows), snakemake.output[name])
