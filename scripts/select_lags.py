"""Information criteria for one to several lags of the VAR (section 1.5.1)."""

import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_quarterly, write_tidy
from frictions.timeseries.lag_selection import lag_criteria

with job(snakemake):
    panel = read_quarterly(snakemake.input.panel)
    write_tidy(pd.DataFrame(lag_criteria(panel.to_numpy(), snakemake.params.longest)), snakemake.output.table)
