"""Whether bands hold the responses of the estimated VAR, on one job's share of the samples drawn from it."""

import numpy as np

from frictions.data.jobs import job
from frictions.data.tables import read_quarterly, write_arrays
from frictions.timeseries.band_coverage import band_coverage
from frictions.timeseries.var import estimate_var

with job(snakemake) as log:
    panel, settings = read_quarterly(snakemake.input.panel), snakemake.params.settings
    chunk, chunks = map(int, snakemake.wildcards.scatteritem.split("-of-"))
    mine = range(settings["samples"] * (chunk - 1) // chunks, settings["samples"] * chunk // chunks)
    found = band_coverage(
        estimate_var(panel.to_numpy(), snakemake.params.lags),
        settings["bands"],
        mine,
        draws=settings["draws"],
        position=list(panel).index("federal_funds"),
        size=snakemake.params.shock,
        horizons=snakemake.params.horizons,
        coverage=snakemake.params.coverage,
        entropy=settings["seed"],
        progress=lambda done: log.info("%d of %d samples", done, len(mine)),
    )
    arrays = {"kinds": np.array(found.kinds), "holds": found.holds, "widths": found.widths}
    write_arrays(arrays, snakemake.output.coverage)
