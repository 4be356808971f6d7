"""What every table and figure is made from, with checksums, settings, code versions and seeds."""

from pathlib import Path

from frictions.data.files import sha256_of
from frictions.data.jobs import job
from frictions.data.tables import read_settings, write_tidy
from frictions.report.document.provenance import provenance_rows

with job(snakemake):
    files = sorted(set(snakemake.input))
    write_tidy(
        provenance_rows(
            snakemake.params.accounts,
            {path: sha256_of(Path(path).read_bytes()) for path in files},
            {path: read_settings(path) for path in files if path.startswith("config/") and path.endswith(".yaml")},
        ),
        snakemake.output.table,
    )
