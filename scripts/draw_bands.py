"""One response with the bands of every kind side by side."""

from frictions.data.jobs import job
from frictions.data.tables import read_arrays, read_tidy
from frictions.report.bands_figure import draw_bands
from frictions.report.deliverables import write_figure
from frictions.timeseries.bands import response_bands
from frictions.timeseries.responses import response_array

with job(snakemake):
    point = read_tidy(snakemake.input.point)
    names = list(point["variable"].unique())
    own = {
        kind: read_arrays(file)["irf"]
        for kind, file in zip(snakemake.params.with_own_draws, snakemake.input.own_draws, strict=True)
    }
    centre, draws = response_array(point, "point"), read_arrays(snakemake.input.draws)["irf"]
    bands = response_bands(snakemake.params.bands, centre, draws, own, snakemake.params.coverage)
    write_figure(draw_bands(names, centre, bands, snakemake.params.units, snakemake.params.coverage), snakemake.output)
