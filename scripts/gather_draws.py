"""All draws of one sample and scheme in one file, in the order of their numbers."""

import numpy as np
import pandas as pd

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, write_arrays, write_tidy
from frictions.timeseries.resampling import joined_draws

with job(snakemake) as log:
    draws = joined_draws([read_arrays(path) for path in snakemake.input.chunks])
    kept = ~draws.explosive if snakemake.params.explosive == "reject" else np.ones(len(draws.explosive), dtype=bool)
    log.info("%d draws, %d with an explosive root, %d kept", len(kept), draws.explosive.sum(), kept.sum())
    arrays = {"irf": draws.responses[kept], "explosive": draws.explosive[kept]}
    write_arrays(arrays, snakemake.output.draws)
    summary = {"draws": len(kept), "explosive": int(draws.explosive.sum()), "kept": int(kept.sum())}
    write_tidy(pd.DataFrame(summary.items(), columns=["quantity", "value"]), snakemake.output.summary)
