"""Responses re-estimated on one job's share of the artificial samples (section 1.5.1 and equation 1.43)."""

from dataclasses import asdict

from frictions.data.jobs import job
from frictions.data.tables import read_quarterly, write_arrays
from frictions.timeseries.bias import bias_corrected, pope_bias
from frictions.timeseries.resampling import chunk_of_draws, response_draws
from frictions.timeseries.var import estimate_var

with job(snakemake):
    panel = read_quarterly(snakemake.input.panel)
    chunk, chunks = map(int, snakemake.wildcards.scatteritem.split("-of-"))
    model, bias = estimate_var(panel.to_numpy(), snakemake.params.lags), None
    if snakemake.wildcards.scheme == "bias_corrected":
        bias = pope_bias(model)
        model = bias_corrected(model, bias)
    draws = response_draws(
        model,
        chunk_of_draws(snakemake.params.draws, chunk - 1, chunks),
        position=list(panel).index("federal_funds"),
        size=snakemake.params.shock,
        horizons=snakemake.params.horizons,
        entropy=snakemake.params.seed,
        innovations=snakemake.params.innovations,
        bias=bias,
    )
    write_arrays(asdict(draws), snakemake.output.draws)
