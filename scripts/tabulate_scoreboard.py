"""Counts of verdicts by part of the sources, and every item that differs."""

from frictions.data.jobs import job
from frictions.data.printed import read_texts
from frictions.data.tables import read_tidy
from frictions.report.long_table import write_long_table
from frictions.report.scoreboard_tables import WIDTHS, scoreboard_table

with job(snakemake):
    items = read_texts(snakemake.input.table)
    write_long_table(scoreboard_table(items, read_tidy(snakemake.input.summary)), snakemake.output, WIDTHS)
