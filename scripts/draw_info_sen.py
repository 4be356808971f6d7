"""Firms of every panel by sensitivity and informativeness, with the fitted line and the published slope."""

from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.deliverables import write_figure
from frictions.report.info_sen_figure import PanelFigure, draw_cross_sections

with job(snakemake):
    published = read_settings(snakemake.input.published)["info_sen"]
    files = zip(snakemake.input.firms, snakemake.input.variants, strict=True)
    panels = [
        PanelFigure(name, settings, read_tidy(firms), read_tidy(variants))
        for (name, settings), (firms, variants) in zip(snakemake.params.panels.items(), files, strict=True)
    ]
    figure = draw_cross_sections(panels, published["production_efficiency"]["coefficient"][0])
    write_figure(figure, snakemake.output)
