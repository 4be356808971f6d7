"""Table 1.3: moments conditional on the monetary shock, published beside replicated."""

from pathlib import Path

import yaml

from frictions.data.files import write_atomically
from frictions.data.jobs import job
from frictions.data.tables import read_tidy
from frictions.report.moments_table import moments_table
from frictions.report.substitutes import substitutes_note
from frictions.report.table import RENDERINGS

with job(snakemake):
    published = yaml.safe_load(Path(snakemake.input.published).read_text(encoding="utf-8"))["table_1_3"]
    moments = read_tidy(snakemake.input.moments).set_index("moment")["value"]
    notes = [
        f"VAR column: moments implied by {snakemake.params.horizons} quarters of the estimated response; "
        "S is the difference of the responses of inventories and of the inventory-sales ratio, w unit labour cost.",
        substitutes_note(read_tidy(snakemake.input.substitutes)),
    ]
    table = moments_table(published, {"VAR": {"replicated": moments}}, [note for note in notes if note])
    for path in snakemake.output:
        write_atomically(Path(path), RENDERINGS[Path(path).suffix[1:]](table).encode())
