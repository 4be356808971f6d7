"""The reproducibility package of the run: code, data, results and logs, sealed and described."""

from functools import partial
from pathlib import Path

from frictions.archive.package import write_package
from frictions.data.jobs import job
from frictions.data.seals import require_seals

with job(snakemake) as log:
    params = snakemake.params
    examine = partial(require_seals, word=params.settings["unsealed"])
    package = write_package(Path.cwd(), params.settings, Path(params.destination), params.scripts, examine)
    state = "was there already, the same" if package.unchanged else "written"
    log.info("%s: %s, %d files, %.1f MB", package.folder, state, package.files, package.octets / 1e6)
    log.info("digest %s", package.digest)
