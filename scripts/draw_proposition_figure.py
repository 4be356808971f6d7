"""Proposition 1 as a curve, drawn."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.cycle_figure import draw_proposition
from frictions.report.deliverables import write_figure
from frictions.report.transition_figure import lemons_label

with job(snakemake):
    curves = read_tidy(snakemake.input.table)
    thresholds = curves.dropna(subset=["threshold"]).groupby("lemons")["threshold"].first()
    crossings = ", ".join(f"{value:.2f} for {lemons_label(rate)}" for rate, value in thresholds.items())
    notes = [
        f"Productivity clears the market at p = {snakemake.params.price:g} for every ε. Below the elasticity where the "
        f"price moves one for one with productivity, sales of good capital are procyclical; it is {crossings}."
    ]
    write_figure(draw_proposition(curves, notes), snakemake.output)
