"""Every series used, quarterly and untransformed, and where each came from."""

import json
from pathlib import Path

from frictions.data.catalogue import load_catalogue
from frictions.data.files import write_atomically
from frictions.data.jobs import job
from frictions.data.plan import plan_from_positions
from frictions.data.pull import assemble_series
from frictions.data.tables import read_settings, write_tidy

with job(snakemake):
    catalogue = load_catalogue(read_settings(snakemake.input.catalogue))
    plan = plan_from_positions(catalogue, snakemake.params.suppliers)
    table, provenance = assemble_series(
        catalogue, plan, {Path(path).stem: Path(path) for path in snakemake.input.pulled}
    )
    write_tidy(table, snakemake.output.series)
    text = json.dumps(provenance, indent=2, ensure_ascii=False) + "\n"
    write_atomically(Path(snakemake.output.provenance), text.encode())
