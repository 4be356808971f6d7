"""One series from the configured source, with its provenance."""

from pathlib import Path

from frictions.data.catalogue import load_catalogue
from frictions.data.files import write_atomically
from frictions.data.jobs import job
from frictions.data.provenance import write_provenance
from frictions.data.pull import pull_series
from frictions.data.pulls import Pull
from frictions.data.settings import load_settings
from frictions.data.tables import read_settings

with job(snakemake) as log:
    catalogue = load_catalogue(read_settings(snakemake.input.catalogue))
    file = snakemake.input.get("file") or None
    pull = Pull(snakemake.wildcards.series, snakemake.params.source, file)
    content, provenance = pull_series(catalogue, pull, load_settings(snakemake.params.settings), log)
    write_atomically(Path(snakemake.output.series), content)
    write_provenance(provenance, Path(snakemake.output.provenance))
