"""Misprints of the sources, each with the right formula and the test that proves it."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.report.errata import WIDTHS, errata_frame, errata_table
from frictions.report.long_table import write_long_table

with job(snakemake):
    frame = errata_frame(read_settings(snakemake.input.errata))
    write_tidy(frame, snakemake.output.table)
    write_long_table(errata_table(frame), snakemake.output.rendered, WIDTHS)
