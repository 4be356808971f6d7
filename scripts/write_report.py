"""The report as PDF and as one interactive page, from the same content."""

import json
from pathlib import Path

from frictions.data.files import write_atomically
from frictions.data.jobs import job
from frictions.data.tables import read_settings, read_tidy
from frictions.report.document.assembly import assemble, charts_of
from frictions.report.document.notes import read_note
from frictions.report.document.page import build_page
from frictions.report.document.pdf import typeset
from frictions.report.document.plain import plain
from frictions.report.document.provenance import read_provenance_table

with job(snakemake):
    source = snakemake.input
    content = assemble(
        scoreboard=read_tidy(source.scoreboard),
        modes=read_tidy(source.modes),
        errata=read_tidy(source.errata),
        groups=read_settings(source.settings)["groups"],
        accounts=read_provenance_table(source.provenance),
        series=json.loads(Path(source.series).read_text(encoding="utf-8")),
        note=read_note("\n\n".join(Path(path).read_text(encoding="utf-8") for path in source.notes)),
        parts=snakemake.params.parts,
        tables={part: source.get(f"{part}_tables") for part in snakemake.params.parts},
        figures={part: source.get(f"{part}_figures") for part in snakemake.params.parts},
    )
    data = plain(content)
    drawings = {item.name: item.drawing.svg for item in content.items if item.drawing}
    write_atomically(Path(snakemake.output.pdf), typeset(data, drawings))
    write_atomically(Path(snakemake.output.page), build_page(data, drawings, charts_of(content)).encode())
