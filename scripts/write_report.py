"""The report as PDF and as one interactive page, from the same content."""

import json
from pathlib import Path

from frictions.data.files import write_atomically
from frictions.data.jobs import job
from frictions.data.printed import read_texts
from frictions.data.seals import require_seals
from frictions.data.tables import read_settings, read_tidy
from frictions.report.document.assembly import about_items, assemble, charts_of
from frictions.report.document.curves import curve_data
from frictions.report.document.notes import read_note
from frictions.report.document.page import build_page
from frictions.report.document.pdf import typeset
from frictions.report.document.plain import plain
from frictions.report.robustness_text import item_counts
from frictions.report.scoreboard_items import read_items

with job(snakemake):
    require_seals(snakemake.input, snakemake.params.unsealed)
    source = snakemake.input
    items = read_items(read_settings(source.listed), snakemake.params.main_sample, snakemake.params.made)
    content = assemble(
        scoreboard=read_texts(source.scoreboard),
        modes=read_texts(source.modes),
        errata=read_texts(source.errata),
        provenance=read_texts(source.provenance),
        about=about_items(items, read_settings(source.names), item_counts(read_tidy(source.claims))),
        series=json.loads(Path(source.series).read_text(encoding="utf-8")),
        note=read_note("\n\n".join(Path(path).read_text(encoding="utf-8") for path in source.notes)),
        parts=snakemake.params.titles,
        tables=snakemake.params.tables,
        figures=snakemake.params.figures,
        questions=json.loads(Path(source.headlines).read_text(encoding="utf-8")),
    )
    data = plain(content)
    drawings = {item.name: item.drawing.svg for item in content.items if item.drawing}
    write_atomically(Path(snakemake.output.pdf), typeset(data, drawings))
    curves = curve_data(
        *(read_tidy(source[name]) for name in ("specifications", "values", "claims")), snakemake.params.claim_units
    )
    page = build_page(data, drawings, charts_of(content), curves)
    write_atomically(Path(snakemake.output.page), page.encode())
