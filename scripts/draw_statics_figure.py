"""Figures 1.1 to 1.5: comparative statics of a frictionless firm."""

from frictions.data.jobs import job
from frictions.data.tables import read_arrays
from frictions.report.deliverables import write_figure
from frictions.report.statics_figure import FIGURES, draw_curves, draw_surfaces, statics_note

with job(snakemake):
    stored = read_arrays(snakemake.input.arrays)
    parts = {key.partition(".")[0] for key in stored}
    arrays = {
        part: {key.partition(".")[2]: stored[key] for key in stored if key.startswith(f"{part}.")} for part in parts
    }
    name = snakemake.wildcards.statics_figure
    note = statics_note(name, **snakemake.params.sizes)
    if FIGURES[name].condition:
        figure = draw_surfaces(name, arrays[name], note)
    else:
        figure = draw_curves(name, arrays["before"], arrays[name], note)
    write_figure(figure, snakemake.output)
