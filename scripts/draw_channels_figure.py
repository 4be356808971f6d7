"""What specificity, lemons and the credit limit add to the responses, drawn."""

from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.channels_figure import draw_channels
from frictions.report.deliverables import write_figure

with job(snakemake):
    economies = read_tidy(snakemake.input.economies)
    missing = economies[economies["borrowing_limit"].isna()]["frictions"]
    notes = ["Parts are averages over the orders in which frictions are switched on; they add up to the line."]
    if len(missing):
        notes.append(f"No equilibrium with {', '.join(missing)}: orders through these are left out.")
    write_figure(draw_channels(read_tidy(snakemake.input.channels), notes), snakemake.output)
