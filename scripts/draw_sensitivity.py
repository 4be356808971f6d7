"""Figures 1.12 to 1.14: responses by cost of information or by size of the shock."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.attention_labels import OPTIMAL_NOTE, RECONSTRUCTION_NOTE, case_label
from frictions.report.deliverables import write_figure
from frictions.report.labels import VARIABLES
from frictions.report.sensitivity_figure import draw_sensitivity

with job(snakemake):
    name, by, variable = snakemake.wildcards.sensitivity_figure, snakemake.params.by, snakemake.params.variable
    labels = [case_label(by, read_settings(path)) for path in snakemake.input.experiments]
    published = read_settings(snakemake.input.published)[name]
    outcomes = {
        mode: {label: read_tidy(path) for label, path in zip(labels, snakemake.input[mode], strict=True)}
        for mode in snakemake.params.modes
    }
    titles = {"cost": "the cost of information", "size": "the size of the shock"}
    write_figure(
        draw_sensitivity(
            outcomes,
            variable,
            tuple(published["printed_axis"]),
            f"{VARIABLES[variable]} by {titles[by]} (Figure {name.removeprefix('figure_').replace('_', '.')})",
            " ".join([published["text"], RECONSTRUCTION_NOTE, OPTIMAL_NOTE]),
        ),
        snakemake.output,
    )
