"""Figures 1.6 and 1.7, and the same for any other sample: responses to the federal-funds shock."""

from pathlib import Path

import yaml

from frictions.data.files import write_atomically
from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.house_style import figure_bytes
from frictions.report.substitutes import substitutes_note
from frictions.report.var_figure import Claim, draw_var_responses

with job(snakemake):
    published = yaml.safe_load(Path(snakemake.input.published).read_text(encoding="utf-8"))["var"]
    summary = read_tidy(snakemake.input.summary).set_index("quantity")["value"]
    number = f" (Figure {snakemake.params.number})" if snakemake.params.number else ""
    figure = draw_var_responses(
        read_tidy(snakemake.input.irf),
        snakemake.params.units,
        f"Responses to a {snakemake.params.shock:.2f} percentage point (annualised) federal funds shock, "
        f"{summary['first_quarter']} to {summary['last_quarter']}{number}",
        snakemake.params.coverage,
        [Claim(claim["variable"], claim["quarter"], claim["value"]) for claim in published["claims"]]
        if snakemake.params.claims
        else [],
        substitutes_note(read_tidy(snakemake.input.substitutes)),
    )
    for path in snakemake.output:
        write_atomically(Path(path), figure_bytes(figure, Path(path).suffix[1:]))
