"""Series from the configured source, each with its provenance: one over the network, or all files at hand."""

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
    options = load_settings(snakemake.params.settings)
    sources = snakemake.params.sources
    files = snakemake.input[:-1] or [None] * len(sources)
    pulls = [Pull(series, source, file) for (series, source), file in zip(sources.items(), files, strict=True)]
    pulled = [pull_series(catalogue, pull, options, log) for pull in pulls]
    # The outputs are all series first, then their records.
    paths = [Path(name) for name in snakemake.output]
    for (content, provenance), series, record in zip(pulled, paths[: len(pulls)], paths[len(pulls) :], strict=True):
        write_atomically(series, content)
        write_provenance(provenance, record)
