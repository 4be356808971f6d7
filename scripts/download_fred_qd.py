"""The FRED-QD file of the configured vintage, brought up to date in the store and copied for this run."""

import os
from pathlib import Path

from frictions.data.catalogue import load_catalogue
from frictions.data.files import write_atomically
from frictions.data.jobs import job
from frictions.data.live import Puller, pull_fred_qd
from frictions.data.provenance import write_provenance
from frictions.data.settings import load_settings
from frictions.data.tables import read_settings

with job(snakemake) as log:
    catalogue = load_catalogue(read_settings(snakemake.input.catalogue))
    options = load_settings(snakemake.params.settings)
    puller = Puller(catalogue, options, Path(options.store), os.environ, log)
    content, provenance = pull_fred_qd(puller, snakemake.params.series)
    write_atomically(Path(snakemake.output.file), content)
    write_provenance(provenance, Path(snakemake.output.provenance))
